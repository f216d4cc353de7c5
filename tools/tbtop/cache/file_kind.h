/* cache: what kind of file some bytes are, by how they begin. */
#ifndef TBTOP_CACHE_FILE_KIND_H
#define TBTOP_CACHE_FILE_KIND_H

#include <tfevents/event.h>

struct file_kind {
	const char *name;   /* such as "FLAC"; NULL: unknown */
	const char *ending; /* of the name of such a file, such as ".flac" */
};

struct file_kind file_kind_of(tfe_bytes bytes);

#endif
