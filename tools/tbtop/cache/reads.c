/* cache: values read from disk in the frame cache, and requests for those that are missing. */
#include "tbtop/cache/reads.h"

/* A value of the frame cache: what was read, or a mark that it was requested. */
struct slot {
	uint64_t asked; /* the last frame that requested it */
	const struct read_kind *kind;
	void *value; /* NULL: not read yet */
};

/* A growing series keeps its entries. A restart gives the series a new version with new entries. */
static struct cache_key key_of(const struct read_key *key)
{
	return (struct cache_key){.series = key->run ? (const void *)key->run : key->view.series,
				  .version = key->view.version,
				  .read_kind = key->kind,
				  .at = key->entry,
				  .other_series = key->other.series,
				  .other_version = key->other.version,
				  .other_entry = key->other_entry,
				  .detail = key->detail,
				  .kind = CACHE_READ};
}

static struct slot *slot_of(struct caches *c, const struct read_key *wanted)
{
	struct cache_key key = key_of(wanted);
	struct slot *slot = frame_cache_find(c->frames, &key);
	if (!slot) {
		slot = frame_cache_new(&key, sizeof *slot);
		slot->kind = wanted->kind;
		frame_cache_keep(c->frames, slot);
	}
	return slot;
}

const void *reads_find(struct caches *c, const struct read_key *key)
{
	struct slot *slot = slot_of(c, key);
	if (!slot->value && slot->asked != c->frame) {
		slot->asked = c->frame;
		read_queue_request(c->reads, key);
	}
	return slot->value;
}

double reads_progress(struct caches *c, const struct read_key *key)
{
	return read_queue_progress(c->reads, key);
}

static void release(void *value)
{
	struct slot *slot = value;
	slot->kind->release(slot->value);
}

void reads_collect(struct caches *c)
{
	struct read_result result;
	while (read_queue_next_result(c->reads, &result)) {
		struct slot *slot = slot_of(c, &result.key);
		if (slot->value) { /* it was requested again while it was being read */
			slot->kind->release(result.value);
			continue;
		}
		slot->value = result.value;
		frame_cache_attach(c->frames, slot, result.bytes, release);
	}
	read_queue_withdraw(c->reads);
}
