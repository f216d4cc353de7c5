/* judge: one rule of the user applied to one run: merges the points of the tags, and evaluates the
 * condition at each of them. */
#include "judge/rule_watch.h"

#include <string.h>

#include <tfevents/cursor.h>

#include "base/alloc.h"
#include "base/clock.h"

enum { SLICE_POINTS = 256, TAIL_POINTS = 4096 };

struct tfe__rule_watch *tfe__rule_watch_open(const struct tfe__user_rule *rule,
					     const tfe_allocator *a)
{
	const size_t inputs = rule->expression->tags + 1;
	struct tfe__rule_watch *w =
		tfe__alloc_zeroed(a, 1, sizeof *w + inputs * sizeof(struct tfe__rule_input));
	if (!w)
		return NULL;
	w->rule = rule;
	w->inputs = inputs;
	w->settled = tfe__alloc_zeroed(a, 1, tfe__condition_bytes(rule->expression));
	w->present = tfe__alloc_zeroed(a, 1, tfe__condition_bytes(rule->expression));
	if (w->settled && w->present)
		return w;
	tfe__rule_watch_close(w, a);
	return NULL;
}

void tfe__rule_watch_close(struct tfe__rule_watch *w, const tfe_allocator *a)
{
	if (!w)
		return;
	tfe__free(a, w->settled);
	tfe__free(a, w->present);
	tfe__free(a, w);
}

/* Forgets all points: the next pass begins at the first ones. */
static void reset(struct tfe__rule_watch *w)
{
	bool exists[TFE__EXPRESSION_TAGS] = {false};
	for (size_t i = 0; i < w->inputs; i++) {
		w->input[i].settled = 0;
		w->input[i].key = (struct tfe__merge_key){0};
		if (i + 1 < w->inputs)
			exists[i] = w->input[i].series != NULL;
	}
	tfe__condition_reset(w->rule->expression, w->settled, exists);
	w->key = (struct tfe__merge_key){0};
	w->complete = false;
}

void tfe__rule_watch_set(struct tfe__rule_watch *w, size_t i, const tfe_series *series)
{
	struct tfe__rule_input *input = &w->input[i];
	tfe_view view = series ? tfe_series_view(series) : (tfe_view){0};
	bool other = input->series != series || input->version != view.version;
	input->series = series;
	input->version = view.version;
	other |= !w->reread && input->settled > view.count;
	w->complete &= !other && input->seen == view.count && !w->reread;
	input->seen = view.count;
	if (other)
		w->key.nth = 0;
}

size_t tfe__rule_watch_main(const struct tfe__rule_watch *w)
{
	for (size_t i = 0; i + 1 < w->inputs; i++)
		if (w->input[i].series && w->rule->expression->tag[i].valued)
			return i;
	return w->inputs - 1;
}

/* --- merging ---------------------------------------------------------------------------------- */

/* Reads the points of an input after the settled ones. */
struct reader {
	tfe_cursor *cursor;              /* NULL: the input has no series */
	size_t at, n;                    /* in the slice; equal: there are no more points */
	uint64_t position;               /* of the point at `at` in the series */
	struct tfe__merge_key key, last; /* of that point, and of the one before */
	int64_t steps[SLICE_POINTS];
	double values[SLICE_POINTS];
};

static bool has_point(const struct reader *r)
{
	return r->at < r->n;
}

static int compare(const struct tfe__merge_key *a, const struct tfe__merge_key *b)
{
	if (!a->nth || !b->nth)
		return (a->nth > 0) - (b->nth > 0);
	if (a->step != b->step)
		return a->step < b->step ? -1 : 1;
	return (a->nth > b->nth) - (a->nth < b->nth);
}

/* Reads the next slice if the last one is used up, and sets the key of the current point. */
static tfe_status find_point(struct reader *r)
{
	tfe_status status = TFE_OK;
	if (r->cursor && !has_point(r)) {
		r->at = 0;
		status =
			tfe_cursor_next_values(r->cursor, r->steps, r->values, SLICE_POINTS, &r->n);
		r->position = tfe_cursor_position(r->cursor) - r->n;
	}
	if (!has_point(r))
		return status;
	int64_t step = r->steps[r->at];
	bool same = r->last.nth && step <= r->last.step;
	r->key = (struct tfe__merge_key){same ? r->last.step : step, same ? r->last.nth + 1 : 1};
	return status;
}

static tfe_status pass_point(struct reader *r)
{
	r->last = r->key;
	r->at++;
	r->position++;
	return find_point(r);
}

/* The points of all inputs from the settled ones on. */
struct merge {
	struct tfe__rule_watch *watch;
	struct reader *reader;
	size_t main;
	tfe_status status; /* of the first series that could not be read */
};

static void close_readers(struct merge *m, const tfe_allocator *a)
{
	for (size_t i = 0; m->reader && i < m->watch->inputs; i++)
		tfe_cursor_close(m->reader[i].cursor);
	tfe__free(a, m->reader);
}

static void note(struct merge *m, tfe_status status)
{
	m->status = m->status ? m->status : status;
}

/* Returns TFE_E_NOMEM; the readers have to be closed then as well. */
static tfe_status open_readers(struct merge *m, const tfe_allocator *a)
{
	const struct tfe__rule_watch *w = m->watch;
	m->reader = tfe__alloc_zeroed(a, w->inputs, sizeof *m->reader);
	for (size_t i = 0; i < w->inputs && m->reader; i++) {
		const struct tfe__rule_input *input = &w->input[i];
		struct reader *r = &m->reader[i];
		tfe_cursor_options o = TFE_CURSOR_OPTIONS_INIT;
		o.first = input->settled;
		o.in_memory = !w->reread;
		r->position = input->settled;
		r->last = input->key;
		if (!input->series)
			continue;
		if (tfe_cursor_open(input->series, &o, &r->cursor, NULL))
			return TFE_E_NOMEM;
		note(m, find_point(r));
	}
	return m->reader ? TFE_OK : TFE_E_NOMEM;
}

/* Finds the least key of the current points. Returns false if there is no point. *final: no later
 * point can have a key that is not greater. */
static bool find_next(const struct merge *m, struct tfe__merge_key *least, bool *final)
{
	bool found = false;
	*final = true;
	for (size_t i = 0; i < m->watch->inputs; i++) {
		const struct reader *r = &m->reader[i];
		*final &= has_point(r) || !r->cursor;
		if (has_point(r) && (!found || compare(&r->key, least) < 0)) {
			*least = r->key;
			found = true;
		}
	}
	return found;
}

/* Adds the points of a key to the condition, and evaluates it. */
static void evaluate(struct merge *m, const struct tfe__merge_key *key, struct tfe__condition *c)
{
	const struct tfe__expression *e = m->watch->rule->expression;
	int64_t step = key->step;
	bool counted = false;
	for (size_t i = 0; i < m->watch->inputs; i++) {
		struct reader *r = &m->reader[i];
		if (!has_point(r) || compare(&r->key, key))
			continue;
		step = r->steps[r->at];
		counted |= i == m->main;
		if (i + 1 < m->watch->inputs)
			tfe__condition_add(e, c, i, step, r->values[r->at]);
		note(m, pass_point(r));
	}
	tfe__condition_evaluate(e, c, step, counted);
}

static void settle(const struct merge *m)
{
	for (size_t i = 0; i < m->watch->inputs; i++) {
		m->watch->input[i].settled = m->reader[i].position;
		m->watch->input[i].key = m->reader[i].last;
	}
}

/* Evaluates the points whose order is final. Returns whether that was possible before the
 * deadline. */
static bool evaluate_final(struct merge *m, double deadline)
{
	struct tfe__merge_key key;
	bool final, late = false;
	for (size_t n = 1; !late && find_next(m, &key, &final) && final; n++) {
		evaluate(m, &key, m->watch->settled);
		m->watch->key = key;
		late = n % TAIL_POINTS == 0 && tfe__monotonic_seconds() > deadline;
	}
	settle(m);
	return !late;
}

/* Evaluates the points after them. */
static bool evaluate_tail(struct merge *m, double deadline)
{
	struct tfe__rule_watch *w = m->watch;
	const size_t bytes = tfe__condition_bytes(w->rule->expression);
	struct tfe__merge_key key;
	bool final, late = false;
	memcpy(w->present, w->settled, bytes);
	for (size_t n = 1; !late && find_next(m, &key, &final); n++) {
		evaluate(m, &key, w->present);
		if (n % TAIL_POINTS)
			continue;
		memcpy(w->settled, w->present, bytes);
		w->key = key;
		settle(m);
		late = tfe__monotonic_seconds() > deadline;
	}
	return !late;
}

/* Whether a point comes before settled ones. */
static bool is_behind(const struct merge *m)
{
	for (size_t i = 0; i < m->watch->inputs; i++)
		if (has_point(&m->reader[i]) && compare(&m->reader[i].key, &m->watch->key) <= 0)
			return true;
	return false;
}

static tfe_status open_merge(struct merge *m, const tfe_allocator *a)
{
	if (!m->watch->key.nth)
		reset(m->watch);
	tfe_status status = open_readers(m, a);
	if (status || !m->watch->key.nth || !is_behind(m))
		return status;
	close_readers(m, a);
	reset(m->watch);
	return open_readers(m, a);
}

tfe_status tfe__rule_watch_step(struct tfe__rule_watch *w, const tfe_allocator *a, double deadline,
				bool *done)
{
	struct merge m = {.watch = w, .main = tfe__rule_watch_main(w)};
	*done = w->complete;
	if (w->complete)
		return TFE_OK;
	tfe_status status = open_merge(&m, a);
	if (!status)
		*done = evaluate_final(&m, deadline) && evaluate_tail(&m, deadline);
	w->complete = *done;
	close_readers(&m, a);
	return status ? status : m.status;
}
