/* judge: a print of the points of a scalar series, by which equal series of runs are found. */
#ifndef TFE_JUDGE_POINT_PRINT_H
#define TFE_JUDGE_POINT_PRINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The first points of a series. Series with fewer points are not compared. */
enum { TFE__PRINT_HEAD = 100 };

/* Checksums of steps and values: of all points and of the first TFE__PRINT_HEAD ones. Initialise it
 * with 0. */
struct tfe__point_print {
	uint64_t count;
	uint32_t steps, values;
	uint32_t head_steps, head_values;
	/* Of the first TFE__PRINT_HEAD points: number of changes of the value, of changes upwards,
	 * and of changes as large as the one before; whether a value is no integer. */
	double last, last_change;
	uint8_t changes, rises, even;
	bool fractions;
};

/* Adds points. The result does not depend on the division of the points among calls. */
void tfe__point_print_add(struct tfe__point_print *print, const int64_t *step, const double *value,
			  size_t n);

/* Whether equal points in two runs are evidence that one is a copy of the other: they are enough,
 * and neither almost constant nor a counter. */
bool tfe__point_print_is_telling(const struct tfe__point_print *print);

#endif
