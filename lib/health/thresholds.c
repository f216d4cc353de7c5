/* health: the table of the limits that a user may change. */
#include "health/thresholds.h"

#include <string.h>

#include "base/error.h"
#include "base/sized.h"

static const tfe_threshold table[TFE__THRESHOLD_COUNT] = {
#define THRESHOLD(id, rule, name, usual, lowest, highest, meaning)                                 \
	[TFE__##id] = {sizeof(tfe_threshold), #rule "." name, meaning, usual, lowest, highest},
	TFE__THRESHOLDS(THRESHOLD)
#undef THRESHOLD
};

size_t tfe_threshold_count(void)
{
	return TFE__THRESHOLD_COUNT;
}

tfe_status tfe_threshold_get(size_t i, tfe_threshold *threshold)
{
	if (i >= TFE__THRESHOLD_COUNT)
		return TFE_E_ARG;
	return tfe__result_copy(threshold, &table[i], sizeof *threshold);
}

void tfe__thresholds_init(double limit[TFE__THRESHOLD_COUNT])
{
	for (size_t i = 0; i < TFE__THRESHOLD_COUNT; i++)
		limit[i] = table[i].usual;
}

tfe_status tfe__threshold_set(double limit[TFE__THRESHOLD_COUNT], const char *name, double value,
			      tfe_error *error)
{
	size_t i = 0;
	if (!name)
		return tfe__error(error, TFE_E_ARG, 0, NULL, -1, "the threshold is missing");
	while (i < TFE__THRESHOLD_COUNT && strcmp(table[i].name, name))
		i++;
	if (i == TFE__THRESHOLD_COUNT)
		return tfe__error(error, TFE_E_ARG, 0, NULL, -1, "unknown threshold: %s",
				  tfe__error_show(name).text);
	if (!(value >= table[i].lowest && value <= table[i].highest))
		return tfe__error(error, TFE_E_ARG, 0, NULL, -1, "%s is from %g to %g, not %g",
				  table[i].name, table[i].lowest, table[i].highest, value);
	limit[i] = value;
	return TFE_OK;
}
