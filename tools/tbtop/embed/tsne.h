/* embed: t-SNE, without terminal code. */
#ifndef TBTOP_EMBED_TSNE_H
#define TBTOP_EMBED_TSNE_H

#include "tbtop/embed/pca.h"

/* The greatest number of points: time and memory grow with its square. */
enum { TSNE_MOST = 2000 };

/* Replaces e->place, the principal components where the points begin, by t-SNE (van der Maaten and
 * Hinton, 2008) with perplexity 30, or a third of fewer points. The result depends only on the
 * values. */
void embedding_tsne(struct embedding *e, embed_progress *report, void *context);

#endif
