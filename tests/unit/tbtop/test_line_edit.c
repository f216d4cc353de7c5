/* update: the keys of a line of text, and its history. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tbtop/model/key_names.h"
#include "tbtop/update/line_edit.h"

/* Returns the text after some keys, with the cursor as "|". */
static const char *edited(const char *text, const char *keys)
{
	static char out[LINE_BYTES + 1];
	struct line line;
	int key;
	line_set(&line, text);
	while ((key = key_parse(&keys)) != KEY_NONE)
		line_edit(&line, key);
	assert_true(line.cursor <= strlen(line.text));
	snprintf(out, sizeof out, "%.*s|%s", (int)line.cursor, line.text, line.text + line.cursor);
	return out;
}

static void keys_move_and_delete(void **state)
{
	(void)state;
	assert_string_equal(edited("loss", "s e s"), "lossses|");
	assert_string_equal(edited("loss", "Left Left x"), "lox|ss");
	assert_string_equal(edited("loss", "Home x End y"), "xlossy|");
	assert_string_equal(edited("loss", "C-a x C-e y"), "xlossy|");
	assert_string_equal(edited("loss", "Left Left Left Left Left Right x"), "lx|oss");
	assert_string_equal(edited("loss", "Right Right x"), "lossx|");
	assert_string_equal(edited("loss", "C-b C-b C-f x"), "losx|s");
	assert_string_equal(edited("train/val loss", "C-w"), "train/val |");
	assert_string_equal(edited("train/val loss", "C-w C-w"), "train/|");
	assert_string_equal(edited("train/val loss", "C-Left C-Left x"), "train/x|val loss");
	assert_string_equal(edited("train/val loss", "Home C-Right x"), "trainx|/val loss");
	assert_string_equal(edited("loss", "Left Left C-u"), "|ss");
	assert_string_equal(edited("loss", "Left Left C-k"), "lo|");
	assert_string_equal(edited("loss", "Left BS"), "lo|s");
	assert_string_equal(edited("loss", "Home Del"), "|oss");
	assert_string_equal(edited("", "BS Del C-w C-u C-k Left Right C-Left C-Right"), "|");
	assert_string_equal(edited("loss", "Tab F1 C-x PgUp"), "loss|"); /* no effect */
}

/* The beginning of a line that was given, such as a command, is not what the user typed. */
static void a_given_beginning_is_left_first(void **state)
{
	(void)state;
	static const struct {
		const char *keys, *want;
		size_t given;
	} cases[] = {
		{"x y C-u", "name ", 5},    {"x C-u C-u", "", 0},
		{"x Home z", "name zx", 5}, {"x Home Home z C-u", "name x", 0},
		{"x Home C-k", "name ", 5}, {"C-w C-w a C-u", "", 0},
		{"BS x C-u", "", 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct line line;
		const char *keys = cases[i].keys;
		int key;
		line_set(&line, "name ");
		line.given = 5;
		while ((key = key_parse(&keys)) != KEY_NONE)
			line_edit(&line, key);
		assert_string_equal(line.text, cases[i].want);
		assert_int_equal(line.given, cases[i].given);
	}
}

static void characters_are_whole(void **state)
{
	(void)state;
	assert_string_equal(edited("", "\u00e4 \u640d x"), "\u00e4\u640dx|");
	assert_string_equal(edited("\u00e4\u640dx", "Left Left BS"), "|\u640dx");
	assert_string_equal(edited("\u00e4\u640dx", "Home Del Del"), "|x");
	char keys[4 * LINE_BYTES + 1] = "";
	for (int i = 0; i < LINE_BYTES; i++)
		strcat(keys, "\u640d "); /* more than fit */
	const char *full = edited("", keys);
	assert_int_equal(strlen(full), (LINE_BYTES - 1) / 3 * 3 + 1);
}

static void a_selected_line_is_replaced_by_typing(void **state)
{
	(void)state;
	struct line line;
	line_set(&line, "loss");
	line.selected = true;
	assert_true(line_edit(&line, 'a'));
	assert_string_equal(line.text, "a");
	assert_true(line_edit(&line, 'b'));
	assert_string_equal(line.text, "ab");
	line.selected = true;
	assert_false(line_edit(&line, TK_LEFT)); /* moving keeps the text */
	assert_true(line_edit(&line, 'x'));
	assert_string_equal(line.text, "axb");
	line.selected = true;
	assert_true(line_edit(&line, TK_BACKSPACE));
	assert_string_equal(line.text, "");
}

static void lines_come_back(void **state)
{
	(void)state;
	struct history *h = calloc(1, sizeof *h);
	struct line line;
	assert_non_null(h);
	line_set(&line, "");
	assert_false(history_move(h, -1, &line));
	assert_false(history_move(h, 1, &line));
	history_add(h, "");
	assert_int_equal(h->n, 0);
	for (int i = 0; i < HISTORY + 5; i++) {
		char text[16];
		snprintf(text, sizeof text, "line %d", i);
		history_add(h, text);
		history_add(h, text); /* the same line once */
	}
	assert_int_equal(h->n, HISTORY);
	h->at = h->n;
	for (int i = HISTORY + 4; i >= 5; i--) {
		char text[16];
		snprintf(text, sizeof text, "line %d", i);
		assert_true(history_move(h, -1, &line));
		assert_string_equal(line.text, text);
	}
	assert_false(history_move(h, -1, &line));
	for (int i = 0; i < HISTORY; i++)
		assert_true(history_move(h, 1, &line));
	assert_string_equal(line.text, "");
	assert_false(history_move(h, 1, &line));
	free(h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_move_and_delete),
		cmocka_unit_test(a_given_beginning_is_left_first),
		cmocka_unit_test(characters_are_whole),
		cmocka_unit_test(a_selected_line_is_replaced_by_typing),
		cmocka_unit_test(lines_come_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
