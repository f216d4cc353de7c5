/* Embeddings: the projector's configuration and files, principal components and neighbours as numpy
 * computes them, t-SNE, and files that are hostile. */
#include "unit/loaded.h"
#include "unit/logs_kinds.h"

#include <math.h>

#include "tbtop/cache/embedding_reads.h"
#include "tbtop/cache/read_thread.h"
#include "tbtop/cache/shared.h"
#include "tbtop/embed/projector.h"
#include "tbtop/embed/tsne.h"

static bool go_on(void *context, double share)
{
	(void)context;
	assert_in_range(share * 1000, 0, 1000);
	return true;
}

static void assert_near(double a, double b, double most)
{
	if (!(fabs(a - b) <= most))
		print_message("%.17g is not %.17g\n", a, b);
	assert_true(fabs(a - b) <= most);
}

/* --- analysis --------------------------------------------------------------------------------- */

/* Numbers of a linear congruential generator, as the script below makes them. */
static struct embedding make(size_t n, size_t dims)
{
	struct embedding e = {.n = n, .total = n, .dims = dims};
	uint32_t state = 7;
	e.values = calloc(n * dims, sizeof *e.values);
	e.row = calloc(n, sizeof *e.row);
	for (size_t i = 0; i < n * dims; i++) {
		state = (state * 1103515245u + 12345u) & 0x7fffffffu;
		double value = ((double)(state % 2001) - 1000) / 100;
		value = i % dims == 0 ? value + (double)(i / dims) / 2 : value;
		e.values[i] = (float)(i % dims == 1 ? value * 2 : value);
		e.row[i / dims] = (uint32_t)(i / dims);
	}
	return e;
}

/* From numpy 2.4: c = x - x.mean(0); u, s, vt = svd(c); s**2 / (s**2).sum(); c @ vt[:2].T, with the
 * sign that makes the largest coordinate of each component positive; the norm of x - x[0], and
 * x @ x[0] divided by the norms. */
static const struct {
	size_t n, dims;
	double share[5], first[2], second[2], last[2];
	size_t cosine[3], distance[3];
	double cosines[3], distances[3];
} want[] = {
	{40,
	 6,
	 {0.4512662820863269, 0.2130512138154495, 0.11404986710920861, 0.09916414062228848,
	  0.07406195719496587},
	 {2.332264248231762, -5.834373057728819},
	 {19.913939108599603, -16.51786228475087},
	 {13.023529829703232, 19.52710234171113},
	 {26, 14, 8},
	 {26, 8, 14},
	 {0.7721814803464403, 0.6342029991163004, 0.6045725537605482},
	 {14.042780399942462, 14.387483819271393, 14.46889055819079}},
	{12,
	 30,
	 {0.2787050453502097, 0.13617192773089035, 0.11388178092342066, 0.11248126688104279,
	  0.08377907297133112},
	 {-0.23755734448170093, 7.399393116574094},
	 {-14.459458167306636, -7.29259794020297},
	 {3.4477768982984616, -0.9483989329947964},
	 {6, 7, 8},
	 {6, 10, 1},
	 {0.21914290164936798, 0.21104929831790553, 0.19646725423942812},
	 {39.13488254556576, 43.26664189134753, 44.094945648602625}},
};

static void components_are_those_of_numpy(void **state)
{
	(void)state;
	for (size_t k = 0; k < sizeof want / sizeof *want; k++) {
		struct embedding e = make(want[k].n, want[k].dims);
		embedding_pca(&e, go_on, NULL);
		assert_int_equal(e.shares, 5);
		for (size_t i = 0; i < 5; i++)
			assert_near(e.share[i], want[k].share[i], 1e-9);
		for (size_t c = 0; c < 2; c++) {
			assert_near(e.place[c], want[k].first[c], 1e-5);
			assert_near(e.place[2 + c], want[k].second[c], 1e-5);
			assert_near(e.place[2 * (e.n - 1) + c], want[k].last[c], 1e-5);
		}
		embedding_release(&e);
	}
}

static void neighbours_are_those_of_numpy(void **state)
{
	(void)state;
	for (size_t k = 0; k < sizeof want / sizeof *want; k++) {
		struct embedding e = make(want[k].n, want[k].dims);
		struct neighbours cosine, distance;
		embedding_nearest(&e, 0, false, &cosine);
		embedding_nearest(&e, 0, true, &distance);
		assert_int_equal(cosine.n, NEAREST_MOST);
		assert_int_equal(distance.n, NEAREST_MOST);
		for (size_t i = 0; i < 3; i++) {
			assert_int_equal(cosine.nearest[i].point, want[k].cosine[i]);
			assert_near(cosine.nearest[i].measure, want[k].cosines[i], 1e-12);
			assert_int_equal(distance.nearest[i].point, want[k].distance[i]);
			assert_near(distance.nearest[i].measure, want[k].distances[i], 1e-12);
		}
		embedding_release(&e);
	}
}

static void few_and_equal_points_have_places(void **state)
{
	(void)state;
	for (size_t n = 1; n < 6; n++) {
		struct embedding e = make(n, 3);
		struct neighbours nearest;
		for (size_t i = 0; i < 3 * n; i++)
			e.values[i] = n % 2 ? 0 : 3e38f;
		embedding_pca(&e, go_on, NULL);
		embedding_tsne(&e, go_on, NULL);
		for (size_t i = 0; i < 2 * n; i++)
			assert_true(isfinite(e.place[i]));
		embedding_nearest(&e, 0, false, &nearest);
		assert_int_equal(nearest.n, n - 1);
		embedding_release(&e);
	}
}

/* Two separate groups stay separate: the nearest point in the plane is of the same group. */
static void tsne_keeps_groups(void **state)
{
	(void)state;
	struct embedding e = make(60, 6), again = make(60, 6);
	for (size_t i = 0; i < 60; i++)
		e.values[6 * i + 3] = again.values[6 * i + 3] += i % 2 ? 100 : 0;
	embedding_pca(&e, go_on, NULL);
	embedding_tsne(&e, go_on, NULL);
	embedding_pca(&again, go_on, NULL);
	embedding_tsne(&again, go_on, NULL);
	assert_memory_equal(e.place, again.place, 2 * 60 * sizeof *e.place);
	for (size_t i = 0; i < 60; i++) {
		double least = INFINITY;
		size_t nearest = i;
		for (size_t j = 0; j < 60; j++) {
			double d = hypot(e.place[2 * i] - e.place[2 * j],
					 e.place[2 * i + 1] - e.place[2 * j + 1]);
			nearest = j != i && d < least ? j : nearest;
			least = j != i ? fmin(least, d) : least;
		}
		assert_int_equal(nearest % 2, i % 2);
	}
	embedding_release(&e);
	embedding_release(&again);
}

/* --- the configuration ------------------------------------------------------------------------ */

static void configurations_are_read(void **state)
{
	(void)state;
	static const char text[] =
		"# a comment } {\nmodel_checkpoint_path: \"x\"\n"
		"embeddings: <\n tensor_name : 'a\\'\\101' tensor_shape: [3, 2]\n"
		" tensor_path: \"t.tsv\" sprite { image_path: \"s\" single_image_dim: 9 }\n>\n"
		"other { tensor_path: \"no\" }\nembeddings { tensor_name: \"without\" }\n"
		"embeddings { tensor_path: \"b\" tensor_shape: 5 tensor_shape: 6 "
		"metadata_path: \"m\" }\nembeddings { tensor_path: \"cut\"";
	struct projector p;
	projector_parse(text, strlen(text), &p);
	assert_int_equal(p.n, 2);
	assert_string_equal(p.entry[0].name, "a'A");
	assert_string_equal(p.entry[0].tensor_path, "t.tsv");
	assert_string_equal(p.entry[0].metadata_path, "");
	assert_int_equal(p.entry[0].shape[0], 3);
	assert_int_equal(p.entry[0].shape[1], 2);
	assert_string_equal(p.entry[1].metadata_path, "m");
	assert_int_equal(p.entry[1].shape[1], 6);
	free(p.entry);
	for (size_t n = 0; n < sizeof text; n++) { /* a sanitizer finds reads beyond the end */
		char *cut = malloc(n + 1);
		memcpy(cut, text, n);
		projector_parse(cut, n, &p);
		assert_in_range(p.n, 0, 2);
		free(p.entry);
		free(cut);
	}
}

/* --- files ------------------------------------------------------------------------------------ */

static tfe_logdir *logdir;
static struct caches caches;

static void write_file(const char *name, const void *bytes, size_t n)
{
	FILE *f = fopen(logs_path(name), "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

static void write_text(const char *name, const char *text)
{
	write_file(name, text, strlen(text));
}

static int unload(void **state)
{
	if (logdir) {
		caches_close(&caches);
		tfe_logdir_close(logdir);
	}
	logdir = NULL;
	return logs_remove(state);
}

/* Returns the first embedding of a log with this configuration. */
static const struct embedding_value *first(const char *tensor, const char *rest)
{
	char config[512];
	double progress;
	snprintf(config, sizeof config, "embeddings { tensor_path: \"%s\" %s }", tensor, rest);
	logs_scalar("run/events.out.tfevents.1.host", "loss", 1, 1767225600, 1);
	write_text("run/projector_config.pbtxt", config);
	logdir = load_logs((tfe_logdir_options){0});
	caches_open(&caches);
	const tfe_run *run = tfe_logdir_run_at(logdir, 0);
	assert_null(projector_find(&caches, run, 1));
	embedding_find(&caches, run, 0, 1, false, &progress);
	read_missed(&caches);
	caches_next_frame(&caches);
	const struct projector_files *files = projector_find(&caches, run, 1);
	assert_int_equal(files->config.n, 1);
	const struct embedding_value *v = embedding_find(&caches, run, 0, 1, false, &progress);
	assert_non_null(v);
	assert_int_equal(v->e.n == 0, *v->error != 0);
	return v;
}

static void texts_and_labels_are_read(void **state)
{
	(void)state;
	logs_folders("run/a/x");
	write_text("run/a/t.tsv", "1\t2\r\n3\t4\r\n5\t-6e-1\r\n");
	write_text("run/a/m.tsv", "word\tlabel\none\tA\ntwo\tB\nthree\tA\n");
	const struct embedding_value *v = first("a/t.tsv", "metadata_path: 'a/m.tsv'");
	assert_string_equal(v->error, "");
	assert_int_equal(v->e.n, 3);
	assert_true(v->e.values[5] == -0.6f);
	assert_string_equal(v->e.label[1], "B");
	assert_int_equal(v->e.n_groups, 2);
	assert_int_equal(v->e.groups[0].n, 2);
	assert_int_equal(embedding_search(&v->e, "b", 1, 1), 1);
	assert_int_equal(embedding_search(&v->e, "a", 0, 1), 2);
	assert_int_equal(embedding_search(&v->e, "c", 0, 1), 3);
}

/* The points stay while a request for their neighbours needs them, though the frame cache has freed
 * them. */
static void neighbours_are_computed_by_the_reader(void **state)
{
	(void)state;
	struct read_key key;
	size_t bytes;
	logs_folders("run/a/x");
	write_text("run/a/t.tsv", "0\t1\n5\t1\n1\t1\n");
	const struct embedding_value *v = first("a/t.tsv", "");
	assert_null(embedding_neighbours(&caches, v, 0, true));
	assert_true(read_queue_take(caches.reads, false, &key));
	frame_cache_close(caches.frames);
	caches.frames = frame_cache_open(1 << 20);
	struct neighbours *n = key.kind->read(&key, &bytes);
	shared_drop(key.from);
	assert_int_equal(n->point, 0);
	assert_int_equal(n->n, 2);
	assert_int_equal(n->nearest[0].point, 2);
	assert_true(n->nearest[0].measure == 1);
	free(n);
}

static void neighbours_have_a_value_for_each_measure_and_point(void **state)
{
	(void)state;
	logs_folders("run/a/x");
	write_text("run/a/t.tsv", "0\t1\n5\t1\n0\t9\n4\t1\n");
	const struct embedding_value *v = first("a/t.tsv", "");
	for (size_t i = 0; i < 4; i++)
		for (int euclidean = 0; euclidean < 2; euclidean++) {
			struct neighbours want_n;
			embedding_nearest(&v->e, i, euclidean, &want_n);
			assert_null(embedding_neighbours(&caches, v, i, euclidean));
			read_missed(&caches);
			caches_next_frame(&caches);
			double progress;
			v = embedding_find(&caches, tfe_logdir_run_at(logdir, 0), 0, 1, false,
					   &progress);
			const struct neighbours *n = embedding_neighbours(&caches, v, i, euclidean);
			assert_non_null(n);
			assert_int_equal(n->point, i);
			assert_int_equal(n->n, 3);
			assert_int_equal(n->nearest[0].point, want_n.nearest[0].point);
		}
}

static void raw_numbers_are_read(void **state)
{
	(void)state;
	const float numbers[] = {1, -2, 3, 4, 5, 6};
	logs_folders("run/x");
	write_file("run/t.bytes", numbers, sizeof numbers);
	write_text("run/m.tsv", "only one\n");
	const struct embedding_value *v =
		first("t.bytes", "tensor_shape: 2 tensor_shape: 3 metadata_path: 'm.tsv'");
	assert_string_equal(v->error, "");
	assert_int_equal(v->e.n, 2);
	assert_true(v->e.values[1] == -2);
	assert_string_equal(v->e.label[0], "only one");
	assert_string_equal(v->e.label[1], "");
}

static void expect_error(const char *tensor, const char *rest, const char *part)
{
	const struct embedding_value *v = first(tensor, rest);
	if (!strstr(v->error, part))
		print_message("%s: %s\n", tensor, v->error);
	assert_non_null(strstr(v->error, part));
}

#define REFUSED(test, tensor, rest, part)                                                          \
	static void test(void **state)                                                             \
	{                                                                                          \
		(void)state;                                                                       \
		const float numbers[] = {1, -2, NAN, 4};                                           \
		logs_folders("run/x");                                                             \
		write_text("secret", "1\t2\n");                                                    \
		write_file("run/raw", numbers, sizeof numbers);                                    \
		write_text("run/uneven", "1\t2\n3\n");                                             \
		write_text("run/words", "1\t2\na\tb\n");                                           \
		write_text("run/empty", "\n\n");                                                   \
		assert_int_equal(symlink("../secret", logs_path("run/link")), 0);                  \
		assert_int_equal(mkfifo(logs_path("run/pipe"), 0600), 0);                          \
		expect_error(tensor, rest, part);                                                  \
	}
REFUSED(paths_above_are_refused, "../secret", "", "no such file in the directory")
REFUSED(absolute_paths_are_refused, "/etc/passwd", "", "no such file in the directory")
REFUSED(links_out_are_refused, "link", "", "no such file in the directory")
REFUSED(pipes_are_refused, "pipe", "", "no such file in the directory")
REFUSED(directories_are_refused, ".", "", "no such file in the directory")
REFUSED(missing_files_are_refused, "none", "", "no such file in the directory")
REFUSED(uneven_lines_are_refused, "uneven", "", "not a point")
REFUSED(words_are_refused, "words", "", "not a point")
REFUSED(empty_files_are_refused, "empty", "", "no points")
REFUSED(raw_without_shape_is_refused, "raw", "", "no tensor_shape")
REFUSED(another_length_is_refused, "raw", "tensor_shape: [4294967295, 4294967295]", "length")
REFUSED(nan_is_refused, "raw", "tensor_shape: [2, 2]", "not finite")

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, logs_make, unload)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(components_are_those_of_numpy),
		cmocka_unit_test(neighbours_are_those_of_numpy),
		cmocka_unit_test(few_and_equal_points_have_places),
		cmocka_unit_test(tsne_keeps_groups),
		cmocka_unit_test(configurations_are_read),
		CASE(texts_and_labels_are_read),
		CASE(neighbours_are_computed_by_the_reader),
		CASE(neighbours_have_a_value_for_each_measure_and_point),
		CASE(raw_numbers_are_read),
		CASE(paths_above_are_refused),
		CASE(absolute_paths_are_refused),
		CASE(links_out_are_refused),
		CASE(pipes_are_refused),
		CASE(directories_are_refused),
		CASE(missing_files_are_refused),
		CASE(uneven_lines_are_refused),
		CASE(words_are_refused),
		CASE(empty_files_are_refused),
		CASE(raw_without_shape_is_refused),
		CASE(another_length_is_refused),
		CASE(nan_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
