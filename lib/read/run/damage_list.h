/* read/run: the list of the damage of a run, which has a maximum length: of each file the first
 * places in the order of their offsets, and the number of the others. */
#ifndef TFE_READ_RUN_DAMAGE_LIST_H
#define TFE_READ_RUN_DAMAGE_LIST_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/logdir.h>

/* The number of damaged places of a file that are listed one by one. */
enum { TFE__DAMAGES_PER_FILE = 20 };

/* Threads: the run's find_lock is held, except for the atomic fields. */
struct tfe__damage_list {
	/* Sorted by path. Of each file: the damage of the whole file, then its places by offset,
	 * then one entry with the number of the others. */
	tfe_damage *item;
	size_t n, capacity;
	tfe_damage rest;            /* the places without an entry, if its count is not 0 */
	_Atomic(size_t) listed;     /* number of entries, including a used `rest` */
	_Atomic(uint64_t) places;   /* exact; clocks, several writers and text files do not count */
	_Atomic(uint64_t) versions; /* grows with every change */
	_Atomic(size_t) *meter;     /* counts the bytes of `item`; may be NULL */
	tfe_allocator allocator;
};

void tfe__damage_list_init(struct tfe__damage_list *list, const tfe_allocator *allocator,
			   _Atomic(size_t) *meter);
void tfe__damage_list_release(struct tfe__damage_list *list);
void tfe__damage_list_clear(struct tfe__damage_list *list);

/* Adds an entry for a damage, or only counts it. Without `has_memory` the list does not grow. */
void tfe__damage_list_add(struct tfe__damage_list *list, const tfe_damage *given, bool has_memory);

/* Removes the damage of this kind that concerns the whole file. */
void tfe__damage_list_remove(struct tfe__damage_list *list, const char *path, tfe_damage_kind kind);

/* Replaces one kind by another in all entries of a file. */
void tfe__damage_list_replace_kind(struct tfe__damage_list *list, const char *path,
				   tfe_damage_kind from, tfe_damage_kind to);

/* Returns the entry with index i, or NULL. */
const tfe_damage *tfe__damage_list_at(const struct tfe__damage_list *list, size_t i);

/* Returns the errno with which a file could not be read; 0 if it could be read. */
int tfe__damage_list_errno(const struct tfe__damage_list *list, const char *path);

#endif
