/* common: the values of a confusion matrix in a figure: shares, counts, differences, as numbers and
 * as colours. */
#include "common/figure_matrix.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"

/* --- values ----------------------------------------------------------------------------------- */

/* Adds the shares, times a factor, to n * n values. */
static void add_shares(const int64_t *counts, size_t n, enum confusion_share share, double factor,
		       double *value)
{
	double *row = need_zeroed(2 * n + 1, sizeof *row), *column = row + n, total = 0;
	for (size_t i = 0; i < n * n; i++) {
		row[i / n] += (double)counts[i];
		column[i % n] += (double)counts[i];
		total += (double)counts[i];
	}
	for (size_t i = 0; i < n * n; i++) {
		double of = share == SHARE_OF_ROW      ? row[i / n]
			    : share == SHARE_OF_COLUMN ? column[i % n]
			    : share == SHARE_OF_TOTAL  ? total
						       : 1;
		value[i] += of > 0 ? factor * (double)counts[i] / of : (double)NAN;
	}
	free(row);
}

void figure_matrix_init(struct figure_matrix *m)
{
	const size_t n = m->classes;
	double most = 0;
	m->value = need_zeroed(n * n + 1, sizeof *m->value);
	add_shares(m->counts, n, m->share, 1, m->value);
	if (m->from)
		add_shares(m->from, n, m->share, -1, m->value);
	for (size_t i = 0; i < n * n; i++)
		most = fmax(most, fabs(m->value[i])); /* fmax ignores NaN */
	bool whole = !m->from && (m->share == SHARE_OF_ROW || m->share == SHARE_OF_COLUMN);
	m->full = whole || !(most > 0) ? 1 : most;
}

void figure_matrix_release(struct figure_matrix *m)
{
	free(m->value);
	m->value = NULL;
}

/* --- texts ------------------------------------------------------------------------------------ */

void figure_class_name(const struct figure_matrix *m, size_t i, char text[FIGURE_CLASS])
{
	if (m->name)
		snprintf(text, FIGURE_CLASS, "%.20s", m->name[i]);
	else
		snprintf(text, FIGURE_CLASS, "%zu", i);
	/* A name that was cut within a character ends before it. */
	size_t n = strlen(text);
	if (n == 20 && m->name && m->name[i][20])
		while (n && ((unsigned char)m->name[i][n] & 0xc0) == 0x80)
			text[--n] = 0;
}

void figure_matrix_text(const struct figure_matrix *m, double value, char text[FIGURE_VALUE])
{
	const char *sign = value < 0 ? "\xe2\x88\x92" : m->from && value > 0 ? "+" : "";
	double size = fabs(value);
	if (isnan(value))
		snprintf(text, FIGURE_VALUE, "-");
	else if (m->share == SHARE_NONE || !(size > 0))
		snprintf(text, FIGURE_VALUE, "%s%.0f", sign, size);
	else
		snprintf(text, FIGURE_VALUE, "%s%.*f", sign, size * 100 < 99.95, size * 100);
}

const char *figure_matrix_meaning(const struct figure_matrix *m)
{
	static const char *const meaning[SHARES][2] = {
		[SHARE_OF_ROW] = {"% of the true class", "difference of % of the true class"},
		[SHARE_OF_COLUMN] = {"% of the predicted class",
				     "difference of % of the predicted class"},
		[SHARE_OF_TOTAL] = {"% of all examples", "difference of % of all examples"},
		[SHARE_NONE] = {"examples", "difference of examples"},
	};
	return meaning[m->share][m->from != NULL];
}

/* --- colours ---------------------------------------------------------------------------------- */

static double strength(const struct figure_matrix *m, double value)
{
	return isnan(value) ? 0 : fmin(fabs(value) / m->full, 1);
}

uint32_t figure_matrix_colour(const struct figure_matrix *m, double value)
{
	return figure_mix(figure_background(m->theme), figure_colour(m->theme, value < 0),
			  strength(m, value));
}

uint32_t figure_matrix_ink(const struct figure_matrix *m, double value)
{
	return strength(m, value) > 0.5 ? figure_background(m->theme) : figure_foreground(m->theme);
}
