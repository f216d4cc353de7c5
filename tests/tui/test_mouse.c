/* The mouse: clicks do what keys do, the wheel zooms at the pointer, hovering reads values; and the
 * terminal reports events only while tbtop uses them. */
#include "tui/golden.h"
#include "tui/live.h"

/* Asserts that events of the mouse have the effect of some keys. */
static void expect_same(const char *events, const char *keys, const char *options)
{
	char one[512], other[512];
	snprintf(one, sizeof one, "--size 120x40 --format ansi --keys '%s' %s", events, options);
	snprintf(other, sizeof other, "--size 120x40 --format ansi --keys '%s' %s", keys, options);
	char *frame = frame_of(one), *want = frame_of(other);
	if (strcmp(frame, want) != 0)
		show_difference(want, frame);
	assert_string_equal(frame, want);
	free(frame);
	free(want);
}

static void clicks_do_what_keys_do(void **state)
{
	(void)state;
	static const char *const cases[][3] = {
		{"Press:16,2", "0", "logs"},                      /* a tab */
		{"Press:18,40", "s", "logs"},                     /* a key of the footer */
		{"Press:107,40", "?", "logs"},                    /* the last one but one */
		{"Press:10,5", "Tab j", "logs"},                  /* a run */
		{"Press:10,5 Press:10,5", "Tab j Enter", "logs"}, /* again: Enter */
		{"Press:10,17", "S-Tab j", "logs"},               /* a tag */
		{"Press:10,17 Press:10,17", "S-Tab j Enter", "logs"},
		{"Press:80,8", "l", "logs"}, /* a chart */
		{"Press:80,8 Release:80,8 Press:80,8 Release:80,8", "l Enter", "logs"},
		{"Press:80,3 Press:80,3", "l Enter", "logs"}, /* its title */
		{"WheelDown:10,18", "l l l", "logs"},
		{"WheelDown:60,4", "j j", "--view findings weights"},
		{"Press:60,9", "j", "--view findings weights"},
		{"Press:60,4", "Enter", "--view findings weights"},
		{"v Press:30,4", "v j Enter", "weights"}, /* the list of views */
		{"? WheelDown:60,20", "? j j j", "--size 80x24 logs"},
		{"Enter Back:60,20", "Enter Esc", "logs"},             /* the right button */
		{"/ Press:16,2 Hover:60,8 WheelUp:60,8", "/", "logs"}, /* a line is being edited */
		{": m o u s e Enter j Press:16,2 WheelUp:60,8 Hover:60,8", "j", "logs"},
	};
	write_logs();
	write_weights();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		expect_same(cases[i][0], cases[i][1], cases[i][2]);
}

/* The letter hides a run; so does its name where a legend replaces the list. */
static void letters_hide_runs(void **state)
{
	(void)state;
	char *frame = frame_of("--size 120x40 --keys 'Press:2,4' logs");
	assert_non_null(strstr(frame, "Runs 2/3"));
	assert_non_null(strstr(frame, " \u00b7 \u25cb lr=0.01"));
	free(frame);
	frame = frame_of("--size 80x24 --keys 'Press:4,23' logs");
	assert_non_null(strstr(frame, "\n \u00b7 lr="));
	free(frame);
}

/* Returns the step at a column of the focused chart's crosshair: "at step N". */
static long step_of(const char *events)
{
	char arguments[256];
	snprintf(arguments, sizeof arguments, "--size 120x40 --tags train/loss --keys '%s' logs",
		 events);
	char *frame = frame_of(arguments), *at = strstr(frame, "at step ");
	assert_non_null(at);
	long step = strtol(at + strlen("at step "), NULL, 10);
	free(frame);
	return step;
}

static void the_wheel_zooms_at_the_pointer(void **state)
{
	(void)state;
	/* The entry under the pointer stays there, within the distance of two entries. */
	static const char *const wheels[] = {"WheelUp:80,10", "WheelUp:80,10 WheelUp:80,10",
					     "WheelUp:80,10 WheelUp:80,10 WheelDown:80,10"};
	long step = step_of("Enter Hover:80,10");
	for (size_t i = 0; i < sizeof wheels / sizeof *wheels; i++) {
		char events[256];
		snprintf(events, sizeof events, "Enter %s Hover:80,10", wheels[i]);
		assert_in_range(step_of(events), step - 100, step + 100);
	}
	/* What was zoomed in is zoomed out again. */
	expect_same("WheelUp:80,10 WheelUp:80,10 WheelDown:80,10 WheelDown:80,10", "",
		    "--tags train/loss logs");
	char *frame = frame_of("--size 120x40 --tags train/loss --keys 'WheelUp:80,10' logs");
	assert_non_null(strstr(frame, "zoomed"));
	free(frame);
}

/* The wheel acts on the chart under the pointer, in both directions; the others do not change. */
static void the_wheel_zooms_one_chart(void **state)
{
	(void)state;
	expect_same("WheelUp:80,30", "l WheelUp:80,30", "--tags loss logs");
	expect_same("WheelUp:80,30 k WheelRight:80,30", "WheelUp:80,30 L", "--tags loss logs");
	char *frame = frame_of("--size 120x40 --tags loss --keys 'WheelUp:80,30' logs");
	const char *title = strstr(frame, " zoomed \u2500\n");
	assert_non_null(title);
	assert_null(strstr(title + 1, " zoomed \u2500\n"));
	free(frame);
}

static void a_drag_zooms(void **state)
{
	(void)state;
	long from = step_of("Enter Hover:50,10"), to = step_of("Enter Hover:90,10");
	long first = step_of("Enter Press:50,10 Drag:60,10 Drag:90,10 Release:90,10 Hover:34,10");
	long last = step_of("Enter Press:50,10 Drag:90,10 Release:90,10 Hover:108,10");
	assert_in_range(first, from - 100, from + 100);
	assert_in_range(last, to - 200, to + 100);
	/* Backwards, and beyond the plot. */
	expect_same("Press:90,10 Drag:50,10 Release:50,10", "Press:50,10 Drag:90,10 Release:90,10",
		    "--tags train/loss logs");
	expect_same("Press:40,10 Drag:119,1 Release:119,1",
		    "Press:40,10 Drag:119,39 Release:119,39", "--tags train/loss logs");
	/* A shaking hand selects nothing. */
	expect_same("Press:50,10 Drag:51,10 Release:51,10", "Enter", "--tags train/loss logs");
	/* A release that belongs to no press. */
	expect_same("Release:50,10 Drag:60,10", "", "--tags train/loss logs");
}

static const struct golden frames[] = {
	{"mouse-hover", "--size 120x24 --keys 'Hover:50,8' --tags loss"},
	{"mouse-hover-full", "--size 120x24 --keys 'Enter Hover:50,8' --tags train/loss"},
	{"mouse-select", "--size 80x14 --format ansi --color 256 --tags train/loss "
			 "--keys 'Press:30,8 Drag:50,8'"},
};

static void frames_are_as_they_were(void **state)
{
	(void)state;
	golden_expect(frames, sizeof frames / sizeof *frames, "logs");
}

/* Moves the mouse to a cell, counted from 1. */
static void move_to(struct terminal *t, int x, int y)
{
	char event[32];
	snprintf(event, sizeof event, "\033[<35;%d;%dM", x, y);
	type(t, event);
}

static void a_terminal_reports_the_mouse(void **state)
{
	(void)state;
	struct terminal t;
	live_open(&t, 120, 40, "xterm-256color", "C.UTF-8", "logs");
	live_expect(&t, "--size 120x40 logs");
	assert_int_equal(t.mouse, VTERM_PROP_MOUSE_MOVE);
	type(&t, "\033[<0;16;2M\033[<0;16;2m");
	live_expect(&t, "--size 120x40 --view findings logs");
	type(&t, "\033[<0;3;2M");
	live_expect(&t, "--size 120x40 logs");
	move_to(&t, 50, 8);
	live_expect(&t, "--size 120x40 --keys 'Hover:50,8' logs");
	type(&t, "\033[<64;50;8M");
	live_expect(&t, "--size 120x40 --keys 'Hover:50,8 WheelUp:50,8' logs");
	type(&t, ":mouse\r");
	wait_for(&t, "the mouse selects text", false);
	assert_int_equal(t.mouse, VTERM_PROP_MOUSE_NONE);
	type(&t, "=:mouse\r");
	wait_for(&t, "Shift selects text", false);
	assert_int_equal(t.mouse, VTERM_PROP_MOUSE_MOVE);
	live_quit(&t);
}

/* Hovering where nothing depends on the place sends nothing; the crosshair of a chart sends its
 * column only. */
static void hovering_is_cheap(void **state)
{
	(void)state;
	struct terminal t;
	live_open(&t, 120, 40, "xterm-256color", "C.UTF-8", "logs");
	live_expect(&t, "--size 120x40 logs");
	move_to(&t, 50, 22);
	live_expect(&t, "--size 120x40 --keys 'Hover:50,22' logs");
	size_t before = t.bytes;
	move_to(&t, 51, 22);
	live_expect(&t, "--size 120x40 --keys 'Hover:51,22' logs");
	print_message("hovering sends %zu bytes for a column\n", t.bytes - before);
	assert_true(t.bytes - before < 1000);
	move_to(&t, 10, 30);
	live_expect(&t, "--size 120x40 logs");
	before = t.bytes;
	for (int i = 1; i < 24; i++)
		move_to(&t, i, 30);
	move_to(&t, 51, 22);
	move_to(&t, 51, 23);
	live_expect(&t, "--size 120x40 --keys 'Hover:51,22' logs");
	assert_true(t.bytes - before < 1000);
	live_quit(&t);
}

static void the_option_leaves_the_mouse_alone(void **state)
{
	(void)state;
	const char *const argv[] = {built("tbtop"), LIVE_NOW, "--mouse=off", "logs", NULL};
	struct terminal t;
	start(&t, 80, 24, "xterm-256color", "C.UTF-8", argv);
	wait_for(&t, "q quit", false);
	assert_int_equal(t.mouse, VTERM_PROP_MOUSE_NONE);
	live_quit(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clicks_do_what_keys_do),
		cmocka_unit_test(letters_hide_runs),
		cmocka_unit_test(the_wheel_zooms_at_the_pointer),
		cmocka_unit_test(the_wheel_zooms_one_chart),
		cmocka_unit_test(a_drag_zooms),
		cmocka_unit_test(frames_are_as_they_were),
		cmocka_unit_test(a_terminal_reports_the_mouse),
		cmocka_unit_test(hovering_is_cheap),
		cmocka_unit_test(the_option_leaves_the_mouse_alone),
	};
	return cmocka_run_group_tests(tests, logs_make, logs_remove);
}
