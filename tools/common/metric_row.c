/* common: the numbers of a line of a log: the list, and the roles of names. */
#include "common/metric_row.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/memory.h"
#include "common/utf8_decode.h"

void metric_row_clear(struct metric_row *row)
{
	row->count = row->names_used = 0;
	row->has_run = row->has_step = row->has_position = row->has_epoch = false;
	row->wall_time = 0;
}

void metric_row_release(struct metric_row *row)
{
	free(row->metric);
	free(row->names);
	*row = (struct metric_row){0};
}

/* Each byte of a name becomes at most three: those of U+FFFD. */
static void reserve(struct metric_row *row, size_t bytes)
{
	size_t needed = row->names_used + 3 * bytes + 2;
	if (needed <= row->names_capacity)
		return;
	row->names_capacity = 2 * needed;
	row->names = need_resize(row->names, row->names_capacity, 1);
}

static void append_clean(struct metric_row *row, const char *text, size_t n)
{
	while (n && isspace((unsigned char)*text))
		text++, n--;
	while (n && isspace((unsigned char)text[n - 1]))
		n--;
	reserve(row, n);
	for (size_t i = 0; i < n;) {
		uint32_t cp;
		size_t bytes = utf8_step((const uint8_t *)text + i, n - i, &cp);
		char *to = row->names + row->names_used;
		if (cp == UTF8_NONE) {
			memcpy(to, "\xef\xbf\xbd", 3);
			row->names_used += 3;
		} else if (cp < ' ' || cp == 0x7f) {
			*to = ' ';
			row->names_used++;
		} else {
			memcpy(to, text + i, bytes);
			row->names_used += bytes;
		}
		i += bytes;
	}
}

void metric_row_add(struct metric_row *row, const char *head, size_t head_bytes, const char *name,
		    size_t name_bytes, double value)
{
	size_t start = row->names_used;
	reserve(row, 0);
	if (head) {
		append_clean(row, head, head_bytes);
		row->names[row->names_used++] = '/';
	}
	size_t middle = row->names_used;
	append_clean(row, name, name_bytes);
	if (row->names_used == middle) {
		row->names_used = start;
		return;
	}
	row->names[row->names_used++] = 0;
	row->metric = need_room(row->metric, row->count, &row->capacity, sizeof *row->metric);
	row->metric[row->count++] = (struct metric){start, value};
}

void metric_row_set_run(struct metric_row *row, const char *name, size_t bytes)
{
	row->run = row->names_used;
	row->has_run = true;
	append_clean(row, name, bytes);
	row->names[row->names_used++] = 0;
}

const char *metric_row_run(const struct metric_row *row)
{
	return row->has_run ? row->names + row->run : NULL;
}

const char *metric_row_name(const struct metric_row *row, size_t i)
{
	return row->names + row->metric[i].name;
}

enum metric_role metric_role_of(const char *name, size_t bytes)
{
	static const struct {
		const char *word;
		enum metric_role role;
	} roles[] = {
		{"step", METRIC_STEP},
		{"#", METRIC_STEP},
		{"steps", METRIC_STEP},
		{"global_step", METRIC_STEP},
		{"global step", METRIC_STEP},
		{"train_step", METRIC_STEP},
		{"iter", METRIC_STEP},
		{"iters", METRIC_STEP},
		{"it", METRIC_STEP},
		{"iteration", METRIC_STEP},
		{"iterations", METRIC_STEP},
		{"batch", METRIC_STEP},
		{"update", METRIC_STEP},
		{"num_updates", METRIC_STEP},
		{"round", METRIC_STEP},
		{"timestep", METRIC_STEP},
		{"timesteps", METRIC_STEP},
		{"total_timesteps", METRIC_STEP},
		{"timesteps_total", METRIC_STEP},
		{"num_timesteps", METRIC_STEP},
		{"up.", METRIC_STEP},
		{"epoch", METRIC_EPOCH},
		{"ep", METRIC_EPOCH},
		{"ep.", METRIC_EPOCH},
		{"wall_time", METRIC_TIME},
		{"wall time", METRIC_TIME},
		{"timestamp", METRIC_TIME},
		{"eta", METRIC_IGNORED},
		{"v_num", METRIC_IGNORED},
	};
	for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
		if (strlen(roles[i].word) == bytes && !strncasecmp(roles[i].word, name, bytes))
			return roles[i].role;
	return METRIC_VALUE;
}

bool metric_row_set_step(struct metric_row *row, double step)
{
	if (step != floor(step) || !(fabs(step) < 9223372036854775807.0))
		return false;
	row->step = (int64_t)step;
	row->has_step = true;
	return true;
}
