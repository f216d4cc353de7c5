/* Texts laid out: Markdown, tables, tensors; their differences by word and by key; hostile ones. */
#include "unit/loaded.h"
#include "unit/logs_kinds.h"

#include <math.h>
#include <time.h>

#include "tbtop/cache/markdown_walk.h"
#include "tbtop/cache/read_thread.h"
#include "tbtop/cache/texts.h"
#include "tbtop/cache/word_diff.h"
#include "tbtop/cache/yaml_keys.h"

static const char *const file = "run/events.out.tfevents.1.host";

static tfe_logdir *logdir;
static struct caches caches;

static int unload(void **state)
{
	if (logdir) {
		caches_close(&caches);
		tfe_logdir_close(logdir);
	}
	logdir = NULL;
	return logs_remove(state);
}

static void load(void)
{
	logdir = load_logs((tfe_logdir_options){0});
	caches_open(&caches);
}

static void write_text(const char *tag, int64_t step, const char *text)
{
	logs_strings(file, tag, "text", step, &text, 1);
}

/* Returns the lines of a page joined by "|". Strong text is in **, emphasis in __, code in ``. */
static const char *lines_of(const struct text_page *page, bool styles)
{
	static char text[1 << 16];
	size_t n = 0;
	for (size_t i = 0; i < page->n_lines; i++) {
		n += (size_t)snprintf(text + n, sizeof text - n, "%s", i ? "|" : "");
		for (size_t k = 0; k < page->lines[i].n_spans; k++) {
			const struct text_span *span = &page->spans[page->lines[i].span + k];
			const char *mark = !styles                       ? ""
					   : span->style & TEXT_STRONG   ? "**"
					   : span->style & TEXT_EMPHASIS ? "__"
					   : span->style & TEXT_CODE     ? "`"
					   : span->style & TEXT_HEADING  ? "=="
									 : "";
			n += (size_t)snprintf(text + n, sizeof text - n, "%s%.*s%s", mark,
					      (int)span->n, page->bytes + span->at, mark);
		}
	}
	text[n] = '\0';
	return text;
}

static void expect_markdown(const char *source, int width, const char *want)
{
	struct text_page page = {.width = width};
	markdown_put(&page, source, strlen(source));
	assert_string_equal(lines_of(&page, true), want);
	text_page_release(&page);
}

/* --- Markdown --------------------------------------------------------------------------------- */

static void markdown_is_rendered(void **state)
{
	(void)state;
	if (!markdown_is_available())
		skip();
	expect_markdown("# Title\nsome **strong** and *soft* `code`", 40,
			"==# Title==||some **strong** and __soft__ `code`");
	expect_markdown("words that do not fit into a line", 12,
			"words that|do not fit|into a line");
	expect_markdown("- a\n- b\n  - c\n\n3. x\n4. y", 40,
			"\u2022 a|\u2022 b|  \u2022 c||3. x|4. y");
	expect_markdown("- a long item of a list", 12, "\u2022 a long|  item of a|  list");
	expect_markdown("> quoted\n> words", 40, "\u258e quoted words");
	expect_markdown("```c\nint x;\n\nint y;\n```", 40, " 1 `int x;`| 2| 3 `int y;`");
	expect_markdown("a  \nb\nc", 40, "a|b c");
	expect_markdown("[text](http://x) ![alt](y.png)", 60, "text (http://x) alt (y.png)");
	expect_markdown("<b>x</b> <script>", 60, "<b>x</b> <script>");
	expect_markdown("", 60, "");
}

static void tables_are_rendered(void **state)
{
	(void)state;
	if (!markdown_is_available())
		skip();
	expect_markdown("| a | b |\n|---|:-:|\n| 1 | **2** |\n| x \\| y |\n", 40,
			"\u250c\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u252c\u2500\u2500\u2500"
			"\u2510|\u2502 a     \u2502 b \u2502|\u251c\u2500\u2500\u2500\u2500\u2500"
			"\u2500\u2500\u253c\u2500\u2500\u2500\u2524|\u2502 1     \u2502 **2** "
			"\u2502|\u2502 x | y \u2502   \u2502|\u2514\u2500\u2500\u2500\u2500\u2500"
			"\u2500\u2500\u2534\u2500\u2500\u2500\u2518");
	/* No table: another number of cells in the line of dashes, or no dashes. */
	expect_markdown("a | b\n---|---|---", 40, "a | b ---|---|---");
	expect_markdown("a | b\nc | d", 40, "a | b c | d");
	/* Too narrow for a table: the text as it is. */
	expect_markdown("a|b|c|d\n-|-|-|-", 9, "a|b|c|d|-|-|-|-");
}

/* Returns the seconds that the work takes. */
static double seconds_of(const char *source, size_t n)
{
	struct timespec a, b;
	struct text_page page = {.width = 80};
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &a);
	markdown_put(&page, source, n);
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &b);
	assert_true(text_page_bytes(&page) < 64u << 20);
	text_page_release(&page);
	return (double)(b.tv_sec - a.tv_sec) + 1e-9 * (double)(b.tv_nsec - a.tv_nsec);
}

/* Texts that repeat what is expensive to parse, up to the limit. */
static void hostile_markdown_is_bounded(void **state)
{
	(void)state;
	static const char *const parts[] = {">",  "- ",   "[",      "*a _b ",   "`",
					    "|a", "\n|-", "![[]()", "<a ",      "&",
					    "\\", "1. ",  "\xff",   "\x1b[31m", "a\n\n"};
	char *text = malloc(MARKDOWN_MOST);
	assert_non_null(text);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		size_t n = 0, length = strlen(parts[i]);
		for (; n + length <= MARKDOWN_MOST; n += length)
			memcpy(text + n, parts[i], length);
		double s = seconds_of(text, n);
		print_message("part %zu: %.0f ms\n", i, 1000 * s);
		assert_true(s < 5);
	}
	free(text);
}

/* --- values ----------------------------------------------------------------------------------- */

static const char *shown(const char *tag, enum text_form form, int width)
{
	tfe_view view = view_of_tag(logdir, tag);
	const struct text_value *text = text_find(&caches, &view, 0, form, width);
	assert_null(text);
	read_missed(&caches);
	caches_next_frame(&caches);
	text = text_find(&caches, &view, 0, form, width);
	assert_non_null(text);
	return *text->error ? text->error : lines_of(&text->page, false);
}

static void strings_are_a_text_or_a_table(void **state)
{
	(void)state;
	static const char *const several[] = {"first", "second"};
	write_text("one", 1, "# Head\n\nsome words\nmore");
	logs_strings(file, "several", "text", 1, several, 2);
	load();
	assert_string_equal(shown("one", TEXT_SOURCE, 40), "# Head||some words|more");
	assert_string_equal(shown("one", TEXT_PREVIEW, 1), "some words more");
	assert_string_equal(shown("several", TEXT_SOURCE, 40), "first|second");
	assert_non_null(strstr(shown("several", TEXT_RENDERED, 40), "\u2502 first  \u2502"));
}

static void tensors_are_described(void **state)
{
	(void)state;
	const float numbers[] = {1, NAN, 3, 0, INFINITY, -2};
	logs_matrix(file, "weights", "some_plugin", 1, numbers, 2, 3);
	load();
	const char *text = shown("weights", TEXT_RENDERED, 60);
	assert_non_null(strstr(text, "type       DT_FLOAT, shape 2 x 3|"));
	assert_non_null(strstr(text, "elements   6|"));
	assert_non_null(strstr(text, "|min        -2|"));
	assert_non_null(strstr(text, "|max        3|"));
	assert_non_null(strstr(text, "|mean       0.5|"));
	assert_non_null(strstr(text, "|NaN        1|"));
	assert_non_null(strstr(text, "|infinite   1|"));
	assert_string_equal(shown("weights", TEXT_PREVIEW, 1), "DT_FLOAT, shape 2 x 3");
}

/* --- differences ------------------------------------------------------------------------------ */

static const char *words_between(const char *a, const char *b, struct word_diff *diff)
{
	static char text[1 << 16];
	struct text_flow from = {0}, to = {0}, out = {0};
	text_flow_add(&from, 0, a, strlen(a));
	text_flow_add(&to, 0, b, strlen(b));
	*diff = word_diff_add(&out, &from, &to);
	snprintf(text, sizeof text, "%.*s", (int)out.n, out.n ? out.bytes : "");
	text_flow_release(&from);
	text_flow_release(&to);
	text_flow_release(&out);
	return text;
}

static void texts_differ_by_words(void **state)
{
	(void)state;
	struct word_diff d;
	assert_string_equal(words_between("a b c", "a x c", &d), "a [-b-] {+x+} c");
	assert_int_equal(d.added, 1);
	assert_int_equal(d.removed, 1);
	assert_string_equal(words_between("a c", "a b c", &d), "a {+b+} c");
	assert_string_equal(words_between("a b c", "c", &d), "[-a b-] c");
	assert_string_equal(words_between("", "new words", &d), "{+new words+}");
	assert_string_equal(words_between("same", "same", &d), "same");
	assert_int_equal(d.added + d.removed, 0);
	assert_string_equal(words_between("a b a b a", "b a b", &d), "[-a-] b a b [-a-]");
	assert_string_equal(words_between("", "", &d), "");
}

/* The words that are kept are in both texts, in the same order; without the marks and the removed
 * words the output is the new text. */
static void random_differences_are_right(void **state)
{
	(void)state;
	srandom(5);
	for (int round = 0; round < 300; round++) {
		char a[256] = "", b[256] = "", new[256] = "";
		struct word_diff d;
		for (int i = 0; i < 60; i++) {
			strcat(a, (const char *[]){"x ", "y ", "z "}[random() % 3]);
			strcat(b, (const char *[]){"x ", "y ", "z "}[random() % 3]);
			if (random() % 2)
				memcpy(b, a, strlen(b));
		}
		const char *out = words_between(a, b, &d);
		bool whole = !strstr(out, "\u2026");
		for (const char *at = out; *at;) {
			if (!strncmp(at, "[-", 2)) {
				at = strstr(at, "-]") + 3;
				continue;
			}
			if (!strncmp(at, "{+", 2) || !strncmp(at, "+}", 2)) {
				at += 2;
				continue;
			}
			strncat(new, at++, 1);
		}
		if (whole)
			assert_string_equal(new, b);
	}
}

static void long_differences_are_bounded(void **state)
{
	(void)state;
	enum { WORDS = 60000 };
	struct text_flow a = {0}, b = {0}, out = {0};
	for (int i = 0; i < WORDS; i++) {
		text_flow_add(&a, 0, i % 3 ? "a " : "b ", 2);
		text_flow_add(&b, 0, i % 5 ? "c " : "b ", 2);
	}
	struct word_diff d = word_diff_add(&out, &a, &b);
	assert_int_equal(d.removed, WORDS - 1); /* all but the common beginning */
	assert_int_equal(d.added, WORDS - 1);
	text_flow_release(&a);
	text_flow_release(&b);
	text_flow_release(&out);
}

static const char *between(const char *about, const char *a, const char *b)
{
	write_text("t", 1, a);
	write_text("t", 2, b);
	load();
	tfe_view view = view_of_tag(logdir, "t");
	assert_null(text_difference_find(&caches, &view, 1, &view, 0, 60));
	read_missed(&caches);
	caches_next_frame(&caches);
	const struct text_difference *d = text_difference_find(&caches, &view, 1, &view, 0, 60);
	assert_non_null(d);
	assert_string_equal(d->error, "");
	assert_string_equal(d->about, about);
	return lines_of(&d->page, false);
}

static void json_differs_by_key(void **state)
{
	(void)state;
	assert_string_equal(between("3 of 5 keys differ",
				    "{\"lr\": 0.1, \"net\": {\"units\": [1, 2], \"name\": \"a\"}}",
				    "{\"net\": {\"name\": \"a\", \"units\": [1, 3]}, \"lr\": 0.2, "
				    "\"new\": null}"),
			    "lr  0.1 \u2192 0.2|net.units[1]  2 \u2192 3|new  {+null+}");
}

static void yaml_differs_by_key(void **state)
{
	(void)state;
	assert_string_equal(between("2 of 4 keys differ",
				    "lr: 0.1\nnet:\n  units:\n  - 1\n  - 2\n# comment\nold: x\n",
				    "lr: 0.1\nnet:\n  units:\n  - 1\n  - 3\n"),
			    "net.units[1]  2 \u2192 3|old  [-x-]");
}

static void tables_differ_by_key(void **state)
{
	(void)state;
	assert_string_equal(between("1 of 2 keys differ", "|key|value|\n|-|-|\n|lr|0.1|\n|bs|32|",
				    "|key|value|\n|-|-|\n|lr|0.2|\n|bs|32|"),
			    "lr  0.1 \u2192 0.2");
}

static void other_texts_differ_by_word(void **state)
{
	(void)state;
	assert_string_equal(between("+1 -1 words", "the lazy cat: asleep", "the lazy dog: asleep"),
			    "the lazy [-cat:-] {+dog:+} asleep");
}

static void yaml_is_read(void **state)
{
	(void)state;
	static const struct {
		const char *text, *want; /* NULL: no YAML */
	} cases[] = {
		{"a: 1\nb: 2", "a=1 b=2 "},
		{"a:\n  b:\n    c: 1\n  d: 2\ne: 3\n", "a.b.c=1 a.d=2 e=3 "},
		{"- x: 1\n  y: 2\n- x: 3", "[0].x=1 [0].y=2 [1].x=3 "},
		{"a:\n  - 1\n  - 2\nb: 3", "a[0]=1 a[1]=2 b=3 "},
		{"a: http://x:80\nb: \"q: r\"", "a=http://x:80 b=\"q: r\" "},
		{"only: one", NULL},
		{"plain words\nin lines", NULL},
		{"a: 1\n   b: 2", NULL},
		{"", NULL},
		{":\n:\n", NULL},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct text_keys keys = {0};
		char got[256] = "";
		bool read = yaml_keys_read(cases[i].text, strlen(cases[i].text), &keys);
		for (size_t k = 0; read && k < keys.n; k++)
			snprintf(got + strlen(got), sizeof got - strlen(got), "%s=%s ",
				 keys.pair[k].key, keys.pair[k].value);
		assert_int_equal(read, cases[i].want != NULL);
		if (cases[i].want)
			assert_string_equal(got, cases[i].want);
		text_keys_release(&keys);
	}
}

int main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, logs_make, unload)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(markdown_is_rendered),
		cmocka_unit_test(tables_are_rendered),
		cmocka_unit_test(hostile_markdown_is_bounded),
		CASE(strings_are_a_text_or_a_table),
		CASE(tensors_are_described),
		cmocka_unit_test(texts_differ_by_words),
		cmocka_unit_test(random_differences_are_right),
		cmocka_unit_test(long_differences_are_bounded),
		CASE(json_differs_by_key),
		CASE(yaml_differs_by_key),
		CASE(tables_differ_by_key),
		CASE(other_texts_differ_by_word),
		cmocka_unit_test(yaml_is_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
