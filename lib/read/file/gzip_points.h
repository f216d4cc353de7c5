/* read/file: access points of a compressed stream (as in zlib's zran example), from which it can be
 * decompressed, so reading back does not decompress everything. */
#ifndef TFE_READ_FILE_GZIP_POINTS_H
#define TFE_READ_FILE_GZIP_POINTS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/status.h>

/* The window size of deflate. */
enum { TFE__WINDOW_BYTES = 32768 };

/* An access point: the state between two blocks of a stream. */
struct tfe__gzip_point {
	uint64_t out, in; /* decompressed and compressed bytes before the point */
	uint64_t member;  /* decompressed bytes before its gzip member */
	uint32_t check;   /* checksum of the member up to the point */
	uint8_t bits;     /* number of bits of the byte before `in` that belong after the point */
	uint8_t byte;     /* the byte before `in` */
	bool head;        /* a member begins here: no window is needed */
	uint32_t window_bytes;
	uint8_t window[TFE__WINDOW_BYTES]; /* the last decompressed bytes; window_bytes are valid */
};

/* The memory limit for the access points of all files of a log directory. Beyond it a file has
 * fewer points, so reading back starts earlier. */
struct tfe__gzip_points_quota {
	_Atomic(size_t) used_bytes;
	size_t limit_bytes;
	_Atomic(size_t) *meter; /* also counts these bytes, with other loaded data */
};

/* The access points of a file: a few dozen at most, evenly spaced except the last, which is near
 * the end. They take about a megabyte for the largest files and nothing for small ones. Threads:
 * any; the loader adds points while others read them. */
struct tfe__gzip_points {
	pthread_mutex_t lock;
	struct tfe__gzip_point **point; /* in order */
	size_t n;
	uint64_t spread_bytes;                /* their distance in bytes */
	struct tfe__gzip_points_quota *quota; /* NULL: unlimited */
	tfe_allocator allocator;
};

/* Creates an empty set. The quota, if any, must outlive it. NULL if there is no memory. */
struct tfe__gzip_points *tfe__gzip_points_new(const tfe_allocator *allocator,
					      struct tfe__gzip_points_quota *quota);
void tfe__gzip_points_free(struct tfe__gzip_points *points);

/* Removes all points, because the file was replaced. */
void tfe__gzip_points_clear(struct tfe__gzip_points *points);

/* Returns whether a point at this offset would be kept. */
bool tfe__gzip_points_want(struct tfe__gzip_points *points, uint64_t out);

/* Adds a copy of a point; without memory or quota it does nothing. */
void tfe__gzip_points_add(struct tfe__gzip_points *points, const struct tfe__gzip_point *point);

/* Copies the last point at or before `out`; false if there is none. */
bool tfe__gzip_points_find(struct tfe__gzip_points *points, uint64_t out,
			   struct tfe__gzip_point *point);

#endif
