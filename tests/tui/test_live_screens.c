/* Every screen follows what another process appends: its page, one entry in full size, and again
 * its page are those of a fresh start after each step. */
#include <tfevents/graph.h>

#include "tui/live.h"

enum { CLASSES = 3, EXAMPLES = 40, PIXELS = 12, SAMPLES = 400 };

static double now;

static tfe_writer *open_run(const char *run, int step)
{
	tfe_writer *w;
	tfe_writer_options options = {.size = sizeof options,
				      .clock = weights_clock,
				      .clock_context = &now,
				      .hostname = "host",
				      .pid = step};
	return tfe_writer_open(logs_path(run), &options, &w, NULL) == TFE_OK ? w : NULL;
}

static void write_media(tfe_writer *w, int step)
{
	uint8_t pixels[PIXELS][PIXELS];
	float samples[SAMPLES];
	for (int i = 0; i < PIXELS * PIXELS; i++)
		pixels[i / PIXELS][i % PIXELS] = (uint8_t)(i * (step + 1) + 30 * step);
	for (int i = 0; i < SAMPLES; i++)
		samples[i] = (float)((i * (step + 2) % 50) * (step + 1)) / 500;
	const tfe_image image = {pixels, TFE_DTYPE_UINT8, PIXELS, PIXELS, 1};
	const tfe_sound sound = {samples, TFE_DTYPE_FLOAT32, 1, SAMPLES, NULL};
	tfe_writer_add_images(w, "image", step, &image, 1);
	tfe_writer_add_audio(w, "sound", step, &sound, 1, 8000);
	tfe_writer_add_histogram(w, "weights", step, samples, TFE_DTYPE_FLOAT32, SAMPLES);
}

static void write_predictions(tfe_writer *w, int step)
{
	static const char *const names[CLASSES] = {"cat", "dog", "bird"};
	int64_t counts[CLASSES * CLASSES];
	uint8_t labels[EXAMPLES];
	float scores[EXAMPLES];
	for (int i = 0; i < CLASSES * CLASSES; i++)
		counts[i] = i % (CLASSES + 1) ? 1 + step % 7 : 20 + step;
	for (int i = 0; i < EXAMPLES; i++) {
		labels[i] = i % 2;
		scores[i] = (float)(i * 7 % 20 + (labels[i] ? step % 7 * 3 : 0)) / 40;
	}
	tfe_writer_add_confusion_matrix(w, "confusion", step, counts, CLASSES, names);
	tfe_writer_add_pr_curve(w, "pr", step, labels, scores, TFE_DTYPE_FLOAT32, EXAMPLES, NULL);
}

static void write_model(tfe_writer *w, int step)
{
	tfe_graph *graph;
	char text[64];
	snprintf(text, sizeof text, "# Step %d\n\nThe **text** of it.\n", step);
	tfe_writer_add_text(w, "text", step, text);
	tfe_writer_add_scalar(w, "loss", step, 1.0 / (1 + step));
	if (tfe_graph_open(NULL, &graph) != TFE_OK)
		return;
	tfe_graph_add_node(graph, "input", "Placeholder", NULL, 0, NULL);
	for (int i = 0; i <= step; i++) {
		const char *input = "input";
		snprintf(text, sizeof text, "step_%d", i);
		tfe_graph_add_node(graph, text, i % 2 ? "Add" : "MatMul", &input, 1, NULL);
	}
	tfe_writer_add_graph(w, graph);
	tfe_graph_close(graph);
}

static void write_trial(int step)
{
	char run[32];
	tfe_trial *trial;
	snprintf(run, sizeof run, "logs/trial_%d", step);
	tfe_writer *w = open_run(run, 1);
	if (!w || tfe_trial_open(NULL, &trial) != TFE_OK)
		_exit(1);
	tfe_trial_set_number(trial, "lr", 0.5 / (1 + step));
	tfe_writer_begin_trial(w, trial, NULL);
	tfe_writer_add_scalar(w, "accuracy", 0, step / 16.0);
	tfe_trial_close(trial);
	if (tfe_writer_close(w) != TFE_OK)
		_exit(1);
}

/* Another process writes one step of every kind, and ends. */
static void append_step(int step)
{
	int status;
	now = 1767230000 - 40 + step; /* the runs are live for --once too */
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		tfe_writer *w = open_run("logs/run", step);
		if (!w)
			_exit(1);
		write_model(w, step);
		write_predictions(w, step);
		write_media(w, step);
		bool good = tfe_writer_close(w) == TFE_OK;
		write_trial(step);
		_exit(!good);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void expect_view(struct terminal *t, const char *view, const char *keys)
{
	char options[128];
	snprintf(options, sizeof options, "--size 100x30 --view %s --keys '%s' logs", view, keys);
	live_expect(t, options);
}

static void every_screen_follows_the_log(void **state)
{
	(void)state;
	static const struct {
		const char *view, *key;
		bool full; /* Enter shows an entry in full size */
	} views[] = {
		{"scalars", "1", true},   {"histograms", "2", true}, {"distributions", "3", true},
		{"images", "4", true},    {"confusion", "5", true},  {"pr", "6", true},
		{"text", "7", true},      {"graph", "8", false},     {"hparams", "9", false},
		{"findings", "0", false}, {"audio", ">", true},
	};
	struct terminal t;
	int step = 0;
	append_step(step++);
	live_open(&t, 100, 30, "xterm-256color", "C.UTF-8", "logs");
	live_expect(&t, "--size 100x30 logs");
	for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
		if (i)
			type(&t, views[i].key);
		expect_view(&t, views[i].view, "");
		append_step(step++);
		expect_view(&t, views[i].view, "");
		if (!views[i].full)
			continue;
		type(&t, "\r");
		expect_view(&t, views[i].view, "Enter");
		append_step(step++);
		expect_view(&t, views[i].view, "Enter");
		type(&t, "\033");
		expect_view(&t, views[i].view, "Enter Esc");
	}
	live_quit(&t);
}

/* Otherwise the comparison with a fresh start would say nothing. */
static void every_screen_shows_a_new_step(void **state)
{
	(void)state;
	static const char *const views[] = {"scalars",   "histograms", "distributions", "images",
					    "confusion", "pr",         "text",          "graph",
					    "hparams",   "audio"};
	enum { VIEWS = sizeof views / sizeof *views };
	char *before[VIEWS], arguments[64];
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < VIEWS; i++) {
			snprintf(arguments, sizeof arguments, "--size 100x30 --view %s logs",
				 views[i]);
			char *frame = frame_of(arguments);
			const char *shown = strchr(frame, '\n'); /* without the number of points */
			if (round && !strcmp(strchr(before[i], '\n'), shown))
				fail_msg("%s does not show a new step", views[i]);
			if (round)
				free(before[i]);
			before[i] = frame;
		}
		append_step(90 + round);
	}
	for (size_t i = 0; i < VIEWS; i++)
		free(before[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_screen_follows_the_log),
		cmocka_unit_test(every_screen_shows_a_new_step),
	};
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	unsetenv("NO_COLOR");
	return cmocka_run_group_tests(tests, logs_make, logs_remove);
}
