/* read/run: the damage of a run as a list with a bound: of each file the first places, in order of
 * their offsets, and the number of the others. */
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
	/* By path; of a file the damage of the file as a whole, then its places by offset, then
	 * one entry with a count. */
	tfe_damage *item;
	size_t n, capacity;
	tfe_damage rest;            /* with a count: what the list has no room for */
	_Atomic(size_t) listed;     /* the entries, and `rest` if it counts something */
	_Atomic(uint64_t) places;   /* exact; clocks, several writers and text files do not count */
	_Atomic(uint64_t) versions; /* grows with every change */
	_Atomic(size_t) *meter;     /* counts the bytes of `item`; may be NULL */
	tfe_allocator allocator;
};

void tfe__damage_list_init(struct tfe__damage_list *list, const tfe_allocator *allocator,
			   _Atomic(size_t) *meter);
void tfe__damage_list_release(struct tfe__damage_list *list);
void tfe__damage_list_clear(struct tfe__damage_list *list);

/* Adds a damage, or counts it. `has_memory`: the list may grow. */
void tfe__damage_list_add(struct tfe__damage_list *list, const tfe_damage *given, bool has_memory);

/* Removes the damage of a kind of the file as a whole. */
void tfe__damage_list_remove(struct tfe__damage_list *list, const char *path, tfe_damage_kind kind);

/* Replaces one kind by another in all entries of a file. */
void tfe__damage_list_replace_kind(struct tfe__damage_list *list, const char *path,
				   tfe_damage_kind from, tfe_damage_kind to);

/* The entry with index i, or NULL. */
const tfe_damage *tfe__damage_list_at(const struct tfe__damage_list *list, size_t i);

/* The errno with which a file could not be read; 0 if there is none. */
int tfe__damage_list_errno(const struct tfe__damage_list *list, const char *path);

#endif
