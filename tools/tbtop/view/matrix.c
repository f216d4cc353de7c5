/* view: the values of a confusion matrix as numbers and as colours. */
#include "tbtop/view/matrix.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static double share_in(const struct confusion *c, enum confusion_share share,
		       struct class_range labels, struct class_range predictions)
{
	const struct class_range all = {0, c->n};
	double count = (double)confusion_block(c, labels, predictions), of = 1;
	if (share == SHARE_OF_ROW)
		of = (double)confusion_block(c, labels, all);
	else if (share == SHARE_OF_COLUMN)
		of = (double)confusion_block(c, all, predictions);
	else if (share == SHARE_OF_TOTAL)
		of = (double)confusion_total(c);
	return of > 0 ? count / of : (double)NAN;
}

double matrix_value(const struct matrix *m, struct class_range labels,
		    struct class_range predictions)
{
	double value = share_in(&m->shown->matrix, m->share, labels, predictions);
	if (m->from)
		value -= share_in(&m->from->matrix, m->share, labels, predictions);
	return value;
}

double matrix_cell(const struct matrix *m, size_t label, size_t prediction)
{
	return matrix_value(m, (struct class_range){label, label + 1},
			    (struct class_range){prediction, prediction + 1});
}

double matrix_full(const struct matrix *m, double most)
{
	bool whole = !m->from && (m->share == SHARE_OF_ROW || m->share == SHARE_OF_COLUMN);
	return whole || !(most > 0) ? 1 : most;
}

/* --- numbers ---------------------------------------------------------------------------------- */

void matrix_text(const struct matrix *m, double value, char text[FORMAT_TEXT])
{
	const char *sign = m->from ? "+" : "";
	bool negative = value < 0;
	double size = fabs(value);
	sign = negative ? "-" : sign;
	if (isnan(value))
		snprintf(text, FORMAT_TEXT, "-");
	else if (!(size > 0))
		snprintf(text, FORMAT_TEXT, "\u00b7");
	else if (m->share == SHARE_NONE)
		snprintf(text, FORMAT_TEXT, "%s%.0f", sign, size);
	else
		snprintf(text, FORMAT_TEXT, "%s%.*f", sign, size * 100 < 99.95, size * 100);
}

static int digits(int64_t n)
{
	int d = 1;
	for (; n >= 10; n /= 10)
		d++;
	return d;
}

int matrix_text_width(const struct matrix *m)
{
	int width = 4, sign = m->from != NULL;
	if (m->share == SHARE_NONE) {
		int64_t most = m->shown->matrix.most;
		if (m->from && m->from->matrix.most > most)
			most = m->from->matrix.most;
		width = digits(most) > 2 ? digits(most) : 2;
	}
	return width + sign;
}

void matrix_class(const struct confusion_value *value, size_t class, char text[CLASS_TEXT])
{
	if (!value->name) {
		snprintf(text, CLASS_TEXT, "%zu", class);
		return;
	}
	const char *name = value->name[class];
	size_t n = strlen(name);
	if (n >= CLASS_TEXT)
		for (n = CLASS_TEXT - 1; n > 0 && (name[n] & 0xc0) == 0x80;)
			n--;
	memcpy(text, name, n);
	text[n] = '\0';
}

/* --- colours ---------------------------------------------------------------------------------- */

/* Returns a colour between grey and another one. */
static colour from_grey(int red, int green, int blue, double t)
{
	enum { GREY = 0x58 };
	return COLOUR_RGB((int)(GREY + (red - GREY) * t), (int)(GREY + (green - GREY) * t),
			  (int)(GREY + (blue - GREY) * t));
}

/* The square root makes small shares visible. */
colour matrix_colour(const struct matrix *m, double strength)
{
	double t = sqrt(fmin(fabs(strength), 1));
	if (!m->from)
		return palette_ramp(t);
	return strength < 0 ? from_grey(0x40, 0x90, 0xf0, t) : from_grey(0xff, 0xa0, 0x30, t);
}

colour matrix_ink(colour background)
{
	double linear[3];
	for (int i = 0; i < 3; i++) {
		double c = (background >> (16 - 8 * i) & 255) / 255.0;
		linear[i] = c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
	}
	double luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
	/* Above it, the contrast with black is the larger one (WCAG 2). */
	return luminance > 0.179 ? COLOUR_RGB(0, 0, 0) : COLOUR_RGB(255, 255, 255);
}
