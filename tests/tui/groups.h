/* tests: a log of repeated experiments: two learning rates with five and three seeds, whose values
 * are fractions that float represents exactly. */
#ifndef TESTS_TUI_GROUPS_H
#define TESTS_TUI_GROUPS_H

#include "tui/program.h"

/* lr=1e-3/seed0 to seed4 have 40 steps, lr=1e-2/seed0 to seed2 have 30. The value of "acc" of seed s
 * at step 10 i is (i + 1 + (s * 7 + i * 3) % 11) / 64, with lr=1e-2 plus 1/4; of "loss" it is 2
 * minus that value. */
static inline void write_groups(void)
{
	for (int rate = 0; rate < 2; rate++)
		for (int seed = 0; seed < (rate ? 3 : 5); seed++) {
			char name[80];
			snprintf(name, sizeof name, "groups/lr=%s/seed%d/events.out.tfevents.1.host",
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
			logs_scalar("parts/run/events.out.tfevents.1.host", tags[tag], i, logs_start + i,
				    (float)((tag + 1) * (i + 1)) / 32);
}

#endif
