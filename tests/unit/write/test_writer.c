/* write: a writer from open to close: the contents of the file, its name, its bytes, refused
 * arguments. */
#include <math.h>

#include "unit/logdir_bytes.h"

#include <tfevents/reader.h>
#include <tfevents/writer.h>

static double fixed_clock(void *context)
{
	return *(double *)context += 0.25;
}

static tfe_writer *open_writer(const char *dir)
{
	tfe_writer *w;
	assert_int_equal(tfe_writer_open(dir, NULL, &w, NULL), TFE_OK);
	return w;
}

static void what_is_added_is_in_the_file_in_order(void **state)
{
	(void)state;
	char *dir = make_logdir();
	tfe_writer *w = open_writer(dir);
	assert_int_equal(events_in(dir), 1); /* written at once */
	const float x[] = {1, 2, 3};
	for (int i = 0; i < 1000; i++)
		assert_int_equal(tfe_writer_add_scalar(w, "loss", i, 0.5), TFE_OK);
	assert_int_equal(tfe_writer_add_histogram(w, "h", 1, x, TFE_DTYPE_FLOAT32, 3), TFE_OK);
	assert_int_equal(tfe_writer_add_histogram_v2(w, "h2", 1, x, TFE_DTYPE_FLOAT32, 3, 5),
			 TFE_OK);
	assert_int_equal(tfe_writer_add_text(w, "t", 1, "text"), TFE_OK);
	assert_int_equal(tfe_writer_flush(w), TFE_OK);
	assert_int_equal(events_in(dir), 1004);
	tfe_writer_stats stats = TFE_WRITER_STATS_INIT;
	tfe_writer_get_stats(w, &stats);
	assert_int_equal(stats.events, 1003);
	assert_int_equal(stats.dropped, 0);
	assert_int_equal(access(stats.path, F_OK), 0);
	assert_int_equal(tfe_writer_finish(w), TFE_OK);
	assert_int_equal(tfe_writer_add_scalar(w, "loss", 0, 0), TFE_E_CLOSED);
	tfe_error error = TFE_ERROR_INIT;
	tfe_writer_get_error(w, &error);
	assert_int_equal(error.status, TFE_E_CLOSED);
	assert_non_null(strstr(error.message, "finished"));
	assert_int_equal(tfe_writer_finish(w), TFE_OK);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	assert_int_equal(events_in(dir), 1004);
	remove_logdir(dir);
}

static void directories_are_made(void **state)
{
	(void)state;
	char *dir = make_logdir(), path[4200];
	snprintf(path, sizeof path, "%.4000s/a//b/c/", dir);
	tfe_writer *w = open_writer(path);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	assert_int_equal(events_in(path), 1);
	for_each_file(path, remove_file, NULL);
	for (int up = 0; up < 3; up++) {
		*strrchr(path, '/') = '\0';
		assert_int_equal(rmdir(path), 0);
	}
	remove_logdir(dir);
}

static void a_directory_that_cannot_be_made_is_named(void **state)
{
	(void)state;
	tfe_writer *w = (tfe_writer *)1;
	tfe_error error = TFE_ERROR_INIT;
	assert_int_equal(tfe_writer_open("/dev/null/logs", NULL, &w, &error), TFE_E_IO);
	assert_null(w);
	assert_string_equal(error.path, "/dev/null/logs");
	assert_int_not_equal(error.sys_errno, 0);
	assert_int_equal(tfe_writer_open("", NULL, &w, &error), TFE_E_ARG);
	assert_int_equal(tfe_writer_open(NULL, NULL, &w, &error), TFE_E_ARG);
	assert_int_equal(tfe_writer_open("/dev/null", NULL, NULL, &error), TFE_E_ARG);
}

static void bad_options_are_refused(void **state)
{
	(void)state;
	char *dir = make_logdir();
	const tfe_writer_options bad[] = {
		{.size = 0},
		{.size = sizeof *bad, .suffix = "a/b"},
		{.size = sizeof *bad, .hostname = "../up"},
		{.size = sizeof *bad, .flush_interval_s = -1},
		{.size = sizeof *bad, .flush_interval_s = NAN},
		{.size = sizeof *bad, .close_timeout_s = INFINITY},
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		tfe_writer *w;
		tfe_error error = TFE_ERROR_INIT;
		assert_int_equal(tfe_writer_open(dir, &bad[i], &w, &error), TFE_E_ARG);
		assert_int_not_equal(error.message[0], '\0');
		assert_null(w);
	}
	/* A shorter struct has the defaults for the other fields. */
	const tfe_writer_options early = {.size = offsetof(tfe_writer_options, flush_interval_s),
					  .suffix = ".mine",
					  .flush_interval_s = -1};
	tfe_writer *w;
	assert_int_equal(tfe_writer_open(dir, &early, &w, NULL), TFE_OK);
	tfe_writer_stats stats = TFE_WRITER_STATS_INIT;
	tfe_writer_get_stats(w, &stats);
	assert_string_equal(strrchr(stats.path, '.'), ".mine");
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	remove_logdir(dir);
}

/* --- bytes ------------------------------------------------------------------------------------ */

/* Adds one value of each kind except images, whose bytes depend on zlib. */
static void add_one_of_each(tfe_writer *w)
{
	const double x[] = {-2, -0.5, 0, 0.25, 0.25, 1, 4, NAN};
	for (int i = 0; i < 10; i++)
		tfe_writer_add_scalar(w, "loss", i * 100, 1.0 / (1 + i));
	tfe_writer_add_scalar(w, "nan", -1, NAN);
	tfe_writer_describe(w, "accuracy", "Accuracy", "of the *validation*");
	tfe_writer_add_scalar(w, "accuracy", 1, 0.5);
	tfe_writer_add_histogram(w, "histogram/v1", 1, x, TFE_DTYPE_FLOAT64, 8);
	tfe_writer_add_histogram_v2(w, "histogram/v2", 1, x, TFE_DTYPE_FLOAT64, 8, 4);
	tfe_writer_add_text(w, "text", 2, "# heading\n\n*text*, \xc3\xbcn\xc3\xaf");
	tfe_graph *graph;
	assert_int_equal(tfe_graph_open(NULL, &graph), TFE_OK);
	tfe_graph_add_node(graph, "in", "Placeholder", NULL, 0, NULL);
	tfe_graph_add_node(graph, "out", "Relu", (const char *const[]){"in"}, 1, "/device:CPU:0");
	tfe_graph_set_dtype(graph, "T", TFE_DTYPE_FLOAT32);
	tfe_writer_add_graph(w, graph);
	tfe_graph_close(graph);
}

/* The same calls write the same bytes on every machine. With BLESS in the environment the file is
 * created. */
static void bytes_are_golden(void **state)
{
	(void)state;
	const char *src = getenv("SRC"),
		   *golden = "tests/golden/data/writer/events.out.tfevents.1700000000.host.7.0";
	char path[8192];
	snprintf(path, sizeof path, "%s/%s", src ? src : ".", golden);
	char *dir = make_logdir();
	double now = 1700000000;
	const tfe_writer_options options = {.size = sizeof options,
					    .clock = fixed_clock,
					    .clock_context = &now,
					    .hostname = "host",
					    .pid = 7,
					    .resume_step = 3};
	tfe_writer *w;
	tfe_writer_stats stats = TFE_WRITER_STATS_INIT;
	assert_int_equal(tfe_writer_open(dir, &options, &w, NULL), TFE_OK);
	add_one_of_each(w);
	tfe_writer_get_stats(w, &stats);
	assert_non_null(strstr(stats.path, "/events.out.tfevents.1700000000.host.7."));
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	size_t n, n_golden;
	uint8_t *bytes = read_whole_file(stats.path, &n);
	if (getenv("BLESS")) {
		FILE *f = fopen(path, "wb");
		assert_non_null(f);
		assert_int_equal(fwrite(bytes, 1, n, f), n);
		assert_int_equal(fclose(f), 0);
	}
	uint8_t *want = read_whole_file(path, &n_golden);
	assert_int_equal(n, n_golden);
	assert_memory_equal(bytes, want, n);
	free(bytes);
	free(want);
	remove_logdir(dir);
}

/* --- descriptions and restarts ---------------------------------------------------------------- */

struct described {
	int tensors, simple;
	char name[32], description[32];
};

static void copy(char *to, tfe_bytes bytes)
{
	assert_true(bytes.size < 32);
	if (bytes.size)
		memcpy(to, bytes.data, bytes.size);
	to[bytes.size] = '\0';
}

static void note_description(const tfe_event *event, void *context)
{
	struct described *d = context;
	tfe_event copied = *event;
	tfe_value v = TFE_VALUE_INIT;
	while (tfe_event_next(&copied, &v) == TFE_OK) {
		if (v.kind != TFE_KIND_SCALAR)
			continue;
		assert_true(v.scalar == (double)event->step);
		if (v.tensor.dtype)
			d->tensors++;
		else
			d->simple++;
		if (!v.has_metadata)
			continue;
		copy(d->name, v.metadata.display_name);
		copy(d->description, v.metadata.description);
	}
}

static void descriptions_hold_from_then_on(void **state)
{
	(void)state;
	char *dir = make_logdir();
	tfe_writer *w = open_writer(dir);
	tfe_writer_stats stats = TFE_WRITER_STATS_INIT;
	tfe_writer_get_stats(w, &stats);
	const struct {
		const char *name, *description;
		struct described want;
	} steps[] = {
		{NULL, NULL, {0, 1, "", ""}},
		{"A name", "with *Markdown*", {1, 1, "A name", "with *Markdown*"}},
		{"Another", NULL, {2, 1, "Another", ""}},
		{"", "only this", {3, 1, "", "only this"}},
		{NULL, NULL, {3, 2, "", "only this"}},
	};
	for (int i = 0; i < 5; i++) {
		assert_int_equal(
			tfe_writer_describe(w, "loss", steps[i].name, steps[i].description),
			TFE_OK);
		assert_int_equal(tfe_writer_describe(w, "other", "not", "that"), TFE_OK);
		assert_int_equal(tfe_writer_add_scalar(w, "loss", i, i), TFE_OK);
		assert_int_equal(tfe_writer_flush(w), TFE_OK);
		struct described d = {0};
		for_each_event(stats.path, note_description, &d);
		assert_int_equal(d.tensors, steps[i].want.tensors);
		assert_int_equal(d.simple, steps[i].want.simple);
		assert_string_equal(d.name, steps[i].want.name);
		assert_string_equal(d.description, steps[i].want.description);
	}
	assert_int_equal(tfe_writer_describe(w, "loss", "\xff", NULL), TFE_E_ARG);
	assert_int_equal(tfe_writer_describe(w, "loss", NULL, "\xff"), TFE_E_ARG);
	assert_int_equal(tfe_writer_describe(w, "", "a", NULL), TFE_E_ARG);
	assert_int_equal(tfe_writer_describe(NULL, "loss", "a", NULL), TFE_E_ARG);
	assert_int_equal(tfe_writer_close(w), TFE_E_ARG);
	remove_logdir(dir);
}

static void note_start(const tfe_event *event, void *context)
{
	tfe_event copied = *event;
	tfe_value v = TFE_VALUE_INIT;
	while (tfe_event_next(&copied, &v) == TFE_OK)
		if (v.kind == TFE_KIND_SESSION_LOG) {
			assert_int_equal(v.status, 1);
			assert_int_equal(event->step, 500);
			++*(int *)context;
		}
}

static void resuming_is_said(void **state)
{
	(void)state;
	char *dir = make_logdir();
	for (int resumed = 0; resumed < 2; resumed++) {
		const tfe_writer_options options = {.size = sizeof options,
						    .resume_step = resumed ? 500 : 0};
		tfe_writer *w;
		tfe_writer_stats stats = TFE_WRITER_STATS_INIT;
		assert_int_equal(tfe_writer_open(dir, &options, &w, NULL), TFE_OK);
		tfe_writer_get_stats(w, &stats);
		assert_int_equal(tfe_writer_close(w), TFE_OK);
		int starts = 0;
		for_each_event(stats.path, note_start, &starts);
		assert_int_equal(starts, resumed ? 2 : 0);
	}
	remove_logdir(dir);
}

/* --- refused arguments ------------------------------------------------------------------------ */

static const float values[2];
static const uint8_t pixels[3];

static tfe_status empty_tag(tfe_writer *w)
{
	return tfe_writer_add_scalar(w, "", 0, 0);
}
static tfe_status no_tag(tfe_writer *w)
{
	return tfe_writer_add_scalar(w, NULL, 0, 0);
}
static tfe_status bad_tag(tfe_writer *w)
{
	return tfe_writer_add_text(w, "a\xc0\x80", 0, "text");
}
static tfe_status no_values(tfe_writer *w)
{
	return tfe_writer_add_histogram(w, "h", 0, NULL, TFE_DTYPE_FLOAT32, 2);
}
static tfe_status texts_as_values(tfe_writer *w)
{
	return tfe_writer_add_histogram(w, "h", 0, values, TFE_DTYPE_STRING, 2);
}
static tfe_status texts_as_values_2(tfe_writer *w)
{
	return tfe_writer_add_histogram_v2(w, "h", 0, values, TFE_DTYPE_STRING, 2, 3);
}
static tfe_status no_histogram(tfe_writer *w)
{
	return tfe_writer_add_histogram_counted(w, "h", 0, NULL);
}
static tfe_status no_text(tfe_writer *w)
{
	return tfe_writer_add_text(w, "t", 0, NULL);
}
static tfe_status bad_text(tfe_writer *w)
{
	return tfe_writer_add_text(w, "t", 0, "\xed\xa0\x80");
}
static tfe_status no_images(tfe_writer *w)
{
	return tfe_writer_add_images(w, "i", 0, NULL, 1);
}
static tfe_status bad_channels(tfe_writer *w)
{
	const tfe_image image = {pixels, TFE_DTYPE_UINT8, 1, 1, 5};
	return tfe_writer_add_images(w, "i", 0, &image, 1);
}
static tfe_status no_graph(tfe_writer *w)
{
	return tfe_writer_add_graph(w, NULL);
}

static tfe_status bad_graph(tfe_writer *w)
{
	tfe_graph *graph;
	assert_int_equal(tfe_graph_open(NULL, &graph), TFE_OK);
	tfe_graph_add_node(graph, "twice", "Op", NULL, 0, NULL);
	tfe_graph_add_node(graph, "twice", "Op", NULL, 0, NULL);
	tfe_status status = tfe_writer_add_graph(w, graph);
	tfe_graph_close(graph);
	return status;
}

static void bad_arguments_are_refused_by_name(void **state)
{
	(void)state;
	static const struct {
		tfe_status (*add)(tfe_writer *w);
		const char *reported;
	} cases[] = {
		{empty_tag, "tag is empty"},
		{no_tag, "tag is empty"},
		{bad_tag, "tag is not UTF-8"},
		{no_values, "h: the values"},
		{texts_as_values, "h: the values"},
		{texts_as_values_2, "h: the values"},
		{no_histogram, "h: the histogram"},
		{no_text, "t: the text"},
		{bad_text, "t: the text"},
		{no_images, "i: the images"},
		{bad_channels, "1 to 4 channels"},
		{no_graph, "the graph"},
		{bad_graph, "\"twice\" is repeated"},
	};
	char *dir = make_logdir();
	tfe_writer *w = open_writer(dir);
	size_t n = sizeof cases / sizeof *cases;
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(cases[i].add(w), TFE_E_ARG);
		assert_int_equal(cases[i].add(NULL), TFE_E_ARG);
		tfe_error error = TFE_ERROR_INIT;
		tfe_writer_get_error(w, &error);
		assert_int_equal(error.status, TFE_E_ARG);
		assert_non_null(strstr(error.message, cases[i].reported));
		/* A caller that ignored the error gets it once more, and the writer continues. */
		assert_int_equal(tfe_writer_add_scalar(w, "good", (int64_t)i, 1), TFE_OK);
		assert_int_equal(tfe_writer_flush(w), TFE_E_ARG);
		assert_int_equal(tfe_writer_flush(w), TFE_OK);
	}
	tfe_writer_stats stats = TFE_WRITER_STATS_INIT;
	tfe_writer_get_stats(w, &stats);
	assert_int_equal(stats.events, n);
	assert_int_equal(stats.dropped, 0);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	assert_int_equal(events_in(dir), (int)n + 1);
	assert_int_equal(tfe_writer_flush(NULL), TFE_E_ARG);
	assert_int_equal(tfe_writer_finish(NULL), TFE_E_ARG);
	assert_int_equal(tfe_writer_close(NULL), TFE_OK);
	remove_logdir(dir);
}

/* Returns the first error of all functions of a writer. */
static tfe_status use_a_writer(const tfe_allocator *allocator, void *dir)
{
	const tfe_writer_options options = {.size = sizeof options, .allocator = allocator};
	const int64_t counts[4] = {1, 2, 3, 4};
	const tfe_image image = {pixels, TFE_DTYPE_UINT8, 1, 1, 3};
	char tag[700];
	memset(tag, 't', sizeof tag - 1);
	tag[sizeof tag - 1] = '\0';
	tfe_writer *w;
	tfe_status first = tfe_writer_open(dir, &options, &w, NULL);
	if (first)
		return first;
	const tfe_status all[] = {
		tfe_writer_describe(w, "described", "name", "description"),
		tfe_writer_add_scalar(w, "described", 0, 1),
		tfe_writer_add_scalar(w, "scalar", 0, 1),
		tfe_writer_add_scalar(w, tag, 0, 1),
		tfe_writer_add_histogram(w, "h", 0, values, TFE_DTYPE_FLOAT32, 2),
		tfe_writer_add_histogram_v2(w, "h2", 0, values, TFE_DTYPE_FLOAT32, 2, 0),
		tfe_writer_add_text(w, "t", 0, "text"),
		tfe_writer_add_images(w, "i", 0, &image, 1),
		tfe_writer_add_confusion_matrix(w, "c", 0, counts, 2, NULL),
	};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		first = first ? first : all[i];
	/* All values that were not refused are written. */
	tfe_writer_stats stats = TFE_WRITER_STATS_INIT;
	assert_int_equal(tfe_writer_flush(w), first);
	tfe_writer_get_stats(w, &stats);
	assert_int_equal(for_each_event(stats.path, NULL, NULL), 1 + (int)stats.events);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	assert_int_equal(unlink(stats.path), 0);
	return first;
}

static void a_missing_writer_is_an_error(void **state)
{
	(void)state;
	tfe_error e = TFE_ERROR_INIT;
	assert_int_equal(tfe_writer_add_scalar(NULL, "t", 0, 1), TFE_E_ARG);
	assert_int_equal(tfe_writer_flush(NULL), TFE_E_ARG);
	tfe_writer_get_error(NULL, &e);
	assert_int_equal(e.status, TFE_E_ARG);
	assert_string_equal(e.message, "the writer is missing");
}

static void failed_allocations(void **state)
{
	(void)state;
	char *dir = make_logdir();
	assert_true(inject_every_allocation(use_a_writer, dir) > 20);
	remove_logdir(dir); /* fails if open left a file in the directory */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		/* The first test, because its file is number 0 of the process. */
		cmocka_unit_test(bytes_are_golden),
		cmocka_unit_test(what_is_added_is_in_the_file_in_order),
		cmocka_unit_test(directories_are_made),
		cmocka_unit_test(a_directory_that_cannot_be_made_is_named),
		cmocka_unit_test(bad_options_are_refused),
		cmocka_unit_test(descriptions_hold_from_then_on),
		cmocka_unit_test(resuming_is_said),
		cmocka_unit_test(bad_arguments_are_refused_by_name),
		cmocka_unit_test(a_missing_writer_is_an_error),
		cmocka_unit_test(failed_allocations),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
