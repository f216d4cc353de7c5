/* update: completion in the line of commands. The candidates of a word depend on the words before
 * it: commands and settings, then the names of settings or what the command offers, then the
 * values of the setting. */
#include "tbtop/update/command_complete.h"

#include <stdio.h>
#include <string.h>

#include "tbtop/model/word_menu.h"
#include "tbtop/update/commands.h"
#include "tbtop/update/line_edit.h"
#include "tbtop/update/settings.h"
#include "tbtop/update/update.h"

/* The candidates that begin with a word. */
struct found {
	const char *word;
	size_t length;   /* of the word */
	size_t n;        /* number of candidates */
	const char *one; /* the first of them */
	size_t common;   /* the length of the beginning that they share */
	struct word_menu *all;
};

static void offer(struct found *f, const char *candidate)
{
	if (strncmp(candidate, f->word, f->length))
		return;
	if (!f->n++) {
		f->one = candidate;
		f->common = strlen(candidate);
	}
	size_t same = 0;
	while (same < f->common && candidate[same] == f->one[same])
		same++;
	while (same && ((unsigned char)f->one[same] & 0xc0) == 0x80) /* no part of a character */
		same--;
	f->common = same;
	word_menu_add(f->all, candidate);
}

static void offer_commands(struct found *f)
{
	for (size_t i = 0; i < n_commands; i++)
		offer(f, command_words[i].word);
	for (size_t i = 0; i < n_settings; i++)
		offer(f, setting_at(i)->name);
}

static void offer_values(struct found *f, size_t setting)
{
	const char *const *words = setting_at(setting)->words;
	for (size_t w = 0; words && words[w]; w++)
		offer(f, words[w]);
}

/* Returns the index of the command; n_commands without one. */
static size_t command_named(const char *word, size_t n)
{
	size_t i = 0;
	while (i < n_commands &&
	       (strlen(command_words[i].word) != n || memcmp(command_words[i].word, word, n) != 0))
		i++;
	return i;
}

static bool is_set(size_t command)
{
	return command < n_commands && !strcmp(command_words[command].word, "set");
}

/* Says what a line means so far: its command, or the values of its setting. */
static void explain(struct model *m, size_t command, size_t setting)
{
	char values[160];
	if (setting < n_settings) {
		setting_values(setting, values, sizeof values);
		say(m, false, "%s: %s", values, setting_at(setting)->help);
	} else if (command < n_commands) {
		const struct command_words *c = &command_words[command];
		say(m, false, "%s%s%s: %s", c->word, *c->argument ? " " : "", c->argument, c->help);
	}
}

/* Offers what the word at the end of a line may be. Returns the setting before it. */
static size_t offer_next(const struct model *m, struct found *f, const char *text, size_t *command)
{
	size_t words = 0, setting = n_settings;
	*command = n_commands;
	for (const char *at = text; at < f->word; words++) {
		size_t n = strcspn(at, " ");
		if (!words)
			*command = command_named(at, n);
		bool may_set = (!words && *command == n_commands) || (words && is_set(*command));
		if (may_set && setting == n_settings)
			setting = setting_find(at, n);
		at += n + strspn(at + n, " ");
	}
	if (!words)
		offer_commands(f);
	else if (setting < n_settings)
		offer_values(f, setting);
	else if (*command < n_commands && commands[*command].candidate && words == 1)
		for (size_t i = 0; commands[*command].candidate(m, i); i++)
			offer(f, commands[*command].candidate(m, i));
	return setting;
}

/* Puts the next (1) or previous (-1) word into the line; after the last one, what was typed. */
static void choose_next(struct word_menu *c, struct line *line, int direction)
{
	size_t choices = c->stored + 1;
	c->chosen = (c->chosen + (direction > 0 ? 1 : choices - 1)) % choices;
	memcpy(c->line, c->typed, sizeof c->line);
	if (c->chosen < c->stored)
		snprintf(c->line, sizeof c->line, "%.*s%s", (int)c->begin, c->typed,
			 word_menu_at(c, c->chosen));
	line_set(line, c->line);
	memcpy(c->line, line->text, sizeof c->line);
}

/* Says what the only word is. */
static void explain_word(struct model *m, const struct found *f, size_t before, size_t setting)
{
	size_t named = setting_find(f->one, strlen(f->one));
	bool names_setting = named < n_settings && setting == n_settings &&
			     (before == n_commands || is_set(before));
	if (f->word == f->all->typed && command_named(f->one, strlen(f->one)) < n_commands)
		explain(m, command_named(f->one, strlen(f->one)), n_settings);
	else if (names_setting)
		explain(m, n_commands, named);
}

void command_complete(struct model *m, struct line *line, int direction)
{
	struct word_menu *c = &m->prompt.menu;
	struct found f = {.all = c};
	size_t command;
	m->message[0] = '\0';
	if (word_menu_is_shown(c, line)) {
		choose_next(c, line, direction);
		return;
	}
	word_menu_clear(c);
	memcpy(c->typed, line->text, sizeof c->typed);
	const char *last = strrchr(c->typed, ' ');
	f.word = last ? last + 1 : c->typed;
	f.length = strlen(f.word);
	c->begin = (size_t)(f.word - c->typed);
	size_t setting = offer_next(m, &f, c->typed, &command);
	if (!f.n) {
		explain(m, command, setting);
		if (command == n_commands && setting == n_settings)
			say(m, true, "no such command");
		return;
	}
	if (c->begin + f.common + 2 < sizeof c->typed && f.common >= f.length) {
		snprintf(c->line, sizeof c->line, "%.*s%.*s%s", (int)c->begin, c->typed,
			 (int)f.common, f.one, f.n == 1 ? " " : "");
		line_set(line, c->line);
		line->given = f.n == 1 ? line->cursor : 0;
	}
	memcpy(c->typed, line->text, sizeof c->typed);
	memcpy(c->line, line->text, sizeof c->line);
	c->chosen = c->stored;
	if (f.n == 1)
		explain_word(m, &f, command, setting);
}
