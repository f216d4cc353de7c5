/* Target functions: projector_parse embedding_read_tsv embedding_read_raw embedding_read_labels
 *
 * Property: a configuration gives texts that end inside their fields; a table of points is refused
 * with a reason, or gives finite numbers. The first byte chooses what the rest is. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tbtop/embed/embedding.h"
#include "tbtop/embed/projector.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { POINTS = 64, NUMBERS = 1024 };

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_text(const char text[TFE_PROJECTOR_TEXT])
{
	require(memchr(text, '\0', TFE_PROJECTOR_TEXT) != NULL);
}

static void check_projector(const char *text, size_t size)
{
	struct projector p;
	projector_parse(text, size, &p);
	require(p.n <= PROJECTED_MOST);
	for (size_t i = 0; i < p.n; i++) {
		check_text(p.entry[i].name);
		check_text(p.entry[i].metadata_path);
		check_text(p.entry[i].tensor_path);
		require(p.entry[i].tensor_path[0]);
	}
	free(p.entry);
}

/* Reads labels from the same bytes as the points, so that some have none. */
static void check_points(struct embedding *e, const char *refused, const char *text, size_t size)
{
	if (refused) {
		require(*refused);
	} else {
		require(e->n <= POINTS && e->n * e->dims <= NUMBERS);
		for (size_t i = 0; i < e->n * e->dims; i++)
			require(isfinite(e->values[i]));
		embedding_read_labels(e, text, size);
		require(e->n_groups <= GROUPS_MOST);
	}
	embedding_release(e);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 3)
		return 0;
	const uint64_t shape[2] = {data[1], data[2]};
	const char *text = (const char *)data + 3;
	struct embedding e = {0};
	size -= 3;
	if (data[0] % 3 == 0)
		check_projector(text, size);
	else if (data[0] % 3 == 1)
		check_points(&e, embedding_read_tsv(&e, text, size, POINTS, NUMBERS), text, size);
	else
		check_points(
			&e,
			embedding_read_raw(&e, (const uint8_t *)text, size, shape, POINTS, NUMBERS),
			text, size);
	return 0;
}
