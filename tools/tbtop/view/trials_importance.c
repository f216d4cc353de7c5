/* view: how much a metric depends on each hyperparameter of the shown trials. */
#include "tbtop/view/trials_importance.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <tfevents/direction.h>

#include "common/memory.h"
#include "tbtop/model/association.h"
#include "tbtop/view/notice.h"
#include "tbtop/view/title.h"
#include "tbtop/view/trial_axis.h"
#include "tbtop/view/trials_view.h"

enum { NAME_MOST = 24, NUMBER_W = 8 };

/* The values of the rows that have both. */
struct pairs {
	double *x, *y;
	size_t *group;
	size_t n;
};

static void load(struct pairs *p, const struct trials *t, const struct trial_axis *axis,
		 size_t column, size_t target)
{
	p->x = need_zeroed(t->n_shown + 1, sizeof *p->x);
	p->y = need_zeroed(t->n_shown + 1, sizeof *p->y);
	p->group = need_zeroed(t->n_shown + 1, sizeof *p->group);
	p->n = 0;
	for (size_t i = 0; i < t->n_shown; i++) {
		struct trial_value x = trials_value(t, t->shown[i], column);
		struct trial_value y = trials_value(t, t->shown[i], target);
		double place = trial_axis_place(axis, &x);
		if (isnan(place) || y.type == TRIAL_ABSENT || !isfinite(y.number))
			continue;
		p->x[p->n] = x.number;
		p->y[p->n] = y.number;
		p->group[p->n++] = (size_t)lround(place * (double)(axis->n > 1 ? axis->n - 1 : 0));
	}
}

/* Finds the category with the best mean. */
static void find_best(struct importance *im, const struct pairs *p, const struct trial_axis *axis,
		      bool higher)
{
	double all = 0;
	im->best = NAN;
	for (size_t i = 0; i < p->n; i++)
		all += p->y[i];
	for (size_t k = 0; k < axis->n; k++) {
		double sum = 0, n = 0;
		for (size_t i = 0; i < p->n; i++)
			if (p->group[i] == k) {
				sum += p->y[i];
				n++;
			}
		double mean = sum / n;
		if (!(n > 0) || !(isnan(im->best) || (higher ? mean > im->best : mean < im->best)))
			continue;
		im->best = mean;
		im->rest = (double)p->n > n ? (all - sum) / ((double)p->n - n) : NAN;
		im->category = axis->category[k];
	}
}

static bool measure(struct importance *im, const struct trials *t, size_t column, size_t target)
{
	struct trial_axis axis;
	struct pairs p;
	*im = (struct importance){.column = column, .strength = NAN};
	if (!trial_axis_fit(&axis, t, column))
		return false;
	bool differs = axis.differs;
	if (differs) {
		tfe_direction direction = tfe_tag_direction(t->columns[target].name);
		load(&p, t, &axis, column, target);
		im->n = p.n;
		im->ordered = axis.numbers;
		im->strength = im->ordered ? rank_correlation(p.x, p.y, p.n)
					   : correlation_ratio(p.group, axis.n, p.y, p.n);
		if (!im->ordered)
			find_best(im, &p, &axis, direction != TFE_DIRECTION_LOWER);
		free(p.x);
		free(p.y);
		free(p.group);
	}
	trial_axis_release(&axis);
	return differs;
}

static int by_strength(const void *a, const void *b)
{
	const struct importance *x = a, *y = b;
	double p = fabs(x->strength), q = fabs(y->strength);
	if (isnan(p) || isnan(q))
		return isnan(p) - isnan(q);
	return p != q ? (p < q) - (p > q) : (x->column > y->column) - (x->column < y->column);
}

static void draw_one(const struct trials *t, struct grid *g, struct rect r, int name,
		     const struct importance *im)
{
	char text[TRIAL_TEXT_BYTES], note[160];
	bool focus = im->column == t->column;
	struct style style = {.fg = focus ? ROLE_ACCENT : COLOUR_DEFAULT};
	trial_title(&t->columns[im->column], text);
	grid_text_tail(g, r.x + 1, r.y, name, text, style);
	int x = r.x + 2 + name, space = r.w - name - NUMBER_W - 4;
	if (isnan(im->strength))
		snprintf(text, sizeof text, "-");
	else
		snprintf(text, sizeof text, im->ordered ? "%+.3f" : "%.3f", im->strength);
	grid_printf(g, x, r.y, NUMBER_W, style, "%*s", NUMBER_W - 1, text);
	x += NUMBER_W + 1;
	int bars = (int)lround(fabs(isnan(im->strength) ? 0 : im->strength) * space / 3);
	grid_fill(g, (struct rect){x, r.y, bars, 1}, 0x2588,
		  (struct style){.fg = im->strength < 0 ? ROLE_WARNING : ROLE_INFO});
	if (im->ordered || isnan(im->best))
		return;
	trial_text(&im->category, false, text);
	int left = space - space / 3 - 2;
	snprintf(note, sizeof note, "best %s: mean %.4g, others %.4g", text, im->best, im->rest);
	if (text_width(note) > left) /* no number is cut */
		snprintf(note, sizeof note, "best %s", text);
	grid_text(g, x + space / 3 + 2, r.y, left, note, (struct style){.fg = ROLE_FAINT});
}

size_t importance_list(const struct trials *t, size_t target, struct importance **list)
{
	size_t n = 0;
	*list = need_zeroed(t->n_params + 1, sizeof **list);
	for (size_t c = 0; c < t->n_params; c++)
		n += measure(&(*list)[n], t, c, target);
	qsort(*list, n, sizeof **list, by_strength);
	return n;
}

static void draw_list(const struct trials *t, struct grid *g, struct rect r, size_t target)
{
	struct importance *list;
	size_t n = importance_list(t, target, &list), pairs = 0;
	int name = 0;
	for (size_t i = 0; i < n; i++) {
		char text[TRIAL_TEXT_BYTES];
		trial_title(&t->columns[list[i].column], text);
		int w = text_width(text) < NAME_MOST ? text_width(text) : NAME_MOST;
		name = w > name ? w : name;
		pairs = list[i].n > pairs ? list[i].n : pairs;
	}
	for (int i = 0; i < r.h - 2 && (size_t)i < n; i++)
		draw_one(t, g, (struct rect){r.x, r.y + 1 + i, r.w, 1}, name, &list[i]);
	if (!n)
		notice_draw(g, r, ROLE_FAINT, "no hyperparameter differs");
	else
		grid_printf(g, r.x + 1, r.y + r.h - 1, r.w - 2, (struct style){.fg = ROLE_FAINT},
			    r.w < 90 ? "%zu rows; sign: Spearman; no sign: correlation ratio"
				     : "%zu rows; with sign: rank correlation (Spearman); without: "
				       "correlation ratio of ranks",
			    pairs);
	free(list);
}

void trials_importance_draw(const struct frame *f, struct rect r)
{
	const struct trials *t = &f->model->trials;
	size_t target = trials_target(t);
	char name[TRIAL_TEXT_BYTES], text[96];
	struct title title;
	struct rect below = {r.x, r.y + 1, r.w, r.h - 1};
	snprintf(text, sizeof text, "importance");
	if (target != NO_COLUMN) {
		trial_title(&t->columns[target], name);
		snprintf(text, sizeof text, "importance for %s", name);
	}
	title_init(&title, text, false);
	title_draw(&title, f->grid, r);
	if (target == NO_COLUMN)
		notice_draw(f->grid, below, ROLE_FAINT, "no metric: these runs have no scalars");
	else
		draw_list(t, f->grid, (struct rect){r.x, r.y, r.w, r.h}, target);
}
