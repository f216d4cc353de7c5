/* Numbers as logs print them, and the steps of lines. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "common/metric_number.h"
#include "common/metric_steps.h"
#include "common/metric_text.h"

static double number(const char *text)
{
	struct metric_number n;
	return metric_number_parse(text, strlen(text), &n) ? n.value : -1234;
}

static void test_numbers(void **state)
{
	(void)state;
	assert_true(number("1e-3,") == 1e-3);
	assert_true(number("-0.5") == -0.5);
	assert_true(number(".25") == .25);
	assert_true(number("1,234,567.5 x") == 1234567.5);
	assert_true(number("1,23") == 1);
	assert_true(number("0,123") == 0);
	assert_true(number("12,3456") == 12);
	assert_true(number("5. ") == 5);
	assert_true(number("95.5%") == 95.5);
	assert_true(number("3.5G") == 3.5e9);
	assert_true(number("250ms/step") == 250);
	assert_true(number("1.25D-01") == .125);
	assert_true(number("5D") == -1234);
	assert_true(isnan(number("nan")));
	assert_true(isnan(number("NaN,")));
	assert_true(isnan(number("-nan")));
	assert_true(number("inf") == INFINITY);
	assert_true(number("-Infinity") == -INFINITY);
	assert_true(number("1e400") == INFINITY);
	static const char *const none[] = {"",      "-",    "x",     "00:05", "2021-01-01", "1.2.3",
					   "5days", "nano", "infer", "+",     "e5"};
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_true(number(none[i]) == -1234);
	/* A number of a thousand digits is none. */
	char digits[1001];
	memset(digits, '9', sizeof digits);
	struct metric_number n;
	assert_false(metric_number_parse(digits, sizeof digits, &n));
}

/* Parses lines and returns the step of the last one. */
static int64_t step_of(const char *const *line, size_t n)
{
	struct metric_steps steps = {0};
	struct metric_row row = {0};
	int64_t step = -1;
	for (size_t i = 0; i < n; i++) {
		metric_row_clear(&row);
		metric_text_parse(&row, line[i], strlen(line[i]));
		step = metric_steps_next(&steps, &row);
	}
	metric_row_release(&row);
	return step;
}

#define STEP(...)                                                                                  \
	step_of((const char *const[]){__VA_ARGS__},                                                \
		sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void test_steps(void **state)
{
	(void)state;
	assert_int_equal(STEP("loss 0.5", "loss 0.4"), 1);
	assert_int_equal(STEP("step 7 loss 0.5"), 7);
	assert_int_equal(STEP("step=-7, loss=0.5"), -7);
	assert_int_equal(STEP("epoch 3 loss=0.5"), 3);
	assert_int_equal(STEP("epoch 3 loss=0.5", "val_loss=0.5"), 3);
	assert_int_equal(STEP("epoch 0.5 loss=0.5", "epoch 0.75 loss=0.5"), 1);
	assert_int_equal(STEP("Epoch 1/3", "10/10 loss: 1", "Epoch 3/3", "10/10 loss: 1"), 20);
	assert_int_equal(STEP("epoch 1 [8/10] loss: 1", "epoch 4 [3/10] loss: 1"), 33);
	assert_int_equal(STEP("5/10 loss=1", "2/10 loss=1"), 12);
	/* The shorter count of an evaluation does not go back. */
	assert_int_equal(STEP("50/100 loss=1", "10/10 acc=1", "2/10 acc=1"), 50);
	assert_int_equal(STEP("9223372036854775807/9223372036854775807 a=1"), 0);
	assert_int_equal(STEP("epoch 1e300 loss=1", "loss=2"), 1);
	assert_int_equal(STEP("epoch nan loss=1"), 0);
}

static void test_names(void **state)
{
	(void)state;
	static const char *const lines[][2] = {
		{"Test set: Average loss: 0.5", "test/Average loss"},
		{"{'eval_loss': '0.5'}", "eval_loss"},
		{"training's l2: 0.5", "training's l2"},
		{"Acc@1 0.5", "Acc@1"},
		{"mfu (%): 0.5", "mfu"},
		{"Validation | loss 0.5", "val/loss"},
		{"train.py:12 - INFO - lr = 0.5", "lr"},
		{"\xff\xfe: 0.5", "\xef\xbf\xbd\xef\xbf\xbd"},
		{"\xe6\x8d\x9f\xe5\xa4\xb1: 0.5", "\xe6\x8d\x9f\xe5\xa4\xb1"},
	};
	struct metric_row row = {0};
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		metric_row_clear(&row);
		metric_text_parse(&row, lines[i][0], strlen(lines[i][0]));
		assert_int_equal(row.count, 1);
		assert_string_equal(metric_row_name(&row, 0), lines[i][1]);
		assert_true(row.metric[0].value == 0.5);
	}
	static const char *const nothing[] = {"45%|    | 1/2 [00:05<00:06, 8.9it/s]",
					      "eta: 5 days, 3:04:30", "[12:00:00] started",
					      "see http://localhost:6006/",
					      "the accuracy of the best of all models: 0.5"};
	for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++) {
		metric_row_clear(&row);
		metric_text_parse(&row, nothing[i], strlen(nothing[i]));
		assert_int_equal(row.count, 0);
	}
	metric_row_release(&row);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_steps),
		cmocka_unit_test(test_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
