/* model: trials: their sources and values. */
#include "tbtop/model/trials.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "common/number.h"
#include "tbtop/model/model.h"

void trials_init(struct trials *t)
{
	*t = (struct trials){.sort = NO_COLUMN, .colour = NO_COLUMN, .opened = NO_ROW};
}

/* --- sources ---------------------------------------------------------------------------------- */

static void release_source(struct trial_source *s)
{
	for (size_t i = 0; i < s->n_pairs; i++) {
		free(s->pairs[i].name);
		free(s->pairs[i].value.text);
	}
	for (size_t i = 0; i < s->n_metrics; i++) {
		free(s->metrics[i].group);
		free(s->metrics[i].tag);
	}
	for (size_t i = 0; i < s->n_domains; i++)
		free(s->domains[i]);
	free(s->pairs);
	free(s->metrics);
	free(s->domains);
	free(s->group);
	free(s);
}

/* Returns the place of the first source whose series is not below. */
static size_t place_of(const struct trials *t, const tfe_series *series)
{
	size_t lo = 0, hi = t->n_sources;
	while (lo < hi) {
		size_t middle = (lo + hi) / 2;
		if ((uintptr_t)t->sources[middle]->series < (uintptr_t)series)
			lo = middle + 1;
		else
			hi = middle;
	}
	return lo;
}

const struct trial_source *trials_source(const struct trials *t, const tfe_series *series)
{
	size_t at = place_of(t, series);
	bool found = at < t->n_sources && t->sources[at]->series == series;
	return found ? t->sources[at] : NULL;
}

void trials_put(struct trials *t, struct trial_source *source)
{
	size_t at = place_of(t, source->series);
	if (trials_source(t, source->series)) {
		release_source(t->sources[at]);
		t->sources[at] = source;
		return;
	}
	t->sources = need_room(t->sources, t->n_sources, &t->sources_capacity,
			       sizeof(struct trial_source *));
	memmove(t->sources + at + 1, t->sources + at,
		(t->n_sources - at) * sizeof(struct trial_source *));
	t->sources[at] = source;
	t->n_sources++;
}

/* --- values ----------------------------------------------------------------------------------- */

/* Returns the place of the value's sort in the order of values. */
static int rank_of(const struct trial_value *v)
{
	if (v->type == TRIAL_TEXT)
		return 1;
	return v->type == TRIAL_ABSENT ? 3 : isnan(v->number) ? 2 : 0;
}

int trial_compare(const struct trial_value *a, const struct trial_value *b)
{
	int x = rank_of(a), y = rank_of(b);
	if (x != y)
		return x - y;
	if (x == 1)
		return natural_compare(a->text, b->text);
	return x ? 0 : (a->number > b->number) - (a->number < b->number);
}

void trial_text(const struct trial_value *v, bool metric, char text[TRIAL_TEXT_BYTES])
{
	switch (v->type) {
	case TRIAL_NUMBER:
		if (metric)
			snprintf(text, TRIAL_TEXT_BYTES, "%.6g", v->number);
		else
			number_plain(text, v->number);
		if (isnan(v->number)) /* without a sign */
			snprintf(text, TRIAL_TEXT_BYTES, "NaN");
		break;
	case TRIAL_BOOL:
		snprintf(text, TRIAL_TEXT_BYTES, "%s", v->number != 0 ? "true" : "false");
		break;
	case TRIAL_TEXT:
		snprintf(text, TRIAL_TEXT_BYTES, "%s", v->text);
		break;
	default:
		snprintf(text, TRIAL_TEXT_BYTES, "-");
	}
}

void trial_title(const struct trial_column *c, char text[TRIAL_TEXT_BYTES])
{
	bool below = c->group && *c->group;
	snprintf(text, TRIAL_TEXT_BYTES, "%s%s%s", below ? c->group : "", below ? "/" : "",
		 c->name);
}

/* Returns the mean of a metric over the trials of a row. */
static struct trial_value mean_of(const struct trials *t, const struct trial_row *row,
				  size_t metric)
{
	double sum = 0, n = 0;
	for (size_t i = row->first; i < row->first + row->n; i++) {
		const struct metric_value *v = &t->trials[i].metric[metric];
		if (!v->entries)
			continue;
		sum += v->number[t->way];
		n++;
	}
	return (struct trial_value){n > 0 ? TRIAL_NUMBER : TRIAL_ABSENT, n > 0 ? sum / n : 0, NULL};
}

struct trial_value trials_value(const struct trials *t, size_t row, size_t column)
{
	const struct trial_row *r = &t->rows[row];
	if (column >= t->n_params)
		return mean_of(t, r, column - t->n_params);
	for (size_t i = r->first; i < r->first + r->n; i++)
		if (t->trials[i].value[column].type != TRIAL_ABSENT)
			return t->trials[i].value[column];
	return (struct trial_value){0};
}

size_t trials_param(const struct trials *t, const char *name)
{
	for (size_t i = 0; i < t->n_params; i++)
		if (!strcmp(t->columns[i].name, name))
			return i;
	return NO_COLUMN;
}

char *trials_group_name(const struct trials *t, size_t run, size_t column)
{
	size_t row = run < t->n_row_of ? t->row_of[run] : NO_ROW;
	struct trial_value v = {0};
	if (row != NO_ROW)
		v = trials_value(t, row, column);
	if (v.type == TRIAL_ABSENT)
		return NULL;
	char number[TRIAL_TEXT_BYTES];
	const char *name = t->columns[column].name, *text = v.text;
	if (v.type != TRIAL_TEXT) {
		trial_text(&v, false, number);
		text = number;
	}
	size_t size = strlen(name) + strlen(text) + 2;
	char *group = need_zeroed(size, 1);
	snprintf(group, size, "%s=%s", name, text);
	return group;
}

const char *trials_name(const struct trials *t, size_t row)
{
	return t->trials[t->rows[row].first].name;
}

size_t trials_target(const struct trials *t)
{
	if (t->n_params == t->n_columns)
		return NO_COLUMN;
	if (t->sort != NO_COLUMN && t->sort >= t->n_params)
		return t->sort;
	return t->column >= t->n_params ? t->column : t->n_params;
}

size_t trials_position(const struct trials *t)
{
	for (size_t i = 0; i < t->n_shown; i++)
		if (t->shown[i] == t->row)
			return i;
	return 0;
}

bool trials_admit(const struct model *m, size_t run)
{
	const struct trials *t = &m->trials;
	size_t row = run < t->n_row_of ? t->row_of[run] : NO_ROW;
	if (t->opened != NO_ROW)
		return row == t->opened;
	return !*t->filter || (row != NO_ROW && t->rows[row].passes);
}

/* --- release ---------------------------------------------------------------------------------- */

void trials_release_table(struct trials *t)
{
	for (size_t i = 0; i < t->n; i++) {
		for (size_t c = 0; c < t->n_params; c++)
			free(t->trials[i].value[c].text);
		free(t->trials[i].value);
		free(t->trials[i].metric);
		free(t->trials[i].name);
		free(t->trials[i].group);
	}
	for (size_t c = 0; c < t->n_columns; c++) {
		free(t->columns[c].name);
		free(t->columns[c].group);
	}
	free(t->trials);
	free(t->columns);
	free(t->rows);
	free(t->shown);
}

void trials_release(struct trials *t)
{
	for (size_t i = 0; i < t->n_sources; i++)
		release_source(t->sources[i]);
	trials_release_table(t);
	free(t->sources);
	free(t->row_of);
	*t = (struct trials){0};
}
