/* common: parses sizes such as 64M. */
#include "common/size.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

bool size_parse(const char *text, size_t *bytes)
{
	static const char units[] = "KMGT";
	char *end;
	double value = strtod(text, &end);
	if (end == text || !(value > 0))
		return false;
	const char *unit = *end ? strchr(units, *end & ~32) : NULL;
	if (unit) {
		for (const char *u = units; u <= unit; u++)
			value *= 1024;
		end++;
		if (!strcasecmp(end, "ib"))
			end++;
	}
	if (!strcasecmp(end, "b"))
		end++;
	if (*end || value < 1 << 20 || value > (double)(SIZE_MAX / 2))
		return false;
	*bytes = (size_t)value;
	return true;
}
