/* tbtop: --once: loads everything, applies the keys, prints one frame. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "common/colour.h"
#include "common/memory.h"
#include "tbtop/answer.h"
#include "tbtop/app.h"
#include "tbtop/cache/read_thread.h"
#include "tbtop/embeddings_sync.h"
#include "tbtop/layouts.h"
#include "tbtop/model/key_names.h"
#include "tbtop/model/theme_names.h"
#include "tbtop/term/background.h"
#include "tbtop/model/view_facts.h"
#include "tbtop/scores_sync.h"
#include "tbtop/trials_sync.h"
#include "tbtop/update/findings_sync.h"
#include "tbtop/update/load.h"
#include "tbtop/update/update.h"
#include "tbtop/view/frame.h"
#include "tbtop/view/print.h"
#include "tbtop/view/svg.h"
#include "tbtop/wishes.h"

static void choose_size(const struct options *o, int *w, int *h)
{
	struct winsize size = {0};
	*w = o->w ? o->w : 120;
	*h = o->h ? o->h : 40;
	if (!o->w && isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
	    size.ws_col && size.ws_row > o->other_rows) {
		*w = size.ws_col;
		*h = size.ws_row - o->other_rows;
	}
}

static bool shows_something(const struct model *m)
{
	if (model_view(m) == VIEW_FINDINGS)
		return m->n_run_rows > 0;
	return m->n_run_rows > 0 && view_rows(m, model_view(m)) > 0;
}

static void find(const tfe_logdir *logdir, struct model *m)
{
	struct findings_seen seen = {0};
	tfe_judge *judge = findings_open(logdir, m);
	if (tfe_judge_run(judge))
		need(NULL);
	findings_sync(judge, m, &seen);
	tfe_judge_close(judge);
}

/* Returns the number of colours for the output. */
static enum colour_tier colours_of(const struct options *o)
{
	bool terminal = isatty(STDOUT_FILENO);
	if (o->format == FORMAT_SVG)
		return COLOURS_TRUE;
	if (o->format == FORMAT_TEXT_ONLY) /* without colours, unless the user wants their frame */
		return o->colours < COLOUR_TIERS ? o->colours : COLOURS_MONO;
	bool coloured = o->format == FORMAT_ANSI ||
			(o->format == FORMAT_AUTO && (terminal || o->colours < COLOURS_MONO));
	if (!coloured)
		return COLOURS_MONO;
	if (o->colours < COLOUR_TIERS)
		return o->colours;
	return colour_is_refused() ? COLOURS_MONO : COLOURS_256;
}

static void print(const struct options *o, const struct grid *g)
{
	if (o->format == FORMAT_SVG)
		print_svg(stdout, g);
	else if (o->format == FORMAT_ANSI ||
		 (o->format == FORMAT_AUTO && g->colours < COLOURS_MONO))
		print_ansi(stdout, g);
	else
		print_text(stdout, g);
}

static enum background background_of(const struct options *o)
{
	enum background b = o->background < BACKGROUNDS
				    ? o->background
				    : background_of_variable(getenv("COLORFGBG"));
	return b < BACKGROUNDS ? b : BACKGROUND_DARK;
}

static void draw(const struct options *o, struct model *m, struct caches *caches, struct grid *g,
		 struct geometry *geometry)
{
	g->glyphs = m->settings.glyphs;
	g->colours = theme_colours(m->settings.theme, colours_of(o));
	g->scheme = theme_scheme(m->settings.theme, background_of(o));
	for (bool more = true; more;) {
		frame_draw(m, caches, g, geometry);
		more = wishes_serve(m, caches, geometry, NULL);
		more |= layouts_serve(m, caches);
		more |= trials_sync(m, caches);
		more |= scores_sync(m, caches);
		more |= embeddings_sync(m, caches);
		more |= read_missed(caches);
	}
}

int app_once(const struct options *o, tfe_logdir *logdir, struct model *m)
{
	struct loader loader;
	struct caches caches;
	struct grid grid;
	struct geometry geometry;
	struct answer answer = {0};
	int w, h, key;
	tfe_status loaded = tfe_logdir_load(logdir);
	if (loaded)
		app_complain(logdir, "loading failed");
	/* If memory ran out, what was read before is shown. */
	if (loaded && loaded != TFE_E_NOMEM)
		return 2;
	m->now = app_now(o);
	loader_init(&loader, logdir);
	loader_sync(&loader, m);
	m->points_per_s = 0;
	find(logdir, m);
	choose_size(o, &w, &h);
	grid_init(&grid, w, h, m->settings.glyphs);
	caches_open(&caches);
	draw(o, m, &caches, &grid, &geometry);
	answer_frame(&answer, m, &geometry, &grid);
	for (const char *keys = o->keys; (key = key_parse(&keys)) != KEY_NONE && !m->quit;) {
		answer_key(&answer, m, &geometry, key);
		draw(o, m, &caches, &grid, &geometry);
		if (answer_frame(&answer, m, &geometry, &grid))
			draw(o, m, &caches, &grid, &geometry);
	}
	print(o, &grid);
	int status = loaded || app_is_partial(logdir, m) ? 2 : shows_something(m) ? 0 : 1;
	grid_release(&grid);
	caches_close(&caches);
	loader_release(&loader);
	if (fflush(stdout) || ferror(stdout)) {
		perror("tbtop: standard output");
		return 2;
	}
	return status;
}
