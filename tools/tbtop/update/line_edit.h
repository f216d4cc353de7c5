/* update: editing a line of text, with the keys of readline. */
#ifndef TBTOP_UPDATE_LINE_EDIT_H
#define TBTOP_UPDATE_LINE_EDIT_H

#include "tbtop/model/model.h"

/* Sets the text and moves the cursor to its end. */
void line_set(struct line *line, const char *text);

/* Applies a key: a character is inserted; other keys move the cursor or delete. C-u and Home stop
 * once at the end of the given beginning. Returns whether the text changed. */
bool line_edit(struct line *line, int key);

/* Adds a line unless it is empty or the last one. The oldest line is dropped. */
void history_add(struct history *history, const char *text);

/* Shows the previous (-1) or next (1) line; an empty one after the last. Returns whether there is
 * one. */
bool history_move(struct history *history, int direction, struct line *line);

#endif
