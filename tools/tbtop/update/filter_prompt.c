/* update: the line in which a filter, a search or a command is typed. Each key filters or searches
 * at once; Enter runs a command. */
#include <stdio.h>
#include <string.h>

#include "tbtop/model/key_names.h"
#include "tbtop/model/word_menu.h"
#include "tbtop/update/command_complete.h"
#include "tbtop/update/commands.h"
#include "tbtop/update/line_edit.h"
#include "tbtop/update/search.h"
#include "tbtop/update/update.h"

static char *filter_of(struct model *m)
{
	if (m->prompt.kind == PROMPT_NODES)
		return m->graph.query;
	if (m->prompt.kind == PROMPT_LABELS)
		return m->embeddings.query;
	if (m->prompt.kind == PROMPT_FIND)
		return m->search.query;
	if (m->prompt.kind == PROMPT_HELP)
		return m->help_query;
	if (m->prompt.kind == PROMPT_TRIALS)
		return m->trials.filter;
	return m->prompt.kind == PROMPT_RUNS ? m->run_filter : m->tag_filter;
}

static struct history *history_of(struct model *m)
{
	struct prompt *p = &m->prompt;
	struct history *const histories[PROMPTS] = {
		[PROMPT_NONE] = &p->tags,     [PROMPT_RUNS] = &p->runs,
		[PROMPT_TAGS] = &p->tags,     [PROMPT_COMMAND] = &p->commands,
		[PROMPT_NODES] = &p->nodes,   [PROMPT_TRIALS] = &p->trials,
		[PROMPT_LABELS] = &p->labels, [PROMPT_FIND] = &p->finds,
		[PROMPT_HELP] = &p->help};
	return histories[p->kind];
}

void prompt_open(struct model *m, enum prompt_kind kind)
{
	struct prompt *p = &m->prompt;
	const char *text = kind == PROMPT_COMMAND ? "" : NULL;
	p->kind = kind;
	line_set(&p->line, text ? text : filter_of(m));
	p->line.selected = p->line.text[0] != '\0';
	snprintf(p->before, sizeof p->before, "%s", p->line.text);
	word_menu_clear(&p->menu);
	history_of(m)->at = history_of(m)->n;
	m->message[0] = '\0';
	m->graph.before = m->graph.place;
	m->embeddings.row_before = m->embeddings.row;
}

void prompt_remember(struct model *m)
{
	history_add(&m->prompt.runs, m->run_filter);
	history_add(&m->prompt.tags, m->tag_filter);
	history_add(&m->prompt.nodes, m->graph.query);
	history_add(&m->prompt.trials, m->trials.filter);
	history_add(&m->prompt.labels, m->embeddings.query);
	history_add(&m->prompt.finds, m->search.query);
	history_add(&m->prompt.help, m->help_query);
}

/* Applies the text of the prompt. An incomplete pattern may be invalid or too slow; the last valid
 * filter then stays in effect. */
static void apply(struct model *m)
{
	char good[LINE_BYTES];
	char *filter = filter_of(m);
	memcpy(good, filter, sizeof good);
	memcpy(filter, m->prompt.line.text, sizeof good);
	m->message[0] = '\0';
	if (!update_filters(m)) {
		memcpy(filter, good, sizeof good);
		return;
	}
	const struct tag_list *tags = &m->tags[model_kind(m)];
	const struct {
		const char *noun;
		size_t rows, n;
	} counts[PROMPTS] = {[PROMPT_RUNS] = {"run", m->n_run_rows, m->n_runs},
			     [PROMPT_TAGS] = {"tag", tags->n_rows, tags->n},
			     [PROMPT_TRIALS] = {"row", m->trials.n_shown, m->trials.n_rows}},
	  *count = &counts[m->prompt.kind];
	if (!count->rows && *filter)
		say(m, true, "no %s matches", count->noun);
	else
		say(m, false, "%zu of %zu", count->rows, count->n);
}

/* Applies the text of a filter or of a search. */
static void follow_text(struct model *m, const struct geometry *seen)
{
	switch (m->prompt.kind) {
	case PROMPT_COMMAND:
		return;
	case PROMPT_NODES:
		search_nodes(m, seen->graph);
		return;
	case PROMPT_LABELS:
		search_labels(m, seen->embedding);
		return;
	case PROMPT_FIND:
		search_typed(m, seen);
		return;
	case PROMPT_HELP:
		memcpy(m->help_query, m->prompt.line.text, sizeof m->help_query);
		m->scroll = 0;
		return;
	default:
		apply(m);
	}
}

/* Restores what was filtered or found when the prompt was opened. */
static void cancel(struct model *m)
{
	const enum prompt_kind kind = m->prompt.kind;
	line_set(&m->prompt.line, m->prompt.before);
	if (kind == PROMPT_NODES || kind == PROMPT_LABELS || kind == PROMPT_FIND ||
	    kind == PROMPT_HELP) {
		memcpy(filter_of(m), m->prompt.line.text, sizeof m->prompt.line.text);
		if (kind == PROMPT_FIND)
			search_restore(m);
		m->graph.place = m->graph.before;
		m->embeddings.row = m->embeddings.row_before;
	} else if (kind != PROMPT_COMMAND) {
		apply(m);
	}
	if (kind != PROMPT_COMMAND)
		m->message[0] = '\0';
	m->prompt.kind = PROMPT_NONE;
}

static void enter(struct model *m)
{
	struct prompt *p = &m->prompt;
	bool command = p->kind == PROMPT_COMMAND;
	if (command && p->line.cut) {
		say(m, true, "not run: it was cut at %d bytes; shorten it", LINE_BYTES - 1);
		return;
	}
	p->kind = PROMPT_NONE;
	if (!command) {
		prompt_remember(m);
		return;
	}
	history_add(&p->commands, p->line.text);
	m->message[0] = '\0';
	command_run(m, p->line.text);
}

void update_prompt(struct model *m, const struct geometry *seen, int key)
{
	struct prompt *p = &m->prompt;
	bool changed = false;
	if (m->pasting && key < ' ') /* a line end does not enter the line */
		return;
	switch (key) {
	case TK_ESC:
	case 'c' & 0x1f:
	case 'g' & 0x1f:
		cancel(m);
		return;
	case TK_ENTER:
		enter(m);
		return;
	case TK_TAB:
	case TK_BACK_TAB:
		if (p->kind == PROMPT_COMMAND)
			command_complete(m, &p->line, key == TK_TAB ? 1 : -1);
		return;
	case TK_UP:
	case TK_DOWN:
		changed = history_move(history_of(m), key == TK_UP ? -1 : 1, &p->line);
		break;
	default:
		changed = line_edit(&p->line, key);
	}
	if (changed)
		follow_text(m, seen);
	if (p->line.cut)
		say(m, true, "a line has at most %d bytes; the rest is missing", LINE_BYTES - 1);
}
