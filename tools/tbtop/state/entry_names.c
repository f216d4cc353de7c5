/* state: the names of entries. */
#include "tbtop/state/entry_names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"

/* The order is that of enum tag_kind. */
static const char *const kinds[TAG_KINDS] = {
	"scalars", "histograms", "images",  "audio",   "text",   "graphs",
	"pr",      "confusion",  "hparams", "layouts", "charts",
};

const char *entry_kind(enum tag_kind kind)
{
	return kinds[kind];
}

bool entry_add(struct entries *e, const char *word, const char *kind, const char *name,
	       const char *value)
{
	size_t size = strlen(word) + strlen(kind) + strlen(name) + 3;
	char *whole = need_zeroed(size, 1);
	snprintf(whole, size, "%s%s%s%s%s", word, *kind ? " " : "", kind, *name ? " " : "", name);
	bool added = entries_put(e, whole, value);
	free(whole);
	return added;
}

const char *entry_argument(const char *text)
{
	const char *blank = strchr(text, ' ');
	return blank ? blank + 1 : "";
}

struct tag *entry_chart(const struct model *m, const char *text)
{
	size_t n = strcspn(text, " ");
	for (int k = 0; k < TAG_KINDS; k++)
		if (strlen(kinds[k]) == n && !memcmp(kinds[k], text, n))
			return model_find_tag(m, (enum tag_kind)k, entry_argument(text));
	return NULL;
}
