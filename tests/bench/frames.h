/* For benchmarks: tbtop without a terminal, and the CPU time from a key to a frame. */
#ifndef TESTS_BENCH_FRAMES_H
#define TESTS_BENCH_FRAMES_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <tfevents/logdir.h>

#include "tbtop/cache/read_thread.h"
#include "tbtop/embeddings_sync.h"
#include "tbtop/model/key_names.h"
#include "tbtop/scores_sync.h"
#include "tbtop/trials_sync.h"
#include "tbtop/update/load.h"
#include "tbtop/update/update.h"
#include "tbtop/view/frame.h"

enum { W = 200, H = 60 };

static inline double cpu_clock(clockid_t clock)
{
	struct timespec t;
	clock_gettime(clock, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* tbtop without a terminal. */
struct program {
	tfe_logdir *logdir;
	struct loader loader;
	struct model model;
	struct caches caches;
	struct grid grid;
	struct geometry seen;
};

/* Draws a frame as the program does. Returns whether another one is due. */
static inline bool draw(struct program *p)
{
	frame_draw(&p->model, &p->caches, &p->grid, &p->seen);
	return trials_sync(&p->model, &p->caches) | scores_sync(&p->model, &p->caches) |
	       embeddings_sync(&p->model, &p->caches) | caches_missed(&p->caches);
}

/* CPU seconds from a key to the first frame, and to the complete frame. */
struct answer {
	double first, whole;
};

static inline struct answer press(struct program *p, int key)
{
	struct answer a;
	double begin = cpu_clock(CLOCK_THREAD_CPUTIME_ID);
	update_key(&p->model, &p->seen, key);
	bool more = draw(p);
	a.first = cpu_clock(CLOCK_THREAD_CPUTIME_ID) - begin;
	while (more | read_missed(&p->caches))
		more = draw(p);
	a.whole = cpu_clock(CLOCK_THREAD_CPUTIME_ID) - begin;
	return a;
}

static inline void measure(struct program *p, const char *what, const char *keys)
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

/* Draws until the frame is complete. */
static inline void draw_whole(struct program *p)
{
	bool more = draw(p);
	while (more | read_missed(&p->caches))
		more = draw(p);
}

/* Loads a log directory, for frames of a size. */
static inline void program_load(struct program *p, const char *dir, int w, int h)
{
	if (tfe_logdir_open(&dir, 1, NULL, &p->logdir, NULL) || tfe_logdir_load(p->logdir))
		exit(1);
	model_init(&p->model, dir);
	loader_init(&p->loader, p->logdir);
	p->model.now = cpu_clock(CLOCK_REALTIME);
	caches_open(&p->caches);
	grid_init(&p->grid, w, h, GLYPHS_BRAILLE);
}

/* Loads a log directory and draws the first frame, like the program with the time that one frame
 * has for curves; and further ones until it is complete. */
static inline void program_open(struct program *p, const char *dir)
{
	program_load(p, dir, W, H);
	caches_hurry(&p->caches, 0.005);
	caches_limit(&p->caches, tfe_logdir_default_memory_bytes());
	double begin = cpu_clock(CLOCK_THREAD_CPUTIME_ID);
	loader_sync(&p->loader, &p->model);
	bool more = draw(p);
	double first = cpu_clock(CLOCK_THREAD_CPUTIME_ID) - begin;
	while (more | read_missed(&p->caches))
		more = draw(p);
	printf("  %zu runs, %zu tags, %llu points; CPU time at %dx%d\n", p->model.n_runs,
	       p->model.tags[model_kind(&p->model)].n, (unsigned long long)p->model.progress.points,
	       W, H);
	printf("    what was loaded to the first frame: %.1f ms, to the complete one: %.1f ms\n",
	       1000 * first, 1000 * (cpu_clock(CLOCK_THREAD_CPUTIME_ID) - begin));
	printf("    %-36s %8s %8s %8s  ms\n", "", "a frame", "at worst", "whole");
}

static inline void program_close(struct program *p)
{
	grid_release(&p->grid);
	caches_close(&p->caches);
	loader_release(&p->loader);
	model_release(&p->model);
	tfe_logdir_close(p->logdir);
}

#endif
