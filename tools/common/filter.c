/* tools: names chosen by a regular expression (PCRE2, without regard to case); "!RE" chooses the others. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "common/filter.h"

#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"

struct filter {
	pcre2_code *code;
	pcre2_match_data *data;
	pcre2_match_context *limits;
	bool negated;
};

struct filter *filter_compile(const char *pattern, char *error, size_t error_size)
{
	int number;
	size_t offset;
	bool negated = *pattern == '!';
	pattern += negated;
	error[0] = '\0';
	if (!*pattern)
		return NULL;
	uint32_t options =
		PCRE2_CASELESS | PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, options,
					 &number, &offset, NULL);
	if (!code) {
		char text[128] = "";
		pcre2_get_error_message(number, (PCRE2_UCHAR *)text, sizeof text);
		snprintf(error, error_size, "%s at character %zu", text, offset + 1);
		return NULL;
	}
	struct filter *f = need_zeroed(1, sizeof *f);
	f->negated = negated;
	f->code = code;
	f->data = pcre2_match_data_create(1, NULL);
	f->limits = pcre2_match_context_create(NULL);
	if (f->limits) {
		pcre2_set_match_limit(f->limits, 100000);
		pcre2_set_depth_limit(f->limits, 1000);
	}
	return f;
}

void filter_release(struct filter *f)
{
	if (!f)
		return;
	pcre2_code_free(f->code);
	pcre2_match_data_free(f->data);
	pcre2_match_context_free(f->limits);
	free(f);
}

bool filter_matches(const struct filter *f, const char *name)
{
	if (!f)
		return true;
	int found = f->data ? pcre2_match(f->code, (PCRE2_SPTR)name, strlen(name), 0, 0, f->data,
					  f->limits)
			    : PCRE2_ERROR_NOMEMORY;
	if (found < 0 && found != PCRE2_ERROR_NOMATCH)
		return false;
	return (found >= 0) != f->negated;
}
