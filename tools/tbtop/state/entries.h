/* state: named values as text: a sorted list, and the bytes of its file.
 *
 * The file has the line "tbtop state VERSION", a line "NAME<tab>VALUE" for each entry, in which
 * control characters and backslashes are escaped, and the line "end" with the CRC-32 of the bytes
 * before. A file that was cut or changed anywhere is recognised; its whole lines are still read. */
#ifndef TBTOP_STATE_ENTRIES_H
#define TBTOP_STATE_ENTRIES_H

#include <stdbool.h>
#include <stddef.h>

enum {
	STATE_VERSION = 1,
	MOST_ENTRIES = 8192,
	MOST_STATE_BYTES = 1 << 20, /* of a file */
	MOST_ENTRY_BYTES = 8192     /* of a name, and of a value */
};

struct entry {
	char *name, *value;
	bool done, refused; /* for the use of the owner of the list */
};

/* Sorted by name. Zero-initialised, it is empty. */
struct entries {
	struct entry *items;
	size_t n, capacity;
};

void entries_release(struct entries *e);

/* Returns the value of a name, or NULL. */
const char *entries_get(const struct entries *e, const char *name);

/* Sets the value of a name; both are copied. Values beyond the limits are not added: the result is
 * then false. */
bool entries_put(struct entries *e, const char *name, const char *value);
void entries_remove(struct entries *e, const char *name);
void entries_copy(struct entries *to, const struct entries *from);
bool entries_equal(const struct entries *a, const struct entries *b);

enum entries_condition {
	ENTRIES_GOOD,
	ENTRIES_DAMAGED, /* the whole lines were read */
	ENTRIES_FOREIGN, /* the file is of another version; nothing was read */
	ENTRIES_NO_FILE  /* the path is that of a FIFO, a directory or a device */
};

/* Adds the entries of a file's bytes to an empty list. */
enum entries_condition entries_parse(struct entries *e, const char *bytes, size_t n);

/* Returns the bytes of a file, at most MOST_STATE_BYTES: entries beyond that are omitted.
 * Ownership: release with free. */
char *entries_print(const struct entries *e, size_t *n);

#endif
