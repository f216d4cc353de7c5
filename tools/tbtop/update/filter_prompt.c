/* update: the filters of runs and tags, and the line in which they are typed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/filter.h"
#include "common/memory.h"
#include "common/printable.h"
#include "tbtop/model/key_names.h"
#include "tbtop/update/update.h"

static bool run_matches(struct filter *filter, const struct run *run)
{
	if (run->moved)
		return false;
	return run->data ? filter_matches_run(filter, run->data)
			 : filter_matches(filter, run->name);
}

/* The result of the filters for each run and each tag. The model changes only after all of them are
 * known. */
struct matches {
	bool *run, *tag[TAG_KINDS];
};

static void find_matches(const struct model *m, struct filter *runs, struct filter *tags,
			 struct matches *a)
{
	a->run = need_zeroed(m->n_runs, sizeof *a->run);
	for (size_t i = 0; i < m->n_runs; i++)
		a->run[i] = run_matches(runs, m->runs[i]);
	for (int k = 0; k < TAG_KINDS; k++) {
		a->tag[k] = need_zeroed(m->tags[k].n, sizeof *a->tag[k]);
		for (size_t i = 0; i < m->tags[k].n; i++)
			a->tag[k][i] = filter_matches(tags, m->tags[k].tags[i]->name);
	}
}

static void store_matches(struct model *m, const struct matches *a)
{
	for (size_t i = 0; i < m->n_runs; i++)
		m->runs[i]->matches = a->run[i];
	for (int k = 0; k < TAG_KINDS; k++)
		for (size_t i = 0; i < m->tags[k].n; i++)
			m->tags[k].tags[i]->matches = a->tag[k][i];
}

static void resolve_runs(const struct model *m, struct filter *filter)
{
	if (!filter_needs_names(filter))
		return;
	for (size_t i = 0; i < m->n_runs; i++)
		if (m->runs[i]->data)
			filter_offer_run(filter, m->runs[i]->data);
		else
			filter_offer(filter, m->runs[i]->name);
	filter_resolve(filter);
}

static void resolve_tags(const struct model *m, struct filter *filter)
{
	if (!filter_needs_names(filter))
		return;
	for (int k = 0; k < TAG_KINDS; k++)
		for (size_t i = 0; i < m->tags[k].n; i++)
			filter_offer(filter, m->tags[k].tags[i]->name);
	filter_resolve(filter);
}

bool update_filters(struct model *m)
{
	struct matches matches = {0};
	struct filter *runs = filter_compile(m->run_filter), *tags = filter_compile(m->tag_filter);
	resolve_runs(m, runs);
	resolve_tags(m, tags);
	const char *error = *filter_error(runs) ? filter_error(runs) : filter_error(tags);
	if (!*error)
		find_matches(m, runs, tags, &matches);
	if (filter_gave_up(runs) || filter_gave_up(tags))
		error = filter_gave_up_text;
	bool good = !*error;
	if (good) {
		store_matches(m, &matches);
		m->run_filter_is_name = filter_is_name(runs);
		m->tag_filter_is_name = filter_is_name(tags);
	} else {
		say(m, true, "%s", error);
	}
	filter_release(runs);
	filter_release(tags);
	free(matches.run);
	for (int k = 0; k < TAG_KINDS; k++)
		free(matches.tag[k]);
	model_arrange(m);
	return good;
}

static char *filter_of(struct model *m)
{
	return m->prompt.kind == PROMPT_RUNS ? m->run_filter : m->tag_filter;
}

void prompt_open(struct model *m, enum prompt_kind kind)
{
	m->prompt.kind = kind;
	snprintf(m->prompt.text, sizeof m->prompt.text, "%s", filter_of(m));
	snprintf(m->prompt.before, sizeof m->prompt.before, "%s", filter_of(m));
	m->message[0] = '\0';
}

/* Applies the text of the prompt. An incomplete pattern may be invalid or too slow; the last valid
 * filter then stays in effect. */
static void apply(struct model *m)
{
	char good[sizeof m->run_filter];
	char *filter = filter_of(m);
	memcpy(good, filter, sizeof good);
	memcpy(filter, m->prompt.text, sizeof m->prompt.text);
	m->message[0] = '\0';
	if (!update_filters(m)) {
		memcpy(filter, good, sizeof good);
		return;
	}
	bool runs = m->prompt.kind == PROMPT_RUNS;
	size_t rows = runs ? m->n_run_rows : m->tags[model_kind(m)].n_rows;
	if (!rows && *filter)
		say(m, true, "no %s matches", runs ? "run" : "tag");
	else
		say(m, false, "%zu of %zu", rows, runs ? m->n_runs : m->tags[model_kind(m)].n);
}

static void erase_last(char *text)
{
	size_t n = strlen(text);
	while (n > 0 && ((unsigned char)text[n - 1] & 0xc0) == 0x80)
		n--;
	text[n ? n - 1 : 0] = '\0';
}

static void append(char *text, size_t size, int key)
{
	size_t n = strlen(text);
	unsigned c = (unsigned)key;
	char utf8[5] = {0};
	if (c < 0x80) {
		utf8[0] = (char)c;
	} else if (c < 0x800) {
		utf8[0] = (char)(0xc0 | c >> 6);
		utf8[1] = (char)(0x80 | (c & 0x3f));
	} else if (c < 0x10000) {
		utf8[0] = (char)(0xe0 | c >> 12);
		utf8[1] = (char)(0x80 | (c >> 6 & 0x3f));
		utf8[2] = (char)(0x80 | (c & 0x3f));
	} else {
		utf8[0] = (char)(0xf0 | c >> 18);
		utf8[1] = (char)(0x80 | (c >> 12 & 0x3f));
		utf8[2] = (char)(0x80 | (c >> 6 & 0x3f));
		utf8[3] = (char)(0x80 | (c & 0x3f));
	}
	if (n + strlen(utf8) < size)
		memcpy(text + n, utf8, strlen(utf8) + 1);
}

void update_prompt(struct model *m, int key)
{
	struct prompt *p = &m->prompt;
	switch (key) {
	case TK_ESC:
		memcpy(p->text, p->before, sizeof p->text);
		apply(m);
		p->kind = PROMPT_NONE;
		m->message[0] = '\0';
		return;
	case TK_ENTER:
		p->kind = PROMPT_NONE;
		return;
	case TK_BACKSPACE:
	case 'h' & 0x1f:
		erase_last(p->text);
		break;
	case 'u' & 0x1f:
		p->text[0] = '\0';
		break;
	default:
		if (key < ' ' || key >= TK_UP)
			return;
		append(p->text, sizeof p->text, key);
	}
	apply(m);
}
