/* state: the lines that were entered in prompts: one entry for each kind of prompt, with its lines
 * one after the other. */
#include "tbtop/state/remember_history.h"

#include <stdio.h>
#include <string.h>

#include "tbtop/update/line_edit.h"

static const struct {
	const char *word;
	size_t offset; /* of the history in the prompt */
} table[] = {
	{"history.runs", offsetof(struct prompt, runs)},
	{"history.tags", offsetof(struct prompt, tags)},
	{"history.trials", offsetof(struct prompt, trials)},
	{"history.commands", offsetof(struct prompt, commands)},
	{"history.finds", offsetof(struct prompt, finds)},
};
enum { KINDS = sizeof table / sizeof *table };

bool remember_history(const struct model *m, struct entries *e)
{
	char lines[HISTORY * LINE_BYTES];
	bool all = true;
	for (size_t k = 0; k < KINDS; k++) {
		const struct history *h =
			(const void *)((const char *)&m->prompt + table[k].offset);
		size_t n = 0;
		for (size_t i = 0; i < h->n; i++)
			n += (size_t)snprintf(lines + n, sizeof lines - n, "%s%s", i ? "\n" : "",
					      h->line[i]);
		if (h->n)
			all &= entries_put(e, table[k].word, lines);
	}
	return all;
}

static void add_lines(struct history *h, const char *lines)
{
	char line[LINE_BYTES];
	while (*lines) {
		size_t n = strcspn(lines, "\n");
		if (n < sizeof line) {
			snprintf(line, sizeof line, "%.*s", (int)n, lines);
			history_add(h, line);
		}
		lines += n + (lines[n] != '\0');
	}
}

enum recall recall_history(struct model *m, const char *word, const char *value)
{
	for (size_t k = 0; k < KINDS; k++)
		if (!strcmp(table[k].word, word)) {
			add_lines((void *)((char *)&m->prompt + table[k].offset), value);
			return RECALL_DONE;
		}
	return RECALL_WRONG;
}
