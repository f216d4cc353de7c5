/* term: whether the background of the terminal is dark or light. */
#include "tbtop/term/background.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum background background_of_variable(const char *colorfgbg)
{
	const char *last = colorfgbg ? strrchr(colorfgbg, ';') : NULL;
	char *end;
	long index = last ? strtol(last + 1, &end, 10) : -1;
	if (!last || end == last + 1 || *end || index < 0 || index > 15)
		return BACKGROUNDS;
	/* 7 and 15 are white; 8 is grey, and 9 to 14 are bright colours. */
	return index == 7 || index > 8 ? BACKGROUND_LIGHT : BACKGROUND_DARK;
}

/* Reads 1 to 4 hexadecimal digits as a number from 0 to 1. Returns the text after them, or NULL. */
static const char *read_part(const char *text, int most, double *part)
{
	char digits[5] = "";
	size_t n = strspn(text, "0123456789abcdefABCDEF");
	n = n > (size_t)most ? (size_t)most : n;
	if (!n)
		return NULL;
	memcpy(digits, text, n);
	*part = (double)strtol(digits, NULL, 16) / (double)((1L << (4 * n)) - 1);
	return text + n;
}

/* The relative luminance of WCAG 2. */
static double luminance(const double part[3])
{
	static const double weight[3] = {0.2126, 0.7152, 0.0722};
	double sum = 0;
	for (int i = 0; i < 3; i++)
		sum += weight[i] *
		       (part[i] <= 0.03928 ? part[i] / 12.92 : pow((part[i] + 0.055) / 1.055, 2.4));
	return sum;
}

enum background background_of_reply(const char *text)
{
	double part[3];
	bool slashes = !strncmp(text, "rgb:", 4);
	if (!slashes && *text != '#')
		return BACKGROUNDS;
	text += slashes ? 4 : 1;
	for (int i = 0; i < 3; i++) {
		if (i && slashes && *text++ != '/')
			return BACKGROUNDS;
		text = read_part(text, slashes ? 4 : 2, &part[i]);
		if (!text)
			return BACKGROUNDS;
	}
	/* At this luminance, black and white text have the same contrast. */
	return luminance(part) > 0.179 ? BACKGROUND_LIGHT : BACKGROUND_DARK;
}

/* It is global because curses supports one terminal per process. */
static enum background current;

enum background term_background(void)
{
	return current;
}

void term_set_background(enum background background)
{
	if (background < BACKGROUNDS)
		current = background;
}
