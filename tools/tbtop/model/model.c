/* model: everything that a frame shows, as plain data. */
#include "tbtop/model/model.h"

#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tbtop/model/column_cache.h"
#include "tbtop/model/hist_cache.h"

void model_init(struct model *m, const char *title)
{
	*m = (struct model){
		.title = need_copy(title),
		.settings = {.smoothing = 0.6, .ignore_outliers = true, .raw = true, .sidebar = -1},
		.columns = column_cache_open(),
		.hists = hist_cache_open(),
	};
}

static void release_tags(struct tag_list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		free(list->tags[i]->name);
		free(list->tags[i]->curves);
		free(list->tags[i]);
	}
	free(list->tags);
	free(list->rows);
}

void model_release(struct model *m)
{
	model_clear_findings(m);
	for (size_t i = 0; i < m->n_runs; i++) {
		free(m->runs[i]->name);
		free(m->runs[i]);
	}
	for (int k = 0; k < TAG_KINDS; k++)
		release_tags(&m->tags[k]);
	free(m->runs);
	free(m->run_rows);
	column_cache_close(m->columns);
	hist_cache_close(m->hists);
	free(m->title);
	*m = (struct model){0};
}

/* --- runs --------------------------------------------------------------------------------------- */

/* Of the colours used least the first: neighbours in the list differ most. */
static uint8_t free_colour(const struct model *m)
{
	unsigned best = 0;
	for (unsigned k = 1; k < RUN_COLOURS; k++)
		if (m->colour_uses[k] < m->colour_uses[best])
			best = k;
	return (uint8_t)best;
}

static char letter_for(size_t place)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	return place < sizeof letters - 1 ? letters[place] : ' ';
}

struct run *model_add_run(struct model *m, const char *name, const tfe_run *data)
{
	struct run *run = need_zeroed(1, sizeof *run);
	run->data = data;
	run->name = need_copy(name);
	run->colour = free_colour(m);
	m->colour_uses[run->colour]++;
	run->letter = letter_for(m->n_runs);
	run->selected = run->matches = true;
	m->runs = need_room(m->runs, m->n_runs, &m->runs_capacity, sizeof(struct run *));
	bool none = m->run_focus == m->n_runs;
	m->runs[m->n_runs++] = run;
	if (none)
		m->run_focus = m->n_runs;
	return run;
}

static int by_name(const void *a, const void *b)
{
	const struct run *const *x = a, *const *y = b;
	return natural_compare((*x)->name, (*y)->name);
}

/* All runs by name. Release with free. */
static struct run **sorted_runs(const struct model *m)
{
	struct run **runs = need_zeroed(m->n_runs, sizeof(struct run *));
	memcpy(runs, m->runs, m->n_runs * sizeof(struct run *));
	qsort(runs, m->n_runs, sizeof(struct run *), by_name);
	return runs;
}

void model_restyle(struct model *m)
{
	struct run **runs = sorted_runs(m);
	memset(m->colour_uses, 0, sizeof m->colour_uses);
	for (size_t i = 0; i < m->n_runs; i++) {
		runs[i]->letter = letter_for(i);
		runs[i]->colour = free_colour(m);
		m->colour_uses[runs[i]->colour]++;
	}
	free(runs);
}

bool run_drawn(const struct run *run)
{
	return run->selected && run->matches;
}

/* --- tags --------------------------------------------------------------------------------------- */

/* Where the name is, or would be put. */
static size_t position(const struct tag_list *list, const char *name)
{
	size_t lo = 0, hi = list->n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (natural_compare(list->tags[mid]->name, name) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

struct tag *model_find_tag(const struct model *m, enum tag_kind kind, const char *name)
{
	const struct tag_list *list = &m->tags[kind];
	size_t at = position(list, name);
	return at < list->n && !strcmp(list->tags[at]->name, name) ? list->tags[at] : NULL;
}

static struct tag *add_tag(struct tag_list *list, const char *name)
{
	struct tag *tag = need_zeroed(1, sizeof *tag);
	tag->name = need_copy(name);
	const char *slash = strchr(name, '/');
	tag->group = slash ? (size_t)(slash - name) : 0;
	tag->matches = true;
	size_t at = position(list, name);
	list->tags = need_room(list->tags, list->n, &list->capacity, sizeof(struct tag *));
	memmove(list->tags + at + 1, list->tags + at, (list->n - at) * sizeof(struct tag *));
	list->tags[at] = tag;
	list->n++;
	return tag;
}

void model_add_curve(struct model *m, enum tag_kind kind, const char *name, size_t run,
		     const tfe_series *series)
{
	struct tag *tag = model_find_tag(m, kind, name);
	if (!tag)
		tag = add_tag(&m->tags[kind], name);
	tag->curves = need_room(tag->curves, tag->n_curves, &tag->capacity, sizeof *tag->curves);
	size_t at = tag->n_curves++;
	for (; at > 0 && tag->curves[at - 1].run > run; at--)
		tag->curves[at] = tag->curves[at - 1];
	tag->curves[at] = (struct curve){run, series};
}

enum tag_kind model_kind(const struct model *m)
{
	enum view_id view = m->view == VIEW_HELP ? m->view_before : m->view;
	return view == VIEW_HISTOGRAMS ? TAG_HISTOGRAMS : TAG_SCALARS;
}

struct tag *model_focus(const struct model *m)
{
	return m->tag_focus[model_kind(m)];
}

size_t model_focus_row(const struct model *m)
{
	const struct tag_list *list = &m->tags[model_kind(m)];
	for (size_t i = 0; i < list->n_rows; i++)
		if (list->rows[i] == model_focus(m))
			return i;
	return 0;
}

/* --- rows --------------------------------------------------------------------------------------- */

static void arrange_runs(struct model *m)
{
	struct run **runs = sorted_runs(m);
	size_t *row_of = need_zeroed(m->n_runs, sizeof *row_of); /* index by rank */
	for (size_t i = 0; i < m->n_runs; i++)
		runs[i]->rank = i;
	for (size_t i = 0; i < m->n_runs; i++)
		row_of[m->runs[i]->rank] = i;
	m->run_rows = need_resize(m->run_rows, m->n_runs, sizeof *m->run_rows);
	m->n_run_rows = 0;
	for (size_t i = 0; i < m->n_runs; i++)
		if (m->runs[row_of[i]]->matches)
			m->run_rows[m->n_run_rows++] = row_of[i];
	free(row_of);
	free(runs);
}

/* Whether any run that matches has the tag: what the run filter hides altogether leaves no empty chart. */
static bool has_curve(const struct model *m, const struct tag *tag)
{
	for (size_t i = 0; i < tag->n_curves; i++)
		if (m->runs[tag->curves[i].run]->matches)
			return true;
	return false;
}

static void arrange_tags(struct model *m, enum tag_kind kind)
{
	struct tag_list *list = &m->tags[kind];
	list->rows = need_resize(list->rows, list->n, sizeof(struct tag *));
	list->n_rows = 0;
	struct tag *focus = m->tag_focus[kind], *near = NULL;
	bool kept = false;
	for (size_t i = 0; i < list->n; i++) {
		struct tag *tag = list->tags[i];
		bool seen = tag->matches && has_curve(m, tag);
		if (seen)
			list->rows[list->n_rows++] = tag;
		if (tag == focus && seen)
			kept = true;
		if (seen && (!near || (focus && natural_compare(tag->name, focus->name) <= 0)))
			near = tag;
	}
	if (!kept)
		m->tag_focus[kind] = near;
}

void model_arrange(struct model *m)
{
	arrange_runs(m);
	model_arrange_findings(m);
	for (int k = 0; k < TAG_KINDS; k++)
		arrange_tags(m, k);
}
