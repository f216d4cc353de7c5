/* common: the numbers of a line of a log: the list, and the roles of names. */
#include "common/metric_row.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/memory.h"
#include "common/metric_phrase.h"
#include "common/utf8_decode.h"

void metric_row_clear(struct metric_row *row)
{
	row->count = row->names_used = 0;
	row->has_run = row->has_step = row->has_position = row->has_epoch = row->has_part = false;
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

/* "global_step", "completed step", "env/steps", "step#": the last word is that of a step, and the
 * words before it say which one. */
static bool is_step_name(const char *name, size_t bytes)
{
	static const char *const last[] = {"step",    "steps",     "iter",       "iters",
					   "it",      "iteration", "iterations", "update",
					   "updates", "timestep",  "timesteps",  NULL};
	static const char *const before[] = {
		"global",    "current",   "train", "training", "env",        "environment", "acc",
		"completed", "optimizer", "num",   "trainer",  "cumulative", NULL};
	bool step = false;
	if (bytes && name[bytes - 1] == '#')
		bytes--;
	for (size_t i = 0; i < bytes;) {
		size_t n = 0;
		while (i + n < bytes && !strchr(" _/", name[i + n]))
			n++;
		struct phrase w = {name + i, n};
		i += n + 1;
		step = i > bytes && phrase_is_one_of(w, last);
		if (n && !step && !phrase_is_one_of(w, before))
			return false;
	}
	return step;
}

enum metric_role metric_role_of(const char *name, size_t bytes)
{
	static const char *const steps[] = {
		"#",   "i", "batch", "round", "total_timesteps", "timesteps_total", "num_timesteps",
		"up.", NULL};
	static const char *const parts[] = {"episode", "trial", "generation", "gen",
					    "tick",    "game",  "counter",    NULL};
	static const char *const epochs[] = {"epoch", "ep", "ep.", NULL};
	static const char *const times[] = {"wall_time", "wall time", "timestamp", "_timestamp",
					    "datetime",  "date",      NULL};
	static const char *const ignored[] = {"eta",        "v_num",      "pid",  "rank",
					      "local_rank", "percentage", "cuda", NULL};
	const struct phrase w = {name, bytes};
	return is_step_name(name, bytes) || phrase_is_one_of(w, steps) ? METRIC_STEP
	       : phrase_is_one_of(w, parts)                            ? METRIC_PART
	       : phrase_is_one_of(w, epochs)                           ? METRIC_EPOCH
	       : phrase_is_one_of(w, times)                            ? METRIC_TIME
	       : phrase_is_one_of(w, ignored)                          ? METRIC_IGNORED
								       : METRIC_VALUE;
}

static bool is_step(double d)
{
	return d == floor(d) && fabs(d) < 9223372036854775807.0;
}

bool metric_row_set_step(struct metric_row *row, double step)
{
	if (!is_step(step))
		return false;
	row->step = (int64_t)step;
	row->has_step = true;
	return true;
}

void metric_row_set_part(struct metric_row *row, double part)
{
	if (row->has_part || !is_step(part))
		return;
	row->part = (int64_t)part;
	row->has_part = true;
}

bool metric_row_set_time(struct metric_row *row, double time)
{
	static const double least = 1e8, most = 1e10;
	if (!(time > least && time < 1e6 * most))
		return false;
	row->wall_time = time < most ? time : time < 1e3 * most ? time / 1e3 : time / 1e6;
	return true;
}
