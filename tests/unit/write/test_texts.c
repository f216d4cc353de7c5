/* write: texts: tables, pairs, fenced texts and files. */
#include <errno.h>
#include <sys/stat.h>

#include "unit/kinds.h"

static const char *const cells[] = {"name", "value", "a|b", "1\n2", "`x`", NULL, "*y*", "\\"};
static const char *const pairs[] = {"rate", "0.1", "a_b*", "<i>&\r\n[x]"};

static tfe_status table(tfe_writer *w)
{
	return tfe_writer_add_text_table(w, "table", 1, cells, 4, 2);
}

static tfe_status list(tfe_writer *w)
{
	return tfe_writer_add_text_pairs(w, "list", 1, pairs, 2);
}

static tfe_status fenced(tfe_writer *w)
{
	tfe_status status = tfe_writer_add_text_fenced(w, "fenced", 1, "", NULL);
	if (!status)
		status = tfe_writer_add_text_fenced(w, "fenced", 2, "int x;\n", "c");
	return status ? status
		      : tfe_writer_add_text_fenced(w, "fenced", 3, "a ```` b\n```\n~~~", "c++");
}

static tfe_status all(tfe_writer *w)
{
	tfe_status status = table(w);
	if (!status)
		status = list(w);
	if (!status)
		status = fenced(w);
	return status ? status : tfe_writer_add_text(w, "plain", 0, "");
}

static void bytes_are_golden(void **state)
{
	(void)state;
	kinds_check_golden("text", all);
}

static void join_texts(const tfe_event *event, void *context)
{
	char *text = context;
	tfe_event copied = *event;
	tfe_value v = TFE_VALUE_INIT;
	tfe_blobs blobs;
	tfe_bytes b;
	assert_int_equal(tfe_event_next(&copied, &v), TFE_OK);
	assert_int_equal(v.kind, TFE_KIND_TEXT);
	tfe_blobs_init(&blobs, &v);
	assert_true(tfe_blobs_next(&blobs, &b));
	snprintf(text + strlen(text), 4096 - strlen(text), "%.*s;", (int)b.size,
		 b.size ? (const char *)b.data : "");
}

static void check_text(kinds_add *add, const char *want)
{
	char text[4096] = "";
	kinds_for_each_event(add, join_texts, text);
	assert_string_equal(text, want);
}

static void texts_cannot_leave_their_place(void **state)
{
	(void)state;
	check_text(table, "| name | value |\n| --- | --- |\n| a&#124;b | 1<br>2 |\n"
			  "| \\`x\\` |  |\n| \\*y\\* | \\\\ |\n;");
	check_text(list, "- **rate**: 0.1\n- **a\\_b\\***: &lt;i>&amp;<br>\\[x\\]\n;");
	check_text(fenced, "```\n```\n;```c\nint x;\n```\n;"
			   "`````c++\na ```` b\n```\n~~~\n`````\n;");
}

/* --- files ------------------------------------------------------------------------------------ */

static char path[4096];

static void write_file(const void *content, size_t bytes)
{
	char dir[2048];
	assert_true(folder_make(dir, sizeof dir, "text"));
	snprintf(path, sizeof path, "%s/config.json", dir);
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(content, 1, bytes, f), bytes);
	assert_int_equal(fclose(f), 0);
}

static void remove_written(void)
{
	assert_int_equal(unlink(path), 0);
	*strrchr(path, '/') = '\0';
	assert_int_equal(rmdir(path), 0);
}

static tfe_status of_file(tfe_writer *w)
{
	return tfe_writer_add_text_file(w, "file", 1, path, "json");
}

static void files_are_fenced(void **state)
{
	(void)state;
	write_file("{\"a\": 1}", 8);
	check_text(of_file, "```json\n{\"a\": 1}\n```\n;");
	kinds_check_memory(of_file);
	remove_written();
	write_file("", 0);
	check_text(of_file, "```json\n```\n;");
	remove_written();
}

static void a_file_that_cannot_be_read_is_named(void **state)
{
	(void)state;
	char *dir = make_logdir();
	tfe_error error = TFE_ERROR_INIT;
	double now;
	tfe_writer *w;
	assert_int_equal(kinds_open(dir, NULL, &now, &w), TFE_OK);
	snprintf(path, sizeof path, "%s/missing", dir);
	assert_int_equal(of_file(w), TFE_E_IO);
	tfe_writer_get_error(w, &error);
	assert_non_null(strstr(error.message, "/missing: cannot read: No such file"));
	assert_int_equal(tfe_writer_close(w), TFE_E_IO);
	remove_logdir(dir);
}

/* A sparse file is larger than a text may be. */
static void a_file_that_is_too_large_is_refused(void **state)
{
	(void)state;
	char *dir = make_logdir();
	double now;
	tfe_writer *w;
	write_file("a", 1);
	assert_int_equal(truncate(path, (off_t)1 << 40), 0);
	assert_int_equal(kinds_open(dir, NULL, &now, &w), TFE_OK);
	assert_int_equal(of_file(w), TFE_E_LIMIT);
	assert_int_equal(tfe_writer_close(w), TFE_E_LIMIT);
	remove_written();
	remove_logdir(dir);
}

/* --- refused ---------------------------------------------------------------------------------- */

static tfe_status no_cells(tfe_writer *w)
{
	return tfe_writer_add_text_table(w, "t", 0, NULL, 1, 1);
}
static tfe_status no_rows(tfe_writer *w)
{
	return tfe_writer_add_text_table(w, "t", 0, cells, 0, 2);
}
static tfe_status huge(tfe_writer *w)
{
	return tfe_writer_add_text_table(w, "t", 0, cells, SIZE_MAX, 2);
}
static tfe_status bad_cell(tfe_writer *w)
{
	return tfe_writer_add_text_table(w, "t", 0, (const char *const[]){"a", "b", "c", "\xff"}, 2,
					 2);
}
static tfe_status no_pairs(tfe_writer *w)
{
	return tfe_writer_add_text_pairs(w, "t", 0, NULL, 1);
}
static tfe_status half_a_pair(tfe_writer *w)
{
	return tfe_writer_add_text_pairs(w, "t", 0, (const char *const[]){"a", NULL}, 1);
}
static tfe_status no_text(tfe_writer *w)
{
	return tfe_writer_add_text_fenced(w, "t", 0, NULL, NULL);
}
static tfe_status bad_language(tfe_writer *w)
{
	return tfe_writer_add_text_fenced(w, "t", 0, "", "c\n```");
}
static tfe_status no_path(tfe_writer *w)
{
	return tfe_writer_add_text_file(w, "t", 0, "", NULL);
}
static tfe_status a_device(tfe_writer *w)
{
	return tfe_writer_add_text_file(w, "t", 0, "/dev/zero", NULL);
}
static tfe_status bad_file_language(tfe_writer *w)
{
	return tfe_writer_add_text_file(w, "t", 0, "/dev/null", "a b");
}
static tfe_status binary(tfe_writer *w)
{
	write_file("a\0b", 3);
	tfe_status status = of_file(w);
	remove_written();
	return status;
}

static void wrong_arguments_are_refused(void **state)
{
	(void)state;
	const struct kinds_refusal refusals[] = {
		{no_cells, "cells are missing"}, {no_rows, "0 rows"},
		{huge, "cells are missing"},     {bad_cell, "cell [1, 1]"},
		{no_pairs, "pairs are missing"}, {half_a_pair, "pair 0"},
		{no_text, "text is missing"},    {bad_language, "language"},
		{no_path, "path is missing"},    {a_device, "/dev/zero is not a regular file"},
		{bad_file_language, "language"}, {binary, "config.json is not a UTF-8 text"},
	};
	kinds_check_refused(refusals, sizeof refusals / sizeof *refusals);
}

static void memory_may_be_missing(void **state)
{
	(void)state;
	kinds_check_memory(table);
	kinds_check_memory(list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_are_golden),
		cmocka_unit_test(texts_cannot_leave_their_place),
		cmocka_unit_test(files_are_fenced),
		cmocka_unit_test(a_file_that_cannot_be_read_is_named),
		cmocka_unit_test(a_file_that_is_too_large_is_refused),
		cmocka_unit_test(wrong_arguments_are_refused),
		cmocka_unit_test(memory_may_be_missing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
