/* Target functions: tfe__histogram_from_limits tfe__histogram_from_rows tfe_histogram_count
 * tfe_histogram_count_uniform tfe_histogram_quantile tfe_histogram_below tfe_histogram_rebin
 * tfe_histogram_get_shape tfe_histogram_get_moments
 *
 * For any limits, counts, moments and values, an accepted histogram keeps the rules of
 * tests/histogram_rules.h. The first byte selects the use of the doubles that follow. */
#include <float.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "histogram_rules.h"
#include "summary/histogram.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { NUMBERS = 192 };

static void expect_rules(const tfe_histogram *h)
{
	const char *broken = histogram_rules_broken(h);
	if (!broken)
		return;
	fprintf(stderr, "broken: %s\n", broken);
	for (size_t i = 0; i < h->rows; i++)
		fprintf(stderr, "  %a to %a: %a\n", h->row[i].left, h->row[i].right,
			h->row[i].count);
	abort();
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Reads four moments, then limits and counts. They are sorted, because hardly any unsorted ones
 * would be accepted. */
static tfe_status of_limits(tfe_histogram *h, double *x, size_t n, bool sorted)
{
	size_t limits = n > 4 ? (n - 4) / 2 : 0;
	if (!limits)
		return TFE_E_ARG;
	const tfe_histogram moments = {.min = x[0], .max = x[1], .sum = x[2], .sum_squares = x[3]};
	if (sorted) {
		qsort(x + 4, limits, sizeof *x, ascending);
		for (size_t i = 0; i < limits; i++)
			x[4 + limits + i] = fabs(x[4 + limits + i]);
	}
	return tfe__histogram_from_limits(h, &moments, x + 4, limits, x + 4 + limits, limits);
}

static tfe_status of_rows(tfe_histogram *h, double *x, size_t n, bool sorted)
{
	double rows[NUMBERS / 3][3];
	size_t k = n / 3;
	if (sorted)
		qsort(x, 2 * k, sizeof *x, ascending);
	for (size_t i = 0; i < k; i++) {
		rows[i][0] = x[2 * i];
		rows[i][1] = x[2 * i + 1];
		rows[i][2] = sorted ? fabs(x[2 * k + i]) : x[2 * k + i];
	}
	return tfe__histogram_from_rows(h, (const double(*)[3])rows, k);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	double x[NUMBERS], all = 0;
	tfe_histogram h;
	tfe_status status;
	if (size < 2)
		return 0;
	size_t n = (size - 2) / sizeof *x < NUMBERS ? (size - 2) / sizeof *x : NUMBERS;
	memcpy(x, data + 2, n * sizeof *x);
	tfe_histogram_init(&h, NULL);
	switch (data[0] % 6) {
	case 0:
	case 1:
		status = of_limits(&h, x, n, data[0] % 6);
		break;
	case 2:
	case 3:
		status = of_rows(&h, x, n, data[0] % 6 == 3);
		break;
	case 4:
		status = tfe_histogram_count(&h, x, TFE_DTYPE_FLOAT64, n);
		break;
	default:
		status = tfe_histogram_count_uniform(&h, x, TFE_DTYPE_FLOAT64, n, 1 + data[1] % 64);
	}
	if (!status) {
		for (size_t i = 0; i < h.rows; i++)
			all += h.row[i].count;
		if (all != h.num)
			abort();
		expect_rules(&h);
		for (size_t i = 0; i + 1 < n; i++) { /* any window */
			double bins[5];
			tfe_histogram_rebin(&h, x[i], x[i + 1], bins, 5);
			for (int b = 0; b < 5; b++)
				if (!(bins[b] >= 0 && bins[b] <= h.num * 1.000001))
					abort();
		}
	}
	tfe_histogram_release(&h);
	return 0;
}
