/* view: long names keep the part that differs; values have the digits that their axis resolves. */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tbtop/model/model.h"
#include "tbtop/view/names.h"
#include "tbtop/view/value_text.h"

/* Returns a name as it is drawn in `width` columns beside its neighbours, with '~' for an
 * ellipsis. */
static const char *drawn(const char *name, const char *before, const char *after, int width)
{
	static char text[256];
	struct grid g;
	grid_init(&g, width, 1, GLYPHS_ASCII);
	int used = name_draw(&g, (struct rect){0, 0, width, 1}, name,
			     name_difference(name, before, after), (struct style){0});
	assert_in_range(used, 0, width);
	for (int x = 0; x < width; x++)
		text[x] = (char)grid_at(&g, x, 0)->cp[0];
	text[width] = '\0';
	while (width > 0 && text[width - 1] == ' ')
		text[--width] = '\0';
	grid_release(&g);
	return text;
}

static void short_names_are_whole(void **state)
{
	(void)state;
	assert_string_equal(drawn("loss", NULL, NULL, 20), "loss");
	assert_string_equal(drawn("", NULL, NULL, 20), "");
	assert_string_equal(drawn("12345678", NULL, NULL, 8), "12345678");
}

/* An ellipsis that omits nothing would be read as a gap. */
static void a_name_that_differs_near_its_beginning_is_cut_once(void **state)
{
	(void)state;
	assert_string_equal(drawn("batch_examples_per_second", "batch_accuracy", "batch_loss", 22),
			    "batch_examples_per_se~");
}

static void the_end_that_differs_remains(void **state)
{
	(void)state;
	assert_string_equal(drawn("grad/encoder/layer_norm/number_003",
				  "grad/encoder/layer_norm/number_001",
				  "grad/encoder/layer_norm/number_007", 20),
			    "grad/~orm/number_003");
	assert_string_equal(drawn("exp_resnet50_lr1e-01_bs16_seed0", NULL,
				  "exp_resnet50_lr1e-01_bs16_seed20", 18),
			    "exp~-01_bs16_seed0");
}

static void a_middle_that_differs_remains(void **state)
{
	(void)state;
	static const char end[] = "_with_a_very_long_description_of_it";
	char a[80], b[80];
	snprintf(a, sizeof a, "experiment_lr=0.1%s", end);
	snprintf(b, sizeof b, "experiment_lr=0.2%s", end);
	char shown[80];
	snprintf(shown, sizeof shown, "%s", drawn(a, NULL, b, 20));
	assert_non_null(strstr(shown, "0.1"));
	assert_non_null(strstr(drawn(b, a, NULL, 20), "0.2"));
	/* Any difference in any width makes a difference on the screen. */
	for (size_t at = 0; at < 40; at++)
		for (int width = 8; width < 40; width++) {
			char x[64], y[64];
			memset(x, 'n', 40);
			x[40] = '\0';
			memcpy(y, x, sizeof x);
			x[at] = '1';
			y[at] = '2';
			snprintf(shown, sizeof shown, "%s", drawn(x, NULL, y, width));
			assert_string_not_equal(shown, drawn(y, x, NULL, width));
		}
}

static const char *valued(double value, double lo, double hi)
{
	static char text[VALUE_TEXT];
	value_text(text, value, &(struct axis){SCALE_NUMBER, lo, hi, 1});
	return text;
}

static void values_have_the_digits_of_their_axis(void **state)
{
	(void)state;
	assert_string_equal(valued(0.4958, 0, 1), "0.4958");
	assert_string_equal(valued(999999.0625, 999999, 1000001), "999999.06");
	assert_string_equal(valued(1.00000012, 0.9999999, 1.0000002), "1.000000120");
	assert_string_equal(valued(123456789, 0, 2e8), "1.235e8");
	assert_string_equal(valued(0, -1, 1), "0");
	assert_string_equal(valued(NAN, 0, 1), "NaN");
	assert_string_equal(valued(INFINITY, 0, 1), "+Inf");
	srandom(5);
	for (int round = 0; round < 20000; round++) {
		double scale = pow(10, (double)(random() % 600) / 10 - 30);
		double lo = (double)(random() % 2000001 - 1000000) * scale;
		double hi = lo + (1 + (double)(random() % 1000)) * scale;
		double value = lo + (hi - lo) * (double)(random() % 1001) / 1000;
		const char *text = valued(value, lo, hi);
		/* The text is nearer to the value than a tenth of the distance of 20 ticks. */
		double error = fabs(strtod(text, NULL) - value);
		assert_true(error <= (hi - lo) / 200 + 1e-16 * fabs(value));
		assert_true(strlen(text) < VALUE_TEXT - 1);
	}
	static const double odd[] = {5e-324, -DBL_MAX, DBL_MAX, DBL_MIN, 1e15, -1e-5};
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
		for (size_t k = 0; k < sizeof odd / sizeof *odd; k++)
			if (odd[i] < odd[k]) {
				double near = strtod(valued(odd[i], odd[i], odd[k]), NULL);
				double error = isinf(near) ? 0 : fabs(near - odd[i]);
				assert_true(error <= 0.01 * fabs(odd[i]));
			}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(short_names_are_whole),
		cmocka_unit_test(a_name_that_differs_near_its_beginning_is_cut_once),
		cmocka_unit_test(the_end_that_differs_remains),
		cmocka_unit_test(a_middle_that_differs_remains),
		cmocka_unit_test(values_have_the_digits_of_their_axis),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
