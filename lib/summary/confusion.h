/* summary: confusion matrices as records and as an image. */
#ifndef TFE_SUMMARY_CONFUSION_H
#define TFE_SUMMARY_CONFUSION_H

#include <stddef.h>
#include <stdint.h>

#include <tfevents/confusion.h>

#include "summary/canvas.h"
#include "summary/value.h"

enum { TFE__LEAST_CLASSES = 2, TFE__MOST_CLASSES = 1000 };

/* A confusion matrix: counts[t * classes + p] examples of class t were predicted as p, none
 * negative; `names` of the classes are valid UTF-8, or NULL. */
struct tfe__confusion {
	const int64_t *counts;
	size_t classes;
	const char *const *names;
};

/* Puts the image and the counts as two records, each with its own location. */
tfe_status tfe__put_confusion(struct tfe__buf *b, const struct tfe__value_header *picture,
			      const struct tfe__value_header *counts,
			      const struct tfe__confusion *m) TFE_MUST_CHECK;

/* Creates a canvas with the image. */
tfe_status tfe__confusion_draw(struct tfe__canvas *c, const tfe_allocator *allocator,
			       const struct tfe__confusion *m) TFE_MUST_CHECK;

/* Formats a count in at most five characters: 99999, 123k, 1.23M, 9.22E. */
enum { TFE__SHORT_COUNT_BYTES = 24 };
void tfe__short_count(char text[TFE__SHORT_COUNT_BYTES], int64_t count);

/* Formats the heading: "357 examples, 93.3 % right"; 100.0 and 0.0 only if exact. */
enum { TFE__CONFUSION_HEADING_BYTES = 64 };
void tfe__confusion_heading(char text[TFE__CONFUSION_HEADING_BYTES],
			    const struct tfe__confusion *m);

/* The colour of a share from 0 to 1. */
uint32_t tfe__confusion_colour(double share);

#endif
