/* base: the version of the library that runs. */
#include <tfevents/version.h>

const char *tfe_version(void)
{
	return TFE_VERSION_STRING;
}
