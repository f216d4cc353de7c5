/* The mouse in views with a cursor of their own: matrices, pictures, PR curves, sounds, embeddings,
 * and in the heads and rows of tables. */
#include "tui/live.h"

#include "unit/logs_screens.h"

/* Returns the frame after events in a view. */
static char *frame_after(const char *view, const char *events)
{
	char arguments[400];
	snprintf(arguments, sizeof arguments, "--size 120x40 --view %s --keys '%s' logs", view,
		 events);
	return frame_of(arguments);
}

static void expect(const char *view, const char *events, const char *want)
{
	char *frame = frame_after(view, events);
	if (!strstr(frame, want))
		fail_msg("%s, %s: no \"%s\" in\n%s", view, events, want, frame);
	free(frame);
}

/* Asserts that events of the mouse have the effect of some keys. */
static void expect_same(const char *view, const char *events, const char *keys)
{
	char *frame = frame_after(view, events), *want = frame_after(view, keys);
	assert_string_equal(frame, want);
	free(frame);
	free(want);
}

static void a_cell_of_a_matrix_is_chosen(void **state)
{
	(void)state;
	expect("confusion", "Enter Press:44,12", "bird \u2192 dog: 3 of 28");
	expect("confusion", "Enter Hover:51,6", "cat \u2192 bird: 3 of 28");
	expect("confusion", "Enter Press:44,12 Drag:37,6", "cat \u2192 cat: 22 of 28");
	expect_same("confusion", "Enter Press:70,12", "Enter"); /* beside the cells */
	/* The keys go on from there. */
	expect("confusion", "Enter Press:37,12 k", "dog \u2192 cat: 3 of 28");
}

/* Of 80 classes, the map shows all, and the numbers those around the cell. */
static void a_large_matrix_has_a_map(void **state)
{
	(void)state;
	expect("confusion", "n Enter Press:27,5", "2 \u2192 1: 1 of 88");
	expect("confusion", "n Enter Press:27,9", "19 \u2192 1: 1 of 88");
	/* Hovering over the part does not scroll it. */
	expect_same("confusion", "n Enter Press:27,5 Hover:100,12", "n Enter Press:27,5");
}

static void a_pixel_is_read(void **state)
{
	(void)state;
	expect_same("images", "n Enter Press:43,6", "n Enter g");
	expect("images", "n Enter Hover:43,6", "(0, 0) = ");
	expect("images", "n Enter Press:43,6 Hover:50,9", "(1, 1) = ");
	expect("images", "n Enter Hover:102,35", "(11, 11) = ");
}

static void a_threshold_is_moved(void **state)
{
	(void)state;
	expect("pr", "Enter Press:70,10", "0.3800     0.7143  0.5000");
	expect_same("pr", "Enter Press:40,10 Drag:50,20 Drag:70,10 Release:70,10",
		    "Enter Press:70,10");
	expect_same("pr", "Enter Press:70,10 h", "Enter Press:70,10 l h h");
	expect("pr", "t t Enter Press:70,10", "threshold 0.5");
	expect_same("pr", "Enter WheelDown:70,10", "Enter j");
}

static void a_time_of_a_sound_is_read(void **state)
{
	(void)state;
	expect("audio", "Enter Press:70,10", " 0.02155 s ");
	expect("audio", "Enter Hover:70,10", " 0.02155 s ");
	/* The time under the pointer stays there. */
	expect("audio", "Enter WheelUp:70,10 WheelUp:70,10 Hover:70,10", " 0.02155 s ");
	expect("audio", "Enter WheelUp:70,10", "zoomed");
	expect_same("audio", "Enter WheelUp:70,10 WheelDown:70,10 WheelDown:70,10", "Enter");
}

static void a_point_is_chosen(void **state)
{
	(void)state;
	expect("embeddings", "Press:27,21", "point 0 zero");
	expect("embeddings", "Press:84,29", "point 4 four");
	expect_same("embeddings", "Press:84,29 Hover:27,21", "Press:84,29");
}

/* Gets the column and the row, from 1, at which a text of a frame begins. */
static void find_place(const char *frame, const char *text, int *x, int *y)
{
	const char *end = strstr(frame, text);
	assert_non_null(end);
	*x = *y = 1;
	for (const char *at = frame; at < end; at++) {
		*x = *at == '\n' ? 1 : *x + (((unsigned char)*at & 0xc0) != 0x80);
		*y += *at == '\n';
	}
}

static void heads_of_tables_sort(void **state)
{
	(void)state;
	static const char *const tables[][3] = {
		{"Tab t", "loss", "Tab t l l l T"},
		{"n Enter", "relative", "n Enter T T T T"},
	};
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		char arguments[200];
		int x, y;
		char *frame = frame_after("scalars", tables[i][0]);
		find_place(frame, tables[i][1], &x, &y);
		free(frame);
		snprintf(arguments, sizeof arguments,
			 "--size 120x40 --format ansi --keys '%s Press:%d,%d' logs", tables[i][0],
			 x, y);
		frame = frame_of(arguments);
		snprintf(arguments, sizeof arguments,
			 "--size 120x40 --format ansi --keys '%s' logs", tables[i][2]);
		char *want = frame_of(arguments);
		assert_string_equal(frame, want);
		free(frame);
		free(want);
	}
}

/* A row below a chart is a run, which is drawn on top. */
static void rows_of_tables_are_runs(void **state)
{
	(void)state;
	char *frame = frame_of("--size 120x40 --format ansi --keys 'Enter Press:60,39' logs");
	char *want = frame_of("--size 120x40 --format ansi --keys 'Enter j j' logs");
	assert_string_equal(frame, want);
	free(frame);
	free(want);
}

static void write_all(void)
{
	static int64_t counts[80 * 80];
	for (int run = 0; run < 2; run++)
		for (int i = 0; i < 3; i++)
			assert_true(screens_step(run ? "logs/b" : "logs/a", "", i));
	for (int i = 0; i < 80 * 80; i++)
		counts[i] = i % 81 ? 1 : 9;
	tfe_writer *w = screens_open("logs/a", 7);
	assert_non_null(w);
	assert_int_equal(tfe_writer_add_confusion_matrix(w, "many", 3, counts, 80, NULL), TFE_OK);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
}

static int make(void **state)
{
	int failed = logs_make(state);
	if (!failed)
		write_all();
	return failed;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cell_of_a_matrix_is_chosen),
		cmocka_unit_test(a_large_matrix_has_a_map),
		cmocka_unit_test(a_pixel_is_read),
		cmocka_unit_test(a_threshold_is_moved),
		cmocka_unit_test(a_time_of_a_sound_is_read),
		cmocka_unit_test(a_point_is_chosen),
		cmocka_unit_test(heads_of_tables_sort),
		cmocka_unit_test(rows_of_tables_are_runs),
	};
	return cmocka_run_group_tests(tests, make, logs_remove);
}
