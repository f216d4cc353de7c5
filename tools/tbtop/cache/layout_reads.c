/* cache: layouts of custom scalars. */
#include "tbtop/cache/layout_reads.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/memory.h"
#include "tbtop/cache/blobs.h"
#include "tbtop/cache/reads.h"

static void *read_layout(const struct read_key *key, size_t *bytes)
{
	struct read_layout *read = need_zeroed(1, sizeof *read);
	struct blob blob;
	blob_read(key, &blob);
	tfe_bytes message = blob_at(&blob, 0);
	*bytes = sizeof *read + message.size;
	if (!blob.fetched)
		snprintf(read->error, sizeof read->error, "%s", blob.error.message);
	else if (!message.data || tfe_layout_open(message, NULL, &read->layout))
		snprintf(read->error, sizeof read->error,
			 "the layout of custom scalars cannot be decoded");
	blob_release(&blob);
	return read;
}

static void release_layout(void *value)
{
	tfe_layout_close(((struct read_layout *)value)->layout);
	free(value);
}

static const struct read_kind layout_kind = {read_layout, release_layout};

const struct read_layout *layout_find(struct caches *c, const tfe_view *view, uint64_t i)
{
	return reads_find(c, &(struct read_key){.kind = &layout_kind, .view = *view, .entry = i});
}
