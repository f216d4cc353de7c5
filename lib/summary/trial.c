/* summary: the hyperparameters of a trial: names and values that are set one by one. */
#include "summary/trial.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/sized.h"
#include "base/utf8.h"

tfe_status tfe_trial_open(const tfe_allocator *allocator, tfe_trial **out)
{
	tfe_allocator a = tfe__allocator_or_default(allocator);
	tfe_trial *t = tfe__alloc_zeroed(&a, 1, sizeof *t);
	*out = t;
	if (!t)
		return TFE_E_NOMEM;
	t->allocator = a;
	t->error = (tfe_error)TFE_ERROR_INIT;
	t->error.offset = -1;
	tfe__map_init(&t->names, &a);
	tfe__arena_init(&t->arena, &a, 0);
	return TFE_OK;
}

void tfe_trial_close(tfe_trial *t)
{
	if (!t)
		return;
	tfe_allocator a = t->allocator;
	tfe__free(&a, t->value);
	tfe__map_release(&t->names);
	tfe__arena_release(&t->arena);
	tfe__free(&a, t);
}

void tfe_trial_get_error(const tfe_trial *t, tfe_error *error)
{
	tfe__result_copy(error, &t->error, sizeof t->error);
}

tfe_status tfe__trial_refuse(tfe_trial *t, tfe_status status, const char *name, const char *reason)
{
	if (!t->error.status)
		tfe__error(&t->error, status, 0, NULL, -1, "the hyperparameter \"%s\": %s",
			   tfe__error_show(name).text, reason);
	return t->error.status;
}

static bool is_text(const char *s)
{
	return s && tfe__utf8_valid((const uint8_t *)s, strlen(s));
}

/* Finds the place of a name, or makes one at the end. NULL: no memory. */
static struct tfe__trial_value *value_of(tfe_trial *t, const char *name)
{
	size_t bytes = strlen(name), at = tfe__map_get(&t->names, name, bytes);
	if (at != TFE__MAP_NONE)
		return &t->value[at];
	const char *copy = tfe__arena_strndup(&t->arena, name, bytes);
	if (!copy || TFE__GROW(&t->allocator, t->value, t->capacity, t->values + 1) ||
	    tfe__map_add(&t->names, copy, bytes, t->values))
		return NULL;
	t->value[t->values].name = copy;
	return &t->value[t->values++];
}

tfe_status tfe__trial_set(tfe_trial *t, const struct tfe__trial_value *value)
{
	const char *name = value->name;
	if (t->error.status)
		return t->error.status;
	if (!is_text(name) || !*name)
		return tfe__trial_refuse(t, TFE_E_ARG, name, "the name is empty or not UTF-8");
	if (value->type == TFE__TRIAL_TEXT && !is_text(value->text))
		return tfe__trial_refuse(t, TFE_E_ARG, name, "the text is missing or not UTF-8");
	if (value->type == TFE__TRIAL_NUMBER && !isfinite(value->number))
		return tfe__trial_refuse(t, TFE_E_ARG, name,
					 "the number is not finite; set it as a text");
	struct tfe__trial_value copy = *value;
	if (copy.type == TFE__TRIAL_TEXT)
		copy.text = tfe__arena_strndup(&t->arena, copy.text, strlen(copy.text));
	struct tfe__trial_value *at = value_of(t, name);
	if (!at || (copy.type == TFE__TRIAL_TEXT && !copy.text))
		return tfe__trial_refuse(t, TFE_E_NOMEM, name, tfe_status_text(TFE_E_NOMEM));
	copy.name = at->name;
	*at = copy;
	return TFE_OK;
}

tfe_status tfe_trial_set_number(tfe_trial *t, const char *name, double value)
{
	const struct tfe__trial_value v = {
		.name = name, .type = TFE__TRIAL_NUMBER, .number = value};
	return t ? tfe__trial_set(t, &v) : TFE_E_ARG;
}

tfe_status tfe_trial_set_int(tfe_trial *t, const char *name, int64_t value)
{
	const struct tfe__trial_value v = {
		.name = name, .type = TFE__TRIAL_INT, .number = (double)value, .i = value};
	return t ? tfe__trial_set(t, &v) : TFE_E_ARG;
}

tfe_status tfe_trial_set_bool(tfe_trial *t, const char *name, bool value)
{
	const struct tfe__trial_value v = {.name = name, .type = TFE__TRIAL_BOOL, .number = value};
	return t ? tfe__trial_set(t, &v) : TFE_E_ARG;
}

tfe_status tfe_trial_set_text(tfe_trial *t, const char *name, const char *value)
{
	const struct tfe__trial_value v = {.name = name, .type = TFE__TRIAL_TEXT, .text = value};
	return t ? tfe__trial_set(t, &v) : TFE_E_ARG;
}
