/* The table of runs: its numbers, order and columns, and its frames. */
#include "tui/golden.h"
#include "tui/groups.h"

/* Returns the frame after keys in the table of runs. */
static char *table(const char *keys)
{
	char all[512];
	snprintf(all, sizeof all, "--size 120x30 --keys 'Tab t %s' groups", keys);
	return frame_of(all);
}

static void expect(const char *keys, const char *shown, const char *hidden)
{
	char *frame = table(keys);
	bool good = (!shown || strstr(frame, shown)) && (!hidden || !strstr(frame, hidden));
	if (!good)
		print_message("%s: with %s, without %s expected in\n%s\n", keys,
			      shown ? shown : "-", hidden ? hidden : "-", frame);
	free(frame);
	assert_true(good);
}

/* Computed with numpy from the values of groups.h; the best ones with TensorBoard's smoothing of
 * 0.6, the greatest of acc and the least of loss. */
static void the_values_are_those_of_the_runs(void **state)
{
	(void)state;
	static const struct {
		const char *keys, *row;
	} cases[] = {
		{"", "lr=1e-2/seed0   1h ago   290  4m50s     0.875     1.125"},
		{"", "lr=1e-3/seed4   1h ago   390  6m30s   0.65625   1.34375"},
		{"W", "lr=1e-3/seed0   1h ago   390  6m30s  0.015625  1.26562"},
		{"W W", "lr=1e-3/seed4   1h ago   390  6m30s  0.765625    1.9375"},
		{"W W W", "lr=1e-3/seed4   1h ago   390  6m30s  0.697754   1.30225"},
		{"W W W", "lr=1e-2/seed1   1h ago   290  4m50s  0.765102    1.2349"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *frame = table(cases[i].keys);
		char squeezed[128];
		snprintf(squeezed, sizeof squeezed, "%s", cases[i].row);
		/* The words are compared: the widths of the columns depend on all rows. */
		const char *row = NULL;
		char *save = NULL, *word = strtok_r(squeezed, " ", &save);
		row = strstr(frame, word);
		for (; word && row; word = strtok_r(NULL, " ", &save)) {
			const char *end = strchr(row, '\n'), *found = strstr(row, word);
			row = found && found < end ? found + strlen(word) : NULL;
		}
		if (!row)
			print_message("%s: %s expected in\n%s\n", cases[i].keys, cases[i].row,
				      frame);
		free(frame);
		assert_non_null(row);
	}
}

/* Returns whether the names are in the frame in this order, one after the other. */
static bool in_order(const char *frame, const char *const *names)
{
	for (; *names; names++) {
		frame = strstr(frame, *names);
		if (!frame)
			return false;
	}
	return true;
}

static void the_rows_are_sorted_by_any_column(void **state)
{
	(void)state;
	static const struct {
		const char *keys, *names[6];
	} cases[] = {
		/* The last values of acc, greatest first; of loss, least first. */
		{"l l l T", {"1e-2/seed0", "1e-2/seed1", "1e-3/seed2", "1e-2/seed2", "1e-3/seed0"}},
		{"l l l l T", {"1e-2/seed0", "1e-2/seed1", "1e-3/seed2", "1e-2/seed2"}},
		{"l l l T T", {"1e-3/seed4", "1e-3/seed1", "1e-3/seed3", "1e-3/seed0"}},
		/* Of the greatest values of loss, the greatest first. */
		{"l l l l W W T", {"1e-3/seed0", "1e-3/seed2", "1e-3/seed1", "1e-2/seed0"}},
		{"l l l W W W T", {"1e-2/seed0", "1e-2/seed2", "1e-2/seed1", "1e-3/seed2"}},
		{"l T", {"1e-3/seed0", "1e-3/seed4", "1e-2/seed0"}},
		{"l T T", {"1e-2/seed0", "1e-2/seed2", "1e-3/seed0"}},
		{"l l T", {"1e-3/seed0", "1e-3/seed4", "1e-2/seed0"}},
		{"l T h T", {"1e-2/seed0", "1e-2/seed2", "1e-3/seed0"}},
		{"K l l l T",
		 {"lr=1e-2 x3", "1e-2/seed0", "1e-2/seed2", "lr=1e-3 x5", "1e-3/seed2"}},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *frame = table(cases[i].keys);
		bool good = in_order(frame, cases[i].names);
		if (!good)
			print_message("%s: wrong order in\n%s\n", cases[i].keys, frame);
		free(frame);
		assert_true(good);
	}
}

/* numpy: of the last values of acc, mean 0.8125 and 0.7125, deviation 0.0625 and 0.050146. */
static void groups_have_rows_of_their_own(void **state)
{
	(void)state;
	expect("K", " 0.8125\u00b10.062 ", NULL);
	expect("K", " 0.7125\u00b10.05 ", NULL);
	expect("K : b a n d Space s t d e r r Enter", " 0.7125\u00b10.022 ", NULL);
}

static void columns_are_chosen(void **state)
{
	(void)state;
	expect("", "  acc", NULL);
	expect(": r u n s Space l o Enter", "  loss", "  acc");
	expect(": r u n s Space l o Enter : r u n s Enter", "  acc", NULL);
	expect(": r u n s Space ( Enter", "missing", NULL);
	expect("Esc Esc / a c Enter Tab", "  acc", "  loss");
	expect("/ a c Enter", "no run matches", NULL); /* the rows are runs */
}

static void the_best_are_drawn(void **state)
{
	(void)state;
	expect(": t o p Space 3 Enter", "Runs 3/8", NULL);
	expect("l l l l W T : t o p Space 2 Enter", "by the least value of loss", NULL);
	expect("K : t o p Space 1 Enter", "Runs 3/8", NULL);
	expect("K : t o p Space 1 Enter", "1 of 2 groups, by the best value of acc", NULL);
	expect("t W", "t shows the table of runs", NULL);
}

static const struct golden frames[] = {
	{"runs-table-120x40", "--size 120x40 --keys 'Tab t l l l T K'"},
	{"runs-table-200x60", "--size 200x60 --keys 'Tab t l l l l W W W T : t o p Space 3 Enter'"},
	{"runs-table-80x24", "--size 80x24 --keys 'Tab t l l l T P j'"},
	{"runs-table-40x10", "--size 40x10 --keys ': r u n s Enter l l l T'"},
	{"runs-table-ascii", "--size 80x24 --glyphs ascii --keys 'Tab t K l T'"},
	{"runs-table-mono", "--size 80x24 --format ansi --color never --keys 'Tab t Space'"},
};

static void frames_are_as_they_were(void **state)
{
	(void)state;
	golden_expect(frames, sizeof frames / sizeof *frames, "groups");
}

static int open_folder(void **state)
{
	int failed = logs_make(state);
	if (!failed)
		write_groups();
	return failed;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_values_are_those_of_the_runs),
		cmocka_unit_test(the_rows_are_sorted_by_any_column),
		cmocka_unit_test(groups_have_rows_of_their_own),
		cmocka_unit_test(columns_are_chosen),
		cmocka_unit_test(the_best_are_drawn),
		cmocka_unit_test(frames_are_as_they_were),
	};
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	unsetenv("NO_COLOR");
	return cmocka_run_group_tests(tests, open_folder, logs_remove);
}
