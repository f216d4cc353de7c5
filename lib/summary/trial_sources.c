/* summary: hyperparameters from texts, program arguments and C structs. */
#include <stdio.h>
#include <string.h>

#include "base/numeral.h"
#include "summary/trial.h"
#include "summary/values.h"

/* Sets the value of a text: a bool, an integer, a number or the text itself. */
static tfe_status set_from_text(tfe_trial *t, const char *name, const char *text)
{
	int64_t i;
	double number;
	if (!strcmp(text, "true") || !strcmp(text, "false"))
		return tfe_trial_set_bool(t, name, *text == 't');
	if (tfe__numeral_int(text, &i))
		return tfe_trial_set_int(t, name, i);
	if (tfe__numeral_number(text, &number))
		return tfe_trial_set_number(t, name, number);
	return tfe_trial_set_text(t, name, text);
}

tfe_status tfe_trial_set_pair(tfe_trial *t, const char *pair)
{
	if (!t)
		return TFE_E_ARG;
	if (t->error.status)
		return t->error.status;
	const char *equals = pair ? strchr(pair, '=') : NULL;
	if (!equals)
		return tfe__trial_refuse(t, TFE_E_ARG, pair, "the text is not name=value");
	char *name = tfe__arena_strndup(&t->arena, pair, (size_t)(equals - pair));
	return name ? set_from_text(t, name, equals + 1)
		    : tfe__trial_refuse(t, TFE_E_NOMEM, pair, tfe_status_text(TFE_E_NOMEM));
}

/* Returns the name of an option without its hyphens; NULL if the argument is none. */
static const char *option_name(const char *argument)
{
	double number;
	if (!argument || argument[0] != '-' || !argument[1] ||
	    tfe__numeral_number(argument, &number))
		return NULL;
	return argument + (argument[1] == '-' ? 2 : 1);
}

tfe_status tfe_trial_set_arguments(tfe_trial *t, int argc, const char *const *argv)
{
	if (!t)
		return TFE_E_ARG;
	if (!argv && argc > 0)
		return tfe__trial_refuse(t, TFE_E_ARG, "", "the arguments are missing");
	for (int i = 1; i < argc && !t->error.status; i++) {
		const char *name = option_name(argv[i]);
		if (name && !*name)
			break; /* "--" */
		if (!name)
			continue;
		if (strchr(name, '='))
			tfe_trial_set_pair(t, name);
		else if (i + 1 < argc && argv[i + 1] && !option_name(argv[i + 1]))
			set_from_text(t, name, argv[++i]);
		else
			tfe_trial_set_bool(t, name, true);
	}
	return t->error.status;
}

/* Sets one field of a struct, which need not be aligned. */
static tfe_status set_field(tfe_trial *t, const char *at, const tfe_trial_field *field)
{
	const char *text;
	int64_t i;
	uint64_t u;
	double number;
	switch (field->dtype) {
	case TFE_DTYPE_STRING:
		memcpy(&text, at, sizeof text);
		return tfe_trial_set_text(t, field->name, text ? text : "");
	case TFE_DTYPE_BOOL:
		return tfe_trial_set_bool(t, field->name, *at != 0);
	case TFE_DTYPE_INT64:
		memcpy(&i, at, sizeof i);
		return tfe_trial_set_int(t, field->name, i);
	case TFE_DTYPE_UINT64:
		memcpy(&u, at, sizeof u);
		if (u > INT64_MAX)
			return tfe__trial_refuse(t, TFE_E_ARG, field->name,
						 "the integer is above 2^63 - 1");
		return tfe_trial_set_int(t, field->name, (int64_t)u);
	case TFE_DTYPE_FLOAT64:
	case TFE_DTYPE_FLOAT32:
	case TFE_DTYPE_FLOAT16:
	case TFE_DTYPE_BFLOAT16:
		tfe__values_load_double(&number, at, field->dtype, 0, 1);
		return tfe_trial_set_number(t, field->name, number);
	default:
		if (!tfe__values_are_numbers(field->dtype))
			return tfe__trial_refuse(t, TFE_E_ARG, field->name,
						 "its type is no number, bool or text");
		tfe__values_load_double(&number, at, field->dtype, 0, 1);
		return tfe_trial_set_int(t, field->name, (int64_t)number);
	}
}

tfe_status tfe_trial_set_fields(tfe_trial *t, const void *config, const tfe_trial_field *fields,
				size_t n)
{
	if (!t)
		return TFE_E_ARG;
	if (n && (!config || !fields))
		return tfe__trial_refuse(t, TFE_E_ARG, "", "the struct or its fields are missing");
	for (size_t i = 0; i < n && !t->error.status; i++)
		set_field(t, (const char *)config + fields[i].offset, &fields[i]);
	return t->error.status;
}
