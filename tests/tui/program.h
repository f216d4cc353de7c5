/* tests: logs to look at, and where the program is. */
#ifndef TESTS_TUI_PROGRAM_H
#define TESTS_TUI_PROGRAM_H

#include <math.h>

#include "unit/logs.h"

static const double logs_start = 1767225600; /* 2026-01-01 00:00 UTC */

/* The whole path of a program that was built; good until the next call. The tests are started in the root of the
 * sources. */
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

/* Two runs of one training, one that went to NaN, and names as bad as they come. */
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

#endif
