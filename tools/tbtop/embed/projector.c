/* embed: the entries `embeddings` of the projector's configuration. */
#include "tbtop/embed/projector.h"

#include "common/memory.h"

void projector_parse(const char *text, size_t bytes, struct projector *out)
{
	tfe_projector_entry entry = TFE_PROJECTOR_ENTRY_INIT;
	tfe_status status = TFE_OK;
	*out = (struct projector){0};
	for (size_t at = 0; out->n < PROJECTED_MOST && (!status || status == TFE_E_LIMIT);) {
		status = tfe_projector_next(text, bytes, &at, &entry);
		if (status || !*entry.tensor_path)
			continue;
		out->entry = need_resize(out->entry, out->n + 1, sizeof *out->entry);
		out->entry[out->n++] = entry;
	}
}
