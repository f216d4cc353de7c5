/* model: what a user attaches to a run: a title that is shown instead of its name, a note, whether
 * it is hidden, and a mark. The name stays what it is in the log: filters, groups and the order of
 * the list use it, and titles and notes are stored under it. */
#ifndef TBTOP_MODEL_RUN_NOTES_H
#define TBTOP_MODEL_RUN_NOTES_H

#include "tbtop/model/model.h"

/* The longest title or note, with its end. */
enum { RUN_NOTE_BYTES = 200 };

/* Returns the title, or the name without one. */
const char *run_title(const struct run *run);

/* Returns run->differs for what run_title returns. */
size_t run_title_differs(const struct run *run);

/* Set the title or the note, cut to RUN_NOTE_BYTES. "" removes it; so does the name, as title. */
void run_set_title(struct run *run, const char *text);
void run_set_note(struct run *run, const char *text);

/* Counts the hidden runs, and those that are marked. */
size_t model_hidden_count(const struct model *m);
size_t model_marked_count(const struct model *m);

#endif
