/* view and term: colours contrast with dark and light backgrounds (WCAG 2), and the background is
 * found. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tbtop/term/background.h"
#include "tbtop/view/palette.h"

static double luminance(uint32_t rgb)
{
	static const double weight[3] = {0.2126, 0.7152, 0.0722};
	double sum = 0;
	for (int i = 0; i < 3; i++) {
		double c = (rgb >> (16 - 8 * i) & 255) / 255.0;
		sum += weight[i] * (c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
	}
	return sum;
}

static double contrast(uint32_t a, uint32_t b)
{
	double x = luminance(a), y = luminance(b);
	return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

/* The colours of xterm's cube and grey ramp. */
static uint32_t rgb_of_256(int index)
{
	static const uint32_t level[6] = {0, 95, 135, 175, 215, 255};
	assert_in_range(index, 16, 255);
	if (index >= 232) {
		uint32_t grey = 8 + 10 * ((uint32_t)index - 232);
		return grey << 16 | grey << 8 | grey;
	}
	index -= 16;
	return level[index / 36] << 16 | level[index / 6 % 6] << 8 | level[index % 6];
}

static uint32_t shown(enum role role, enum colour_tier tier, enum background b)
{
	int32_t value = palette_paint(role, tier, b).value;
	return tier == COLOURS_TRUE ? (uint32_t)value : rgb_of_256(value);
}

static const uint32_t papers[BACKGROUNDS] = {0x000000, 0xffffff};

static void text_contrasts_with_every_background(void **state)
{
	(void)state;
	int texts = 0;
	for (int b = 0; b < BACKGROUNDS; b++)
		for (int role = COLOUR_DEFAULT + 1; role < ROLES; role++)
			for (int tier = COLOURS_TRUE; tier <= COLOURS_256; tier++) {
				if (!palette_is_text((enum role)role))
					continue;
				texts++;
				double c = contrast(papers[b],
						    shown((enum role)role, (enum colour_tier)tier,
							  (enum background)b));
				if (c < 4.5)
					fail_msg("role %d on background %d: %.2f", role, b, c);
			}
	assert_true(texts >= 2 * 2 * (8 + RUN_COLOURS));
}

/* Backgrounds are seldom pure. */
static void true_colours_contrast_with_soft_backgrounds(void **state)
{
	(void)state;
	static const uint32_t soft[BACKGROUNDS] = {0x16181d, 0xf5f5f5};
	for (int b = 0; b < BACKGROUNDS; b++)
		for (int role = COLOUR_DEFAULT + 1; role < ROLES; role++)
			if (palette_is_text((enum role)role))
				assert_true(contrast(soft[b], palette_rgb((colour)role, 0,
									  (enum background)b)) >=
					    4.5);
}

static void noise_is_weaker_than_its_smoothed_curve(void **state)
{
	(void)state;
	for (int b = 0; b < BACKGROUNDS; b++)
		for (int run = 0; run < RUN_COLOURS; run++)
			for (int tier = COLOURS_TRUE; tier <= COLOURS_256; tier++) {
				double strong = contrast(papers[b], shown(ROLE_RUN + run, tier, b));
				double weak =
					contrast(papers[b], shown(ROLE_RUN_DIM + run, tier, b));
				assert_true(weak < 0.75 * strong);
				assert_true(weak > 1.3); /* visible */
			}
}

static void runs_have_different_colours(void **state)
{
	(void)state;
	for (int b = 0; b < BACKGROUNDS; b++)
		for (int tier = COLOURS_TRUE; tier <= COLOURS_256; tier++)
			for (int i = 0; i < RUN_COLOURS; i++)
				for (int k = 0; k < i; k++)
					assert_int_not_equal(shown(ROLE_RUN + i, tier, b),
							     shown(ROLE_RUN + k, tier, b));
}

static void a_terminal_reports_its_background(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum background want;
	} replies[] = {
		{"rgb:ffff/ffff/ffff", BACKGROUND_LIGHT}, {"rgb:0000/0000/0000", BACKGROUND_DARK},
		{"rgb:fd/f6/e3", BACKGROUND_LIGHT},       {"rgb:00/2b/36", BACKGROUND_DARK},
		{"rgb:f/f/f", BACKGROUND_LIGHT},          {"#ffffff", BACKGROUND_LIGHT},
		{"#1e1e1e", BACKGROUND_DARK},             {"rgb:2e2e/3434/4040", BACKGROUND_DARK},
		{"", BACKGROUNDS},                        {"rgb:", BACKGROUNDS},
		{"rgb:ff/ff", BACKGROUNDS},               {"#fff", BACKGROUNDS},
		{"white", BACKGROUNDS},                   {"rgb:gg/gg/gg", BACKGROUNDS},
	};
	for (size_t i = 0; i < sizeof replies / sizeof *replies; i++)
		assert_int_equal(background_of_reply(replies[i].text), replies[i].want);
	assert_int_equal(background_of_variable("15;0"), BACKGROUND_DARK);
	assert_int_equal(background_of_variable("0;15"), BACKGROUND_LIGHT);
	assert_int_equal(background_of_variable("0;default;7"), BACKGROUND_LIGHT);
	assert_int_equal(background_of_variable("15;8"), BACKGROUND_DARK);
	static const char *const unknown[] = {NULL, "", "15", "0;default", "0;", "0;16", "0;-1"};
	for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
		assert_int_equal(background_of_variable(unknown[i]), BACKGROUNDS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_contrasts_with_every_background),
		cmocka_unit_test(true_colours_contrast_with_soft_backgrounds),
		cmocka_unit_test(noise_is_weaker_than_its_smoothed_curve),
		cmocka_unit_test(runs_have_different_colours),
		cmocka_unit_test(a_terminal_reports_its_background),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
