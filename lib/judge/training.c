/* judge: one training: feeds the new points of its runs to the health rules. */
#include "judge/training.h"

#include <string.h>

#include <tfevents/cursor.h>
#include <tfevents/direction.h>

#include "base/alloc.h"
#include "base/checked.h"
#include "base/clock.h"
#include "health/health.h"
#include "health/thresholds.h"
#include "judge/user_judging.h"
#include "read/query/entry_file.h"

/* Numbers of points and of histograms that are fed between two checks of the deadline. */
enum { SLICE_POINTS = 2048, SLICE_HISTOGRAMS = 32 };

tfe_status tfe__training_init(struct tfe__training *t, const tfe_allocator *allocator,
			      const char *name, size_t length)
{
	*t = (struct tfe__training){.allocator = allocator};
	tfe__silence_init(&t->silence);
	t->name = tfe__strndup(allocator, name, length);
	return t->name ? TFE_OK : TFE_E_NOMEM;
}

void tfe__training_release(struct tfe__training *t)
{
	for (size_t i = 0; i < t->members; i++) {
		struct tfe__member *m = &t->member[i];
		for (size_t k = 0; k < m->feeds; k++) {
			tfe__free(t->allocator, m->feed[k].classes);
			tfe__free(t->allocator, m->feed[k].tag);
		}
		tfe__user_rules_forget(t, m);
		tfe__free(t->allocator, m->feed);
		tfe__free(t->allocator, m->prefix);
	}
	tfe__free(t->allocator, t->member);
	tfe__free(t->allocator, t->name);
	tfe_health_close(t->health);
}

/* Concatenates two strings. NULL if there is no memory. */
static char *concatenate(const tfe_allocator *allocator, const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b), bytes;
	if (tfe__add_overflows(n, m, &bytes) || tfe__add_overflows(bytes, 1, &bytes))
		return NULL;
	char *text = tfe__alloc(allocator, bytes);
	if (text) {
		memcpy(text, a, n);
		memcpy(text + n, b, m + 1);
	}
	return text;
}

tfe_status tfe__training_add(struct tfe__training *t, const tfe_run *run, const char *name,
			     const char *part)
{
	struct tfe__member m = {.run = run, .name = name};
	tfe_status status = TFE__GROW(t->allocator, t->member, t->capacity, t->members + 1);
	if (status)
		return status;
	if (part) {
		m.prefix = concatenate(t->allocator, part, "/");
		if (!m.prefix)
			return TFE_E_NOMEM;
	}
	t->member[t->members++] = m;
	return TFE_OK;
}

static void clear_feed(const struct tfe__training *t, struct tfe__feed *f)
{
	tfe__free(t->allocator, f->classes);
	*f = (struct tfe__feed){.version = f->version, .tag = f->tag};
}

/* Resets the training: the rules cannot remove points, so all points are fed from scratch. */
static void reset(struct tfe__training *t)
{
	tfe_health_close(t->health);
	t->health = NULL;
	t->stale = true;
	t->changed |= t->findings > 0;
	t->findings = 0;
	t->at_member = t->at_series = 0;
	for (size_t i = 0; i < t->members; i++)
		for (size_t k = 0; k < t->member[i].feeds; k++)
			clear_feed(t, &t->member[i].feed[k]);
}

/* Resets the training after memory ran out, because the number of points that were fed is
 * unknown. */
static void reset_after_failure(struct tfe__training *t, tfe_status status)
{
	reset(t);
	t->status = status;
}

/* Returns the feed of series i. NULL if there is no memory. */
static struct tfe__feed *feed_of(const struct tfe__training *t, struct tfe__member *m, size_t i,
				 const char *tag)
{
	if (TFE__GROW(t->allocator, m->feed, m->capacity, i + 1))
		return NULL;
	while (m->feeds <= i)
		m->feed[m->feeds++] = (struct tfe__feed){0};
	struct tfe__feed *f = &m->feed[i];
	if (m->prefix && !f->tag) {
		f->tag = concatenate(t->allocator, m->prefix, tag);
		if (!f->tag)
			return NULL;
	}
	return f;
}

/* --- feeding ---------------------------------------------------------------------------------- */

/* Adds points to the print of a series. Only the points of a metric, which has a better direction,
 * can tell that a run is a copy: other runs may have equal learning rates, times and sizes. */
static void add_to_print(struct tfe__feed *f, const char *tag, const int64_t *steps,
			 const double *values, size_t n)
{
	if (n && f->print.count == 0)
		f->first_step = steps[0];
	bool was_short = f->print.count < TFE__PRINT_HEAD;
	tfe__point_print_add(&f->print, steps, values, n);
	if (was_short && tfe__point_print_is_telling(&f->print))
		f->telling = tfe_tag_direction(tag) != TFE_DIRECTION_UNKNOWN;
}

static tfe_status feed_scalars(tfe_health *health, const char *tag, tfe_cursor *cursor, size_t *n,
			       struct tfe__feed *f, tfe_status *fed)
{
	int64_t steps[SLICE_POINTS];
	double values[SLICE_POINTS];
	tfe_status status = tfe_cursor_next_values(cursor, steps, values, SLICE_POINTS, n);
	if (status)
		return status;
	add_to_print(f, tag, steps, values, *n);
	*fed = tfe_health_add_scalars(health, tag, steps, values, *n);
	return status;
}

/* Feeds the mean of each step. If several files have points at the same steps, the points belong to
 * different programs, and the differences between them say nothing about the training. */
static tfe_status feed_means(tfe_health *health, const char *tag, tfe_cursor *cursor, size_t *n,
			     struct tfe__feed *f, tfe_status *fed)
{
	int64_t steps[SLICE_POINTS];
	double values[SLICE_POINTS], sum = 0;
	tfe_status status = tfe_cursor_next_values(cursor, steps, values, SLICE_POINTS, n);
	if (status)
		return status;
	add_to_print(f, tag, steps, values, *n);
	size_t means = 0, of_step = 0;
	for (size_t i = 0; i < *n; i++) {
		bool same = means && steps[means - 1] == steps[i];
		sum = same ? sum + values[i] : values[i];
		of_step = same ? of_step + 1 : 1;
		means += !same;
		steps[means - 1] = steps[i];
		values[means - 1] = sum / (double)of_step;
	}
	*fed = tfe_health_add_scalars(health, tag, steps, values, means);
	return TFE_OK;
}

/* Feeds the moments of the next histograms. Entries that are no histograms or cannot be read are
 * skipped. */
static tfe_status feed_histograms(tfe_health *health, const char *tag, tfe_cursor *cursor,
				  size_t *n, struct tfe__feed *f, tfe_status *fed)
{
	(void)f;
	tfe_point point[SLICE_HISTOGRAMS];
	tfe_status status = tfe_cursor_next(cursor, point, SLICE_HISTOGRAMS, n);
	if (status)
		return status;
	uint64_t first = tfe_cursor_position(cursor) - *n;
	for (size_t i = 0; i < *n && *fed != TFE_E_NOMEM; i++) {
		tfe_moments moments = TFE_MOMENTS_INIT;
		*fed = tfe_cursor_get_moments(cursor, first + i, &moments);
		if (!*fed)
			*fed = tfe_health_add_moments(health, tag, point[i].step, &moments);
	}
	if (*fed != TFE_E_NOMEM)
		*fed = TFE_OK;
	return TFE_OK;
}

/* Feeds the next entries of a cursor and sets *n to their number; *fed is the status of the
 * rules. */
typedef tfe_status feed(tfe_health *health, const char *tag, tfe_cursor *cursor, size_t *n,
			struct tfe__feed *f, tfe_status *fed);

enum fed { FED_ALL, FED_SOME, FED_RESET };

/* Feeds the entries of a series from f->fed on, until the deadline. */
static enum fed feed_rest(struct tfe__training *t, const tfe_view *view, struct tfe__feed *f,
			  double deadline)
{
	const tfe_series *series = view->series;
	tfe_cursor_options o = TFE_CURSOR_OPTIONS_INIT;
	o.first = f->fed;
	o.in_memory = !t->reread;
	const char *tag = f->tag ? f->tag : tfe_series_tag(series);
	feed *feed_next = tfe_series_kind(series) != TFE_KIND_SCALAR ? feed_histograms
			  : tfe__view_has_several_writers(view)      ? feed_means
								     : feed_scalars;
	bool late = false;
	tfe_cursor *cursor;
	tfe_status fed = TFE_OK, status = tfe_cursor_open(series, &o, &cursor, NULL);
	size_t n = 1;
	while (!status && !fed && n && !late) {
		status = feed_next(t->health, tag, cursor, &n, f, &fed);
		t->stale |= n > 0;
		late = tfe__monotonic_seconds() > deadline;
	}
	if (cursor)
		f->fed = tfe_cursor_position(cursor);
	tfe_cursor_close(cursor);
	if (fed || (!cursor && status == TFE_E_NOMEM)) {
		reset_after_failure(t, TFE_E_NOMEM);
		return FED_SOME;
	}
	if (status) {
		t->unread_series++;
		t->status = t->status ? t->status : status;
	}
	return late && n ? FED_SOME : FED_ALL;
}

/* Reads the last entry of a series. A value that cannot be read is none. */
static tfe_status read_matrix(const struct tfe__training *t, const tfe_view *view,
			      struct tfe__class_report *report)
{
	tfe_cursor_options o = TFE_CURSOR_OPTIONS_INIT;
	o.first = view->count - 1;
	o.in_memory = !t->reread;
	tfe_cursor *cursor;
	tfe_fetched *fetched = NULL;
	tfe_point point = {0};
	size_t n = 0;
	tfe_status status = tfe_cursor_open(view->series, &o, &cursor, NULL);
	if (!status)
		status = tfe_cursor_next(cursor, &point, 1, &n);
	report->step = point.step;
	if (!status && n)
		status = tfe_cursor_fetch(cursor, tfe_cursor_position(cursor) - 1, &fetched);
	bool read = !status && fetched;
	if (read)
		status = tfe__class_report_of(report, tfe_fetched_value(fetched), t->limit,
					      t->allocator);
	tfe_fetched_release(fetched);
	tfe_cursor_close(cursor);
	return read || status == TFE_E_NOMEM ? status : TFE_OK;
}

static bool is_confusion_matrix(const tfe_view *view)
{
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	tfe_view_get_info(view, &info);
	return !strcmp(info.plugin, "tfe_confusion_matrix");
}

/* Judges the last confusion matrix of a series. */
static enum fed feed_matrix(struct tfe__training *t, const tfe_view *view, struct tfe__feed *f)
{
	bool unseen = f->fed < view->count;
	f->fed = view->count;
	if (!unseen || !is_confusion_matrix(view))
		return FED_ALL;
	if (!f->classes)
		f->classes = tfe__alloc_zeroed(t->allocator, 1, sizeof *f->classes);
	if (!f->classes || read_matrix(t, view, f->classes)) {
		reset_after_failure(t, TFE_E_NOMEM);
		return FED_SOME;
	}
	t->stale = true;
	return FED_ALL;
}

/* Feeds the new entries of series i of a member, until the deadline. */
static enum fed feed_series(struct tfe__training *t, struct tfe__member *m, size_t i,
			    double deadline)
{
	const tfe_series *series = tfe_run_series_at(m->run, i);
	tfe_kind kind = tfe_series_kind(series);
	if (kind != TFE_KIND_SCALAR && kind != TFE_KIND_HISTOGRAM && kind != TFE_KIND_TENSOR)
		return FED_ALL;
	tfe_view view = tfe_series_view(series);
	struct tfe__feed *f = feed_of(t, m, i, tfe_series_tag(series));
	if (!f) {
		reset_after_failure(t, TFE_E_NOMEM);
		return FED_SOME;
	}
	bool other = f->version != view.version || (!t->reread && f->fed > view.count);
	f->version = view.version;
	if (f->fed > 0 && other) {
		reset(t);
		return FED_RESET;
	}
	if (kind == TFE_KIND_TENSOR)
		return feed_matrix(t, &view, f);
	return f->fed < view.count || t->reread ? feed_rest(t, &view, f, deadline) : FED_ALL;
}

static bool open_health(struct tfe__training *t)
{
	if (t->health)
		return true;
	tfe_status status = tfe_health_open(t->allocator, &t->health);
	if (status)
		t->status = status;
	else
		tfe__health_set_limits(t->health, t->limit);
	return !status;
}

/* Continues from the end of the last slice. Returns whether all entries are fed. */
static bool feed_members(struct tfe__training *t, double deadline)
{
	while (t->at_member < t->members) {
		struct tfe__member *m = &t->member[t->at_member];
		for (; t->at_series < tfe_run_series_count(m->run); t->at_series++)
			if (feed_series(t, m, t->at_series, deadline) != FED_ALL)
				return false;
		t->at_member++;
		t->at_series = 0;
		if (tfe__monotonic_seconds() > deadline && t->at_member < t->members)
			return false;
	}
	t->at_member = 0;
	return true;
}

/* --- judging ---------------------------------------------------------------------------------- */

void tfe__training_begin_pass(struct tfe__training *t, bool reread)
{
	t->reread = reread;
	t->unread_series = 0;
	t->status = TFE_OK;
}

static void judge(struct tfe__training *t)
{
	if (!t->stale)
		return;
	t->changed = true;
	tfe_status status = tfe_health_judge(t->health);
	t->findings = status ? 0 : tfe__health_report(t->health)->n;
	t->stale = status != TFE_OK;
	if (status)
		t->status = status;
}

bool tfe__training_step(struct tfe__training *t, double deadline)
{
	for (;;) {
		if (!open_health(t))
			return true;
		if (feed_members(t, deadline))
			break;
		if (t->status == TFE_E_NOMEM && !t->health)
			return true; /* the next pass tries again */
		if (tfe__monotonic_seconds() > deadline)
			return false;
	}
	if (!tfe__user_rules_judge(t, deadline))
		return false;
	judge(t);
	return true;
}
