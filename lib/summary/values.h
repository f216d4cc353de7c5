/* summary: loads the elements of a tensor as floats or doubles from any numeric type. */
#ifndef TFE_SUMMARY_VALUES_H
#define TFE_SUMMARY_VALUES_H

#include <stdbool.h>
#include <stddef.h>

#include <tfevents/dtype.h>

/* Returns whether elements of the type can be loaded (float16/32/64, bfloat16, integers), and
 * whether every number of the type is exact as a float. */
bool tfe__values_are_numbers(tfe_dtype dtype);
bool tfe__values_fit_float(tfe_dtype dtype);

/* Loads n elements from element `first` on; `values` need not be aligned. 64-bit integers are
 * rounded. */
void tfe__values_load_float(float *out, const void *values, tfe_dtype dtype, size_t first,
			    size_t n);
void tfe__values_load_double(double *out, const void *values, tfe_dtype dtype, size_t first,
			     size_t n);

#endif
