/* embed: principal components, without terminal code. */
#ifndef TBTOP_EMBED_PCA_H
#define TBTOP_EMBED_PCA_H

#include <stdbool.h>

#include "tbtop/embed/embedding.h"

/* Receives the share of the work that is done, 0 to 1. Returns false to end it: the result is then
 * incomplete and must not be shown. */
typedef bool embed_progress(void *context, double share);

/* Computes e->place, the first two principal components of the values, and e->share, the part of
 * the variance of the first ones. As in scikit-learn, the coordinate of a component that is the
 * largest by its amount is positive. The result depends only on the values. */
void embedding_pca(struct embedding *e, embed_progress *report, void *context);

#endif
