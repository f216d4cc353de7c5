/* common: trend and noise of the points of a series. */
#include "common/spread.h"

#include <math.h>

void spread_init(struct spread *s, double most)
{
	*s = (struct spread){.exponent = most != 0 && isfinite(most) ? ilogb(most) : 0};
}

void spread_add(struct spread *s, double x, double y)
{
	if (!isfinite(y) || !isfinite(x))
		return;
	y = scalbn(y, -s->exponent);
	if (s->count)
		s->steps += (y - s->last_y) * (y - s->last_y);
	s->last_y = y;
	s->count++;
	double dx = x - s->mean_x, dy = y - s->mean_y;
	s->mean_x += dx / (double)s->count;
	s->mean_y += dy / (double)s->count;
	s->xx += dx * (x - s->mean_x);
	s->xy += dx * (y - s->mean_y);
	s->yy += dy * (y - s->mean_y);
}

double spread_slope(const struct spread *s)
{
	return s->count >= 2 && s->xx > 0 ? scalbn(s->xy / s->xx, s->exponent) : NAN;
}

double spread_smoothness(const struct spread *s)
{
	if (s->count < 3)
		return NAN;
	if (s->yy <= 0)
		return 1;
	double successive = s->steps / (double)(s->count - 1);
	double variance = s->yy / (double)s->count;
	return 1 - successive / variance / 2;
}
