/* view and term: colours contrast with dark and light backgrounds (WCAG 2), and the background is
 * found. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tbtop/model/theme_names.h"
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

static uint32_t shown(enum role role, enum colour_tier tier, struct scheme scheme)
{
	int32_t value = palette_paint(role, tier, scheme).value;
	return tier == COLOURS_TRUE ? (uint32_t)value : rgb_of_256(value);
}

static const uint32_t papers[BACKGROUNDS] = {0x000000, 0xffffff};
/* Backgrounds are seldom pure. */
static const uint32_t soft[BACKGROUNDS] = {0x16181d, 0xf5f5f5};

/* The themes that have colours of their own, on both backgrounds. */
static const struct scheme schemes[] = {
	{THEME_AUTO, BACKGROUND_DARK},          {THEME_AUTO, BACKGROUND_LIGHT},
	{THEME_HIGH_CONTRAST, BACKGROUND_DARK}, {THEME_HIGH_CONTRAST, BACKGROUND_LIGHT},
	{THEME_COLOUR_BLIND, BACKGROUND_DARK},  {THEME_COLOUR_BLIND, BACKGROUND_LIGHT},
};
enum { SCHEMES = sizeof schemes / sizeof *schemes };

static void text_contrasts_with_every_background(void **state)
{
	(void)state;
	int texts = 0;
	for (int i = 0; i < SCHEMES; i++)
		for (int role = COLOUR_DEFAULT + 1; role < ROLES; role++)
			for (int tier = COLOURS_TRUE; tier <= COLOURS_256; tier++) {
				struct scheme s = schemes[i];
				double least = s.theme == THEME_HIGH_CONTRAST ? 7 : 4.5;
				if (!palette_is_text((enum role)role))
					continue;
				texts++;
				double c =
					contrast(papers[s.background],
						 shown((enum role)role, (enum colour_tier)tier, s));
				if (c < least)
					fail_msg("role %d of scheme %d: %.2f", role, i, c);
			}
	assert_true(texts >= 2 * SCHEMES * (8 + RUN_COLOURS));
}

static void true_colours_contrast_with_soft_backgrounds(void **state)
{
	(void)state;
	for (int i = 0; i < SCHEMES; i++)
		for (int role = COLOUR_DEFAULT + 1; role < ROLES; role++) {
			if (!palette_is_text((enum role)role))
				continue;
			double c = contrast(soft[schemes[i].background],
					    palette_rgb((colour)role, 0, schemes[i]));
			if (c < 4.5)
				fail_msg("role %d of scheme %d: %.2f", role, i, c);
		}
}

static void noise_is_weaker_than_its_smoothed_curve(void **state)
{
	(void)state;
	for (int i = 0; i < SCHEMES; i++)
		for (int run = 0; run < RUN_COLOURS; run++)
			for (int tier = COLOURS_TRUE; tier <= COLOURS_256; tier++) {
				struct scheme s = schemes[i];
				uint32_t paper = papers[s.background];
				double strong = contrast(paper, shown(ROLE_RUN + run, tier, s));
				double weak = contrast(paper, shown(ROLE_RUN_DIM + run, tier, s));
				if (weak >= 0.75 * strong || weak <= 1.3)
					fail_msg("run %d of scheme %d: %.2f, %.2f", run, i, strong,
						 weak);
			}
}

static void runs_have_different_colours(void **state)
{
	(void)state;
	for (int s = 0; s < SCHEMES; s++)
		for (int tier = COLOURS_TRUE; tier <= COLOURS_256; tier++)
			for (int i = 0; i < RUN_COLOURS; i++)
				for (int k = 0; k < i; k++)
					assert_int_not_equal(shown(ROLE_RUN + i, tier, schemes[s]),
							     shown(ROLE_RUN + k, tier, schemes[s]));
}

/* --- colour vision ---------------------------------------------------------------------------- */

/* The matrices of Machado, Oliveira and Fernandes (2009) for the whole loss of one kind of cones,
 * on linear RGB: usual vision, protanopia, deuteranopia, tritanopia. */
enum { EYES = 4 };
static const double eyes[EYES][3][3] = {
	{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	{{0.152286, 1.052583, -0.204868},
	 {0.114503, 0.786281, 0.099216},
	 {-0.003882, -0.048116, 1.051998}},
	{{0.367322, 0.860646, -0.227968},
	 {0.280085, 0.672501, 0.047413},
	 {-0.011820, 0.042940, 0.968881}},
	{{1.255528, -0.076749, -0.178779},
	 {-0.078411, 0.930809, 0.147602},
	 {0.004733, 0.691367, 0.303900}},
};

static double cube_root(double t)
{
	return t > 0.008856 ? cbrt(t) : 7.787 * t + 16.0 / 116;
}

/* A colour in CIELAB as an eye sees it. */
static void seen(uint32_t rgb, const double eye[3][3], double lab[3])
{
	double linear[3], s[3];
	for (int i = 0; i < 3; i++) {
		double c = (rgb >> (16 - 8 * i) & 255) / 255.0;
		linear[i] = c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
	}
	for (int i = 0; i < 3; i++)
		s[i] = fmin(
			fmax(eye[i][0] * linear[0] + eye[i][1] * linear[1] + eye[i][2] * linear[2],
			     0),
			1);
	double x = cube_root((0.4124 * s[0] + 0.3576 * s[1] + 0.1805 * s[2]) / 0.9505);
	double y = cube_root(0.2126 * s[0] + 0.7152 * s[1] + 0.0722 * s[2]);
	double z = cube_root((0.0193 * s[0] + 0.1192 * s[1] + 0.9505 * s[2]) / 1.089);
	lab[0] = 116 * y - 16;
	lab[1] = 500 * (x - y);
	lab[2] = 200 * (y - z);
}

static double difference(uint32_t a, uint32_t b, int eye)
{
	double x[3], y[3];
	seen(a, eyes[eye], x);
	seen(b, eyes[eye], y);
	return sqrt(pow(x[0] - y[0], 2) + pow(x[1] - y[1], 2) + pow(x[2] - y[2], 2));
}

/* Returns the least difference between two runs, for all eyes. */
static double least_difference(struct scheme s, int tier)
{
	double least = INFINITY;
	for (int eye = 0; eye < EYES; eye++)
		for (int i = 0; i < RUN_COLOURS; i++)
			for (int k = 0; k < i; k++)
				least = fmin(least, difference(shown(ROLE_RUN + i, tier, s),
							       shown(ROLE_RUN + k, tier, s), eye));
	return least;
}

static void the_theme_for_all_eyes_keeps_runs_apart(void **state)
{
	(void)state;
	for (int b = 0; b < BACKGROUNDS; b++)
		for (int tier = COLOURS_TRUE; tier <= COLOURS_256; tier++) {
			struct scheme blind = {THEME_COLOUR_BLIND, (enum background)b};
			struct scheme usual = {THEME_AUTO, (enum background)b};
			assert_true(least_difference(blind, tier) >= 15);
			/* The usual colours would not pass. */
			assert_true(least_difference(usual, tier) < 15);
			for (int eye = 0; eye < EYES; eye++)
				assert_true(difference(shown(ROLE_ERROR, tier, blind),
						       shown(ROLE_GOOD, tier, blind), eye) >= 15);
		}
}

static void a_theme_decides_on_colours_and_background(void **state)
{
	(void)state;
	assert_int_equal(theme_scheme(THEME_AUTO, BACKGROUND_LIGHT).background, BACKGROUND_LIGHT);
	assert_int_equal(theme_scheme(THEME_DARK, BACKGROUND_LIGHT).background, BACKGROUND_DARK);
	assert_int_equal(theme_scheme(THEME_LIGHT, BACKGROUND_DARK).background, BACKGROUND_LIGHT);
	assert_int_equal(theme_scheme(THEME_HIGH_CONTRAST, BACKGROUND_LIGHT).background,
			 BACKGROUND_LIGHT);
	assert_int_equal(theme_colours(THEME_MONOCHROME, COLOURS_TRUE), COLOURS_MONO);
	assert_int_equal(theme_colours(THEME_LIGHT, COLOURS_16), COLOURS_16);
}

static void a_terminal_reports_its_background(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum background want;
	} replies[] = {
		{"rgb:ffff/ffff/ffff", BACKGROUND_LIGHT},
		{"rgb:0000/0000/0000", BACKGROUND_DARK},
		{"rgb:fd/f6/e3", BACKGROUND_LIGHT},
		{"rgb:00/2b/36", BACKGROUND_DARK},
		{"rgb:f/f/f", BACKGROUND_LIGHT},
		{"#ffffff", BACKGROUND_LIGHT},
		{"#1e1e1e", BACKGROUND_DARK},
		{"rgb:2e2e/3434/4040", BACKGROUND_DARK},
		{"", BACKGROUNDS},
		{"rgb:", BACKGROUNDS},
		{"rgb:ff/ff", BACKGROUNDS},
		{"#fff", BACKGROUNDS},
		{"white", BACKGROUNDS},
		{"rgb:gg/gg/gg", BACKGROUNDS},
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
		cmocka_unit_test(the_theme_for_all_eyes_keeps_runs_apart),
		cmocka_unit_test(a_theme_decides_on_colours_and_background),
		cmocka_unit_test(a_terminal_reports_its_background),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
