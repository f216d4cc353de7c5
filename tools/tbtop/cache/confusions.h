/* cache: confusion matrices read from disk. */
#ifndef TBTOP_CACHE_CONFUSIONS_H
#define TBTOP_CACHE_CONFUSIONS_H

#include "tbtop/cache/caches.h"
#include "tbtop/cache/confusion_scores.h"

/* A confusion matrix that was read, or the reason why it cannot be shown. */
struct confusion_value {
	struct confusion matrix;
	char **name;     /* of each class, any bytes except NUL; NULL: they have no names */
	char error[160]; /* "" unless it cannot be shown */
};

/* Returns entry i of a series, as reads_find does. The entry is an integer tensor [n, n]; the
 * content of its plugin may name the classes (docs/formats.md). */
const struct confusion_value *confusion_find(struct caches *c, const tfe_view *view, uint64_t i);

/* One cell of a confusion matrix, for its curve over steps. */
struct confusion_cell {
	int64_t step;
	bool is_known; /* false: the entry cannot be read, or has no such cell */
	int64_t count, support, predicted, total; /* see confusion_scores.h */
};

/* Returns a cell of entry i of a series, as reads_find does. Labels and predictions are below
 * CLASSES_MOST. */
const struct confusion_cell *confusion_cell_find(struct caches *c, const tfe_view *view, uint64_t i,
						 size_t label, size_t prediction);

#endif
