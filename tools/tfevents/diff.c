/* tfevents diff: compares the scalars of two runs, or of two log directories run by run. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tfevents/cursor.h>

#include "common/complain.h"
#include "common/format.h"
#include "common/json.h"
#include "common/out.h"
#include "tfevents/logs.h"
#include "tfevents/step_order.h"
#include "tfevents/verb.h"
#include "tfevents/work.h"

enum { JSON, RUNS, TAGS, TOLERANCE, RESTARTS, PER_FILE, MEMORY };

static const struct option options[] = {
	[JSON] = {"json", NULL, "one JSON object per line"},
	[RUNS] = {"runs", "REGEX",
		  "only runs whose name or alias matches; !REGEX: only the others"},
	[TAGS] = {"tags", "REGEX", "only tags that match; !REGEX: only the others"},
	[TOLERANCE] = {"tolerance", "T",
		       "values are equal up to T times the greater of the two (default 0)"},
	[RESTARTS] = RESTARTS_OPTION,
	[PER_FILE] = PER_FILE_OPTION,
	[MEMORY] = MEMORY_OPTION,
	{0},
};
OPTIONS_FIT(options);

static const char program[] = "tfevents diff";

struct diff {
	const struct arguments *arguments;
	struct filter *runs, *tags;
	double tolerance;
	struct out out;
	size_t compared, different;
	struct work work;
	bool trouble;
};

/* Steps that a side has more often than the other side. */
struct repeats {
	uint64_t steps, times; /* number of steps; how often the first one occurs */
	int64_t first_step, last_step;
};

/* The differences of two series whose steps are matched in order. */
struct distance {
	uint64_t matched, different;
	uint64_t only[2];          /* steps that only the left or only the right side has */
	struct repeats repeats[2]; /* of the left and of the right side */
	double greatest;           /* the greatest difference; NaN if only one value is NaN */
	int64_t at_step;           /* the step of the greatest difference */
	int64_t first_step;        /* the first step with a difference */
	double sum;                /* the sum of the differences, for their mean */
};

static bool same(double a, double b, double tolerance)
{
	if (isnan(a) || isnan(b))
		return isnan(a) && isnan(b);
	if (a == b || isinf(a) || isinf(b))
		return a == b;
	double gap = fabs(a - b), size = fmax(fabs(a), fabs(b));
	/* The gap is beyond the largest double, so half the values are compared. */
	return isinf(gap) ? fabs(a / 2 - b / 2) <= tolerance * (size / 2) : gap <= tolerance * size;
}

static void compare(struct distance *d, const tfe_point *a, const tfe_point *b, double tolerance)
{
	d->matched++;
	if (same(a->value, b->value, tolerance))
		return;
	if (!d->different++)
		d->first_step = a->step;
	double gap = fabs(a->value - b->value);
	if (isnan(gap))
		gap = INFINITY;
	d->sum += gap;
	if (d->different == 1 || gap > d->greatest) {
		d->greatest = gap;
		d->at_step = a->step;
	}
}

/* A point of one side that has no partner: another one of a step, or a step of that side alone. */
static void leave_over(struct distance *d, int side, const struct step_order *s, int64_t step)
{
	struct repeats *r = &d->repeats[side];
	if (!s->any || s->last_step != step) {
		d->only[side]++;
		return;
	}
	if (!r->steps || r->last_step != step)
		r->steps++;
	if (r->steps == 1) {
		r->first_step = step;
		r->times = s->times + 1;
	}
	r->last_step = step;
}

static void compare_all(struct distance *d, struct step_order *l, struct step_order *r,
			double tolerance)
{
	const tfe_point *a, *b;
	while (a = step_order_peek(l), b = step_order_peek(r), a || b) {
		if (l->goes_back || r->goes_back)
			return;
		bool pair = a && b && a->step == b->step;
		bool left = a && (!b || a->step <= b->step), right = b && (!left || pair);
		if (pair)
			compare(d, a, b, tolerance);
		else if (left)
			leave_over(d, 0, l, a->step);
		else
			leave_over(d, 1, r, b->step);
		if (left)
			step_order_advance(l);
		if (right)
			step_order_advance(r);
	}
}

static void side_close(struct step_order *s, const tfe_series *series, struct diff *d)
{
	if (s->status)
		logs_tell_reread(tfe_series_tag(series), &s->error, program);
	d->trouble |= s->status != TFE_OK;
	step_order_close(s);
}

static struct distance measure(struct diff *of, const tfe_series *left, const tfe_series *right)
{
	struct distance d = {0};
	struct step_order l, r;
	step_order_open(&l, left);
	step_order_open(&r, right);
	compare_all(&d, &l, &r, of->tolerance);
	if (l.goes_back || r.goes_back) {
		step_order_close(&l);
		step_order_close(&r);
		step_order_open_sorted(&l, left);
		step_order_open_sorted(&r, right);
		d = (struct distance){0};
		compare_all(&d, &l, &r, of->tolerance);
	}
	side_close(&l, left, of);
	side_close(&r, right, of);
	return d;
}

/* --- output ----------------------------------------------------------------------------------- */

static const char *const side_name[] = {"left", "right"};

static void print_only(struct diff *d, const char *run, const char *tag, int side)
{
	d->different++;
	if (d->arguments->option[JSON]) {
		struct json j = {.out = &d->out};
		json_begin(&j, NULL);
		json_text(&j, "run", run);
		if (tag)
			json_text(&j, "tag", tag);
		json_text(&j, "only", side_name[side]);
		json_end_line(&j);
		return;
	}
	out_text(&d->out, "only in ");
	const char *path = d->arguments->operand[side];
	out_visible(&d->out, path, strlen(path));
	out_format(&d->out, ": %s ", tag ? "tag" : "run");
	out_visible(&d->out, run, strlen(run));
	if (tag) {
		out_text(&d->out, "  ");
		out_visible(&d->out, tag, strlen(tag));
	}
	out_text(&d->out, "\n");
}

static void json_distance(struct diff *d, const char *run, const char *tag,
			  const struct distance *x)
{
	struct json j = {.out = &d->out};
	json_begin(&j, NULL);
	json_text(&j, "run", run);
	json_text(&j, "tag", tag);
	json_uint(&j, "matched", x->matched);
	json_uint(&j, "different", x->different);
	json_uint(&j, "only_left", x->only[0]);
	json_uint(&j, "only_right", x->only[1]);
	json_uint(&j, "repeated_left", x->repeats[0].steps);
	json_uint(&j, "repeated_right", x->repeats[1].steps);
	if (x->repeats[0].steps)
		json_int(&j, "repeated_left_step", x->repeats[0].first_step);
	if (x->repeats[1].steps)
		json_int(&j, "repeated_right_step", x->repeats[1].first_step);
	if (x->different) {
		json_int(&j, "first_step", x->first_step);
		json_double(&j, "greatest", x->greatest);
		json_int(&j, "greatest_step", x->at_step);
		json_double(&j, "mean", x->sum / (double)x->different);
	}
	json_end_line(&j);
}

static void put_repeats(struct out *out, const struct repeats *r, const char *side)
{
	if (r->steps > 1)
		out_format(out,
			   " %" PRIu64
			   " steps repeated more often on the %s, the first is step %" PRId64,
			   r->steps, side, r->first_step);
	else if (r->times == 2)
		out_format(out, " step %" PRId64 " occurs twice on the %s", r->first_step, side);
	else
		out_format(out, " step %" PRId64 " occurs %" PRIu64 " times on the %s",
			   r->first_step, r->times, side);
}

static void row_distance(struct diff *d, const char *run, const char *tag, const struct distance *x)
{
	char greatest[FORMAT_TEXT];
	const char *between = "";
	out_visible(&d->out, run, strlen(run));
	out_text(&d->out, "  ");
	out_visible(&d->out, tag, strlen(tag));
	out_text(&d->out, ":");
	if (x->different) {
		format_value(greatest, x->greatest);
		out_format(&d->out,
			   " %" PRIu64 " of %" PRIu64 " %s %s, from step %" PRId64
			   ", at most by %s at step %" PRId64,
			   x->different, x->matched, format_noun(x->matched, "value", "values"),
			   format_noun(x->different, "differs", "differ"), x->first_step, greatest,
			   x->at_step);
		between = ",";
	}
	for (int side = 0; side < 2; side++) {
		if (!x->only[side])
			continue;
		out_format(&d->out, "%s %" PRIu64 " %s only on the %s", between, x->only[side],
			   format_noun(x->only[side], "step", "steps"), side_name[side]);
		between = ",";
	}
	for (int side = 0; side < 2; side++) {
		if (!x->repeats[side].steps)
			continue;
		out_text(&d->out, between);
		put_repeats(&d->out, &x->repeats[side], side_name[side]);
		between = ",";
	}
	out_text(&d->out, "\n");
}

/* --- comparison ------------------------------------------------------------------------------- */

static bool chosen(const struct diff *d, const tfe_series *series, tfe_view *view,
		   tfe_series_info *info)
{
	*view = tfe_series_view(series);
	tfe_view_get_info(view, info);
	return info->kind == TFE_KIND_SCALAR && filter_matches(d->tags, info->tag);
}

static void diff_tag(struct diff *d, const char *run, const tfe_series *left,
		     const tfe_series *right, const char *tag)
{
	struct distance x = measure(d, left, right);
	d->compared++;
	if (!x.different && !x.only[0] && !x.only[1] && !x.repeats[0].steps && !x.repeats[1].steps)
		return;
	d->different++;
	(d->arguments->option[JSON] ? json_distance : row_distance)(d, run, tag, &x);
}

static void diff_run(struct diff *d, const char *name, const tfe_run *left, const tfe_run *right)
{
	tfe_view view;
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	for (size_t i = 0; i < tfe_run_series_count(left); i++) {
		work_step(&d->work);
		if (!chosen(d, tfe_run_series_at(left, i), &view, &info))
			continue;
		const tfe_series *other =
			tfe_run_find_series_of_kind(right, info.tag, TFE_KIND_SCALAR);
		if (other)
			diff_tag(d, name, tfe_run_series_at(left, i), other, info.tag);
		else
			print_only(d, name, info.tag, 0);
	}
	for (size_t i = 0; i < tfe_run_series_count(right); i++) {
		work_step(&d->work);
		if (!chosen(d, tfe_run_series_at(right, i), &view, &info))
			continue;
		if (!tfe_run_find_series_of_kind(left, info.tag, TFE_KIND_SCALAR))
			print_only(d, name, info.tag, 1);
	}
}

/* Two log directories of one run each are compared as these runs, whatever their names are;
 * otherwise runs are matched by name. */
static void diff_all(struct diff *d, tfe_logdir *const *logdir)
{
	size_t n[2];
	const tfe_run **runs[2] = {logs_runs(logdir[0], &n[0]), logs_runs(logdir[1], &n[1])};
	size_t i = 0, k = 0;
	bool single = n[0] == 1 && n[1] == 1;
	while (i < n[0] || k < n[1]) {
		int order = single      ? 0
			    : i == n[0] ? 1
			    : k == n[1]
				    ? -1
				    : strcmp(logs_run_name(runs[0][i]), logs_run_name(runs[1][k]));
		const char *name = logs_run_name(order > 0 ? runs[1][k] : runs[0][i]);
		bool chosen_run = (order <= 0 && filter_matches_run(d->runs, runs[0][i])) ||
				  (order >= 0 && filter_matches_run(d->runs, runs[1][k]));
		if (!single && !chosen_run)
			;
		else if (order)
			print_only(d, name, NULL, order > 0);
		else
			diff_run(d, name, runs[0][i], runs[1][k]);
		i += order <= 0;
		k += order >= 0;
	}
	free(runs[0]);
	free(runs[1]);
}

/* Both sides in one message. Two log directories of one run each are compared whatever --runs
 * is. */
static void report_superseded(const struct diff *d, tfe_logdir *const *logdir)
{
	struct logs_superseded superseded = {0};
	bool single = tfe_logdir_run_count(logdir[0]) == 1 && tfe_logdir_run_count(logdir[1]) == 1;
	for (int side = 0; side < 2; side++)
		logs_add_superseded(&superseded, logdir[side], single ? NULL : d->runs, d->tags,
				    true);
	logs_report_superseded(&superseded, program);
}

static int diff_logs(struct diff *d)
{
	const struct arguments *a = d->arguments;
	const struct logs_options how = {(tfe_restarts)a->word[RESTARTS],
					 a->option[PER_FILE] != NULL, a->option[MEMORY], 2};
	tfe_logdir *logdir[2] = {NULL, NULL};
	int status = 2;
	for (int side = 0; side < 2; side++) {
		struct arguments one = {.operand = a->operand + side, .operands = 1};
		logdir[side] = logs_load(&one, &how, program);
		if (!logdir[side])
			goto out;
		if (!tfe_logdir_run_count(logdir[side])) {
			status = logs_tell_empty(logdir[side], &one, program);
			goto out;
		}
	}
	if (!logs_resolve(d->runs, d->tags, logdir, 2, 1u << TFE_KIND_SCALAR, program))
		goto out;
	out_init(&d->out, STDOUT_FILENO);
	d->work = (struct work){.doing = "comparing",
				.total = logs_series(logdir[0]) + logs_series(logdir[1])};
	work_begin(&d->work, program, true);
	diff_all(d, logdir);
	work_end(&d->work);
	status = out_finish(&d->out, program);
	for (int side = 0; side < 2; side++)
		d->trouble |= logs_tell_damage(logdir[side], program) != 0;
	report_superseded(d, logdir);
	for (int side = 0; side < 2; side++)
		d->trouble |= logs_tell_left_out(logdir[side], program) != 0;
	d->trouble |= logs_tell_filter(d->runs, "runs", program);
	d->trouble |= logs_tell_filter(d->tags, "tags", program);
	if (d->trouble)
		status = 2;
	if (!status && !d->compared && !d->different)
		status =
			logs_tell_no_series(program, "scalars", d->arguments,
					    d->arguments->option[RUNS], d->arguments->option[TAGS]);
	if (!status)
		status = d->different > 0;
out:
	tfe_logdir_close(logdir[0]);
	tfe_logdir_close(logdir[1]);
	return status;
}

static int run(const struct arguments *a)
{
	static struct diff d;
	d.arguments = a;
	if (a->operands != 2) {
		complain(program, NULL, "two runs or log directories are needed, not %d",
			 a->operands);
		return 2;
	}
	if (a->option[TOLERANCE]) {
		char *end;
		d.tolerance = strtod(a->option[TOLERANCE], &end);
		if (end == a->option[TOLERANCE] || *end || !(d.tolerance >= 0)) {
			fprintf(stderr, "%s: --tolerance must be 0 or more, such as 1e-6\n",
				program);
			return 2;
		}
	}
	d.runs = filter_compile(a->option[RUNS]);
	d.tags = filter_compile(a->option[TAGS]);
	int status = diff_logs(&d);
	filter_release(d.runs);
	filter_release(d.tags);
	return status;
}

const struct verb diff_verb = {
	.name = "diff",
	.operands = "LEFT RIGHT",
	.summary = "compare two runs: which scalars differ, and by how much",
	.details = "LEFT and RIGHT are runs, or log directories whose runs are compared by name. "
		   "Values are compared\n"
		   "at the same steps. A step that occurs more often in one run than in the other "
		   "is reported.\n"
		   "Exit status 0: no difference; 1: the differences listed.\n",
	.options = options,
	.least = 2,
	.run = run,
};
