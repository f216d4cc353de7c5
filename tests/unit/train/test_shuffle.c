/* train: virtual epochs: orders are permutations, the same for every division into batches and
 * workers, and look random. */
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#include <tfevents/shuffle.h>

enum { MOST = 5000 };

static tfe_shuffle shuffled(uint64_t seed, int64_t examples)
{
	tfe_shuffle s = TFE_SHUFFLE_INIT;
	s.seed = seed;
	s.examples = examples;
	return s;
}

/* Reads an epoch in batches; returns the number of examples. */
static size_t read_epoch(tfe_shuffle *s, int64_t epoch, size_t batch, int64_t out[MOST])
{
	size_t n = 0, got;
	assert_int_equal(tfe_shuffle_begin(s, epoch, 0), TFE_OK);
	while ((got = tfe_shuffle_next(s, out + n, n + batch > MOST ? MOST - n : batch)) > 0)
		n += got;
	return n;
}

static void each_pass_is_a_permutation(void **state)
{
	(void)state;
	static const int64_t sizes[] = {1, 2, 3, 4, 5, 15, 16, 17, 64, 1000, 4097};
	static int64_t got[MOST];
	for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++)
		for (int64_t epoch = 0; epoch < 3; epoch++) {
			bool seen[MOST] = {false};
			tfe_shuffle s = shuffled(k, sizes[k]);
			assert_int_equal(read_epoch(&s, epoch, 7, got), sizes[k]);
			for (int64_t i = 0; i < sizes[k]; i++) {
				assert_in_range(got[i], 0, sizes[k] - 1);
				assert_false(seen[got[i]]);
				seen[got[i]] = true;
			}
		}
}

/* Orders never change: a training of another version or machine must see the same ones. */
static void orders_are_fixed(void **state)
{
	(void)state;
	int64_t got[MOST];
	tfe_shuffle s = shuffled(1, 10);
	read_epoch(&s, 0, 10, got);
	static const int64_t first[] = {3, 8, 4, 1, 2, 9, 0, 7, 6, 5};
	assert_memory_equal(got, first, sizeof first);
	read_epoch(&s, 1, 10, got);
	static const int64_t second[] = {0, 5, 8, 1, 9, 4, 6, 3, 2, 7};
	assert_memory_equal(got, second, sizeof second);
	s = shuffled(2, (int64_t)1 << 40);
	assert_int_equal(tfe_shuffle_begin(&s, 0, 12345), TFE_OK);
	assert_int_equal(tfe_shuffle_next(&s, got, 1), 1);
	assert_int_equal(got[0], 179056913596);
}

/* With an epoch of 100 of 70 examples, the first epochs are the sequence of the passes. */
static void virtual_epochs_follow_each_other(void **state)
{
	(void)state;
	static int64_t passes[MOST], epochs[MOST];
	size_t n = 0, m = 0;
	tfe_shuffle s = shuffled(5, 70);
	for (int64_t pass = 0; pass < 10; pass++)
		n += read_epoch(&s, pass, 32, passes + n);
	s.epoch_examples = 100;
	for (int64_t epoch = 0; epoch < 7; epoch++)
		m += read_epoch(&s, epoch, 9, epochs + m);
	assert_int_equal(n, 700);
	assert_int_equal(m, 700);
	assert_memory_equal(passes, epochs, 700 * sizeof *passes);
	/* An epoch that was interrupted continues. */
	assert_int_equal(tfe_shuffle_begin(&s, 2, 64), TFE_OK);
	assert_int_equal(tfe_shuffle_next(&s, epochs, 100), 36);
	assert_memory_equal(epochs, passes + 264, 36 * sizeof *passes);
}

static int compare(const void *a, const void *b)
{
	const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

/* Eight workers with batches of 4 train in each step the examples of one worker with batches of
 * 32, also at the end of an epoch that no batch divides. */
static void eight_workers_train_what_one_trains(void **state)
{
	(void)state;
	enum { WORKERS = 8, BATCH = 4, ALL = WORKERS * BATCH };
	tfe_shuffle one = shuffled(9, 1000), worker[WORKERS];
	one.epoch_examples = 333;
	for (int64_t w = 0; w < WORKERS; w++) {
		worker[w] = one;
		worker[w].worker = w;
		worker[w].workers = WORKERS;
	}
	for (int64_t epoch = 0; epoch < 5; epoch++) {
		size_t n, all = 0;
		int64_t want[ALL], got[ALL];
		assert_int_equal(tfe_shuffle_begin(&one, epoch, 0), TFE_OK);
		for (size_t w = 0; w < WORKERS; w++)
			assert_int_equal(tfe_shuffle_begin(&worker[w], epoch, 0), TFE_OK);
		do {
			size_t of_workers = 0;
			n = tfe_shuffle_next(&one, want, ALL);
			for (size_t w = 0; w < WORKERS; w++)
				of_workers += tfe_shuffle_next(&worker[w], got + of_workers, BATCH);
			assert_int_equal(of_workers, n);
			qsort(want, n, sizeof *want, compare);
			qsort(got, n, sizeof *got, compare);
			assert_memory_equal(want, got, n * sizeof *want);
			all += n;
		} while (n > 0);
		assert_int_equal(all, 333);
	}
}

/* Each of 5 examples is at each place in a fifth of the orders, within 5 standard deviations, and
 * each pair of places is as often in order as not. */
static void orders_look_random(void **state)
{
	(void)state;
	enum { N = 5, ORDERS = 5000 };
	int count[N][N] = {{0}}, ascending = 0;
	int64_t got[MOST];
	for (uint64_t seed = 0; seed < ORDERS; seed++) {
		tfe_shuffle s = shuffled(seed, N);
		read_epoch(&s, (int64_t)(seed % 3), N, got);
		for (size_t i = 0; i < N; i++)
			count[i][got[i]]++;
		ascending += got[1] < got[2];
	}
	for (size_t i = 0; i < N; i++)
		for (size_t k = 0; k < N; k++)
			assert_in_range(count[i][k], ORDERS / N - 141, ORDERS / N + 141);
	assert_in_range(ascending, ORDERS / 2 - 177, ORDERS / 2 + 177);
}

static void wrong_arguments_are_refused(void **state)
{
	(void)state;
	tfe_shuffle s = shuffled(0, 10), bad;
	int64_t got[1];
	assert_int_equal(tfe_shuffle_begin(NULL, 0, 0), TFE_E_ARG);
	assert_int_equal(tfe_shuffle_begin(&s, -1, 0), TFE_E_ARG);
	assert_int_equal(tfe_shuffle_begin(&s, INT64_MAX / 10, 0), TFE_E_ARG);
	assert_int_equal(tfe_shuffle_begin(&s, 0, -1), TFE_E_ARG);
	assert_int_equal(tfe_shuffle_begin(&s, 0, 11), TFE_E_ARG);
	assert_int_equal(tfe_shuffle_begin(&s, 0, 10), TFE_OK);
	assert_int_equal(tfe_shuffle_next(&s, got, 1), 0);
	const tfe_shuffle cases[] = {
		{.size = sizeof s},
		{.size = sizeof s, .examples = -1},
		{.size = sizeof s, .examples = 1, .epoch_examples = -1},
		{.size = sizeof s, .examples = 1, .worker = 1},
		{.size = sizeof s, .examples = 1, .worker = -1, .workers = 2},
		{.size = sizeof s, .examples = 1, .workers = -1},
		{.examples = 1},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		bad = cases[i];
		assert_int_equal(tfe_shuffle_begin(&bad, 0, 0), TFE_E_ARG);
	}
	/* More workers than examples: the last ones have none. */
	s = shuffled(0, 3);
	s.workers = INT64_MAX;
	s.worker = 3;
	assert_int_equal(tfe_shuffle_begin(&s, 0, 0), TFE_OK);
	assert_int_equal(tfe_shuffle_next(&s, got, 1), 0);
	s.worker = 2;
	assert_int_equal(tfe_shuffle_begin(&s, 0, 0), TFE_OK);
	assert_int_equal(tfe_shuffle_next(&s, got, 1), 1);
	assert_int_equal(tfe_shuffle_next(&s, got, 1), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_pass_is_a_permutation),
		cmocka_unit_test(orders_are_fixed),
		cmocka_unit_test(virtual_epochs_follow_each_other),
		cmocka_unit_test(eight_workers_train_what_one_trains),
		cmocka_unit_test(orders_look_random),
		cmocka_unit_test(wrong_arguments_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
