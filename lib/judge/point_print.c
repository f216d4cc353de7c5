/* judge: a print of the points of a scalar series. */
#include "judge/point_print.h"

#include <math.h>

#include "wire/crc32c.h"

/* Least number of changes of the value among the first points. */
enum { LEAST_CHANGES = 20 };
static const double EVEN = 1e-6; /* relative difference of changes that are equal */

static void add_checksums(struct tfe__point_print *p, const int64_t *step, const double *value,
			  size_t n)
{
	p->steps = tfe__crc32c(p->steps, step, n * sizeof *step);
	p->values = tfe__crc32c(p->values, value, n * sizeof *value);
	p->count += n;
}

static void add_to_head(struct tfe__point_print *p, double value)
{
	double change = value - p->last;
	if (p->count && isfinite(change) && change != 0) {
		p->changes++;
		if (change > 0)
			p->rises++;
		if (fabs(change - p->last_change) <= EVEN * fabs(change))
			p->even++;
		p->last_change = change;
	}
	p->fractions |= value != floor(value);
	p->last = value;
}

void tfe__point_print_add(struct tfe__point_print *p, const int64_t *step, const double *value,
			  size_t n)
{
	size_t i = 0;
	for (; i < n && p->count < TFE__PRINT_HEAD; i++) {
		add_to_head(p, value[i]);
		add_checksums(p, &step[i], &value[i], 1);
		p->head_steps = p->steps;
		p->head_values = p->values;
	}
	add_checksums(p, step + i, value + i, n - i);
}

bool tfe__point_print_is_telling(const struct tfe__point_print *p)
{
	bool monotonic = p->rises == 0 || p->rises == p->changes;
	return p->count >= TFE__PRINT_HEAD && p->changes >= LEAST_CHANGES &&
	       2 * p->even < p->changes && !(monotonic && !p->fractions);
}
