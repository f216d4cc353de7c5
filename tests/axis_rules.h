/* tests: the rules that the ticks of every axis keep, for any bounds. */
#ifndef TESTS_AXIS_RULES_H
#define TESTS_AXIS_RULES_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tbtop/view/axis.h"

/* Returns the value that the label of a number denotes; NaN if it is not a number. */
static inline double axis_rules_number(const char *text)
{
	static const char suffixes[] = "kMGT";
	char *end;
	double value = strtod(text, &end);
	const char *suffix = *end ? strchr(suffixes, *end) : NULL;
	if (suffix)
		for (end++; suffix >= suffixes; suffix--)
			value *= 1000;
	return end == text || (*end && strcmp(end, "s") != 0) ? NAN : value;
}

/* Returns whether each label denotes the position of its tick, to a millionth of the distance of
 * ticks or the precision of a double. */
static inline bool axis_rules_exact(const struct axis *axis, const struct ticks *ticks)
{
	for (int i = 0; i < ticks->n; i++) {
		double at = ticks->tick[i].at, said = axis_rules_number(ticks->tick[i].text);
		double span = axis->hi / 2 - axis->lo / 2;
		if (!(fabs(said - at) <= 1e-8 * span + 4e-16 * fabs(at)))
			return false;
	}
	return true;
}

/* Returns the rule that is broken; NULL if none is. */
static inline const char *axis_rules_broken(const struct axis *axis, int most,
					    const struct ticks *ticks)
{
	if (ticks->n < 0 || ticks->n > most)
		return "the number of ticks has a bound";
	for (int i = 0; i < ticks->n; i++) {
		const struct tick *t = &ticks->tick[i];
		if (!(t->at >= axis->lo && t->at <= axis->hi))
			return "ticks lie on the axis";
		if (i && !(t->at > t[-1].at))
			return "ticks ascend";
		if (!*t->text || !memchr(t->text, 0, TICK_TEXT - 1))
			return "labels are not cut";
		if (i && !strcmp(t->text, t[-1].text))
			return "neighbours have different labels";
		for (int k = 0; axis->kind != SCALE_WALL && k < i; k++)
			if (!strcmp(t->text, ticks->tick[k].text))
				return "labels differ";
	}
	bool numbers =
		axis->kind == SCALE_NUMBER || axis->kind == SCALE_STEP || axis->kind == SCALE_LOG;
	return numbers && !axis_rules_exact(axis, ticks) ? "labels say where ticks are" : NULL;
}

#endif
