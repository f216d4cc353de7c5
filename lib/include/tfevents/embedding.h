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

/* The longest text of a tfe_projector_entry, with its NUL. */
enum { TFE_PROJECTOR_TEXT = 1024 };

/* An entry of the projector's configuration, the file projector_config.pbtxt of a run. Paths are
 * those of the file, relative to its directory and not checked; "" if they are missing. */
typedef struct tfe_projector_entry {
	size_t size;
	char name[TFE_PROJECTOR_TEXT];
	char tensor_path[TFE_PROJECTOR_TEXT], metadata_path[TFE_PROJECTOR_TEXT];
	uint64_t shape[2]; /* points, dimensions; 0: not given */
} tfe_projector_entry;

#define TFE_PROJECTOR_ENTRY_INIT TFE_SIZED(tfe_projector_entry)

/* Reads the next entry of a configuration: a text of `bytes` bytes, read from *at on, which is 0 at
 * first and is moved to the end of the entry. Other fields are skipped by their brackets.
 * Returns TFE_E_NOTFOUND if no entry follows; TFE_E_LIMIT for an entry with a text that is too long
 * or contains a NUL, after which the next one can be read; TFE_E_DAMAGED for unbalanced brackets or
 * quotes, or a colon without a value, after the last whole entry; TFE_E_ARG. Threads: any. */
TFE_API TFE_MUST_CHECK tfe_status tfe_projector_next(const char *text, size_t bytes, size_t *at,
						     tfe_projector_entry *entry);

TFE_END_DECLS

#endif
