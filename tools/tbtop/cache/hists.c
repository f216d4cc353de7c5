/* cache: histograms in the frame cache, and requests for those that are missing. */
#include "tbtop/cache/hists.h"

/* A value of the frame cache: a histogram, or a mark that it was requested. */
struct slot {
	uint64_t asked; /* the last frame that requested it */
	bool ready;
	struct hist hist;
};

/* A growing series keeps its entries. A restart gives the series a new version with new entries. */
static struct cache_key key_of(const tfe_view *view, uint64_t entry)
{
	return (struct cache_key){.series = view->series,
				  .version = view->version,
				  .at = entry,
				  .kind = CACHE_HISTOGRAM};
}

static struct slot *slot_of(struct caches *c, const tfe_view *view, uint64_t entry)
{
	struct cache_key key = key_of(view, entry);
	struct slot *slot = frame_cache_find(c->frames, &key);
	if (!slot) {
		slot = frame_cache_new(&key, sizeof *slot);
		frame_cache_keep(c->frames, slot);
	}
	return slot;
}

const struct hist *hist_find(struct caches *c, const tfe_view *view, uint64_t i)
{
	struct slot *slot = slot_of(c, view, i);
	if (slot->ready)
		return &slot->hist;
	if (slot->asked != c->frame) {
		slot->asked = c->frame;
		hist_queue_request(c->hists, &(struct hist_key){*view, i});
	}
	return NULL;
}

static void release(void *value)
{
	tfe_histogram_release(&((struct slot *)value)->hist.data);
}

void hists_collect(struct caches *c)
{
	struct hist_key key;
	struct hist hist;
	while (hist_queue_next_result(c->hists, &key, &hist)) {
		struct slot *slot = slot_of(c, &key.view, key.entry);
		if (slot->ready) { /* it was requested again while it was being read */
			tfe_histogram_release(&hist.data);
			continue;
		}
		slot->ready = true;
		slot->hist = hist;
		frame_cache_attach(c->frames, slot, hist.data.rows * sizeof(tfe_bucket), release);
	}
	hist_queue_withdraw(c->hists);
}
