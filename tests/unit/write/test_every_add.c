/* write: what holds for every add: wrong writers and tags, a finished writer, each write that
 * fails. The table must name every tfe_writer_add_ of the public header.
 *
 * wraps: write */
#define _GNU_SOURCE /* nftw */
#include <ftw.h>

#include "unit/inject_write.h"
#include "unit/kinds.h"

static const float numbers[] = {0.25f, 0.5f, 1, 0};
static const double limits[] = {1, 2}, counts_of[] = {3, 4};
static const uint8_t pixels[4 * 3] = {1, 2, 3, 200};
static const int64_t pair[] = {2, 2}, matrix[] = {1, 2, 3, 4};
static const tfe_array array = {numbers, TFE_DTYPE_FLOAT32, 2, pair, NULL};
static const tfe_image image = {pixels, TFE_DTYPE_UINT8, 2, 2, 3};
static const tfe_image_batch batch = {pixels, TFE_DTYPE_UINT8, TFE_IMAGE_LAYOUT_NHWC, 2, 1, 2, 3};
static const tfe_box box = {0, 0, 1, 1, "a", 0};
static const tfe_sound sound = {numbers, TFE_DTYPE_FLOAT32, 1, 4, NULL};
static const uint8_t labels[] = {0, 1, 1, 0};
static const int32_t classes[] = {0, 1};
static const char *const texts[] = {"a", "b", "c", "d"};

#define ADD(name, arguments)                                                                       \
	static tfe_status name(tfe_writer *w, const char *tag, int64_t step)                       \
	{                                                                                          \
		(void)step;                                                                        \
		(void)tag;                                                                         \
		return tfe_writer_add_##name arguments;                                            \
	}
ADD(scalar, (w, tag, step, 1))
ADD(histogram, (w, tag, step, numbers, TFE_DTYPE_FLOAT32, 4))
ADD(histogram_v2, (w, tag, step, numbers, TFE_DTYPE_FLOAT32, 4, 0))
ADD(histogram_array, (w, tag, step, &array, NULL, 0))
ADD(tensor, (w, tag, step, &array, NULL))
ADD(images, (w, tag, step, &image, 1))
ADD(image_batch, (w, tag, step, &batch))
ADD(image_with_boxes, (w, tag, step, &image, &box, 1))
ADD(audio, (w, tag, step, &sound, 1, 8000))
ADD(confusion_matrix, (w, tag, step, matrix, 2, NULL))
ADD(class_scores, (w, tag, step, matrix, 2, NULL))
ADD(pr_curve, (w, tag, step, labels, numbers, TFE_DTYPE_FLOAT32, 4, NULL))
ADD(pr_curves, (w, tag, step, classes, numbers, TFE_DTYPE_FLOAT32, 2, 2, NULL, NULL))
ADD(text, (w, tag, step, "text"))
ADD(text_table, (w, tag, step, texts, 2, 2))
ADD(text_pairs, (w, tag, step, texts, 2))
ADD(text_fenced, (w, tag, step, "text", "c"))
ADD(text_file, (w, tag, step, "/proc/version", NULL))

static tfe_status scalars(tfe_writer *w, const char *tag, int64_t step)
{
	const tfe_scalar two[] = {{"first", 1}, {tag, 2}};
	return tfe_writer_add_scalars(w, step, two, 2, TFE_DTYPE_FLOAT64);
}

static tfe_status histogram_counted(tfe_writer *w, const char *tag, int64_t step)
{
	tfe_histogram h;
	tfe_histogram_init(&h, NULL);
	tfe_status status = tfe_histogram_count(&h, numbers, TFE_DTYPE_FLOAT32, 4);
	if (!status)
		status = tfe_writer_add_histogram_counted(w, tag, step, &h);
	tfe_histogram_release(&h);
	return status;
}

static tfe_status histogram_buckets(tfe_writer *w, const char *tag, int64_t step)
{
	const tfe_histogram_buckets b = {0, 2, 7, 8, 10, limits, counts_of, 2};
	return tfe_writer_add_histogram_buckets(w, tag, step, &b);
}

static tfe_status encoded_images(tfe_writer *w, const char *tag, int64_t step)
{
	static const char gif[] = "GIF89a\1\0\1\0\0\0\0";
	const tfe_bytes file = {(const uint8_t *)gif, sizeof gif};
	return tfe_writer_add_encoded_images(w, tag, step, &file, 1);
}

static tfe_status video(tfe_writer *w, const char *tag, int64_t step)
{
	return tfe_writer_add_video(w, tag, step, &batch, 8);
}

static tfe_status pr_curve_counted(tfe_writer *w, const char *tag, int64_t step)
{
	const tfe_pr_curve curve = {limits, limits, limits, limits, NULL, NULL, 2};
	return tfe_writer_add_pr_curve_counted(w, tag, step, &curve);
}

static tfe_status mesh(tfe_writer *w, const char *tag, int64_t step)
{
	const tfe_mesh m = {.size = sizeof m, .vertices = numbers, .n_vertices = 1};
	return tfe_writer_add_mesh(w, tag, step, &m);
}

static tfe_status run_metadata(tfe_writer *w, const char *tag, int64_t step)
{
	const tfe_node_cost cost = {"a", NULL, 1, 2, 3};
	return tfe_writer_add_run_metadata(w, tag, step, &cost, 1);
}

static tfe_status embedding(tfe_writer *w, const char *tag, int64_t step)
{
	const tfe_embedding e = {.size = sizeof e, .values = numbers, .n = 2, .dimensions = 2};
	return tfe_writer_add_embedding(w, tag, step, &e);
}

static tfe_status layout(tfe_writer *w, const char *tag, int64_t step)
{
	const tfe_chart chart = {"title", texts, 1, NULL, 0};
	const tfe_chart_category category = {"category", &chart, 1, false};
	(void)tag;
	(void)step;
	return tfe_writer_add_layout(w, &category, 1);
}

static tfe_status graph(tfe_writer *w, const char *tag, int64_t step)
{
	tfe_graph *g;
	(void)tag;
	(void)step;
	if (tfe_graph_open(NULL, &g))
		return TFE_E_NOMEM;
	tfe_status status = tfe_writer_add_graph(w, g);
	tfe_graph_close(g);
	return status;
}

static tfe_status traced_graph(tfe_writer *w, const char *tag, int64_t step)
{
	tfe_graph *g;
	if (tfe_graph_open(NULL, &g))
		return TFE_E_NOMEM;
	tfe_status status = tfe_writer_add_traced_graph(w, tag, step, g);
	tfe_graph_close(g);
	return status;
}

static tfe_status onnx_graph(tfe_writer *w, const char *tag, int64_t step)
{
	const char *src = getenv("SRC");
	char path[4096];
	(void)tag;
	(void)step;
	snprintf(path, sizeof path, "%s/tests/golden/data/onnx/model.onnx", src ? src : ".");
	return tfe_writer_add_onnx_graph(w, path);
}

static tfe_status keras_model(tfe_writer *w, const char *tag, int64_t step)
{
	const tfe_keras_layer layer = {"i", "InputLayer", NULL, 0, NULL};
	(void)tag;
	(void)step;
	return tfe_writer_add_keras_model(w, "model", &layer, 1);
}

static tfe_status profile(tfe_writer *w, const char *tag, int64_t step)
{
	tfe_profile *p;
	(void)tag;
	(void)step;
	if (tfe_profile_open(NULL, &p))
		return TFE_E_NOMEM;
	tfe_status status = tfe_writer_add_profile(w, "recording", p);
	tfe_profile_close(p);
	return status;
}

static tfe_status experiment(tfe_writer *w, const char *tag, int64_t step)
{
	const tfe_experiment_metric metric = {.tag = "loss"};
	const tfe_experiment e = {.size = sizeof e, .metrics = &metric, .n_metrics = 1};
	(void)tag;
	(void)step;
	return tfe_writer_add_experiment(w, &e);
}

/* `tagged`: the tag is an argument. `files`: it writes files of its own, in the add itself. */
static const struct every_add {
	const char *name;
	tfe_status (*add)(tfe_writer *w, const char *tag, int64_t step);
	bool tagged, files;
} adds[] = {
	{"scalar", scalar, true, false},
	{"scalars", scalars, true, false},
	{"histogram", histogram, true, false},
	{"histogram_v2", histogram_v2, true, false},
	{"histogram_counted", histogram_counted, true, false},
	{"histogram_array", histogram_array, true, false},
	{"histogram_buckets", histogram_buckets, true, false},
	{"tensor", tensor, true, false},
	{"images", images, true, false},
	{"image_batch", image_batch, true, false},
	{"encoded_images", encoded_images, true, false},
	{"image_with_boxes", image_with_boxes, true, false},
	{"video", video, true, false},
	{"audio", audio, true, false},
	{"confusion_matrix", confusion_matrix, true, false},
	{"class_scores", class_scores, true, false},
	{"pr_curve", pr_curve, true, false},
	{"pr_curves", pr_curves, true, false},
	{"pr_curve_counted", pr_curve_counted, true, false},
	{"mesh", mesh, true, false},
	{"embedding", embedding, true, true},
	{"text", text, true, false},
	{"text_table", text_table, true, false},
	{"text_pairs", text_pairs, true, false},
	{"text_fenced", text_fenced, true, false},
	{"text_file", text_file, true, false},
	{"run_metadata", run_metadata, true, false},
	{"traced_graph", traced_graph, true, false},
	{"layout", layout, false, false},
	{"graph", graph, false, false},
	{"onnx_graph", onnx_graph, false, false},
	{"keras_model", keras_model, false, false},
	{"profile", profile, false, true},
	{"experiment", experiment, false, false},
};
enum { ADDS = sizeof adds / sizeof *adds };

static bool is_listed(const char *name, size_t n)
{
	for (int i = 0; i < ADDS; i++)
		if (strlen(adds[i].name) == n && !memcmp(adds[i].name, name, n))
			return true;
	return false;
}

static void the_table_names_every_add(void **state)
{
	(void)state;
	static const char prefix[] = "tfe_writer_add_";
	const char *src = getenv("SRC");
	char path[4096];
	size_t n, found = 0;
	snprintf(path, sizeof path, "%s/lib/include/tfevents/writer.h", src ? src : ".");
	char *text = (char *)read_whole_file(path, &n);
	text = realloc(text, n + 1);
	assert_non_null(text);
	text[n] = '\0';
	for (char *p = text; (p = strstr(p, prefix));) {
		p += sizeof prefix - 1;
		const size_t length = strspn(p, "abcdefghijklmnopqrstuvwxyz0123456789_");
		if (p[length] != '(')
			continue;
		if (!is_listed(p, length))
			fail_msg("%.*s is missing in the table", (int)length, p);
		found++;
	}
	assert_int_equal(found, ADDS);
	free(text);
}

/* --- the directory ---------------------------------------------------------------------------- */

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *where)
{
	(void)st;
	(void)type;
	(void)where;
	return remove(path);
}

/* Adds of files leave directories. */
static void remove_all(char *dir)
{
	assert_int_equal(nftw(dir, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
	free(dir);
}

static bool is_unsupported(tfe_status status)
{
	return status == TFE_E_UNSUPPORTED; /* built without an optional library */
}

/* --- arguments -------------------------------------------------------------------------------- */

static void wrong_writers_and_tags_are_refused(void **state)
{
	(void)state;
	static const char *const tags[] = {NULL, "", "\xff", "a\xed\xa0\x80"};
	char *dir = make_logdir();
	double now;
	tfe_writer *w;
	assert_int_equal(kinds_open(dir, NULL, &now, &w), TFE_OK);
	for (int i = 0; i < ADDS; i++) {
		if (adds[i].add(NULL, "tag", 0) != TFE_E_ARG)
			fail_msg("%s without a writer", adds[i].name);
		for (size_t k = 0; adds[i].tagged && k < sizeof tags / sizeof *tags; k++) {
			tfe_error error = TFE_ERROR_INIT;
			if (adds[i].add(w, tags[k], 0) != TFE_E_ARG)
				fail_msg("%s with tag %zu", adds[i].name, k);
			tfe_writer_get_error(w, &error);
			if (!strstr(error.message, "tag"))
				fail_msg("%s: \"%s\"", adds[i].name, error.message);
		}
	}
	assert_int_equal(tfe_writer_flush(w), TFE_E_ARG);
	assert_int_equal(events_in(dir), 1); /* the file version */
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	remove_logdir(dir); /* fails if there are other files */
}

static void a_finished_writer_refuses_every_add(void **state)
{
	(void)state;
	char *dir = make_logdir();
	double now;
	tfe_writer *w;
	assert_int_equal(kinds_open(dir, NULL, &now, &w), TFE_OK);
	assert_int_equal(tfe_writer_finish(w), TFE_OK);
	for (int i = 0; i < ADDS; i++) {
		tfe_status status = adds[i].add(w, "tag", 0);
		if (status != TFE_E_CLOSED && !is_unsupported(status))
			fail_msg("%s: status %d", adds[i].name, (int)status);
	}
	(void)!tfe_writer_close(w);
	assert_int_equal(events_in(dir), 1);
	remove_all(dir);
}

/* --- writes ----------------------------------------------------------------------------------- */

/* Adds two steps of a kind, each followed by a flush, while the N-th write fails and the one after
 * it. Returns the bytes of the event file. */
static uint8_t *written(const struct every_add *a, size_t nth, int error, size_t *n)
{
	char *dir = make_logdir();
	double now;
	tfe_writer *w;
	tfe_writer_stats stats = TFE_WRITER_STATS_INIT;
	assert_int_equal(kinds_open(dir, NULL, &now, &w), TFE_OK);
	inject_write_fail(nth, nth ? 2 : 0, error);
	for (int step = 0; step < 2; step++) {
		double before = now;
		tfe_status status;
		while ((status = a->add(w, "tag", step)) == TFE_E_IO) {
			assert_true(a->files);
			now = before;
		}
		if (status && !is_unsupported(status))
			fail_msg("%s: status %d", a->name, (int)status);
		while ((status = tfe_writer_flush(w)) == TFE_E_IO)
			;
		if (status && !is_unsupported(status))
			fail_msg("%s: flush returns %d", a->name, (int)status);
	}
	tfe_writer_get_stats(w, &stats);
	(void)!tfe_writer_close(w);
	inject_write_fail(0, 0, 0);
	uint8_t *bytes = read_whole_file(stats.path, n);
	remove_all(dir);
	return bytes;
}

/* No event is lost, cut or repeated, whichever write fails. */
static void any_write_of_every_kind_may_fail(void **state)
{
	(void)state;
	const int errors[] = {0, EIO, EINTR, ENOSPC};
	for (int i = 0; i < ADDS; i++) {
		size_t n, want;
		uint8_t *whole = written(&adds[i], 0, 0, &want);
		for (size_t nth = 1; nth <= 2; nth++) {
			/* Files are synchronised with the disk, which takes time. */
			for (int e = adds[i].files ? 3 : 0; e < 4; e++) {
				uint8_t *bytes = written(&adds[i], nth, errors[e], &n);
				if (n != want || memcmp(bytes, whole, n) != 0)
					fail_msg("%s: write %zu, error %d", adds[i].name, nth,
						 errors[e]);
				free(bytes);
			}
		}
		free(whole);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table_names_every_add),
		cmocka_unit_test(wrong_writers_and_tags_are_refused),
		cmocka_unit_test(a_finished_writer_refuses_every_add),
		cmocka_unit_test(any_write_of_every_kind_may_fail),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
