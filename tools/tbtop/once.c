/* tbtop: --once: load everything, play the keys, print one frame. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "tbtop/app.h"
#include "tbtop/model/keys.h"
#include "tbtop/update/findings.h"
#include "tbtop/update/load.h"
#include "tbtop/update/update.h"
#include "tbtop/view/frame.h"
#include "tbtop/view/print.h"

static void choose_size(const struct options *o, int *w, int *h)
{
	struct winsize size = {0};
	*w = o->w ? o->w : 120;
	*h = o->h ? o->h : 40;
	if (!o->w && isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
	    size.ws_col && size.ws_row > 1) {
		*w = size.ws_col;
		*h = size.ws_row - 1; /* the prompt comes below */
	}
}

static bool shows_something(const struct model *m)
{
	if (m->view == VIEW_FINDINGS)
		return m->n_run_rows > 0;
	return m->n_run_rows > 0 && m->tags[model_kind(m)].n_rows > 0;
}

static void find(const tfe_logdir *logdir, struct model *m)
{
	unsigned long generation = 0;
	struct judge *judge = judge_open(logdir);
	judge_step(judge, INFINITY);
	findings_sync(judge, m, &generation);
	judge_close(judge);
}

static void print(const struct options *o, const struct grid *g)
{
	bool terminal = isatty(STDOUT_FILENO);
	enum colour_tier tier = o->colours < COLOUR_TIERS ? o->colours : COLOURS_256;
	bool coloured = o->format == FORMAT_ANSI ||
			(o->format == FORMAT_AUTO && (terminal || o->colours < COLOURS_MONO));
	if (coloured)
		print_ansi(stdout, g, tier);
	else
		print_text(stdout, g);
}

int app_once(const struct options *o, tfe_logdir *logdir, struct model *m)
{
	struct loader loader;
	struct grid grid;
	int w, h, key;
	if (tfe_logdir_load(logdir)) {
		fprintf(stderr, "tbtop: loading failed: out of memory\n");
		return 2;
	}
	m->now = app_now(o);
	loader_init(&loader, logdir);
	loader_sync(&loader, m);
	m->points_per_s = 0;
	find(logdir, m);
	choose_size(o, &w, &h);
	grid_init(&grid, w, h, m->settings.glyphs);
	frame_draw(m, &grid);
	for (const char *keys = o->keys; (key = key_parse(&keys)) != KEY_NONE && !m->quit;) {
		update_key(m, key);
		grid.glyphs = m->settings.glyphs;
		frame_draw(m, &grid);
	}
	print(o, &grid);
	bool good = shows_something(m);
	grid_release(&grid);
	loader_release(&loader);
	if (fflush(stdout) || ferror(stdout)) {
		perror("tbtop: standard output");
		return 2;
	}
	return good ? 0 : 1;
}
