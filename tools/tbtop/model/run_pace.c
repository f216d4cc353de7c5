/* model: how fast the training of a run goes, and how long it still takes. */
#include "tbtop/model/run_pace.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "common/format.h"

/* --- the number of steps ---------------------------------------------------------------------- */

static const char *const total_names[] = {
	"max_steps",   "total_steps",    "num_steps",       "num_train_steps", "max_train_steps",
	"train_steps", "training_steps", "total_timesteps", "max_iters",       "total_iters",
	NULL};
static const char *const epoch_names[] = {"epochs", "num_epochs", "max_epochs", "num_train_epochs",
					  NULL};
static const char *const per_epoch_names[] = {"steps_per_epoch", "batches_per_epoch", NULL};

/* Compares the last part of a name such as "trainer/max-steps", whatever the case. */
static bool is_named(const char *name, const char *want)
{
	const char *last = name;
	for (const char *c = name; *c; c++)
		last = *c == '/' || *c == '.' ? c + 1 : last;
	for (; *last && *want; last++, want++)
		if ((*last == '-' ? '_' : tolower((unsigned char)*last)) != *want)
			return false;
	return *last == *want;
}

/* Returns the first positive number of a hyperparameter that has one of the names, or NAN. */
static double param(const struct model *m, const struct run *run, const char *const *names)
{
	const struct trials *t = &m->trials;
	size_t row = run->index < t->n_row_of ? t->row_of[run->index] : NO_ROW;
	for (; row != NO_ROW && *names; names++)
		for (size_t c = 0; c < t->n_params; c++) {
			if (!is_named(t->columns[c].name, *names))
				continue;
			struct trial_value v = trials_value(t, row, c);
			if (v.type == TRIAL_NUMBER && v.number > 0 && isfinite(v.number))
				return v.number;
		}
	return NAN;
}

/* Returns the number of steps of the whole training: that of the settings, otherwise that of
 * hyperparameters such as max_steps, or epochs times steps_per_epoch. Returns NAN if nothing tells
 * it. */
static double total_steps_of(const struct model *m, const struct run *run)
{
	if (m->settings.total_steps > 0)
		return m->settings.total_steps;
	if (run->pace.in_epochs)
		return param(m, run, epoch_names);
	double total = param(m, run, total_names);
	return isnan(total) ? param(m, run, epoch_names) * param(m, run, per_epoch_names) : total;
}

/* --- the time --------------------------------------------------------------------------------- */

/* The newest point must be of the present: where clocks differ by more, a time that remains would
 * be wrong. */
static bool has_pace(const struct model *m, const struct run *run)
{
	return run->state == RUN_LIVE && run->pace.per_s > 0 &&
	       m->now - run->pace.at < run->patience_s;
}

/* Returns the seconds until the last step of a live run; NAN if they are not known. */
static double seconds_left(const struct model *m, const struct run *run)
{
	const struct run_pace *p = &run->pace;
	double steps = has_pace(m, run) ? total_steps_of(m, run) - (double)p->step : 0;
	if (!(steps > 0))
		return NAN;
	/* The clock of another machine may be a little ahead. */
	return fmax(steps / p->per_s - fmax(m->now - p->at, 0), 0);
}

static void put_rate(char *text, size_t size, const struct run_pace *p)
{
	static const struct {
		double seconds;
		const char *unit;
	} units[] = {{1, "s"}, {60, "min"}, {3600, "h"}};
	char number[FORMAT_TEXT];
	size_t i = 0;
	while (i < 2 && p->per_s * units[i].seconds < 0.5)
		i++;
	double rate = p->per_s * units[i].seconds;
	if (rate < 9.95)
		snprintf(number, sizeof number, "%.1f", rate);
	else
		format_count(number, round(rate));
	snprintf(text, size, "%s %s/%s", number, p->in_epochs ? "epochs" : "steps", units[i].unit);
}

/* Minutes are enough, so that the text changes rarely. */
static void put_left(char *text, size_t size, double seconds)
{
	char span[FORMAT_TEXT];
	if (seconds >= 3600)
		format_span(span, seconds);
	else
		snprintf(span, sizeof span, "%.0fm", ceil(seconds / 60));
	snprintf(text, size, "%s left at ", seconds < 60 ? "<1m" : span);
}

bool run_pace_text(const struct model *m, const struct run *run, char text[PACE_TEXT])
{
	double left = seconds_left(m, run);
	*text = '\0';
	if (!has_pace(m, run))
		return false;
	if (!isnan(left))
		put_left(text, PACE_TEXT, left);
	size_t n = strlen(text);
	put_rate(text + n, PACE_TEXT - n, &run->pace);
	return true;
}

const struct run *run_with_pace(const struct model *m)
{
	const struct run *only = NULL;
	size_t n = 0;
	if (m->run_focus < m->n_runs)
		return m->runs[m->run_focus];
	for (size_t i = 0; i < m->n_runs; i++)
		if (m->runs[i]->state == RUN_LIVE && !m->runs[i]->hidden) {
			only = m->runs[i];
			n++;
		}
	return n == 1 ? only : NULL;
}

double run_pace_changes(const struct model *m, const struct run *run)
{
	if (!(seconds_left(m, run) > 0))
		return INFINITY;
	return run->pace.at + (floor(fmax(m->now - run->pace.at, 0) / 60) + 1) * 60;
}
