/* common: the name of a number in a line of text. */
#ifndef COMMON_METRIC_NAME_H
#define COMMON_METRIC_NAME_H

#include <stdbool.h>

#include "common/metric_phrase.h"
#include "common/metric_row.h"

/* The name of a number. */
struct metric_name {
	struct phrase text; /* empty if there is none */
	struct phrase of;   /* "loss" before "loss at step 5: 0.5", whose text is "step" */
	struct phrase rest; /* the part of the gap before it */
	bool keyed;         /* "=" or ":" is between name and number */
	bool bracketed;     /* "[" or "(" is between them */
	enum metric_role role;
};

/* Returns the name of a number after a gap: the text between it and the number before it. */
struct metric_name metric_name_of(struct phrase gap);

#endif
