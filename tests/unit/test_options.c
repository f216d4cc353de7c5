/* base: the size of an options struct, by one rule in every function that takes one. */
#include <stdio.h>
#include <string.h>

#include "unit/logdir_bytes.h"

#include <tfevents/logdir.h>
#include <tfevents/reader.h>
#include <tfevents/train.h>
#include <tfevents/writer.h>

#include "base/options.h"

/* --- the functions, each called with a struct of options that begins with its size -------------------- */

static tfe_status open_writer(const char *dir, const void *options, tfe_error *error)
{
	tfe_writer *w;
	tfe_status status = tfe_writer_open(dir, options, &w, error);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	return status;
}

static tfe_status open_callback(const char *dir, const void *options, tfe_error *error)
{
	tfe_callback *cb;
	tfe_status status = tfe_callback_open(dir, options, &cb, error);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	return status;
}

static tfe_status open_callback_writer(const char *dir, const void *options, tfe_error *error)
{
	const tfe_callback_options of_callback = {.size = sizeof of_callback, .writer = options};
	return open_callback(dir, &of_callback, error);
}

static tfe_status open_reader(const char *dir, const void *options, tfe_error *error)
{
	char path[8192];
	snprintf(path, sizeof path, "%.4000s/events.out.tfevents.1", dir);
	FILE *f = fopen(path, "ab");
	assert_non_null(f);
	assert_int_equal(fclose(f), 0);
	tfe_reader *r;
	tfe_status status = tfe_reader_open(path, options, &r, error);
	tfe_reader_close(r);
	return status;
}

static tfe_status open_logdir(const char *dir, const void *options, tfe_error *error)
{
	tfe_logdir *d;
	tfe_status status = tfe_logdir_open(&dir, 1, options, &d, error);
	tfe_logdir_close(d);
	return status;
}

static const struct {
	const char *type;
	size_t size;
	tfe_status (*open)(const char *dir, const void *options, tfe_error *error);
} functions[] = {
	{"tfe_writer_options", sizeof(tfe_writer_options), open_writer},
	{"tfe_callback_options", sizeof(tfe_callback_options), open_callback},
	{"tfe_writer_options", sizeof(tfe_writer_options), open_callback_writer},
	{"tfe_reader_options", sizeof(tfe_reader_options), open_reader},
	{"tfe_logdir_options", sizeof(tfe_logdir_options), open_logdir},
};

/* A struct of options of any type: the size, then fields that may lie beyond what the type has. */
union options {
	size_t size;
	unsigned char bytes[512];
	void *aligned;
};

static void remove_tree(char *dir)
{
	const char *const runs[] = {"train", "validation"};
	for (size_t i = 0; i < 2; i++) {
		char path[4200];
		snprintf(path, sizeof path, "%.4000s/%s", dir, runs[i]);
		if (access(path, F_OK) == 0) {
			for_each_file(path, remove_file, NULL);
			assert_int_equal(rmdir(path), 0);
		}
	}
	remove_logdir(dir);
}

static void check(size_t i, const union options *options, tfe_status want)
{
	char *dir = make_logdir();
	tfe_error error = {.status = TFE_OK};
	tfe_status status = functions[i].open(dir, options, &error);
	if (status != want)
		fail_msg("%s (%zu) of size %zu: status %d", functions[i].type, i, options->size,
			 (int)status);
	if (want) {
		assert_int_equal(error.status, want);
		assert_non_null(strstr(error.message, functions[i].type));
		assert_non_null(strstr(error.message, "size"));
	}
	remove_tree(dir);
}

static void every_function_has_the_same_rule(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
		const size_t size = functions[i].size;
		/* Nothing is known of a struct whose size was not set, or was set to nonsense. */
		const size_t wrong[] = {0, 1, sizeof(size_t) - 1, size - 1, size + 1, SIZE_MAX,
					SIZE_MAX - sizeof(size_t) + 1};
		for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++)
			check(i, &(union options){.size = wrong[k]}, TFE_E_ARG);
		check(i, &(union options){.size = size}, TFE_OK);
		/* An older caller has fewer fields; what lies behind them is not looked at. */
		union options older = {.size = sizeof(size_t)};
		memset(older.bytes + sizeof(size_t), 0xff, sizeof older - sizeof(size_t));
		check(i, &older, TFE_OK);
		/* A newer caller has more fields, and may use those that this library has. */
		union options newer = {.size = size + 64};
		check(i, &newer, TFE_OK);
		newer.bytes[size + 63] = 1;
		check(i, &newer, TFE_E_ARG);
		newer.size = size;
		check(i, &newer, TFE_OK);
	}
}

static void fields_that_the_caller_does_not_have_are_zero(void **state)
{
	(void)state;
	struct {
		size_t size;
		int64_t a, b;
	} to, given = {sizeof given, 1, 2};
	assert_int_equal(tfe__options_copy(&to, sizeof to, &given, "given", NULL), TFE_OK);
	assert_int_equal(to.b, 2);
	given.size = 16;
	assert_int_equal(tfe__options_copy(&to, sizeof to, &given, "given", NULL), TFE_OK);
	assert_int_equal(to.size, sizeof to);
	assert_int_equal(to.a, 1);
	assert_int_equal(to.b, 0);
	assert_int_equal(tfe__options_copy(&to, sizeof to, NULL, "given", NULL), TFE_OK);
	assert_int_equal(to.size, sizeof to);
	assert_int_equal(to.a, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_function_has_the_same_rule),
		cmocka_unit_test(fields_that_the_caller_does_not_have_are_zero),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
