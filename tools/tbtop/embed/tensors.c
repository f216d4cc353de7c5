/* embed: the files of TensorBoard's projector: tensors as text or as float32, and metadata. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tbtop/embed/embedding.h"

enum { NUMBER_TEXT = 64, LABEL_MOST = 200 };

static const char *const too_wide = "a point has more coordinates than can be shown";

/* The lines of a text. */
struct lines {
	const char *p, *end;
};

/* Takes the next line without its end: [*begin, *stop). */
static bool next_line(struct lines *l, const char **begin, const char **stop)
{
	if (l->p >= l->end)
		return false;
	const char *newline = memchr(l->p, '\n', (size_t)(l->end - l->p));
	*begin = l->p;
	*stop = newline ? newline : l->end;
	l->p = newline ? newline + 1 : l->end;
	if (*stop > *begin && (*stop)[-1] == '\r')
		--*stop;
	return true;
}

/* Takes the next field of a line. Begin with *p at the begin of the line; it is NULL after the last
 * field. */
static void next_field(const char **p, const char *end, const char **begin, const char **stop)
{
	const char *tab = memchr(*p, '\t', (size_t)(end - *p));
	*begin = *p;
	*stop = tab ? tab : end;
	*p = tab ? tab + 1 : NULL;
}

/* Chooses which points are kept, evenly over the file, and allocates them. */
static const char *choose(struct embedding *e, size_t total, size_t dims, size_t points,
			  size_t numbers)
{
	if (!total || !dims)
		return "the file has no points";
	if (dims > numbers / 2 || total > UINT32_MAX)
		return too_wide;
	e->total = total;
	e->dims = dims;
	e->n = numbers / dims < points ? numbers / dims : points;
	e->n = total < e->n ? total : e->n;
	e->values = need_zeroed(e->n * dims, sizeof *e->values);
	e->row = need_zeroed(e->n, sizeof *e->row);
	for (size_t i = 0; i < e->n; i++)
		e->row[i] = (uint32_t)((uint64_t)i * total / e->n);
	return NULL;
}

static bool parse_number(const char *begin, const char *end, float *out)
{
	char text[NUMBER_TEXT], *stop;
	size_t n = (size_t)(end - begin);
	if (!n || n >= sizeof text)
		return false;
	memcpy(text, begin, n);
	text[n] = '\0';
	double value = strtod(text, &stop);
	while (*stop == ' ')
		stop++;
	*out = (float)value;
	return !*stop && isfinite(*out);
}

static bool parse_point(const char *p, const char *end, float *out, size_t dims)
{
	for (size_t k = 0; k < dims; k++) {
		const char *begin, *stop;
		if (!p)
			return false;
		next_field(&p, end, &begin, &stop);
		if (!parse_number(begin, stop, &out[k]))
			return false;
	}
	return !p;
}

static size_t count_fields(const char *begin, const char *end)
{
	size_t n = 1;
	for (const char *p = begin; p < end; p++)
		n += *p == '\t';
	return n;
}

const char *embedding_read_tsv(struct embedding *e, const char *text, size_t bytes, size_t points,
			       size_t numbers)
{
	struct lines lines = {text, text + bytes};
	const char *begin, *end;
	size_t total = 0, dims = 0, kept = 0;
	while (next_line(&lines, &begin, &end)) {
		if (begin == end)
			continue;
		if (!total++)
			dims = count_fields(begin, end);
	}
	const char *wrong = choose(e, total, dims, points, numbers);
	if (wrong)
		return wrong;
	lines = (struct lines){text, text + bytes};
	for (size_t i = 0; kept < e->n && next_line(&lines, &begin, &end);) {
		if (begin == end || i++ != e->row[kept])
			continue;
		if (!parse_point(begin, end, e->values + kept * dims, dims))
			return "a line is not a point: other text, or not as many numbers as the "
			       "first line";
		kept++;
	}
	return NULL;
}

const char *embedding_read_raw(struct embedding *e, const uint8_t *p, size_t bytes,
			       const uint64_t shape[2], size_t points, size_t numbers)
{
	if (!shape[0] || !shape[1])
		return "the configuration has no tensor_shape, which raw numbers need";
	if (shape[0] > bytes / 4 / shape[1] || shape[0] * shape[1] * 4 != bytes)
		return "the length of the file is not that of its tensor_shape";
	const char *wrong = choose(e, (size_t)shape[0], (size_t)shape[1], points, numbers);
	if (wrong)
		return wrong;
	for (size_t i = 0; i < e->n; i++)
		for (size_t k = 0; k < e->dims; k++) {
			const uint8_t *q = p + ((size_t)e->row[i] * e->dims + k) * 4;
			uint32_t word = (uint32_t)q[0] | (uint32_t)q[1] << 8 |
					(uint32_t)q[2] << 16 | (uint32_t)q[3] << 24;
			float value;
			memcpy(&value, &word, sizeof value);
			if (!isfinite(value))
				return "a coordinate is not finite";
			e->values[i * e->dims + k] = value;
		}
	return NULL;
}

/* --- labels ----------------------------------------------------------------------------------- */

static char *copy_field(const char *p, const char *end, size_t column)
{
	const char *begin = p, *stop = p;
	for (size_t k = 0; k <= column && p; k++) {
		begin = stop = end; /* a short line has no such field */
		next_field(&p, end, &begin, &stop);
		if (k < column && !p)
			begin = stop = end;
	}
	size_t n = (size_t)(stop - begin) < LABEL_MOST ? (size_t)(stop - begin) : LABEL_MOST;
	char *copy = need_zeroed(n + 1, 1);
	memcpy(copy, begin, n);
	return copy;
}

static size_t label_column(const char *p, const char *end)
{
	for (size_t k = 0; p; k++) {
		const char *begin, *stop;
		next_field(&p, end, &begin, &stop);
		if (stop - begin == 5 && !memcmp(begin, "label", 5))
			return k;
	}
	return 0;
}

/* Returns the place of a label among the groups, or of the first one behind it. */
static size_t group_of(const struct embedding *e, const char *label)
{
	size_t g = 0;
	while (g < e->n_groups && strcmp(e->groups[g].label, label) < 0)
		g++;
	return g;
}

/* Finds the groups; without a group if there are too many or only one. */
static void find_groups(struct embedding *e)
{
	for (size_t i = 0; i < e->n; i++) {
		size_t g = group_of(e, e->label[i]);
		if (g < e->n_groups && !strcmp(e->groups[g].label, e->label[i]))
			continue;
		if (e->n_groups == GROUPS_MOST) {
			e->n_groups = 0;
			return;
		}
		memmove(e->groups + g + 1, e->groups + g, (e->n_groups++ - g) * sizeof *e->groups);
		e->groups[g] = (struct label_group){e->label[i], 0};
	}
	if (e->n_groups < 2) {
		e->n_groups = 0;
		return;
	}
	e->group = need_zeroed(e->n, sizeof *e->group);
	for (size_t i = 0; i < e->n; i++) {
		e->group[i] = (uint8_t)group_of(e, e->label[i]);
		e->groups[e->group[i]].n++;
	}
}

void embedding_read_labels(struct embedding *e, const char *text, size_t bytes)
{
	struct lines lines = {text, text + bytes};
	const char *begin, *end;
	size_t column = 0, kept = 0;
	if (!bytes)
		return;
	struct lines first = lines;
	if (next_line(&first, &begin, &end) && count_fields(begin, end) > 1) {
		column = label_column(begin, end);
		lines = first;
	}
	e->label = need_zeroed(e->n, sizeof *e->label);
	for (size_t i = 0; kept < e->n && next_line(&lines, &begin, &end); i++)
		if (i == e->row[kept])
			e->label[kept++] = copy_field(begin, end, column);
	while (kept < e->n)
		e->label[kept++] = need_copy("");
	find_groups(e);
}
