/* cache: the difference of two texts, read from disk and laid out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/format.h"
#include "common/memory.h"
#include "tbtop/cache/reads.h"
#include "tbtop/cache/text_keys.h"
#include "tbtop/cache/texts.h"
#include "tbtop/cache/word_diff.h"

enum { WIDTH_MOST = 0xffff };

/* --- by key ----------------------------------------------------------------------------------- */

/* Adds "key  old -> new"; without an old or a new value the key was added or removed. */
static void put_change(struct text_page *page, const char *key, const char *old, const char *new)
{
	struct text_flow flow = {0};
	text_flow_add(&flow, TEXT_STRONG, key, strlen(key));
	text_flow_add(&flow, 0, "  ", 2);
	if (!old)
		text_flow_add(&flow, TEXT_ADDED, "{+", 2);
	if (!new)
		text_flow_add(&flow, TEXT_REMOVED, "[-", 2);
	if (old)
		text_flow_add(&flow, TEXT_REMOVED, old, strlen(old));
	if (old && new)
		text_flow_add(&flow, TEXT_FAINT, " \u2192 ", strlen(" \u2192 "));
	if (new)
		text_flow_add(&flow, TEXT_ADDED, new, strlen(new));
	if (!old)
		text_flow_add(&flow, TEXT_ADDED, "+}", 2);
	if (!new)
		text_flow_add(&flow, TEXT_REMOVED, "-]", 2);
	text_page_wrap(page, &flow, "", "    ");
	text_flow_release(&flow);
}

static void put_keys(struct text_difference *d, const struct text_keys *from,
		     const struct text_keys *to)
{
	size_t changed = 0, all = to->n;
	for (size_t i = 0; i < to->n; i++) {
		const struct text_pair *new = &to->pair[i];
		const struct text_pair *old = text_keys_find(from, new->key);
		if (old && !strcmp(old->value, new->value))
			continue;
		put_change(&d->page, new->key, old ? old->value : NULL, new->value);
		changed++;
	}
	for (size_t i = 0; i < from->n; i++) {
		const struct text_pair *old = &from->pair[i];
		if (text_keys_find(to, old->key))
			continue;
		put_change(&d->page, old->key, old->value, NULL);
		changed++;
		all++;
	}
	snprintf(d->about, sizeof d->about, "%zu of %zu %s", changed, all,
		 format_noun(all, "key differs", "keys differ"));
}

/* --- by word ---------------------------------------------------------------------------------- */

static void put_words(struct text_difference *d, const struct blob *from, const struct blob *to)
{
	struct text_flow old = {0}, new = {0}, flow = {0};
	text_source(from, &old);
	text_source(to, &new);
	struct word_diff diff = word_diff_add(&flow, &old, &new);
	if (diff.added || diff.removed) {
		text_page_wrap(&d->page, &flow, "", "");
		snprintf(d->about, sizeof d->about, "+%zu -%zu %s", diff.added, diff.removed,
			 format_noun(diff.added + diff.removed, "word", "words"));
	} else {
		snprintf(d->about, sizeof d->about, "no difference");
	}
	text_flow_release(&old);
	text_flow_release(&new);
	text_flow_release(&flow);
}

/* --- the value -------------------------------------------------------------------------------- */

static void put_difference(struct text_difference *d, const struct blob *from,
			   const struct blob *to)
{
	struct text_keys old, new;
	if (!text_is_string(from) || !text_is_string(to)) {
		snprintf(d->error, sizeof d->error, "only texts are compared");
		return;
	}
	bool keys = text_keys_read(from, &old);
	keys &= text_keys_read(to, &new);
	if (keys)
		put_keys(d, &old, &new);
	else
		put_words(d, from, to);
	text_keys_release(&old);
	text_keys_release(&new);
}

static void *read_difference(const struct read_key *key, size_t *bytes)
{
	struct text_difference *d = need_zeroed(1, sizeof *d);
	const struct read_key second = {.view = key->other, .entry = key->other_entry};
	struct blob to, from;
	d->page.width = (int)key->detail;
	blob_read(key, &to);
	blob_read(&second, &from);
	if (to.fetched && from.fetched)
		put_difference(d, &from, &to);
	else
		snprintf(d->error, sizeof d->error, "%s",
			 to.fetched ? from.error.message : to.error.message);
	blob_release(&to);
	blob_release(&from);
	*bytes = sizeof *d + text_page_bytes(&d->page);
	return d;
}

static void release_difference(void *value)
{
	text_page_release(&((struct text_difference *)value)->page);
	free(value);
}

static const struct read_kind difference_kind = {read_difference, release_difference};

const struct text_difference *text_difference_find(struct caches *c, const tfe_view *view,
						   uint64_t i, const tfe_view *from, uint64_t k,
						   int width)
{
	uint64_t columns = width < 1 ? 1 : width > WIDTH_MOST ? WIDTH_MOST : (uint64_t)width;
	return reads_find(c, &(struct read_key){.kind = &difference_kind,
						.view = *view,
						.entry = i,
						.other = *from,
						.other_entry = k,
						.detail = columns});
}
