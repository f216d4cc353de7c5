/* tbtop: a terminal dashboard for TensorBoard logs. */
#include <locale.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/complain.h"
#include "common/standard.h"
#include "tbtop/app.h"
#include "tbtop/model/conditions.h"
#include "tbtop/pipe_input.h"
#include "tbtop/term/term.h"
#include "tbtop/update/settings.h"

/* Joins the paths for the header. */
static void title_of(const struct options *o, char *title, size_t size)
{
	size_t n = 0;
	for (size_t i = 0; i < o->n_paths && n < size; i++)
		n += (size_t)snprintf(title + n, size - n, "%s%s", i ? " " : "",
				      !i && o->piped_from ? o->piped_from : o->paths[i]);
	n = strlen(title);
	while (n > 1 && title[n - 1] == '/')
		title[--n] = '\0';
}

/* Chooses the character set: that of the environment, or UTF-8 if the environment has none (as in
 * many containers) or the user wants characters beyond ASCII. */
static void choose_charset(const struct options *o)
{
	const char *const names[] = {getenv("LC_ALL"), getenv("LC_CTYPE"), getenv("LANG")};
	bool named = false;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		named |= names[i] && *names[i];
	bool wanted = o->glyphs == GLYPHS_BRAILLE || o->glyphs == GLYPHS_BLOCK;
	if (!term_has_unicode() && (!named || wanted))
		setlocale(LC_CTYPE, "C.UTF-8");
}

static void choose(struct model *m, const struct options *o)
{
	char error[160];
	m->view_chosen = o->given.view && o->view < VIEWS;
	m->view = o->view < VIEWS ? o->view : VIEW_SCALARS;
	m->view_wished = o->view;
	m->settings.smoothing = o->smoothing;
	m->settings.glyphs = o->glyphs == GLYPH_TIERS ? term_default_glyphs() : o->glyphs;
	m->settings.mouse = !o->mouse_off;
	m->settings.total_steps = o->total_steps;
	char wrong[160];
	m->notify_ways = o->notify;
	m->notify_program = o->notify_command != NULL;
	if (o->notify_when && *o->notify_when)
		condition_add(m, o->notify_when, wrong); /* it was checked */
	m->settings.theme = o->theme;
	m->ascii_only = !term_has_unicode();
	m->keymap = o->config->rebound ? &o->config->keymap : NULL;
	for (size_t i = 0; i < n_settings; i++)
		if (o->config->setting[i])
			setting_set(m, i, o->config->setting[i], error);
	snprintf(m->run_filter, sizeof m->run_filter, "%s", o->runs);
	snprintf(m->tag_filter, sizeof m->tag_filter, "%s", o->tags);
}

/* Returns whether the screen is drawn on the terminal. Otherwise a frame is printed: into a pipe,
 * or on a terminal that cannot move the cursor, which has no colours either. */
static bool is_live(struct options *o)
{
	char note[160];
	bool printed = o->once || o->lines || !isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO);
	if (!isatty(STDOUT_FILENO) || term_is_usable(note, sizeof note))
		return !printed;
	if (o->colours == COLOUR_TIERS)
		o->colours = COLOURS_MONO;
	if (!printed) {
		complain("tbtop", NULL, "%s: one frame is printed", note);
		o->other_rows++;
	}
	return false;
}

/* Shows the log directory in the mode that the options and the terminal ask for. */
static int show(struct options *o, tfe_logdir *logdir, struct model *m, struct pipe_input *input)
{
	bool live = is_live(o);
	bool follows = live || (o->lines && !o->once);
	if (input && !follows)
		pipe_read_all(input);
	if (input && follows && !pipe_start(input))
		return 2;
	if (o->lines)
		return app_lines(o, logdir, m);
	return live ? app_live(o, logdir, m, input) : app_once(o, logdir, m);
}

int main(int argc, char **argv)
{
	struct options options;
	struct model model;
	tfe_logdir *logdir;
	tfe_error error = TFE_ERROR_INIT;
	char title[1024];
	standard_open();
	/* A closed pipe (head, less) is an error of write(2), not the end of the program. */
	signal(SIGPIPE, SIG_IGN);
	/* So is the file size limit (ulimit -f). */
	signal(SIGXFSZ, SIG_IGN);
	setlocale(LC_ALL, "");
	setlocale(LC_NUMERIC, "C");
	int status = options_read(&options, argc, argv);
	if (status >= 0)
		return status;
	choose_charset(&options);
	if (options.utc) {
		setenv("TZ", "UTC", 1);
		tzset();
	}
	struct pipe_input *input = options.pipe ? pipe_open(&options) : NULL;
	if (options.pipe && !input) {
		options_release(&options);
		return 2;
	}
	if (input && !options.once && !options.lines)
		pipe_take_terminal(input);
	tfe_logdir_options how = {.size = sizeof how,
				  .restarts = options.restarts,
				  .per_file = options.per_file,
				  .memory_bytes = options.memory_bytes};
	if (tfe_logdir_open(options.paths, options.n_paths, &how, &logdir, &error)) {
		complain("tbtop", *error.path ? error.path : NULL, "%s", error.message);
		if (input)
			pipe_close(input);
		options_release(&options);
		return 2;
	}
	title_of(&options, title, sizeof title);
	model_init(&model, title);
	choose(&model, &options);
	if (options.reset)
		state_forget(options.paths, options.n_paths);
	status = show(&options, logdir, &model, input);
	model_release(&model);
	tfe_logdir_close(logdir);
	options_release(&options);
	int imported = input ? pipe_close(input) : 0;
	return status ? status : imported;
}
