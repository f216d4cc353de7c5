/* tests: log directories, and the programs under test. */
#ifndef TESTS_TUI_PROGRAM_H
#define TESTS_TUI_PROGRAM_H

#include <math.h>

#include <tfevents/writer.h>

#include "unit/logs.h"

static const double logs_start = 1767225600; /* 2026-01-01 00:00 UTC */

/* Returns the absolute path of a program in the build, valid until the next call. Tests start in
 * the root of the sources. */
static inline const char *built(const char *name)
{
	static char path[2048], start[1024];
	const char *build = getenv("BUILD");
	if (!*start && !getcwd(start, sizeof start))
		return "";
	snprintf(path, sizeof path, "%s%s%s/bin/%s", build ? "" : start, build ? "" : "/",
		 build ? build : "build", name);
	return path;
}

/* Returns the output of a command. Release it with free. */
static inline char *read_all(FILE *in)
{
	char *text = calloc(1, 1 << 20);
	assert_non_null(text);
	size_t n = fread(text, 1, (1 << 20) - 1, in);
	text[n] = '\0';
	return text;
}

/* Returns the output of `tbtop --once` with these arguments, run in the folder of the test. Release
 * it with free. */
static inline char *frame_of(const char *arguments)
{
	char command[4096];
	snprintf(command, sizeof command, "cd '%s' && '%s' --once --now 1767230000 %s 2>&1",
		 logs_folder, built("tbtop"), arguments);
	FILE *in = popen(command, "r");
	assert_non_null(in);
	char *text = read_all(in);
	pclose(in);
	return text;
}

/* Writes two runs of one training, one run with NaN, and tags with difficult names. */
static inline void write_logs(void)
{
	static const char *const files[] = {"logs/lr=0.1/events.out.tfevents.1.host",
					    "logs/lr=0.01/events.out.tfevents.1.host",
					    "logs/lr=10/events.out.tfevents.1.host"};
	for (int run = 0; run < 3; run++)
		for (int i = 0; i < 60; i++) {
			const char *file = files[run];
			double wall = logs_start + 300 * run + 20 * i, t = i;
			double loss = (1.5 - 0.4 * run) * exp(-t / (20 + 10 * run)) + 0.2 +
				      0.05 * sin(i * 1.7 + run);
			if (run == 2)
				loss = i < 30 ? exp(t / 5) : NAN;
			logs_scalar(file, "train/loss", 100 * i, wall, (float)loss);
			if (i % 4 == 0 && run < 2)
				logs_scalar(file, "val/loss", 100 * i, wall, (float)(loss * 1.1));
			if (run == 0)
				logs_scalar(file, "learning_rate", 100 * i, wall,
					    (float)(0.1 * pow(0.5, i / 20)));
			if (run == 1 && i % 10 == 0)
				logs_scalar(file, "損失/検証データの平均", 100 * i, wall, (float)i);
			if (run == 1 && i == 0)
				logs_scalar(file, "bad\x1b[31m\ttag\xff", 7, wall, 3);
			if (run == 1 && i < 3)
				logs_scalar(file,
					    "a/very/long/tag/that/goes/on/and/on/layer_12/"
					    "attention/query/kernel/norm",
					    i, wall, (float)(1e-7 * i));
		}
}

static inline double weights_clock(void *at)
{
	return *(double *)at;
}

/* Writes weights of a network: those of one run widen a little, those of the other explode. The
 * last event follows bytes that are not a record. */
static inline void write_weights(void)
{
	static const char *const dirs[] = {"weights/healthy", "weights/sick"};
	for (int run = 0; run < 2; run++) {
		double now = logs_start;
		uint64_t seed = 7;
		tfe_writer *w;
		tfe_writer_options options = {.size = sizeof options,
					      .clock = weights_clock,
					      .clock_context = &now,
					      .hostname = "host",
					      .pid = 1};
		assert_int_equal(tfe_writer_open(logs_path(dirs[run]), &options, &w, NULL), TFE_OK);
		for (int i = 0; i < 50; i++, now += 20) {
			double scale = run ? 0.1 * exp(i / 6.0) : 0.1 + 0.002 * i, v[1000];
			for (int k = 0; k < 1000; k++) {
				double sum = -6;
				for (int j = 0; j < 12; j++) {
					seed = seed * 6364136223846793005u + 1442695040888963407u;
					sum += (double)(seed >> 11) / 9007199254740992.0;
				}
				v[k] = sum * scale;
			}
			double loss = run ? 0.5 * exp(i / 9.0) : 2.3 * exp(-i / 15.0);
			tfe_writer_add_scalar(w, "train/loss", i * 100, loss);
			tfe_writer_add_histogram(w, "dense_1/kernel", i * 100, v, TFE_DTYPE_FLOAT64,
						 1000);
			tfe_writer_add_histogram_v2(w, "dense_2/kernel", i * 100, v,
						    TFE_DTYPE_FLOAT64, 500, 0);
		}
		tfe_writer_stats stats = TFE_WRITER_STATS_INIT;
		tfe_writer_get_stats(w, &stats);
		assert_int_equal(tfe_writer_close(w), TFE_OK);
		FILE *f = fopen(stats.path, "ab");
		assert_non_null(f);
		if (run)
			fputs("these bytes are no record, and there are enough of them", f);
		fclose(f);
		logs_scalar(stats.path + strlen(logs_folder) + 1, "train/loss", 5000, now,
			    run ? 128 : 0.08f);
	}
}

#endif
