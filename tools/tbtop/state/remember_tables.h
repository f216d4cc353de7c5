/* state: what is remembered of tables: acknowledged findings, the table of runs, trials. */
#ifndef TBTOP_STATE_REMEMBER_TABLES_H
#define TBTOP_STATE_REMEMBER_TABLES_H

#include "tbtop/state/remember.h"

/* The parts of remember, recall_entry and recall_nothing for these. `word`: the first of the name
 * of an entry; `name`: the rest. */
bool remember_tables(const struct model *m, struct entries *e);
enum recall recall_in_tables(struct model *m, const char *word, const char *name,
			     const char *value);
void recall_no_tables(struct model *m);

#endif
