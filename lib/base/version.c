/* base: the version of the loaded library. */
#include <tfevents/version.h>

const char *tfe_version(void)
{
	return TFE_VERSION_STRING;
}
