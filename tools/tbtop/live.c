/* tbtop: the event loop: draws a frame after keys, signals and new data, and sleeps otherwise. */
#include <errno.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/complain.h"
#include "common/timer.h"
#include "common/memory.h"
#include "common/whole.h"
#include "tbtop/answer.h"
#include "tbtop/app.h"
#include "tbtop/cache/read_thread.h"
#include "tbtop/embeddings_sync.h"
#include "tbtop/model/key_names.h"
#include "tbtop/model/theme_names.h"
#include "tbtop/layouts.h"
#include "tbtop/notifier.h"
#include "tbtop/pipe_input.h"
#include "tbtop/state/log_state.h"
#include "tbtop/term/background.h"
#include "tbtop/term/keys.h"
#include "tbtop/term/signals.h"
#include "tbtop/term/term.h"
#include "tbtop/scores_sync.h"
#include "tbtop/trials_sync.h"
#include "tbtop/update/findings_sync.h"
#include "tbtop/update/load.h"
#include "tbtop/update/update.h"
#include "tbtop/view/frame.h"
#include "tbtop/wishes.h"

/* The minimum time between frames for new data, so that drawing does not take the processor away
 * from the training. */
static const double frame_gap_s = 0.025, loading_gap_s = 0.1;
/* The time that a frame may spend on curves that are not cached. */
static const double curves_s = 0.005;
/* The time after the last key at which the state of the log directory is saved. */
static const double save_after_s = 5;
/* The time that the judge may work before keys are handled again. */
static const double judge_slice_s = 0.004;

struct loop {
	const struct options *options;
	tfe_logdir *logdir;
	struct model *m;
	struct loader loader;
	tfe_judge *judge;
	struct notifier notifier;
	struct read_thread *reader;
	struct findings_seen seen;
	bool judging;              /* a pass of the judge is under way or due */
	bool changed;              /* data arrived during that pass: another one is due after it */
	bool judged;               /* a pass was completed */
	bool in_pass, pass_loaded; /* a pass began; the initial load was complete then */
	bool judged_all;           /* a pass had all data of the initial load */
	struct player player;
	struct pipe_input *input; /* of --pipe, or NULL */
	double input_ended_at;    /* monotonic time; 0: it goes on */
	bool interrupted;         /* Ctrl-C was pressed for the program that writes it */
	struct state state;
	struct model *usual; /* its settings are those without the stored state */
	double save_at;      /* monotonic time; INFINITY: nothing is to be saved */
	struct caches caches;
	struct grid grid;
	struct geometry geometry; /* of the last frame */
	struct answer answer;     /* the keys since then */
	double drawn_at;          /* monotonic time */
	int killed_by;            /* the signal that ended the loop; 0: none, or SIGINT */
	bool signalled;           /* a signal ended the loop */
	bool blocked;             /* the terminal does not accept output */
	bool more_keys;           /* keys may wait that were read from the terminal already */
	bool draw;                /* the user changed the model */
	bool stale;               /* the training changed the data */
};

/* Returns whether Ctrl-C is meant for the program that writes the input, which it reaches too: the
 * first one, until that program has ended, which may be a moment before the signal is handled. */
static bool is_for_the_input(const struct loop *l)
{
	static const double moment_s = 1;
	return l->input && !l->interrupted &&
	       (!l->input_ended_at || clock_monotonic_s() - l->input_ended_at < moment_s);
}

static void save(struct loop *l)
{
	l->save_at = INFINITY;
	if (!state_save(&l->state, l->m))
		say(l->m, true, "%s", l->state.problem);
}

static void handle_signals(struct loop *l)
{
	struct signals s = signals_take();
	if (s.quit && s.number == SIGINT && is_for_the_input(l)) {
		signals_forgive();
		l->interrupted = l->draw = true;
		if (!l->input_ended_at)
			say(l->m, false, "Ctrl-C was sent to the program before the pipe; q quits");
		s.quit = false;
	}
	if (s.quit) {
		l->m->quit = l->signalled = true;
		l->killed_by =
			s.number == SIGINT ? 0 : s.number; /* Ctrl-C is a normal way to quit */
	}
	if (s.quit && s.number == SIGINT && l->m->prompt.kind) { /* it leaves the line of input */
		signals_forgive();
		l->m->quit = l->signalled = false;
		update_key(l->m, &l->geometry, TK_ESC);
		l->draw = true;
	}
	if (s.suspend && !l->m->quit) {
		save(l);
		term_suspend();
		l->draw = l->m->redraw = true;
	} else if (s.continued) {
		term_continued();
		l->draw = l->m->redraw = true;
	}
	if (s.resized) {
		term_resized();
		l->draw = true;
	}
}

/* The screen stays when the input ends. */
static void handle_end_of_input(struct loop *l)
{
	char text[120];
	l->input_ended_at = clock_monotonic_s();
	l->draw = true;
	if (pipe_error(l->input, text, sizeof text)) {
		say(l->m, true, "%s", text);
		return;
	}
	pipe_last_line(l->input, text, sizeof text);
	say(l->m, false, "the input ended; q quits%s%s", *text ? ": " : "", text);
}

/* Several keys may arrive between two frames. Each one gets the geometry after the keys before it;
 * only what depends on drawing is that of the last frame. */
static void handle_keys(struct loop *l)
{
	enum { KEYS_MOST = 5000 }; /* then signals are handled, and a frame is drawn */
	int key = KEY_NONE, n = 0;
	struct geometry now = l->geometry;
	while (n++ < KEYS_MOST && !l->m->quit && (key = term_key()) != KEY_NONE) {
		bool skipped = l->m->pasting && (!l->m->prompt.kind || key == TK_IGNORED);
		if (skipped && key != TK_PASTE_END)
			continue;
		if (key == TK_IGNORED) {
			l->draw = true; /* the background may be another one */
			continue;
		}
		if (!answer_key(&l->answer, l->m, &now, key))
			continue;
		l->draw = true;
		l->save_at = clock_monotonic_s() + save_after_s;
		frame_measure(l->m, now.w, now.h, &now);
		now.plot_columns = l->geometry.plot_columns;
		now.text_end = l->geometry.text_end;
		now.text = l->geometry.text;
		now.sound_s = l->geometry.sound_s;
		now.sounds = l->geometry.sounds;
		now.matrix = l->geometry.matrix;
		now.picture = l->geometry.picture;
		now.targets = l->geometry.targets;
		now.n_targets = l->geometry.n_targets;
		now.graph = l->geometry.graph;
		now.embedding = l->geometry.embedding;
		now.neighbours = l->geometry.neighbours;
		now.thresholds = l->geometry.thresholds;
		now.best_threshold = l->geometry.best_threshold;
		if (l->m->forget)
			state_reset(&l->state, l->m, l->usual);
		l->m->forget = false;
	}
	l->more_keys = key != KEY_NONE;
	const char *note = keys_note();
	if (note)
		say(l->m, false, "%s", note);
}

/* Returns the seconds until a frame is due, for new data or because time passes. */
static double frame_due_s(const struct loop *l)
{
	double gap = l->m->progress.loaded ? frame_gap_s : loading_gap_s;
	double due = loader_next_change(&l->loader, l->m) - app_now(l->options);
	return l->stale ? fmin(due, l->drawn_at + gap - clock_monotonic_s()) : due;
}

/* Returns the timeout for poll in milliseconds. A frame that the terminal does not accept waits for
 * the terminal. */
static int timeout_ms(const struct loop *l)
{
	double frame_s = l->blocked ? INFINITY : frame_due_s(l);
	double due = fmin(frame_s, l->save_at - clock_monotonic_s());
	double ms = ceil(fmin(due, tfe_judge_due_s(l->judge)) * 1000);
	if (l->judging || l->more_keys || (l->draw && !l->blocked))
		return 0;
	if (isinf(ms))
		return -1;
	return (int)whole_within(ms, 0, 3600000);
}

static void draw(struct loop *l)
{
	struct model *m = l->m;
	int w, h;
	m->now = app_now(l->options);
	loader_sync(&l->loader, m);
	state_follow(&l->state, m);
	update_follow(m);
	if (l->judged) {
		findings_sync(l->judge, m, &l->seen);
		/* Otherwise the findings are those of other conditions. */
		if (l->judged_all && !m->conditions_changed)
			notifier_follow(&l->notifier, m);
	}
	term_size(&w, &h);
	l->grid.w = w;
	l->grid.h = h;
	l->grid.glyphs = m->settings.glyphs;
	l->grid.colours = theme_colours(m->settings.theme, term_colours());
	l->grid.scheme = theme_scheme(m->settings.theme, term_background());
	l->grid.graphics = term_graphics(&l->grid.cell_w, &l->grid.cell_h);
	term_mouse(m->settings.mouse);
	frame_draw(m, &l->caches, &l->grid, &l->geometry);
	if (answer_frame(&l->answer, m, &l->geometry, &l->grid))
		frame_draw(m, &l->caches, &l->grid, &l->geometry);
	term_draw(&l->grid, m->redraw);
	m->redraw = l->stale = false;
	l->draw = caches_missed(&l->caches);
	l->draw |= wishes_serve(m, &l->caches, &l->geometry, &l->player);
	l->draw |= layouts_serve(m, &l->caches);
	l->draw |= trials_sync(m, &l->caches);
	l->draw |= scores_sync(m, &l->caches);
	l->draw |= embeddings_sync(m, &l->caches);
	l->drawn_at = clock_monotonic_s();
}

/* Draws a frame that is due as soon as the terminal accepts it: keys and signals are handled while
 * it does not. */
static void draw_if_due(struct loop *l)
{
	bool due = l->draw || frame_due_s(l) <= 0;
	if (due && term_is_ready())
		draw(l);
}

/* Begins to judge from scratch, with the conditions of the user. What holds already then is no
 * news. */
static void judge_again(struct loop *l)
{
	tfe_judge_close(l->judge);
	l->judge = findings_open(l->logdir, l->m);
	l->seen = (struct findings_seen){0};
	l->judged = l->judged_all = l->in_pass = l->notifier.conditions_known = false;
	l->m->conditions_changed = false;
	l->judging = true;
}

static bool is_loaded(const struct loop *l)
{
	tfe_progress progress = TFE_PROGRESS_INIT;
	tfe_logdir_get_progress(l->logdir, &progress);
	return progress.loaded;
}

/* Lets the judge work for a while. New findings cause a frame; draw() copies them after the
 * runs. */
static void judge_slice(struct loop *l)
{
	bool done;
	if (!l->in_pass)
		l->pass_loaded = is_loaded(l);
	l->in_pass = true;
	if (tfe_judge_step(l->judge, judge_slice_s, &done))
		need(NULL);
	if (!done)
		return;
	l->judged = true;
	l->judging = l->changed;
	l->in_pass = false;
	/* The initial load was completed during the pass: another one has all of its data. */
	l->judging |= !l->judged_all && !l->pass_loaded && is_loaded(l);
	l->stale |= !l->judged_all;
	l->judged_all |= l->pass_loaded;
	l->changed = false;
	l->stale |= tfe_judge_generation(l->judge) != l->seen.generation;
}

/* SIGHUP comes only from the controlling terminal, maybe later. */
static void end_as_after_hangup(struct loop *l)
{
	if (!l->signalled)
		l->killed_by = SIGHUP;
	l->signalled = true;
}

static void run(struct loop *l)
{
	enum { KEYS, SIGNALS, DATA, READS, PLAYER, SCREEN, INPUT, N };
	struct pollfd fds[N] = {
		[KEYS] = {.fd = STDIN_FILENO, .events = POLLIN},
		[SIGNALS] = {.fd = signals_fd(), .events = POLLIN},
		[DATA] = {.fd = tfe_logdir_fd(l->logdir), .events = POLLIN},
		[READS] = {.fd = read_thread_fd(l->reader), .events = POLLIN},
		[PLAYER] = {.fd = -1, .events = POLLIN},
		[SCREEN] = {.events = POLLOUT},
		[INPUT] = {.fd = l->input ? pipe_fd(l->input) : -1, .events = POLLIN},
	};
	draw(l);
	while (!l->m->quit) {
		/* While new data wait to be drawn, further events of the same kind are not
		 * polled. */
		fds[DATA].events = fds[READS].events = l->stale ? 0 : POLLIN;
		l->blocked = !term_is_ready();
		fds[PLAYER].fd = l->player.fd; /* -1, which poll ignores, while nothing is played */
		fds[SCREEN].fd = l->blocked ? STDOUT_FILENO : -1;
		if (poll(fds, N, timeout_ms(l)) < 0 && errno != EINTR)
			return;
		if (fds[SIGNALS].revents)
			handle_signals(l);
		/* A terminal that is gone is readable, too, and has no keys. */
		if (fds[KEYS].revents & (POLLHUP | POLLERR | POLLNVAL)) {
			end_as_after_hangup(l);
			return;
		}
		if ((fds[KEYS].revents & POLLIN) || l->more_keys)
			handle_keys(l);
		if (fds[DATA].revents & POLLIN) {
			tfe_logdir_acknowledge(l->logdir);
			l->changed = l->judging;
			l->stale = l->judging = true;
		}
		if (fds[PLAYER].revents && fds[PLAYER].fd >= 0) {
			wishes_player_ended(l->m, &l->player);
			l->draw = true;
		}
		if (fds[INPUT].revents && fds[INPUT].fd >= 0) {
			fds[INPUT].fd = -1;
			handle_end_of_input(l);
		}
		if (fds[READS].revents & POLLIN) {
			read_thread_acknowledge(l->reader);
			l->stale = true;
		}
		if (!l->m->quit)
			draw_if_due(l);
		if (!l->m->quit && clock_monotonic_s() >= l->save_at)
			save(l);
		if (l->m->conditions_changed)
			judge_again(l);
		l->judging |= tfe_judge_due_s(l->judge) <= 0;
		if (!l->m->quit && l->judging)
			judge_slice(l);
	}
}

/* Applies what the last session of the log directory has left. */
static void begin_state(struct loop *l)
{
	const struct options *o = l->options;
	l->usual = need_zeroed(1, sizeof *l->usual);
	memcpy(l->usual, l->m, sizeof *l->usual);
	bool temporary = o->pipe && !o->logdir; /* the log is deleted at the end */
	if (!o->no_state && !temporary)
		state_open(&l->state, o->paths, o->n_paths);
	state_begin(&l->state, l->m, &o->given);
	if (*o->config->problem)
		say(l->m, true, "%s", o->config->problem);
}

static void end_state(struct loop *l)
{
	if (*l->state.problem)
		complain("tbtop", NULL, "%s", l->state.problem);
	state_release(&l->state);
	free(l->usual);
}

int app_live(const struct options *o, tfe_logdir *logdir, struct model *m, struct pipe_input *input)
{
	char text[160];
	struct loop loop = {.options = o,
			    .logdir = logdir,
			    .m = m,
			    .judging = true,
			    .player = {.fd = -1},
			    .input = input,
			    .save_at = INFINITY};
	if (!signals_open()) {
		perror("tbtop: pipe");
		return 2;
	}
	if (!term_open(o->colours, o->background, text, sizeof text)) {
		signals_close();
		fprintf(stderr, "tbtop: %s\n", text);
		return 2;
	}
	begin_state(&loop);
	if (*text)
		say(m, false, "%s", text);
	tfe_status status = tfe_logdir_watch(logdir);
	caches_open(&loop.caches);
	loop.reader = read_thread_open(&loop.caches);
	if (!status && loop.reader) {
		loader_init(&loop.loader, logdir);
		caches_hurry(&loop.caches, curves_s);
		caches_limit(&loop.caches,
			     o->memory_bytes ? o->memory_bytes : tfe_logdir_default_memory_bytes());
		loop.notifier = (struct notifier){.command = o->notify_command};
		m->conditions_changed = false;
		loop.judge = findings_open(logdir, m);
		grid_init(&loop.grid, 1, 1, m->settings.glyphs);
		run(&loop);
		grid_release(&loop.grid);
		tfe_judge_close(loop.judge);
		notifier_release(&loop.notifier);
		loader_release(&loop.loader);
	}
	player_stop(&loop.player);
	state_save(&loop.state, m);
	bool reading = loop.reader != NULL;
	read_thread_close(loop.reader);
	caches_close(&loop.caches);
	term_close();
	signals_close();
	if (input)
		pipe_print_rest(input, !loop.signalled);
	end_state(&loop);
	if (!reading) {
		fprintf(stderr, "tbtop: cannot start the thread that reads values from disk\n");
		return 2;
	}
	if (status) {
		app_complain(logdir, "watching failed");
		return 2;
	}
	if (m->deletion && *m->deletion)
		printf("tbtop deleted nothing. These commands delete the marked runs:\n%s\n",
		       m->deletion);
	return loop.killed_by ? 128 + loop.killed_by : 0;
}
