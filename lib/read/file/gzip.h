/* read/file: what a gzip or zlib stream was made of, as a source of bytes.
 *
 * TensorFlow's TFRecordOptions compress the whole stream of records. It is decompressed in bounded pieces as it is read,
 * mostly forward; reading back begins at a point (gzip_points.h). A stream that grows is gone on with; one that is cut has
 * not been written further yet. gzip members, and zlib streams, may follow each other. */
#ifndef TFE_READ_FILE_GZIP_H
#define TFE_READ_FILE_GZIP_H

#include "read/file/gzip_points.h"
#include "read/file/records.h"

/* The first bytes that tell whether a file is compressed. */
enum { TFE__PACKED_HEAD_BYTES = 12 };

/* Whether they are those of a gzip or zlib stream. A record's header, its checksum right, never is. */
bool tfe__is_packed(const uint8_t head[TFE__PACKED_HEAD_BYTES]);

/* One stream. One thread at a time. */
struct tfe__gzip;

/* Decompresses what `packed` gives, which begins with a head that is_packed; looks for points in `points`, which the
 * caller owns, and with `adds` keeps those that it comes by there. NULL when there is no memory. */
struct tfe__gzip *tfe__gzip_new(const struct tfe__source *packed, struct tfe__gzip_points *points,
				bool adds, const tfe_allocator *allocator);
void tfe__gzip_free(struct tfe__gzip *u);

/* Gives buffers back until the next read. */
void tfe__gzip_suspend(struct tfe__gzip *u);

/* The decompressed bytes, to be read forward (records.h); the size that it tells is how far it was read. */
struct tfe__source tfe__gzip_source(struct tfe__gzip *u);

/* How many compressed bytes were read, at the furthest. */
uint64_t tfe__gzip_consumed(const struct tfe__gzip *u);

/* The first and the last of these, as they were read. */
void tfe__gzip_seen(const struct tfe__gzip *u, struct tfe__seen *head, struct tfe__seen *last);

/* Why the stream cannot be decompressed further: a few words, static; NULL while it can. *at: the compressed offset,
 * up to a few bytes behind the damage. */
const char *tfe__gzip_damage(const struct tfe__gzip *u, uint64_t *at);

#endif
