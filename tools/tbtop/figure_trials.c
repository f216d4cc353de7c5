/* tbtop: trials as figures (parallel coordinates, scatter plot, importance) and as a table. */
#include "tbtop/figure_trials.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/figure_ticks.h"
#include "common/memory.h"
#include "tbtop/view/trial_axis.h"
#include "tbtop/view/trials_importance.h"
#include "tbtop/view/trials_view.h"

/* --- the table -------------------------------------------------------------------------------- */

static void put_value(struct cell_table *table, const struct trial_value *v)
{
	if (v->type == TRIAL_NUMBER)
		cell_table_number(table, v->number);
	else if (v->type == TRIAL_BOOL)
		cell_table_text(table, v->number != 0 ? "true" : "false");
	else if (v->type == TRIAL_TEXT)
		cell_table_text(table, v->text);
	else
		cell_table_none(table);
}

/* Copies the shown rows with all columns; a row with several sessions has the name of the first. */
static void set_table(const struct trials *t, struct cell_table *table)
{
	char title[TRIAL_TEXT_BYTES];
	cell_table_column(table, "run");
	cell_table_column(table, "sessions");
	for (size_t c = 0; c < t->n_columns; c++) {
		trial_title(&t->columns[c], title);
		cell_table_column(table, title);
	}
	for (size_t i = 0; i < t->n_shown; i++) {
		cell_table_text(table, trials_name(t, t->shown[i]));
		cell_table_number(table, (double)t->rows[t->shown[i]].n);
		for (size_t c = 0; c < t->n_columns; c++) {
			struct trial_value v = trials_value(t, t->shown[i], c);
			put_value(table, &v);
		}
	}
}

/* --- rows as curves --------------------------------------------------------------------------- */

/* Rows that are not drawn are grey, as on the screen. */
enum { GREY = 7 };

static unsigned colour_of(const struct model *m, size_t row)
{
	struct style style = trials_style(m, row);
	return style.fg >= ROLE_RUN && style.fg < ROLE_RUN + RUN_COLOURS
		       ? (unsigned)(style.fg - ROLE_RUN)
		       : GREY;
}

/* More values than this are not named. */
enum { NAMES_MOST = 10 };

/* Returns whether the column that colours rows has few values. */
static bool colours_have_names(const struct trials *t)
{
	struct trial_axis axis;
	if (t->colour == NO_COLUMN || t->colour >= t->n_columns ||
	    !trial_axis_fit(&axis, t, t->colour))
		return false;
	bool few = axis.n <= NAMES_MOST;
	trial_axis_release(&axis);
	return few;
}

/* Writes the value that colours a row, "lr=0.1"; "" unless `named`. */
static void colour_name(const struct trials *t, size_t row, bool named,
			char text[2 * TRIAL_TEXT_BYTES])
{
	char title[TRIAL_TEXT_BYTES], value[TRIAL_TEXT_BYTES];
	*text = '\0';
	if (!named)
		return;
	struct trial_value v = trials_value(t, row, t->colour);
	trial_title(&t->columns[t->colour], title);
	trial_text(&v, t->colour >= t->n_params, value);
	snprintf(text, 2 * TRIAL_TEXT_BYTES, "%s=%s", title, value);
}

/* Returns whether a curve of the figure has a name already. */
static bool is_named(const struct figure *f, const char *name)
{
	for (size_t i = 0; i < f->n; i++)
		if (!strcmp(f->curve[i].name, name))
			return true;
	return false;
}

static void set_name(struct figure_curve *c, const char *name)
{
	free(c->name);
	c->name = need_copy(name);
}

/* --- parallel coordinates --------------------------------------------------------------------- */

enum { AXES_MOST = 24, VALUES_MOST = 7 };

static void note_numbers(struct figure *f, double x, const struct trial_axis *axis)
{
	struct figure_axis ticks;
	figure_axis_make(&ticks, axis->scale.lo, axis->scale.hi,
			 axis->scale.kind == SCALE_LOG ? FIGURE_LOG : FIGURE_LINEAR);
	figure_axis_ticks(&ticks, VALUES_MOST, false);
	for (size_t i = 0; i < ticks.n; i++)
		figure_note_add(f, x, figure_axis_at(&ticks, ticks.tick[i]), ticks.label[i]);
}

/* Adds the values of an axis: all if they are few, otherwise ticks, or some of the texts. */
static void note_values(struct figure *f, double x, const struct trial_axis *axis, bool metric)
{
	if (axis->numbers && axis->n > VALUES_MOST) {
		note_numbers(f, x, axis);
		return;
	}
	size_t stride = 1 + axis->n / (2 * VALUES_MOST);
	for (size_t i = 0; i < axis->n; i += stride) {
		char text[TRIAL_TEXT_BYTES];
		trial_text(&axis->category[i], metric, text);
		figure_note_add(f, x, trial_axis_place(axis, &axis->category[i]), text);
	}
}

static void add_axis(const struct trials *t, size_t column, struct figure *f,
		     struct trial_axis *axes, size_t *columns)
{
	struct trial_axis axis;
	char title[TRIAL_TEXT_BYTES];
	size_t n = f->x_names.n;
	if (n == AXES_MOST || !trial_axis_fit(&axis, t, column))
		return;
	if (!axis.differs) {
		trial_axis_release(&axis);
		return;
	}
	axes[n] = axis;
	columns[n] = column;
	trial_title(&t->columns[column], title);
	figure_name_add(&f->x_names, title);
	note_values(f, (double)n, &axis, column >= t->n_params);
}

static struct figure_curve *add_line(const struct model *m, size_t row, struct figure *f,
				     const struct trial_axis *axes, const size_t *columns)
{
	struct figure_curve *c = figure_add(f, "", colour_of(m, row), FIGURE_LINE);
	for (size_t i = 0; i < f->x_names.n; i++) {
		struct trial_value v = trials_value(&m->trials, row, columns[i]);
		figure_curve_add(c, (double)i, trial_axis_place(&axes[i], &v));
	}
	return c;
}

/* Adds a line for each shown row. Those of one named colour are together, and the last one has the
 * name. */
static void add_lines(const struct model *m, struct figure *f, const struct trial_axis *axes,
		      const size_t *columns)
{
	const struct trials *t = &m->trials;
	const bool named = colours_have_names(t);
	char name[2 * TRIAL_TEXT_BYTES], other[2 * TRIAL_TEXT_BYTES];
	for (size_t i = 0; i < t->n_shown; i++) {
		if (!named) {
			add_line(m, t->shown[i], f, axes, columns);
			continue;
		}
		colour_name(t, t->shown[i], true, name);
		if (is_named(f, name))
			continue;
		struct figure_curve *last = NULL;
		for (size_t k = i; k < t->n_shown; k++) {
			colour_name(t, t->shown[k], true, other);
			if (!strcmp(name, other))
				last = add_line(m, t->shown[k], f, axes, columns);
		}
		set_name(last, name);
	}
}

static bool parallel(const struct model *m, struct figure_plan *plan, char error[FIGURE_ERROR])
{
	const struct trials *t = &m->trials;
	struct figure *f = &plan->figure;
	struct trial_axis axes[AXES_MOST];
	size_t columns[AXES_MOST], target = trials_target(t);
	for (size_t c = 0; c < t->n_params; c++)
		add_axis(t, c, f, axes, columns);
	if (target != NO_COLUMN)
		add_axis(t, target, f, axes, columns);
	const size_t n = f->x_names.n;
	if (n > 1)
		add_lines(m, f, axes, columns);
	for (size_t i = 0; i < n; i++)
		trial_axis_release(&axes[i]);
	if (n < 2)
		snprintf(error, FIGURE_ERROR,
			 "no parallel coordinates: fewer than two columns differ");
	f->parallel = true;
	f->x = (struct figure_range){true, -0.3, (double)n - 0.4};
	f->y = (struct figure_range){true, -0.04, 1.04};
	plan->y_label = need_copy("");
	plan->x_label = need_copy("");
	figure_plan_label(plan, "parallel coordinates", "");
	return n > 1;
}

/* --- scatter plot ----------------------------------------------------------------------------- */

/* Returns the curve of the rows that look like this one. */
static struct figure_curve *points_of(const struct model *m, size_t row, bool named,
				      struct figure *f)
{
	char name[2 * TRIAL_TEXT_BYTES];
	const unsigned number = colour_of(m, row);
	colour_name(&m->trials, row, named, name);
	for (size_t i = 0; i < f->n; i++)
		if (f->curve[i].colour == number && !strcmp(f->curve[i].name, name))
			return &f->curve[i];
	return figure_add(f, name, number, FIGURE_POINTS);
}

/* Returns the place of a value on the axis x: the value, or the number of its category. */
static double x_of(const struct trial_axis *axis, const struct trial_value *v)
{
	if (axis->numbers)
		return v->type == TRIAL_NUMBER ? v->number : (double)NAN;
	return trial_axis_place(axis, v) * (double)(axis->n > 1 ? axis->n - 1 : 0);
}

static size_t add_points(const struct model *m, size_t column, size_t target,
			 const struct trial_axis *axis, struct figure *f)
{
	const struct trials *t = &m->trials;
	const bool named = colours_have_names(t);
	size_t n = 0;
	for (size_t i = 0; i < t->n_shown; i++) {
		struct trial_value vx = trials_value(t, t->shown[i], column);
		struct trial_value vy = trials_value(t, t->shown[i], target);
		double x = x_of(axis, &vx);
		if (isnan(x) || vy.type != TRIAL_NUMBER || !isfinite(vy.number))
			continue;
		figure_curve_add(points_of(m, t->shown[i], named, f), x, vy.number);
		n++;
	}
	return n;
}

static bool scatter(const struct model *m, struct figure_plan *plan, char error[FIGURE_ERROR])
{
	const struct trials *t = &m->trials;
	size_t target = trials_target(t), column = t->column == target ? 0 : t->column, n = 0;
	char x[TRIAL_TEXT_BYTES], y[TRIAL_TEXT_BYTES], title[160];
	struct trial_axis axis;
	if (target != NO_COLUMN && column != target && column < t->n_columns &&
	    trial_axis_fit(&axis, t, column)) {
		for (size_t i = 0; i < axis.n && !axis.numbers; i++) {
			trial_text(&axis.category[i], false, x);
			figure_name_add(&plan->figure.x_names, x);
		}
		if (axis.numbers && axis.scale.kind == SCALE_LOG)
			plan->figure.x_scale = FIGURE_LOG;
		n = add_points(m, column, target, &axis, &plan->figure);
		trial_axis_release(&axis);
	}
	if (!n) {
		snprintf(error, FIGURE_ERROR, "no values of a metric and a hyperparameter");
		return false;
	}
	trial_title(&t->columns[column], x);
	trial_title(&t->columns[target], y);
	snprintf(title, sizeof title, "%s over %s", y, x);
	plan->x_label = need_copy(x);
	plan->y_label = need_copy(y);
	figure_plan_label(plan, title, "");
	return true;
}

/* --- importance ------------------------------------------------------------------------------- */

/* Adds the bars of one sign: one curve each, the last one with the name. */
static void add_bars(const struct importance *list, size_t n, bool negative, struct figure *f)
{
	static const char *const names[] = {"positive, or of categories", "negative"};
	struct figure_curve *last = NULL;
	for (size_t i = 0; i < n; i++) {
		const double at = (double)(n - 1 - i), size = fabs(list[i].strength);
		if (isnan(size) || (list[i].strength < 0) != negative)
			continue;
		last = figure_add(f, "", negative, FIGURE_BAR);
		figure_band_add(last, 0, at - 0.35, at + 0.35);
		figure_band_add(last, size, at - 0.35, at + 0.35);
	}
	if (last)
		set_name(last, names[negative]);
}

static bool importance(const struct model *m, struct figure_plan *plan, char error[FIGURE_ERROR])
{
	const struct trials *t = &m->trials;
	const size_t target = trials_target(t);
	struct importance *list = NULL;
	size_t n = target == NO_COLUMN ? 0 : importance_list(t, target, &list);
	char text[TRIAL_TEXT_BYTES], title[160];
	for (size_t i = n; i-- > 0;) {
		trial_title(&t->columns[list[i].column], text);
		figure_name_add(&plan->figure.y_names, text);
		if (isnan(list[i].strength))
			snprintf(text, sizeof text, "-");
		else
			snprintf(text, sizeof text, list[i].ordered ? "%+.3f" : "%.3f",
				 list[i].strength);
		figure_note_add(&plan->figure, isnan(list[i].strength) ? 0 : fabs(list[i].strength),
				(double)(n - 1 - i), text);
	}
	add_bars(list, n, false, &plan->figure);
	add_bars(list, n, true, &plan->figure);
	free(list);
	if (!n) {
		snprintf(error, FIGURE_ERROR, "no hyperparameter differs, or there is no metric");
		return false;
	}
	plan->figure.x = (struct figure_range){true, 0, 1.09};
	trial_title(&t->columns[target], text);
	snprintf(title, sizeof title, "importance for %s", text);
	plan->x_label = need_copy("rank correlation (with sign), or correlation ratio");
	plan->y_label = need_copy("");
	figure_plan_label(plan, title, "");
	return true;
}

/* --- the whole -------------------------------------------------------------------------------- */

bool figure_of_trials(const struct model *m, struct figure_plan *plan, char error[FIGURE_ERROR])
{
	plan->kind = FIGURE_MADE;
	if (!m->trials.n_shown) {
		snprintf(error, FIGURE_ERROR, "there are no rows of hyperparameters");
		return false;
	}
	set_table(&m->trials, &plan->table);
	switch (m->trials.type) {
	case TRIALS_SCATTER:
		return scatter(m, plan, error);
	case TRIALS_IMPORTANCE:
		return importance(m, plan, error);
	case TRIALS_TABLE:
		/* The table is a table; as a figure it is what a large screen shows below it. */
		plan->usual = FIGURE_CSV;
		plan->title = need_copy("hyperparameters");
		return parallel(m, plan, error) || plan->table.cells;
	default:
		return parallel(m, plan, error);
	}
}
