/* tbtop: the findings that began, ended or were withdrawn since they were last printed. */
#ifndef TBTOP_FINDING_CHANGES_H
#define TBTOP_FINDING_CHANGES_H

#include <stddef.h>

#include "common/out.h"
#include "tbtop/model/model.h"

/* The findings that were printed. Initialize it with zeros. */
struct finding_changes {
	struct finding *printed; /* copies of their strings */
	size_t n, capacity;
};

/* Prints a line for each finding of the model that is new or has another state, if it matches the
 * filters, and for each one that is not listed any more. */
void finding_changes_print(struct finding_changes *c, const struct model *m, struct out *out);
void finding_changes_release(struct finding_changes *c);

#endif
