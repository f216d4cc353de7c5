/* Embeddings for the projector. */
#include "every_kind.h"

/* Points with a name and a class each, as texts and as raw numbers. */
void embeddings(void)
{
	enum { POINTS = 5, DIMENSIONS = 3, PIXELS = 4 };
	static const char *const names[] = {"name", "class"};
	static const char *const metadata[2 * POINTS] = {"first",  "a", "second", "b", "third", "a",
							 "fourth", "b", "fifth",  "c"};
	static const uint8_t grey[POINTS][PIXELS] = {{0}, {50}, {100}, {150}, {200}};
	tfe_image sprites[POINTS];
	for (int i = 0; i < POINTS; i++)
		sprites[i] = (tfe_image){grey[i], TFE_DTYPE_UINT8, 2, 2, 1};
	for (int step = 0; step < STEPS; step++) {
		float values[POINTS * DIMENSIONS];
		double all[POINTS * DIMENSIONS];
		for (int k = 0; k < POINTS * DIMENSIONS; k++)
			all[k] = (double)(values[k] = (float)k / 7 + (float)step);
		tfe_embedding e = TFE_EMBEDDING_INIT;
		e.values = values;
		e.n = POINTS;
		e.dimensions = DIMENSIONS;
		e.metadata = metadata;
		e.columns = 2;
		e.names = names;
		e.sprites = sprites;
		for (int raw = 0; raw < 2; raw++) {
			const char *tag = raw ? "embedding/raw" : "embedding/texts";
			e.raw = raw;
			if (writer) {
				tfe_writer_add_embedding(writer, tag, step, &e);
				continue;
			}
			printf("{\"kind\": \"embedding\", \"tag\": \"%s\", \"step\": %d, "
			       "\"shape\": "
			       "[%d, %d]",
			       tag, step, POINTS, DIMENSIONS);
			list_numbers("values", all, POINTS * DIMENSIONS);
			list_texts("metadata", metadata, 2 * POINTS);
			puts("}");
		}
	}
}
