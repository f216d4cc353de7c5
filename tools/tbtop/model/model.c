/* model: construction and release of the model; runs and tags by name. */
#include "tbtop/model/model.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tbtop/model/view_facts.h"

void model_init(struct model *m, const char *title)
{
	*m = (struct model){
		.title = need_copy(title),
		.baseline = NO_RUN,
		.runs_table.way = RUNS_BY_LAST,
		.view_wished = VIEWS,
		.settings = {.smoothing = SMOOTHING_DEFAULT,
			     .ignore_outliers = true,
			     .raw = true,
			     .superseded = true,
			     .sidebar = -1,
			     .mouse = true},
		.pr.threshold = 0.5,
	};
	trials_init(&m->trials);
}

/* --- names ------------------------------------------------------------------------------------ */

/* Compares items by their first member, a name. The index is a tree because the names come from the
 * log files: no choice of names makes it slow. */
static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void *find_name(void *const *tree, const char *name)
{
	void *const *found = tfind(&name, tree, by_bytes);
	return found ? *found : NULL;
}

static void add_name(void **tree, void *item)
{
	need(tsearch(item, tree, by_bytes));
}

struct run *model_find_run(const struct model *m, const char *name)
{
	return find_name(&m->runs_by_name, name);
}

struct tag *model_find_tag(const struct model *m, enum tag_kind kind, const char *name)
{
	return find_name(&m->tags[kind].by_name, name);
}

/* --- release ---------------------------------------------------------------------------------- */

static void release_rule(struct chart_rule *rule)
{
	for (size_t i = 0; rule && i < rule->n; i++)
		free(rule->names[i]);
	if (rule)
		free(rule->names);
	free(rule);
}

static void release_tags(struct tag_list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		tdelete(list->tags[i], &list->by_name, by_bytes);
		free(list->tags[i]->name);
		free(list->tags[i]->curves);
		free(list->tags[i]->parts);
		release_rule(list->tags[i]->rule);
		free(list->tags[i]);
	}
	free(list->tags);
	free(list->rows);
}

void model_release(struct model *m)
{
	finding_list_release(&m->findings);
	acknowledged_release(&m->acknowledged);
	trials_release(&m->trials);
	for (size_t i = 0; i < m->embeddings.n; i++)
		free(m->embeddings.items[i].name);
	free(m->embeddings.items);
	free(m->embeddings.checks);
	for (size_t i = 0; i < m->n_runs; i++) {
		tdelete(m->runs[i], &m->runs_by_name, by_bytes);
		free(m->runs[i]->name);
		free(m->runs[i]->group_name);
		free(m->runs[i]->title);
		free(m->runs[i]->note);
		free(m->runs[i]);
	}
	for (int k = 0; k < TAG_KINDS; k++)
		release_tags(&m->tags[k]);
	free(m->runs);
	free(m->run_rows);
	free(m->title);
	free(m->deletion);
	free(m->deletion_notes);
	*m = (struct model){0};
}

/* --- runs ------------------------------------------------------------------------------------- */

/* Returns the first of the least used colours, so that adjacent runs differ most. */
static uint8_t free_colour(const struct model *m)
{
	unsigned best = 0;
	for (unsigned k = 1; k < RUN_COLOURS; k++)
		if (m->colour_uses[k] < m->colour_uses[best])
			best = k;
	return (uint8_t)best;
}

static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
enum { LETTERS = sizeof letters - 1 };

/* Returns the number of letters of the run at a position. Runs beyond the last combination have
 * none. */
static int letters_at(size_t place)
{
	size_t most = LETTERS;
	for (int n = 1; n <= RUN_LETTERS; n++, place -= most, most *= LETTERS)
		if (place < most)
			return n;
	return 0;
}

/* Sets the letters of a run, "a" to "Z", then "aa", "ab", ...; and the dashes of its curves, which
 * change when the colours repeat. */
static void set_marks(struct run *run, size_t place)
{
	int n = letters_at(place);
	run->dash = run->own_dash = (uint8_t)(place / RUN_COLOURS % 256);
	memset(run->letter, 0, sizeof run->letter);
	size_t before = 0, most = LETTERS;
	for (int i = 1; i < n; i++, most *= LETTERS)
		before += most;
	place -= before;
	for (int i = n - 1; i >= 0; i--, place /= LETTERS)
		run->letter[i] = letters[place % LETTERS];
}

int model_letters_width(const struct model *m)
{
	int width = m->n_runs ? letters_at(m->n_runs - 1) : 1;
	return width ? width : RUN_LETTERS;
}

struct run *model_add_run(struct model *m, const char *name, const tfe_run *data)
{
	struct run *run = need_zeroed(1, sizeof *run);
	run->data = data;
	run->name = need_copy(name);
	run->colour = run->own_colour = free_colour(m);
	m->colour_uses[run->colour]++;
	set_marks(run, m->n_runs);
	run->selected = run->named = run->matches = true;
	run->begun.selected = run->undone.selected = true;
	m->runs = need_room(m->runs, m->n_runs, &m->runs_capacity, sizeof(struct run *));
	bool none = m->run_focus == m->n_runs;
	run->index = run->group = m->n_runs;
	m->runs[m->n_runs++] = run;
	add_name(&m->runs_by_name, run);
	if (none)
		m->run_focus = m->n_runs;
	return run;
}

void model_restyle(struct model *m)
{
	struct run **runs = model_sorted_runs(m);
	memset(m->colour_uses, 0, sizeof m->colour_uses);
	for (size_t i = 0; i < m->n_runs; i++) {
		set_marks(runs[i], i);
		runs[i]->colour = runs[i]->own_colour = free_colour(m);
		m->colour_uses[runs[i]->colour]++;
	}
	free(runs);
}

bool run_drawn(const struct run *run)
{
	return run->selected && run->matches;
}

/* --- tags ------------------------------------------------------------------------------------- */

struct tag *model_add_tag(struct model *m, enum tag_kind kind, const char *name)
{
	struct tag_list *list = &m->tags[kind];
	struct tag *tag = need_zeroed(1, sizeof *tag);
	tag->name = need_copy(name);
	const char *slash = strchr(name, '/');
	tag->group = slash ? (size_t)(slash - name) : 0;
	tag->matches = tag->has_column = true;
	list->tags = need_room(list->tags, list->n, &list->capacity, sizeof(struct tag *));
	list->tags[list->n++] = tag;
	add_name(&list->by_name, tag);
	return tag;
}

void model_add_curve(struct model *m, enum tag_kind kind, const char *name, size_t run,
		     const tfe_series *series)
{
	struct tag *tag = model_find_tag(m, kind, name);
	m->curves_added++;
	if (!tag)
		tag = model_add_tag(m, kind, name);
	if (tag->n_curves == tag->capacity) {
		/* Most of a million tags have one curve. */
		tag->capacity = tag->capacity ? tag->capacity * 2 : 1;
		tag->curves = need_resize(tag->curves, tag->capacity, sizeof *tag->curves);
	}
	if (tag->n_curves && tag->curves[tag->n_curves - 1].run > run)
		tag->unsorted = true;
	tag->curves[tag->n_curves++] = (struct curve){.run = run, .series = series};
}

enum tag_kind model_kind(const struct model *m)
{
	enum tag_kind kind = view_facts[model_view(m)].kind;
	return m->custom && model_view(m) == VIEW_SCALARS ? TAG_CHARTS : kind;
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
