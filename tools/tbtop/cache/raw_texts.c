/* cache: texts as they are in the log. */
#include "tbtop/cache/raw_texts.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/memory.h"
#include "tbtop/cache/reads.h"
#include "tbtop/cache/text_source.h"

static void *read_raw(const struct read_key *key, size_t *bytes)
{
	struct raw_text *text = need_zeroed(1, sizeof *text);
	struct text_flow flow = {0};
	struct blob blob;
	blob_read(key, &blob);
	if (!blob.fetched) {
		snprintf(text->error, sizeof text->error, "%s", blob.error.message);
	} else if (!text_is_string(&blob)) {
		snprintf(text->error, sizeof text->error, "only texts are copied");
	} else {
		text->omitted = text_source(&blob, &flow);
		text->bytes = flow.bytes;
		text->n = flow.n;
		free(flow.style);
	}
	blob_release(&blob);
	*bytes = sizeof *text + text->n;
	return text;
}

static void release_raw(void *value)
{
	free(((struct raw_text *)value)->bytes);
	free(value);
}

static const struct read_kind raw_kind = {read_raw, release_raw};

const struct raw_text *raw_text_find(struct caches *c, const tfe_view *view, uint64_t i)
{
	return reads_find(c, &(struct read_key){.kind = &raw_kind, .view = *view, .entry = i});
}
