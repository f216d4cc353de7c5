/* tbtop: the points of an embedding as a figure. */
#include "tbtop/figure_embedding.h"

#include <stdio.h>

#include "common/memory.h"
#include "tbtop/cache/embedding_reads.h"

static void add_group(const struct embedding *e, size_t group, struct figure *figure)
{
	const char *label = e->n_groups ? e->groups[group].label : NULL;
	struct figure_curve *c =
		figure_add(figure, label ? label : "", (unsigned)group, FIGURE_POINTS);
	for (size_t i = 0; i < e->n; i++)
		if (!e->n_groups || e->group[i] == group)
			figure_curve_add(c, e->place[2 * i], e->place[2 * i + 1]);
}

bool figure_of_embedding(const struct model *m, struct caches *caches, struct figure_plan *plan,
			 char error[FIGURE_ERROR])
{
	const struct embeddings *s = &m->embeddings;
	char text[80];
	double progress;
	plan->kind = FIGURE_MADE;
	if (!s->n) {
		snprintf(error, FIGURE_ERROR, "there are no embeddings");
		return false;
	}
	const struct embedding_item *item = &s->items[s->shown];
	const struct embedding_value *v = embedding_find(
		caches, m->runs[item->run]->data, item->entry, item->stamp, s->tsne, &progress);
	if (!v || *v->error) {
		snprintf(error, FIGURE_ERROR, "%s", v ? v->error : "the points are still read");
		return false;
	}
	for (size_t g = 0; g == 0 || g < v->e.n_groups; g++)
		add_group(&v->e, g, &plan->figure);
	for (int i = 0; i < 2; i++) {
		char **label = i ? &plan->y_label : &plan->x_label;
		if (s->tsne)
			snprintf(text, sizeof text, "t-SNE %d", i + 1);
		else if ((size_t)i < v->e.shares)
			snprintf(text, sizeof text, "principal component %d (%.1f %%)", i + 1,
				 100 * v->e.share[i]);
		else
			snprintf(text, sizeof text, "principal component %d", i + 1);
		*label = need_copy(text);
	}
	figure_plan_label(plan, item->name, "");
	return true;
}
