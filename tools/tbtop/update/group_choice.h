/* update: the rule that groups runs. */
#ifndef TBTOP_UPDATE_GROUP_CHOICE_H
#define TBTOP_UPDATE_GROUP_CHOICE_H

#include "tbtop/model/model.h"

/* Groups the runs by a rule, or not; m->message has the result, or what is wrong: then nothing
 * changes. `text`: the column or the expression of the rule. */
void group_runs(struct model *m, bool on, enum group_rule rule, const char *text);

#endif
