/* tests: a log of repeated experiments: two learning rates with five and three seeds, whose values
 * are fractions that float represents exactly. */
#ifndef TESTS_TUI_GROUPS_H
#define TESTS_TUI_GROUPS_H

#include "tui/program.h"

/* lr=1e-3/seed0 to seed4 have 40 steps, lr=1e-2/seed0 to seed2 have 30. The value of "acc" of seed
 * s at step 10 i is (i + 1 + (s * 7 + i * 3) % 11) / 64, with lr=1e-2 plus 1/4; of "loss" it is 2
 * minus that value. */
static inline void write_groups(void)
{
	for (int rate = 0; rate < 2; rate++)
		for (int seed = 0; seed < (rate ? 3 : 5); seed++) {
			char name[80];
			snprintf(name, sizeof name,
				 "groups/lr=%s/seed%d/events.out.tfevents.1.host",
				 rate ? "1e-2" : "1e-3", seed);
			for (int i = 0; i < (rate ? 30 : 40); i++) {
				float acc = (float)(i + 1 + (seed * 7 + i * 3) % 11) / 64 +
					    0.25F * (float)rate;
				logs_scalar(name, "acc", 10 * i, logs_start + 10 * i, acc);
				logs_scalar(name, "loss", 10 * i, logs_start + 10 * i, 2 - acc);
			}
		}
}

/* One run with tags of training and of validation. */
static inline void write_parts(void)
{
	static const char *const tags[] = {"train/loss", "train/acc", "val/loss", "val/acc", "lr"};
	for (int tag = 0; tag < 5; tag++)
		for (int i = 0; i < 20; i++)
			logs_scalar("parts/run/events.out.tfevents.1.host", tags[tag], i,
				    logs_start + i, (float)((tag + 1) * (i + 1)) / 32);
}

/* A run whose layout has a chart of lines and one with a margin; the second category is closed. */
static inline void write_layout(void)
{
	static const char *const tags[] = {"train/.*", "no such tag", "(broken"};
	static const tfe_margin margin = {"mean", "low", "high"}, partial = {"mean", "low", "none"};
	static const tfe_chart lines = {.title = "lines", .tags = tags, .n_tags = 3};
	const tfe_margin margins[] = {margin, partial};
	const tfe_chart bands = {.title = "bands", .margins = margins, .n_margins = 2};
	const tfe_chart_category categories[] = {{"first", &lines, 1, false},
						 {"second", &bands, 1, true}};
	tfe_writer *w;
	assert_int_equal(tfe_writer_open(logs_path("layout/run"), NULL, &w, NULL), TFE_OK);
	assert_int_equal(tfe_writer_add_layout(w, categories, 2), TFE_OK);
	for (int step = 0; step < 20; step++) {
		tfe_writer_add_scalar(w, "train/loss", step, 2 - step / 32.0);
		tfe_writer_add_scalar(w, "train/acc", step, step / 32.0);
		tfe_writer_add_scalar(w, "mean", step, step);
		tfe_writer_add_scalar(w, "low", step, step - 2);
		tfe_writer_add_scalar(w, "high", step, step + 4);
	}
	assert_int_equal(tfe_writer_close(w), TFE_OK);
}

#endif
