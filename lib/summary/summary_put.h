/* summary: encodes each kind of summary as a record, appended to a buffer whose first error is
 * sticky. */
#ifndef TFE_SUMMARY_SUMMARY_PUT_H
#define TFE_SUMMARY_SUMMARY_PUT_H

#include <stddef.h>
#include <stdint.h>

#include <tfevents/graph.h>
#include <tfevents/histogram.h>

#include "base/buf.h"
#include "summary/value.h"

/* Puts the first record of every file, and the SessionLog START of a run that continues at a
 * step. */
void tfe__put_file_version(struct tfe__buf *b, double wall_time);
void tfe__put_session_start(struct tfe__buf *b, double wall_time, int64_t step);

/* Encodes a simple_value to p if it fits into `room` bytes. Returns the length of its record. */
size_t tfe__simple_value(uint8_t *p, size_t room, const struct tfe__value_header *header,
			 float value);

/* Puts a scalar as a tensor, whose metadata can have a display name and a description. */
void tfe__put_scalar_tensor(struct tfe__buf *b, const struct tfe__value_header *header,
			    float value);

/* Puts a histogram as HistogramProto (v1), or as rows padded to `rows` with leading empty ones (v2;
 * one more row if some values were not finite and no row is empty). */
void tfe__put_histogram(struct tfe__buf *b, const struct tfe__value_header *header,
			const tfe_histogram *h);
void tfe__put_histogram_rows(struct tfe__buf *b, const struct tfe__value_header *header,
			     const tfe_histogram *h, size_t rows);

void tfe__put_text_summary(struct tfe__buf *b, const struct tfe__value_header *header,
			   const char *text);

/* Puts a graph. Returns the sticky status of its calls. */
tfe_status tfe__put_graph(struct tfe__buf *b, double wall_time, const tfe_graph *graph);

#endif
