/* update: pinned, folded and merged charts. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/filter.h"
#include "common/memory.h"
#include "tbtop/update/update.h"

/* --- training and validation ------------------------------------------------------------------ */

/* Returns whether a word of a name tells on which part of the data a value was measured. */
static bool is_split(const char *word, size_t n)
{
	static const char *const words[] = {"train",      "training", "val",  "valid",
					    "validation", "eval",     "test", "dev"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strlen(words[i]) == n && !strncasecmp(words[i], word, n))
			return true;
	return false;
}

/* Returns a name without its words for parts of the data. Release it with free. */
static char *without_split(const char *name)
{
	char *rest = need_zeroed(strlen(name) + 1, 1);
	size_t used = 0;
	while (*name) {
		size_t n = strcspn(name, "/_-. ");
		if (!is_split(name, n)) {
			memcpy(rest + used, name, n);
			used += n;
			rest[used++] = name[n] ? '/' : '\0';
		}
		name += n + (name[n] != '\0');
	}
	while (used && (rest[used - 1] == '/' || !rest[used - 1]))
		rest[--used] = '\0';
	return rest;
}

/* Returns the row that has the same quantity on other data, or else the row after the focused
 * one. */
static struct tag *partner(const struct model *m, const struct tag *tag)
{
	const struct tag_list *list = &m->tags[model_kind(m)];
	struct tag *found = NULL, *next = NULL;
	char *rest = without_split(tag->name);
	for (size_t i = 0; i < list->n_rows && !found; i++) {
		struct tag *other = list->rows[i];
		char *its = without_split(other->name);
		if (other != tag && *rest && !strcmp(rest, its))
			found = other;
		if (i && list->rows[i - 1] == tag)
			next = other;
		free(its);
	}
	free(rest);
	return found ? found : next;
}

/* --- merging ---------------------------------------------------------------------------------- */

void merge_charts(struct tag *into, struct tag *tag)
{
	into->parts =
		need_room(into->parts, into->n_parts, &into->parts_capacity, sizeof(struct tag *));
	into->parts[into->n_parts++] = tag;
	tag->merged = into;
	for (size_t i = 0; i < tag->n_parts; i++)
		merge_charts(into, tag->parts[i]);
	tag->n_parts = 0;
}

static void separate(struct tag *tag)
{
	for (size_t i = 0; i < tag->n_parts; i++)
		tag->parts[i]->merged = NULL;
	tag->n_parts = 0;
}

static void toggle_merge(struct model *m, struct tag *tag)
{
	if (tag->n_parts) {
		separate(tag);
		say(m, false, "each tag has a chart of its own");
		return;
	}
	struct tag *other = partner(m, tag);
	if (!other) {
		say(m, false, "there is no other chart to merge with");
		return;
	}
	merge_charts(tag, other);
	say(m, false, "%.100s with %.100s; M separates them", tag->name, other->name);
}

void merge_matching(struct model *m, const char *pattern)
{
	struct tag *tag = model_focus(m);
	const struct tag_list *list = &m->tags[TAG_SCALARS];
	struct filter *filter = filter_compile(pattern);
	size_t n = 0;
	if (!tag || model_kind(m) != TAG_SCALARS || !*pattern || *filter_error(filter)) {
		say(m, true, "%s",
		    *filter_error(filter) ? filter_error(filter)
					  : "merge REGEX joins charts of scalars");
		filter_release(filter);
		return;
	}
	for (size_t i = 0; i < list->n_rows; i++)
		if (list->rows[i] != tag && filter_matches(filter, list->rows[i]->name)) {
			merge_charts(tag, list->rows[i]);
			n++;
		}
	say(m, !n, n ? "%zu tags were merged; M separates them" : "no other tag matches", n);
	filter_release(filter);
	model_arrange(m);
}

/* --- folding ---------------------------------------------------------------------------------- */

void fold_group(struct model *m, const struct tag *tag, bool fold)
{
	for (int k = 0; k < TAG_KINDS; k++) {
		const struct tag_list *list = &m->tags[k];
		if (model_find_tag(m, (enum tag_kind)k, tag->name) != tag)
			continue;
		for (size_t i = 0; i < list->n; i++)
			if (list->tags[i]->group == tag->group &&
			    !memcmp(list->tags[i]->name, tag->name, tag->group))
				list->tags[i]->folded = fold;
	}
}

static void toggle_fold(struct model *m, const struct tag *tag)
{
	if (tag->group)
		fold_group(m, tag, !tag->folded);
	else
		say(m, false, "%.120s belongs to no group: its name has no /", tag->name);
}

void update_arrangement(struct model *m, enum action action)
{
	struct tag *tag = model_focus(m);
	if (!tag)
		return;
	if (action == DO_PIN_CHART) {
		tag->pinned = !tag->pinned;
		say(m, false, "%.200s is %s", tag->name, tag->pinned ? "pinned" : "not pinned");
	} else if (action == DO_FOLD) {
		toggle_fold(m, tag);
		tag = model_focus(m);
	} else if (action == DO_MERGE && tag->rule) {
		say(m, false, "the log defines the tags of this chart; t shows the tags");
	} else if (action == DO_MERGE) {
		toggle_merge(m, tag);
	}
	model_arrange(m);
}
