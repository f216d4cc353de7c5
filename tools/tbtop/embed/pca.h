/* embed: principal components, without terminal code. */
#ifndef TBTOP_EMBED_PCA_H
#define TBTOP_EMBED_PCA_H

#include <stdbool.h>

#include "tbtop/embed/embedding.h"

/* Told which share of the work is done, 0 to 1. Returns false to end it: the result is then not
 * meant to be shown. */
typedef bool embed_progress(void *context, double share);

/* Computes e->place, the first two principal components of the values, and e->share, the part of
 * the variance of the first ones. As in scikit-learn, the coordinate of a component that is the
 * largest by its amount is positive. The result depends only on the values. */
void embedding_pca(struct embedding *e, embed_progress *report, void *context);

#endif
