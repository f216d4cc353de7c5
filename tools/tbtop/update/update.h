/* update: what keys and new data do to the model. */
#ifndef TBTOP_UPDATE_UPDATE_H
#define TBTOP_UPDATE_UPDATE_H

#include <stddef.h>

#include "common/printf_like.h"
#include "tbtop/model/bindings.h"
#include "tbtop/model/geometry.h"
#include "tbtop/model/model.h"

/* Applies a key: to the line that is being typed, or by the table of bindings. `seen` is what the
 * person looked at when pressing it. */
void update_key(struct model *m, const struct geometry *seen, int key);

/* Which runs and tags match, by the filters of the model and the one being typed. False when the latter is no
 * regular expression: the rows stay as they were, and m->message says why. */
bool update_filters(struct model *m);

/* Parts of update_key: an action that the context gives meaning to. They do nothing with the others. */
void update_charts(struct model *m, const struct geometry *seen, enum action action);
void update_lists(struct model *m, const struct geometry *seen, enum action action);
void update_next_finding(struct model *m, int direction);
void update_prompt(struct model *m, int key);
void prompt_open(struct model *m, enum prompt_kind kind);

/* Something to say to the person at the keys, in the footer until the next key. */
void say(struct model *m, bool is_error, const char *format, ...) PRINTF_LIKE(3, 4);

#endif
