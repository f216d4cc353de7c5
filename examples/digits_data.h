/* Handwritten digits for the examples: a loader, and a random generator with the same sequence on
 * every machine. */
#ifndef DIGITS_DATA_H
#define DIGITS_DATA_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

enum { SIDE = 8, PIXELS = SIDE * SIDE, CLASSES = 10 };

struct digit {
	float pixel[PIXELS];   /* -1 is white, 1 black */
	float target[CLASSES]; /* 1 at the index of the label, 0 elsewhere */
	int32_t label;
};

/* Parses one line, "p0,...,p63,label", with pixels from 0 to 16. Returns 0 if it has another
 * form. */
static int parse_digit(const char *line, struct digit *d)
{
	for (int i = 0; i <= PIXELS; i++) {
		char *end;
		long v = strtol(line, &end, 10);
		if (end == line || *end != (i < PIXELS ? ',' : '\n') || v < 0 || v > 16)
			return 0;
		line = end + 1;
		if (i < PIXELS)
			d->pixel[i] = (float)v / 8 - 1;
		else
			d->label = (int32_t)v;
	}
	if (d->label >= CLASSES)
		return 0;
	memset(d->target, 0, sizeof d->target);
	d->target[d->label] = 1;
	return 1;
}

/* Loads a file, which may be compressed with gzip, into *digits, which the caller frees. Returns
 * the number of digits; 0 after a message. */
static size_t load_digits(const char *path, struct digit **digits)
{
	gzFile file = gzopen(path, "rb");
	if (!file) {
		perror(path);
		return 0;
	}
	size_t n = 0, capacity = 0;
	char line[512];
	*digits = NULL;
	while (gzgets(file, line, sizeof line)) {
		if (n == capacity) {
			capacity = capacity ? capacity * 2 : 1024;
			struct digit *more = realloc(*digits, capacity * sizeof *more);
			if (!more) {
				perror(path);
				n = 0;
				break;
			}
			*digits = more;
		}
		if (!parse_digit(line, &(*digits)[n])) {
			fprintf(stderr, "%s:%zu: not 64 pixels and a label\n", path, n + 1);
			n = 0;
			break;
		}
		n++;
	}
	gzclose(file);
	if (!n)
		free(*digits);
	return n;
}

/* SplitMix64: returns the next number of a random sequence. */
static uint64_t random_next(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

/* Returns a number that is uniformly distributed in [-limit, limit). */
static float random_uniform(uint64_t *state, double limit)
{
	return (float)(((double)(random_next(state) >> 11) * 0x1p-52 - 1) * limit);
}

static void shuffle_digits(struct digit *digits, size_t n, uint64_t *state)
{
	for (size_t i = n; i > 1; i--) {
		size_t k = random_next(state) % i;
		struct digit swap = digits[k];
		digits[k] = digits[i - 1];
		digits[i - 1] = swap;
	}
}

#endif
