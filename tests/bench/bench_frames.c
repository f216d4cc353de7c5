/* Measures the CPU time from a key to a frame of tbtop at 200x60, without a terminal.
 *
 * LOGS=DIR names the log directory. Without it, 20 runs of 50 tags with SCALE steps each (2,000)
 * are written. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <tfevents/logdir.h>
#include <tfevents/writer.h>

#include "folder.h"
#include "tbtop/cache/read_thread.h"
#include "tbtop/model/key_names.h"
#include "tbtop/update/load.h"
#include "tbtop/update/update.h"
#include "tbtop/view/frame.h"

enum { W = 200, H = 60, RUNS = 20, TAGS = 50 };

static double now(clockid_t clock)
{
	struct timespec t;
	clock_gettime(clock, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

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

struct program {
	struct model model;
	struct caches caches;
	struct grid grid;
	struct geometry seen;
};

static void draw(struct program *p)
{
	frame_draw(&p->model, &p->caches, &p->grid, &p->seen);
}

/* CPU seconds from a key to the first frame, and to the complete frame. */
struct answer {
	double first, whole;
};

static struct answer press(struct program *p, int key)
{
	struct answer a;
	double begin = now(CLOCK_THREAD_CPUTIME_ID);
	update_key(&p->model, &p->seen, key);
	draw(p);
	a.first = now(CLOCK_THREAD_CPUTIME_ID) - begin;
	while (caches_missed(&p->caches) || read_missed(&p->caches))
		draw(p);
	a.whole = now(CLOCK_THREAD_CPUTIME_ID) - begin;
	return a;
}

static void measure(struct program *p, const char *what, const char *keys)
{
	double worst = 0, sum = 0, whole = 0;
	int n = 0, key;
	while ((key = key_parse(&keys)) != KEY_NONE) {
		struct answer a = press(p, key);
		sum += a.first;
		worst = fmax(worst, a.first);
		whole = fmax(whole, a.whole);
		n++;
	}
	printf("    %-36s %8.1f %8.1f %8.1f\n", what, 1000 * sum / n, 1000 * worst, 1000 * whole);
}

int main(void)
{
	char made[512];
	const char *dir = logs(made);
	struct program p;
	struct loader loader;
	tfe_logdir *logdir;
	if (tfe_logdir_open(&dir, 1, NULL, &logdir, NULL) || tfe_logdir_load(logdir))
		return 1;
	model_init(&p.model, dir);
	loader_init(&loader, logdir);
	p.model.now = now(CLOCK_REALTIME);
	double begin = now(CLOCK_THREAD_CPUTIME_ID);
	loader_sync(&loader, &p.model);
	caches_open(&p.caches);
	grid_init(&p.grid, W, H, GLYPHS_BRAILLE);
	draw(&p);
	printf("  %zu runs, %zu tags, %llu points; CPU time at %dx%d\n", p.model.n_runs,
	       p.model.tags[TAG_SCALARS].n, (unsigned long long)p.model.progress.points, W, H);
	printf("    what was loaded to the first frame: %.1f ms\n",
	       1000 * (now(CLOCK_THREAD_CPUTIME_ID) - begin));
	caches_hurry(&p.caches, 0.008); /* like the program */
	printf("    %-36s %8s %8s %8s  ms\n", "", "a frame", "at worst", "whole");
	measure(&p, "another chart of the page", "l l l h h h");
	measure(&p, "y axis, outliers, raw curve", "y y y o o w w");
	measure(&p, "a page never seen", "PgDn PgDn PgDn");
	measure(&p, "a weight never seen", "s s s s S S");
	measure(&p, "zoom and pan", "+ + + + H H L L = ");
	measure(&p, "relative and wall time", "x x x");
	measure(&p, "one chart, crosshair", "Enter g l l l l j j n n p Esc");
	measure(&p, "filter", "/ l o s s Enter Esc");
	measure(&p, "histograms and back", "2 1");
	grid_release(&p.grid);
	caches_close(&p.caches);
	loader_release(&loader);
	model_release(&p.model);
	tfe_logdir_close(logdir);
	if (*made) {
		char command[600];
		snprintf(command, sizeof command, "rm -rf '%s'", made);
		return system(command) != 0;
	}
	return 0;
}
