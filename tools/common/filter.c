/* common: selects names with a regular expression (PCRE2, case-insensitive); "!RE" selects the
 * names that do not match. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "common/filter.h"

#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/timer.h"
#include "common/memory.h"

struct filter {
	pcre2_code *code; /* NULL if the expression is not valid */
	pcre2_match_data *data;
	pcre2_match_context *limits;
	char *text; /* without "!" */
	bool negated;
	bool is_name; /* `text` is the name to find */
	/* The processor time that is left for matching; below 0 the filter gave up. */
	double left_s;
	bool exceeded; /* a name exceeded the limits of the matcher */
	char error[160];
	const char **names; /* the names that were offered */
	size_t n, capacity;
};

/* Patterns such as (a+)+$ backtrack over every way to divide a name. The matcher counts steps from
 * each offset at which a match may begin, so both the number of steps and the number of offsets are
 * limited. */
enum { STEPS_MAX = 10000, DEPTH_MAX = 1000, HEAP_MAX_KB = 16384, PARENTHESES_MAX = 100 };
/* The time limit is the sum of a constant for all names together and one for each name: many times
 * the need of a plain pattern. */
static const double patience_s = 1, patience_of_name_s = 5e-6;

const char filter_gave_up_text[] = "matching the pattern against these names takes too long";

static pcre2_code *compile(const char *pattern, char *error, size_t error_size)
{
	int number;
	size_t offset;
	uint32_t options =
		PCRE2_CASELESS | PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C;
	pcre2_compile_context *context = need(pcre2_compile_context_create(NULL));
	/* The compiler of patterns recurses. */
	pcre2_set_parens_nest_limit(context, PARENTHESES_MAX);
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, options,
					 &number, &offset, context);
	pcre2_compile_context_free(context);
	if (!code) {
		char text[128] = "";
		pcre2_get_error_message(number, (PCRE2_UCHAR *)text, sizeof text);
		snprintf(error, error_size, "%s at character %zu", text, offset + 1);
	}
	return code;
}

struct filter *filter_compile(const char *pattern)
{
	bool negated = pattern && *pattern == '!';
	if (!pattern || !pattern[negated])
		return NULL;
	pattern += negated;
	struct filter *f = need_zeroed(1, sizeof *f);
	f->negated = negated;
	f->text = need_copy(pattern);
	f->code = compile(pattern, f->error, sizeof f->error);
	f->left_s = patience_s;
	if (!f->code)
		return f;
	f->data = pcre2_match_data_create(2, NULL);
	f->limits = pcre2_match_context_create(NULL);
	if (f->limits) {
		pcre2_set_match_limit(f->limits, STEPS_MAX);
		pcre2_set_depth_limit(f->limits, DEPTH_MAX);
		pcre2_set_heap_limit(f->limits, HEAP_MAX_KB);
	}
	return f;
}

const char *filter_error(const struct filter *f)
{
	return f && !f->is_name ? f->error : "";
}

void filter_release(struct filter *f)
{
	if (!f)
		return;
	pcre2_code_free(f->code);
	pcre2_match_data_free(f->data);
	pcre2_match_context_free(f->limits);
	free(f->text);
	free(f->names);
	free(f);
}

/* Returns whether the expression without "!" matches. Sets *failed if a limit was exceeded. */
static bool finds(struct filter *f, const char *name, bool *failed)
{
	if (f->is_name)
		return !strcmp(name, f->text);
	if (f->left_s < 0 || !f->data || !f->limits) {
		*failed = true;
		return false;
	}
	double begin = clock_thread_s();
	int found = pcre2_match(f->code, (PCRE2_SPTR)name, strnlen(name, FILTER_NAME_BYTES), 0, 0,
				f->data, f->limits);
	f->left_s += patience_of_name_s - (clock_thread_s() - begin);
	bool exceeded = found < 0 && found != PCRE2_ERROR_NOMATCH;
	f->exceeded |= exceeded;
	*failed |= exceeded;
	return found >= 0;
}

bool filter_needs_names(struct filter *f)
{
	bool failed = false;
	return f && !f->is_name && (!f->code || (!finds(f, f->text, &failed) && !failed));
}

void filter_offer(struct filter *f, const char *name)
{
	f->names = need_room(f->names, f->n, &f->capacity, sizeof *f->names);
	f->names[f->n++] = name;
}

void filter_offer_run(struct filter *f, const tfe_run *run)
{
	tfe_run_info info = TFE_RUN_INFO_INIT;
	tfe_run_get_info(run, &info);
	filter_offer(f, info.name);
	for (size_t i = 0; i < tfe_run_alias_count(run); i++) {
		const char *alias = tfe_run_alias_at(run, i);
		if (alias)
			filter_offer(f, alias);
	}
}

void filter_resolve(struct filter *f)
{
	bool is_name = false, failed = false;
	for (size_t i = 0; i < f->n && !is_name; i++)
		is_name = !strcmp(f->names[i], f->text);
	for (size_t i = 0; i < f->n && is_name && f->code; i++)
		is_name = !finds(f, f->names[i], &failed) && !failed;
	f->is_name = is_name;
	free(f->names);
	f->names = NULL;
	f->n = f->capacity = 0;
}

bool filter_is_name(const struct filter *f)
{
	return f && f->is_name;
}

bool filter_matches(struct filter *f, const char *name)
{
	bool failed = false;
	if (!f)
		return true;
	bool found = finds(f, name, &failed);
	return !failed && found != f->negated;
}

bool filter_capture(struct filter *f, const char *name, size_t *from, size_t *to)
{
	bool failed = false;
	if (!f || f->is_name || !finds(f, name, &failed) || failed)
		return false;
	const PCRE2_SIZE *at = pcre2_get_ovector_pointer(f->data);
	uint32_t groups = 0;
	pcre2_pattern_info(f->code, PCRE2_INFO_CAPTURECOUNT, &groups);
	int group = groups && at[2] != PCRE2_UNSET;
	*from = at[2 * group];
	*to = at[2 * group + 1];
	return *from <= *to;
}

bool filter_matches_run(struct filter *f, const tfe_run *run)
{
	tfe_run_info info = TFE_RUN_INFO_INIT;
	bool failed = false;
	if (!f)
		return true;
	tfe_run_get_info(run, &info);
	bool found = finds(f, info.name, &failed);
	size_t n = found ? 0 : tfe_run_alias_count(run);
	for (size_t i = 0; i < n && !found; i++) {
		const char *alias = tfe_run_alias_at(run, i);
		found = alias && finds(f, alias, &failed);
	}
	return found ? !f->negated : f->negated && !failed;
}

bool filter_exceeded(const struct filter *f)
{
	return f && f->exceeded;
}

bool filter_gave_up(const struct filter *f)
{
	return f && f->left_s < 0;
}
