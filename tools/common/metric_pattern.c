/* common: the user's own regular expressions for lines of a log. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "common/metric_pattern.h"

#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "common/metric_number.h"
#include "common/metric_prefix.h"

struct metric_pattern {
	pcre2_code *code;
	pcre2_match_data *data;
	pcre2_match_context *limits;
	/* The table of named groups: entries of `entry_bytes`, each the number in two bytes and the
	 * name. */
	const unsigned char *names;
	uint32_t n_names, entry_bytes;
};

void metric_pattern_release(struct metric_pattern *p)
{
	if (!p)
		return;
	pcre2_match_data_free(p->data);
	pcre2_match_context_free(p->limits);
	pcre2_code_free(p->code);
	free(p);
}

static const char *group_name(const struct metric_pattern *p, uint32_t i)
{
	return (const char *)p->names + (size_t)i * p->entry_bytes + 2;
}

static size_t group_number(const struct metric_pattern *p, uint32_t i)
{
	const unsigned char *entry = p->names + (size_t)i * p->entry_bytes;
	return (size_t)entry[0] << 8 | entry[1];
}

struct metric_pattern *metric_pattern_compile(const char *expression, char *reason, size_t bytes)
{
	int error;
	PCRE2_SIZE at;
	pcre2_code *code =
		pcre2_compile((PCRE2_SPTR)expression, PCRE2_ZERO_TERMINATED, 0, &error, &at, NULL);
	if (!code) {
		PCRE2_UCHAR text[200];
		pcre2_get_error_message(error, text, sizeof text);
		snprintf(reason, bytes, "%s at character %zu", (const char *)text, (size_t)at);
		return NULL;
	}
	struct metric_pattern *p = need_zeroed(1, sizeof *p);
	p->code = code;
	p->data = need(pcre2_match_data_create_from_pattern(code, NULL));
	p->limits = need(pcre2_match_context_create(NULL));
	pcre2_set_match_limit(p->limits, 1000000);
	pcre2_set_heap_limit(p->limits, 64 * 1024);
	pcre2_pattern_info(code, PCRE2_INFO_NAMECOUNT, &p->n_names);
	pcre2_pattern_info(code, PCRE2_INFO_NAMEENTRYSIZE, &p->entry_bytes);
	pcre2_pattern_info(code, PCRE2_INFO_NAMETABLE, &p->names);
	if (!p->n_names) {
		snprintf(reason, bytes,
			 "it has no named group; (?<loss>...) makes a number named loss");
		metric_pattern_release(p);
		return NULL;
	}
	pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
	return p;
}

static void add_group(const struct metric_pattern *p, struct metric_row *row, uint32_t i,
		      const char *line, const PCRE2_SIZE *ends)
{
	size_t group = group_number(p, i);
	const char *name = group_name(p, i);
	if (ends[2 * group] == PCRE2_UNSET || !strcmp(name, "name"))
		return;
	const char *text = line + ends[2 * group];
	size_t n = ends[2 * group + 1] - ends[2 * group], name_bytes = strlen(name);
	struct metric_number number;
	enum metric_role role = metric_role_of(name, name_bytes);
	if (role == METRIC_TIME && metric_time_parse(text, n, &row->wall_time))
		return;
	if (!metric_number_field(text, n, &number))
		return;
	if (!strcmp(name, "value"))
		for (uint32_t k = 0; k < p->n_names; k++) {
			const PCRE2_SIZE *end = ends + 2 * group_number(p, k);
			if (!strcmp(group_name(p, k), "name") && end[0] != PCRE2_UNSET) {
				name = line + end[0];
				name_bytes = end[1] - end[0];
				break;
			}
		}
	if (role == METRIC_STEP) {
		metric_row_set_step(row, number.value);
	} else if (role == METRIC_EPOCH) {
		row->has_epoch = true;
		row->epoch = number.value;
	} else if (role == METRIC_TIME) {
		row->wall_time = number.value;
	} else {
		if (role == METRIC_PART)
			metric_row_set_part(row, number.value);
		metric_row_add(row, NULL, 0, name, name_bytes, number.value);
	}
}

bool metric_pattern_parse(const struct metric_pattern *p, struct metric_row *row, const char *line,
			  size_t n)
{
	const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(p->data);
	for (size_t at = 0; at <= n;) {
		int found = pcre2_match(p->code, (PCRE2_SPTR)line, n, at, PCRE2_NO_UTF_CHECK,
					p->data, p->limits);
		if (found < 0)
			return found == PCRE2_ERROR_NOMATCH;
		for (uint32_t i = 0; i < p->n_names; i++)
			add_group(p, row, i, line, ends);
		at = ends[1] > at ? ends[1] : at + 1;
	}
	return true;
}
