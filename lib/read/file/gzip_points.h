/* read/file: places in a compressed stream from which it can be decompressed, so that reading back is not reading all. */
#ifndef TFE_READ_FILE_GZIP_POINTS_H
#define TFE_READ_FILE_GZIP_POINTS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/status.h>

/* How far back deflate looks. */
enum { TFE__WINDOW_BYTES = 32768 };

/* The state between two blocks of a stream. */
struct tfe__gzip_point {
	uint64_t out, in; /* bytes before it, decompressed and compressed */
	uint64_t member;  /* of the former, those before its gzip member */
	uint32_t check;   /* of the member so far */
	uint8_t bits;     /* of the byte before `in` these many belong behind the point, and */
	uint8_t byte;     /* this is that byte */
	bool head;        /* a member begins here: nothing before it is needed */
	uint32_t window_bytes;
	uint8_t window[TFE__WINDOW_BYTES]; /* what was decompressed last; the first window_bytes */
};

/* What the points of all files of a log directory may take: past it a file has fewer, and is read back from further ahead. */
struct tfe__gzip_points_quota {
	_Atomic(size_t) used_bytes;
	size_t limit_bytes;
	_Atomic(size_t) *meter; /* counts it too, with what else is loaded */
};

/* The points of a file. There are a few dozen at most, evenly spread but for the last, which is near the end: they cost
 * about a megabyte for the largest of files, and nothing for small ones.
 *
 * Threads: any; the loader adds while others look. */
struct tfe__gzip_points {
	pthread_mutex_t lock;
	struct tfe__gzip_point **point; /* in order */
	size_t n;
	uint64_t spread_bytes;               /* how far apart they are */
	struct tfe__gzip_points_quota *room; /* NULL: enough */
	tfe_allocator allocator;
};

/* NULL when there is no memory. The room, if any, outlives them. */
struct tfe__gzip_points *tfe__gzip_points_new(const tfe_allocator *allocator,
					      struct tfe__gzip_points_quota *room);
void tfe__gzip_points_free(struct tfe__gzip_points *points);

/* Forgets all: the file is another one. */
void tfe__gzip_points_clear(struct tfe__gzip_points *points);

/* Whether a point so far on would be kept. */
bool tfe__gzip_points_want(struct tfe__gzip_points *points, uint64_t out);

/* Keeps a copy; where there is no memory or room for one, it does without. */
void tfe__gzip_points_add(struct tfe__gzip_points *points, const struct tfe__gzip_point *point);

/* Copies the last point that is not behind `out`; false where there is none. */
bool tfe__gzip_points_find(struct tfe__gzip_points *points, uint64_t out,
			   struct tfe__gzip_point *point);

#endif
