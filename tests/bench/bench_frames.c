/* Measures the CPU time from a key to a frame of tbtop at 200x60, without a terminal.
 *
 * LOGS=DIR names the log directory. Without it, 20 runs of 50 tags with SCALE steps each (2,000)
 * are written. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <tfevents/writer.h>

#include "bench/frames.h"
#include "folder.h"

enum { RUNS = 20, TAGS = 50 };

static void write_run(const char *dir, int run, int steps)
{
	char path[1024], tag[64];
	tfe_writer *w;
	snprintf(path, sizeof path, "%s/run_%d", dir, run);
	if (tfe_writer_open(path, NULL, &w, NULL))
		exit(1);
	for (int step = 0; step < steps; step++)
		for (int i = 0; i < TAGS; i++) {
			snprintf(tag, sizeof tag, "metrics_%d/loss", i);
			tfe_writer_add_scalar(w, tag, step,
					      exp(-3.0 * step / steps) +
						      0.1 * sin(step * 12.9898 + i));
		}
	if (tfe_writer_close(w))
		exit(1);
}

/* Returns the log directory. If it was created, *made is its path, and the caller removes it. */
static const char *logs(char made[512])
{
	const char *given = getenv("LOGS"), *scale = getenv("SCALE");
	made[0] = '\0';
	if (given)
		return given;
	if (!folder_make(made, 512, "frames"))
		exit(1);
	for (int run = 0; run < RUNS; run++)
		write_run(made, run, scale ? atoi(scale) : 2000);
	return made;
}

int main(void)
{
	char made[512];
	const char *dir = logs(made);
	struct program p;
	program_open(&p, dir);
	measure(&p, "another chart of the page", "l l l h h h");
	measure(&p, "y axis, outliers, raw curve", "y y y o o w w");
	measure(&p, "a page never seen", "PgDn PgDn PgDn");
	measure(&p, "a weight never seen", "s s s s S S");
	measure(&p, "zoom and pan", "+ + + + H H L L = ");
	measure(&p, "relative and wall time", "x x x");
	measure(&p, "groups of runs", "K l l s S K");
	measure(&p, "y ranges, merged charts", "Y Y Y Y M M");
	measure(&p, "runs sorted, with a baseline", "Tab T T T T P j j Tab Tab Enter g l T T Esc");
	measure(&p, "table of runs, all values", "Tab t l l l T W W W G g K K Tab Tab Esc");
	measure(&p, "the best three runs", ": t o p Space 3 Enter Tab * Tab Tab");
	measure(&p, "logarithmic x axis, another tag", "X PgDn X : x Space m _ 7 Enter PgDn x");
	measure(&p, "one chart, crosshair", "Enter g l l l l j j n n p Esc");
	measure(&p, "filter", "/ l o s s Enter Esc");
	measure(&p, "histograms and back", "2 1");
	program_close(&p);
	if (*made) {
		char command[600];
		snprintf(command, sizeof command, "rm -rf '%s'", made);
		return system(command) != 0;
	}
	return 0;
}
