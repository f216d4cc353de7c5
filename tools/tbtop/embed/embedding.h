/* embed: points with many coordinates and labels, and their places in a plane. */
#ifndef TBTOP_EMBED_EMBEDDING_H
#define TBTOP_EMBED_EMBEDDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { EMBEDDING_SHARES = 5, NEAREST_MOST = 10, GROUPS_MOST = 10 };

/* All points of one label. */
struct label_group {
	const char *label; /* that of its first point */
	size_t n;
};

/* The points that are drawn: of a large file evenly chosen ones. */
struct embedding {
	size_t n, dims; /* points that are drawn, and their coordinates */
	size_t total;   /* points in the file */
	float *values;  /* [n, dims], finite */
	uint32_t *row;  /* of each point: its number in the file, ascending */
	char **label;   /* of each point; NULL: there are no metadata */
	uint8_t *group; /* of each point: an index in `groups`; NULL without groups */
	struct label_group groups[GROUPS_MOST]; /* in byte order of the labels */
	size_t n_groups;                /* 0: there are no labels, only one, or too many of them */
	double *place;                  /* [n, 2], finite: the plane */
	double share[EMBEDDING_SHARES]; /* part of the variance of each principal component */
	size_t shares;
};

void embedding_release(struct embedding *e);

/* Reads a table of numbers: a line for each point, with tabs between its coordinates. A line with
 * another number of coordinates or with other text is an error. Keeps at most `points` points and
 * `numbers` coordinates. Returns NULL, or what is wrong. */
const char *embedding_read_tsv(struct embedding *e, const char *text, size_t bytes, size_t points,
			       size_t numbers);

/* Does the same for float32 numbers, little-endian, of the shape. */
const char *embedding_read_raw(struct embedding *e, const uint8_t *p, size_t bytes,
			       const uint64_t shape[2], size_t points, size_t numbers);

/* Reads the labels of the points: as in TensorBoard, the first line has the names of the columns if
 * there are several columns. The label is the column "label", or else the first one. */
void embedding_read_labels(struct embedding *e, const char *text, size_t bytes);

/* Returns the point with this number in the file, or the last one before it; n > 0. */
size_t embedding_point(const struct embedding *e, uint32_t row);

/* Returns the point nearest to `from` in the plane in a direction (dx, dy: -1, 0 or 1; dy 1 is
 * upwards), or `from` if there is none. */
size_t embedding_beside(const struct embedding *e, size_t from, int dx, int dy);

/* Returns the next point (direction 1 or -1) after `from`, cyclically, whose label contains the
 * text in any case of ASCII letters, or e->n. `from` itself is the last one that is tried. Without
 * labels, a point's number is its label. */
size_t embedding_search(const struct embedding *e, const char *text, size_t from, int direction);

/* A neighbour: with the cosine its similarity, otherwise the Euclidean distance; NaN if a vector
 * has no length. */
struct neighbour {
	size_t point;
	double measure;
};

/* A point and its nearest neighbours, nearest first. */
struct neighbours {
	size_t point;
	struct neighbour nearest[NEAREST_MOST];
	size_t n;
};

/* Finds the neighbours of a point in all dimensions. */
void embedding_nearest(const struct embedding *e, size_t point, bool euclidean,
		       struct neighbours *out);

/* Writes the label of a point, or its number. */
void embedding_label(const struct embedding *e, size_t point, char *text, size_t size);

#endif
