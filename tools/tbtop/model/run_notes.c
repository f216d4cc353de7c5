/* model: what a user attaches to a run. */
#include "tbtop/model/run_notes.h"

#include <stdlib.h>
#include <string.h>

#include "common/memory.h"

const char *run_title(const struct run *run)
{
	return run->title ? run->title : run->name;
}

size_t run_title_differs(const struct run *run)
{
	return run->title ? 0 : run->differs;
}

/* Replaces a text by the characters of another one that fit. */
static void set(char **to, const char *text)
{
	size_t n = strlen(text);
	free(*to);
	*to = NULL;
	if (!n)
		return;
	if (n >= RUN_NOTE_BYTES)
		n = RUN_NOTE_BYTES - 1;
	while (n && ((unsigned char)text[n] & 0xc0) == 0x80)
		n--;
	*to = need_zeroed(n + 1, 1);
	memcpy(*to, text, n);
}

void run_set_title(struct run *run, const char *text)
{
	set(&run->title, strcmp(text, run->name) != 0 ? text : "");
}

void run_set_note(struct run *run, const char *text)
{
	set(&run->note, text);
}

size_t model_hidden_count(const struct model *m)
{
	size_t n = 0;
	for (size_t i = 0; i < m->n_runs; i++)
		n += m->runs[i]->hidden;
	return n;
}

size_t model_marked_count(const struct model *m)
{
	size_t n = 0;
	for (size_t i = 0; i < m->n_runs; i++)
		n += m->runs[i]->marked;
	return n;
}
