/* model: the one step that is chosen for all entries that are shown one at a time: images, texts,
 * sounds, matrices. Every series shows the entry whose step is nearest to it. */
#ifndef TBTOP_MODEL_LINKED_STEP_H
#define TBTOP_MODEL_LINKED_STEP_H

#include <stdbool.h>
#include <stdint.h>

#include "tbtop/model/model.h"

struct linked_entry {
	uint64_t entry;
	tfe_point at;  /* its step and wall time */
	bool is_asked; /* its step is the chosen one; true without a choice */
};

/* Finds the entry of a view that a frame shows: the one nearest to the chosen step, without a
 * choice the last one. Returns false if the view is empty or the memory budget dropped the
 * entry. */
bool linked_entry(const struct model *m, const tfe_view *view, struct linked_entry *out);

/* Finds the entry of a tag that the mark means: that of the marked run nearest to the marked step;
 * its series is that of *curve. Returns false without a mark, or if the run has no such entry. */
bool marked_entry(const struct model *m, const struct tag *tag, const struct curve **curve,
		  struct linked_entry *out);

/* Writes the step of an entry, "195", or with the chosen one if it differs, "195 (asked 200)". */
enum { LINKED_TEXT = 64 };
void linked_step_text(const struct model *m, const struct linked_entry *e, char text[LINKED_TEXT]);

#endif
