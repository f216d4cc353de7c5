/* Embeddings for TensorBoard's projector. */
#ifndef TFEVENTS_EMBEDDING_H
#define TFEVENTS_EMBEDDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/image.h>
#include <tfevents/status.h>

TFE_BEGIN_DECLS

/* n points of `dimensions` coordinates, and what the projector shows of each. */
typedef struct tfe_embedding {
	size_t size;
	const float *values; /* [n, dimensions], finite */
	size_t n, dimensions;
	/* Texts of each point: metadata[i * columns + c], UTF-8; NULL: none. A tab or the end of a
	 * line within a text becomes a space, because the file has no escapes. */
	const char *const *metadata;
	size_t columns;           /* 0: 1 */
	const char *const *names; /* of the columns; needed for two columns or more */
	const tfe_image *sprites; /* n pictures of equal size; NULL: none */
	/* The values are written as raw float32 numbers instead of texts, unless their bytes happen
	 * to be UTF-8, because TensorBoard would read them as texts. */
	bool raw;
} tfe_embedding;

#define TFE_EMBEDDING_INIT TFE_SIZED(tfe_embedding)

TFE_END_DECLS

#endif
