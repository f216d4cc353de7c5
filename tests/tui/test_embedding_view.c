/* The view of embeddings: frames, and an embedding that another process writes while tbtop shows
 * the run. */
#include "tui/golden.h"
#include "tui/live.h"

static const struct golden frames[] = {
	{"embeddings-80x24", "--size 80x24 --view embeddings"},
	{"embeddings-120x40", "--size 120x40 --view embeddings --keys 'l l k'"},
	{"embeddings-200x60", "--size 200x60 --view embeddings --keys 'W Enter'"},
	{"embeddings-40x10", "--size 40x10 --view embeddings"},
	{"embeddings-60x24", "--size 60x24 --view embeddings --keys 'G'"},
	{"embeddings-ascii", "--size 80x24 --view embeddings --glyphs ascii"},
	{"embeddings-mono", "--size 80x24 --view embeddings --format ansi --color never"},
	{"embeddings-256", "--size 80x24 --view embeddings --format ansi --color 256"},
	{"embeddings-search", "--size 80x24 --view embeddings --keys '/ b l u e'"},
	{"embeddings-found", "--size 80x24 --view embeddings --keys '/ b l u e Enter n n'"},
	{"embeddings-numbers", "--size 80x24 --view embeddings --keys 'r'"},
	{"embeddings-none", "--size 80x24 --view embeddings weights"},
};

static double now;

static tfe_writer *open_writer(const char *folder)
{
	tfe_writer *w;
	tfe_writer_options options = {.size = sizeof options,
				      .clock = weights_clock,
				      .clock_context = &now,
				      .hostname = "host",
				      .pid = 1};
	assert_int_equal(tfe_writer_open(logs_path(folder), &options, &w, NULL), TFE_OK);
	return w;
}

/* Writes points of three labels around three corners; without labels if `plain`. */
static void write_embedding(tfe_writer *w, const char *tag, bool plain)
{
	enum { N = 90, DIMENSIONS = 5 };
	static const char *const words[] = {"red", "green", "blue \x1b[2J"};
	static float values[N][DIMENSIONS];
	const char *labels[N];
	tfe_embedding e = TFE_EMBEDDING_INIT;
	uint32_t state = 5;
	for (size_t i = 0; i < N; i++) {
		labels[i] = words[i % 3];
		for (size_t k = 0; k < DIMENSIONS; k++) {
			state = (state * 1103515245u + 12345u) & 0x7fffffffu;
			values[i][k] = (float)(state % 1000) / 500 + (k == i % 3 ? 4 : 0);
		}
	}
	e.values = values[0];
	e.n = N;
	e.dimensions = DIMENSIONS;
	e.metadata = plain ? NULL : labels;
	e.raw = plain;
	assert_int_equal(tfe_writer_add_embedding(w, tag, 7, &e), TFE_OK);
}

static void frames_are_as_they_were(void **state)
{
	(void)state;
	now = logs_start;
	tfe_writer *w = open_writer("logs/run");
	tfe_writer_add_scalar(w, "loss", 1, 1);
	write_embedding(w, "words", false);
	write_embedding(w, "numbers", true);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	w = open_writer("weights/run");
	tfe_writer_add_scalar(w, "loss", 1, 1);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	golden_expect(frames, sizeof frames / sizeof *frames, "logs");
}

static void tsne_is_shown(void **state)
{
	(void)state;
	char *frame = frame_of("--size 100x30 --view embeddings --keys 't' logs");
	assert_non_null(strstr(frame, "90 × 5  t-SNE"));
	assert_null(strstr(frame, "x PC1"));
	free(frame);
}

static void new_files_are_shown(void **state)
{
	(void)state;
	struct terminal t;
	now = 1767230000 - 1; /* so that the run is live for --once too */
	tfe_writer *w = open_writer("logs/run");
	live_open(&t, 100, 40, "xterm-256color", "C.UTF-8", "logs");
	live_expect(&t, "--size 100x40 logs");
	type(&t, "<");
	live_expect(&t, "--size 100x40 --keys '<' logs");
	write_embedding(w, "words", true); /* it has no labels now */
	tfe_writer_add_scalar(w, "loss", 2, 1);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	live_expect(&t, "--size 100x40 --keys '<' logs");
	type(&t, "ll");
	live_expect(&t, "--size 100x40 --keys '< l l' logs");
	live_quit(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frames_are_as_they_were),
		cmocka_unit_test(tsne_is_shown),
		cmocka_unit_test(new_files_are_shown),
	};
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	unsetenv("NO_COLOR");
	return cmocka_run_group_tests(tests, logs_make, logs_remove);
}
