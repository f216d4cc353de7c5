/* Keys during the initial load: those that move the focus or choose a view keep it where it is, and
 * all others leave it at the first chart of the log. */
#include "unit/loaded.h"
#include "unit/logs_kinds.h"

#include "tbtop/model/key_names.h"
#include "tbtop/update/load.h"
#include "tbtop/update/update.h"

static const char *const file = "run/events.out.tfevents.1.host";

static tfe_logdir *logdir;
static struct loader loader;
static struct model m;

static void add_scalars(const char *tag)
{
	for (int step = 0; step < 20; step++)
		logs_scalar(file, tag, step, 1767225601 + step, 1);
}

static void add_text(void)
{
	static const char *const text = "some text";
	logs_strings(file, "t", "text", 1, &text, 1);
}

/* Loads the tags "m" and "n", as if more was to come. */
static int begin(void **state)
{
	int made = logs_make(state);
	add_scalars("m");
	add_scalars("n");
	logdir = load_logs((tfe_logdir_options){0});
	model_init(&m, "logs");
	m.now = 1767230000;
	loader_init(&loader, logdir);
	loader_sync(&loader, &m);
	loader.settled = m.progress.loaded = false;
	return made;
}

/* The rest of the log arrives. */
static void end(void)
{
	assert_int_equal(tfe_logdir_load(logdir), TFE_OK);
	loader_sync(&loader, &m);
}

static int release(void **state)
{
	loader_release(&loader);
	model_release(&m);
	tfe_logdir_close(logdir);
	return logs_remove(state);
}

static void press(const char *keys)
{
	const struct geometry seen = {.w = 120, .h = 40};
	int key;
	while ((key = key_parse(&keys)) != KEY_NONE)
		update_key(&m, &seen, key);
}

/* Returns the tag that has the focus after keys and the rest of the log, in which "a" is first. */
static const char *focus_after(const char *keys)
{
	assert_string_equal(model_focus(&m)->name, "m");
	press(keys);
	add_scalars("a");
	end();
	return model_focus(&m)->name;
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, begin, release)
#define FOCUS_TEST(name, keys, want)                                                               \
	static void name(void **state)                                                             \
	{                                                                                          \
		(void)state;                                                                       \
		assert_string_equal(focus_after(keys), want);                                      \
	}

FOCUS_TEST(without_keys_the_first_chart_has_the_focus, "", "a")
FOCUS_TEST(settings_leave_it_there, "y s o c", "a")
FOCUS_TEST(a_command_leaves_it_there, ": s e t Space s c a l e Space l o g Enter", "a")
FOCUS_TEST(a_filter_that_moved_it_leaves_it_there, "/ n Enter Esc", "a")
FOCUS_TEST(the_help_leaves_it_there, "? j Esc", "a")
FOCUS_TEST(a_chosen_chart_keeps_it, "l", "n")
FOCUS_TEST(an_opened_chart_keeps_it, "Enter", "m")
FOCUS_TEST(a_zoomed_chart_keeps_it, "+", "m")
FOCUS_TEST(a_step_keeps_it, ": 1 0 Enter", "m")

static void the_help_stays_open(void **state)
{
	(void)state;
	m.view_wished = VIEW_TEXTS;
	press("?");
	add_text();
	end();
	assert_int_equal(m.view, VIEW_HELP);
	press("Esc");
	assert_int_equal(m.view, VIEW_TEXTS);
}

static void a_chosen_view_stays(void **state)
{
	(void)state;
	m.view_wished = VIEW_TEXTS;
	press("1");
	add_text();
	end();
	assert_int_equal(m.view, VIEW_SCALARS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(without_keys_the_first_chart_has_the_focus),
		CASE(settings_leave_it_there),
		CASE(a_command_leaves_it_there),
		CASE(a_filter_that_moved_it_leaves_it_there),
		CASE(the_help_leaves_it_there),
		CASE(a_chosen_chart_keeps_it),
		CASE(an_opened_chart_keeps_it),
		CASE(a_zoomed_chart_keeps_it),
		CASE(a_step_keeps_it),
		CASE(the_help_stays_open),
		CASE(a_chosen_view_stays),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
