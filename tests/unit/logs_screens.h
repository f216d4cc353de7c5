/* For unit tests and tests of screens: steps of runs with one value of every kind that a screen
 * shows, written by the library. */
#ifndef TESTS_UNIT_LOGS_SCREENS_H
#define TESTS_UNIT_LOGS_SCREENS_H

#include <math.h>

#include <tfevents/graph.h>
#include <tfevents/writer.h>

#include "unit/logs.h"

/* The time that the next value gets. */
static double screens_now = 1767225600;

static inline double screens_clock(void *context)
{
	(void)context;
	return screens_now;
}

static inline tfe_writer *screens_open(const char *run, int pid)
{
	tfe_writer *w;
	const tfe_writer_options options = {
		.size = sizeof options, .clock = screens_clock, .hostname = "host", .pid = pid};
	return tfe_writer_open(logs_path(run), &options, &w, NULL) == TFE_OK ? w : NULL;
}

/* Returns a tag in a group, valid until the eighth following call. */
static inline const char *screens_tag(const char *group, const char *tag)
{
	static char text[8][64];
	static int next;
	char *t = text[next++ % 8];
	snprintf(t, sizeof text[0], "%s%s%s", group, *group ? "/" : "", tag);
	return t;
}

static inline void screens_media(tfe_writer *w, const char *group, int step)
{
	enum { PIXELS = 12, SAMPLES = 400 };
	uint8_t pixels[2][PIXELS][PIXELS];
	float samples[SAMPLES];
	for (int i = 0; i < PIXELS * PIXELS; i++) {
		pixels[0][i / PIXELS][i % PIXELS] = (uint8_t)(i * (step + 1) + 30 * step);
		pixels[1][i / PIXELS][i % PIXELS] = (uint8_t)(255 - i);
	}
	for (int i = 0; i < SAMPLES; i++)
		samples[i] = (float)((i * (step + 2) % 50) * (step + 1)) / 500;
	const tfe_image images[] = {{pixels[0], TFE_DTYPE_UINT8, PIXELS, PIXELS, 1},
				    {pixels[1], TFE_DTYPE_UINT8, PIXELS, PIXELS, 1}};
	const tfe_sound sound = {samples, TFE_DTYPE_FLOAT32, 1, SAMPLES, NULL};
	tfe_writer_add_images(w, screens_tag(group, "image"), step, images, 2);
	tfe_writer_add_audio(w, screens_tag(group, "sound"), step, &sound, 1, 8000);
	tfe_writer_add_histogram(w, screens_tag(group, "weights"), step, samples, TFE_DTYPE_FLOAT32,
				 SAMPLES);
}

static inline void screens_predictions(tfe_writer *w, const char *group, int step)
{
	enum { CLASSES = 3, EXAMPLES = 40 };
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
	tfe_writer_add_confusion_matrix(w, screens_tag(group, "confusion"), step, counts, CLASSES,
					names);
	tfe_writer_add_pr_curve(w, screens_tag(group, "pr"), step, labels, scores,
				TFE_DTYPE_FLOAT32, EXAMPLES, NULL);
}

static inline void screens_text(tfe_writer *w, const char *group, int step)
{
	char text[64];
	snprintf(text, sizeof text, "# Step %d\n\nThe **text** of it.\n", step);
	tfe_writer_add_text(w, screens_tag(group, "text"), step, text);
	tfe_writer_add_scalar(w, screens_tag(group, "loss"), step, 1.0 / (1 + step));
	/* Later steps are a finding. */
	tfe_writer_add_scalar(w, screens_tag(group, "unstable"), step, step < 5 ? step : NAN);
}

static inline void screens_graph(tfe_writer *w, int step)
{
	tfe_graph *graph;
	char name[64];
	if (tfe_graph_open(NULL, &graph) != TFE_OK)
		return;
	tfe_graph_add_node(graph, "input", "Placeholder", NULL, 0, NULL);
	for (int i = 0; i <= step; i++) {
		const char *input = "input";
		snprintf(name, sizeof name, "scope_%d/step_%d", i % 2, i);
		tfe_graph_add_node(graph, name, i % 2 ? "Add" : "MatMul", &input, 1, NULL);
	}
	tfe_writer_add_graph(w, graph);
	tfe_graph_close(graph);
}

static inline bool screens_points(tfe_writer *w, const char *group, int step)
{
	enum { POINTS = 7, DIMENSIONS = 3 };
	static const char *const labels[POINTS] = {"zero", "one",  "two", "three",
						   "four", "five", "six"};
	float values[POINTS][DIMENSIONS];
	for (int i = 0; i < POINTS; i++)
		for (int k = 0; k < DIMENSIONS; k++)
			values[i][k] = (float)((i * (3 + k + step) * 7 + k) % 23);
	const tfe_embedding e = {.size = sizeof e,
				 .values = values[0],
				 .n = POINTS,
				 .dimensions = DIMENSIONS,
				 .metadata = labels};
	return tfe_writer_add_embedding(w, screens_tag(group, "points"), step, &e) == TFE_OK;
}

/* Writes one step of every kind into a run, and closes its file. Returns false on failure. */
static inline bool screens_step(const char *run, const char *group, int step)
{
	tfe_writer *w = screens_open(run, step);
	if (!w)
		return false;
	screens_text(w, group, step);
	screens_graph(w, step);
	screens_predictions(w, group, step);
	screens_media(w, group, step);
	bool good = screens_points(w, group, step);
	return tfe_writer_close(w) == TFE_OK && good;
}

/* Writes the session of a trial. Returns false on failure. */
static inline bool screens_trial(const char *run, int number)
{
	tfe_trial *trial;
	tfe_writer *w = screens_open(run, 1);
	if (!w || tfe_trial_open(NULL, &trial) != TFE_OK)
		return false;
	tfe_trial_set_number(trial, "lr", 0.5 / (1 + number));
	tfe_writer_begin_trial(w, trial, NULL);
	tfe_writer_add_scalar(w, "accuracy", 0, number / 16.0);
	tfe_trial_close(trial);
	return tfe_writer_close(w) == TFE_OK;
}

#endif
