/* train: the index of a directory of checkpoints, a file of tab-separated values (docs/formats.md).
 * */
#ifndef TFE_TRAIN_CHECKPOINT_INDEX_H
#define TFE_TRAIN_CHECKPOINT_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/status.h>

enum { TFE__CHECKPOINT_NAME = 128 };

struct tfe__checkpoint_entry {
	char name[TFE__CHECKPOINT_NAME]; /* of a file in the directory */
	int64_t epoch, step, examples;
	double value; /* NaN: none */
	bool best;    /* at most one entry is */
};

/* Entries are in the order in which they were saved; the last one is the latest. */
struct tfe__checkpoint_index {
	struct tfe__checkpoint_entry *entry;
	size_t n, capacity;
	char *run, *metric; /* "" if unknown; NULL before the first read */
	tfe_allocator allocator;
};

void tfe__checkpoint_index_init(struct tfe__checkpoint_index *x, const tfe_allocator *allocator);
void tfe__checkpoint_index_release(struct tfe__checkpoint_index *x);

/* Whether a text fits into a field: it has no control character. */
bool tfe__checkpoint_field_valid(const char *text);

/* Replaces the run or the metric. */
tfe_status tfe__checkpoint_index_set(struct tfe__checkpoint_index *x, char **field,
				     const char *text) TFE_MUST_CHECK;

/* Appends an entry; an entry of the same name is replaced. */
tfe_status tfe__checkpoint_index_add(struct tfe__checkpoint_index *x,
				     const struct tfe__checkpoint_entry *entry) TFE_MUST_CHECK;
void tfe__checkpoint_index_remove(struct tfe__checkpoint_index *x, size_t i);

/* Reads the index file of an empty index; one that does not exist is empty. Returns TFE_E_DAMAGED,
 * TFE_E_IO, TFE_E_LIMIT or TFE_E_NOMEM. */
tfe_status tfe__checkpoint_index_read(struct tfe__checkpoint_index *x, const char *path,
				      tfe_error *error) TFE_MUST_CHECK;

/* Replaces the index file atomically. `path` is modified temporarily. */
tfe_status tfe__checkpoint_index_write(const struct tfe__checkpoint_index *x, char *path,
				       tfe_error *error) TFE_MUST_CHECK;

#endif
