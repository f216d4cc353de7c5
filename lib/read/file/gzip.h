/* read/file: a gzip or zlib stream as a source of decompressed bytes.
 *
 * TensorFlow's TFRecordOptions compress the whole stream of records. The stream is decompressed in
 * bounded pieces as it is read, mostly forward; reading back starts at an access point
 * (gzip_points.h), as in zlib's zran example. A stream may grow, and a stream that ends early may
 * still be completed. Several gzip members, or zlib streams, may follow each other. */
#ifndef TFE_READ_FILE_GZIP_H
#define TFE_READ_FILE_GZIP_H

#include "read/file/gzip_points.h"
#include "read/file/records.h"

/* The number of leading bytes that determine whether a file is compressed. */
enum { TFE__PACKED_HEAD_BYTES = 12 };

/* Returns whether they are the header of a gzip or zlib stream. A record header with a right
 * checksum never is. */
bool tfe__is_packed(const uint8_t head[TFE__PACKED_HEAD_BYTES]);

/* One stream. Threads: one at a time. */
struct tfe__gzip;

/* Creates a stream that decompresses `packed`, which begins with a header for which tfe__is_packed
 * is true. It uses the access points in `points`, which the caller owns, and with `adds` adds new
 * ones. NULL if there is no memory. */
struct tfe__gzip *tfe__gzip_new(const struct tfe__source *packed, struct tfe__gzip_points *points,
				bool adds, const tfe_allocator *allocator);
void tfe__gzip_free(struct tfe__gzip *u);

/* Releases the buffers until the next read. */
void tfe__gzip_suspend(struct tfe__gzip *u);

/* The decompressed bytes as a source that is read forward (records.h); its size is the offset
 * reached so far. */
struct tfe__source tfe__gzip_source(struct tfe__gzip *u);

/* The furthest compressed offset that was read. */
uint64_t tfe__gzip_consumed(const struct tfe__gzip *u);

/* The checksums of the first and the last compressed bytes, when they were read. */
void tfe__gzip_seen(const struct tfe__gzip *u, struct tfe__seen *head, struct tfe__seen *last);

/* The reason why the stream cannot be decompressed further: a static text, or NULL. *at is the
 * compressed offset, up to a few bytes after the damage. */
const char *tfe__gzip_damage(const struct tfe__gzip *u, uint64_t *at);

#endif
