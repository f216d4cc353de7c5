/* For unit tests of health: a run that the test feeds, and the findings of its rules. */
#ifndef TESTS_UNIT_HEALTH_H
#define TESTS_UNIT_HEALTH_H

#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#include <tfevents/health.h>

static inline tfe_health *fresh(void)
{
	tfe_health *health;
	assert_int_equal(tfe_health_open(NULL, &health), TFE_OK);
	return health;
}

static inline void scalar(tfe_health *health, const char *tag, int64_t step, double value)
{
	assert_int_equal(tfe_health_add_scalar(health, tag, step, value), TFE_OK);
}

/* Returns a number spread evenly over [0, 1), the same for the same i. */
static inline double unit(size_t i)
{
	uint64_t x = (uint64_t)i * UINT64_C(0x9e3779b97f4a7c15) + UINT64_C(0x1234567);
	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (double)((x ^ (x >> 31)) >> 11) / 9007199254740992.0;
}

/* Returns the i-th value of a standard normal distribution. */
static inline double normal(size_t i)
{
	return sqrt(-2 * log(1 - unit(2 * i))) * cos(6.283185307179586 * unit(2 * i + 1));
}

/* Counts values into a histogram and feeds it; with rows of equal width if `uniform` is set. */
static inline void tensor(tfe_health *health, const char *tag, int64_t step, const double *values,
			  size_t n, bool uniform)
{
	tfe_histogram h;
	tfe_histogram_init(&h, NULL);
	if (uniform)
		assert_int_equal(tfe_histogram_count_uniform(&h, values, TFE_DTYPE_FLOAT64, n, 30),
				 TFE_OK);
	else
		assert_int_equal(tfe_histogram_count(&h, values, TFE_DTYPE_FLOAT64, n), TFE_OK);
	assert_int_equal(tfe_health_add_histogram(health, tag, step, &h), TFE_OK);
	tfe_histogram_release(&h);
}

/* Feeds n values of mean 0 and the given spread; a different `salt` gives different draws. */
static inline void bell(tfe_health *health, const char *tag, int64_t step, size_t n, double spread,
			size_t salt)
{
	double *values = malloc((n + 1) * sizeof(*values));
	assert_non_null(values);
	for (size_t i = 0; i < n; i++)
		values[i] = spread * normal(i + salt * 100003);
	tensor(health, tag, step, values, n, false);
	free(values);
}

static inline void constant(tfe_health *health, const char *tag, int64_t step, size_t n,
			    double value, bool uniform)
{
	double *values = malloc((n + 1) * sizeof(*values));
	assert_non_null(values);
	for (size_t i = 0; i < n; i++)
		values[i] = value;
	tensor(health, tag, step, values, n, uniform);
	free(values);
}

/* Judges; returns the number of findings. */
static inline size_t judge(tfe_health *health)
{
	assert_int_equal(tfe_health_judge(health), TFE_OK);
	return tfe_health_finding_count(health);
}

static inline tfe_finding finding_at(const tfe_health *health, size_t i)
{
	tfe_finding finding = TFE_FINDING_INIT;
	assert_int_equal(tfe_health_get_finding(health, i, &finding), TFE_OK);
	return finding;
}

static inline bool has_tag(const tfe_finding *finding, const char *tag)
{
	size_t i = 0;
	while (i < finding->tag_count && strcmp(finding->tags[i], tag) != 0)
		i++;
	return i < finding->tag_count;
}

/* Returns the finding of a rule, about a tag among others or about any if the tag is NULL; NULL
 * if there is none. The result is valid until the second following call. */
static inline const tfe_finding *found(tfe_health *health, const char *rule, const char *tag)
{
	static tfe_finding kept[2];
	static unsigned turn;
	for (size_t i = 0, n = judge(health); i < n; i++) {
		tfe_finding f = finding_at(health, i);
		if (strcmp(f.rule, rule) == 0 && (!tag || has_tag(&f, tag))) {
			turn = !turn;
			kept[turn] = f;
			return &kept[turn];
		}
	}
	return NULL;
}

/* Returns the number of series in findings with a severity above info. */
static inline size_t alarms(tfe_health *health)
{
	size_t count = 0;
	for (size_t i = 0, n = judge(health); i < n; i++) {
		const tfe_finding f = finding_at(health, i);
		count += f.severity != TFE_SEVERITY_INFO ? f.tag_count : 0;
	}
	return count;
}

#endif
