/* tbtop: what keys ask for beyond a change of the model. */
#include "tbtop/wishes.h"

#include <stdio.h>
#include <string.h>

#include "common/format.h"
#include "tbtop/cache/exports.h"
#include "tbtop/cache/figure_files.h"
#include "tbtop/cache/graphs.h"
#include "tbtop/cache/raw_texts.h"
#include "tbtop/term/clipboard.h"
#include "tbtop/figure_of.h"
#include "tbtop/term/term.h"
#include "tbtop/update/update.h"

static void play(struct model *m, struct player *player, const struct export *e)
{
	if (player_start(player, e->path))
		say(m, false, "playing with %s; Space stops it", player->name);
	else
		say(m, true,
		    "no program plays sounds here (paplay, pw-play, aplay, ffplay): e saves it");
}

static void save(struct model *m, const struct export *e)
{
	char bytes[FORMAT_TEXT];
	format_bytes(bytes, e->bytes);
	say(m, false, "saved as %.180s, %s", e->path, bytes);
}

static void copy(struct model *m, const struct raw_text *text)
{
	char bytes[FORMAT_TEXT];
	size_t n = text->n < CLIPBOARD_MOST ? text->n : CLIPBOARD_MOST;
	format_bytes(bytes, n);
	if (*text->error)
		say(m, true, "%s", text->error);
	else if (!term_copy(text->bytes, n))
		say(m, true, "this terminal has no clipboard that tbtop can use");
	else
		say(m, false, "sent %s%s to the clipboard of the terminal",
		    n < text->n || text->omitted ? "the first " : "", bytes);
}

/* Copies the commands that delete runs. */
static bool copy_deletion(struct model *m, bool live)
{
	size_t n = m->deletion ? strlen(m->deletion) : 0;
	if (!n)
		say(m, true, "there is nothing to delete");
	else if (!live)
		say(m, false, "nothing is copied with --once");
	else if (n > CLIPBOARD_MOST || !term_copy(m->deletion, n))
		say(m, false, "not copied; the commands are printed when tbtop ends");
	else
		say(m, false, "sent to the clipboard of the terminal; tbtop deletes nothing");
	return true;
}

static bool copy_text(struct model *m, bool live)
{
	if (!live)
		say(m, false, "nothing is copied with --once: %.200s", m->wish.text);
	else if (term_copy(m->wish.text, strlen(m->wish.text)))
		say(m, false, "sent to the clipboard of the terminal: %.200s", m->wish.text);
	else
		say(m, true, "this terminal has no clipboard that tbtop can use");
	return true;
}

/* Each of them returns false while the reader has not answered. */
static bool serve_copy(struct model *m, struct caches *caches, bool live)
{
	const struct wish *w = &m->wish;
	if (!live) {
		say(m, false, "nothing is copied with --once");
		return true;
	}
	const struct raw_text *text = raw_text_find(caches, &w->view, w->entry);
	if (text)
		copy(m, text);
	return text != NULL;
}

static bool serve_file(struct model *m, struct caches *caches, struct player *player)
{
	const struct wish *w = &m->wish;
	bool playing = w->kind == WISH_PLAY;
	const struct picture_choice value = {&w->view, w->entry, w->picture};
	const struct export *e = w->kind == WISH_DOT
					 ? graph_dot_find(caches, &w->view, w->entry, w->number)
					 : export_find(caches, &value, w->number, playing);
	if (e && *e->error)
		say(m, true, "%s", e->error);
	else if (e && playing)
		play(m, player, e);
	else if (e)
		save(m, e);
	return e != NULL;
}

/* Reads the words after the name of a file: a size and a theme. Returns false, with a message, if
 * there is another one. The name becomes the text before them. */
static bool read_words(struct model *m, char *name, struct figure_plan *plan)
{
	static const char *const words[] = {"light", "dark"};
	for (char *space; (space = strrchr(name, ' '));) {
		const char *word = space + 1;
		bool themed = false;
		for (int i = 0; i < 2 && *word; i++)
			if (!strcmp(word, words[i])) {
				plan->figure.theme = (enum figure_theme)i;
				themed = true;
			}
		if (*word && !themed && !figure_plan_size(plan, word))
			break;
		*space = '\0';
	}
	enum figure_format format;
	if (!*name || figure_format_of(name, &format))
		return true;
	say(m, true, "\"%.80s\" does not end in .svg, .pdf, .png, .tex, .vl.json, .csv or .jsonl",
	    name);
	return false;
}

/* Begins to write the figure of what is shown. */
static void start_figure(struct model *m, struct caches *caches, const struct geometry *seen)
{
	struct figure_plan plan;
	char error[FIGURE_ERROR] = "", name[sizeof m->wish.text];
	snprintf(name, sizeof name, "%s", m->wish.text);
	if (figure_file_is_busy(caches)) {
		say(m, true, "the figure before this one is still being saved");
		return;
	}
	if (!figure_of_model(m, caches, seen, &plan, error))
		say(m, true, "%s", error);
	else if (read_words(m, name, &plan))
		figure_file_start(caches, &plan, name, m->wish.replaces);
	figure_plan_release(&plan);
}

/* Returns whether a figure was written or could not be. */
static bool finish_figure(struct model *m, struct caches *caches)
{
	const struct export *e = figure_file_done(caches);
	if (e && *e->error)
		say(m, true, "%s", e->error);
	else if (e)
		save(m, e);
	return e != NULL;
}

/* Stops the player instead of starting it again. Returns false if there is nothing to stop. */
static bool stop(struct model *m, struct player *player)
{
	if (player && !player->pid)
		return false;
	if (player)
		player_stop(player);
	say(m, false, player ? "stopped" : "nothing is played with --once");
	return true;
}

bool wishes_serve(struct model *m, struct caches *caches, const struct geometry *seen,
		  struct player *player)
{
	bool served = false, finished = finish_figure(m, caches);
	if (m->wish.kind == WISH_FIGURE) {
		start_figure(m, caches, seen);
		finished |= finish_figure(m, caches);
		served = true;
	} else if (m->wish.kind == WISH_COPY)
		served = serve_copy(m, caches, player != NULL);
	else if (m->wish.kind == WISH_COPY_TEXT)
		served = copy_text(m, player != NULL);
	else if (m->wish.kind == WISH_COPY_DELETION)
		served = copy_deletion(m, player != NULL);
	else if (m->wish.kind == WISH_PLAY)
		served = stop(m, player) || serve_file(m, caches, player);
	else if (m->wish.kind == WISH_SAVE || m->wish.kind == WISH_DOT)
		served = serve_file(m, caches, player);
	if (served)
		m->wish.kind = WISH_NONE;
	return served || finished;
}

void wishes_player_ended(struct model *m, struct player *player)
{
	const char *name = player->name;
	if (player_finish(player))
		m->message[0] = '\0';
	else
		say(m, true, "%s could not play the sound: e saves it", name);
}
