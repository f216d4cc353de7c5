/* summary: each kind of summary as a record. All append to a buffer whose first error sticks. */
#ifndef TFE_SUMMARY_SUMMARY_PUT_H
#define TFE_SUMMARY_SUMMARY_PUT_H

#include <stddef.h>
#include <stdint.h>

#include <tfevents/graph.h>
#include <tfevents/histogram.h>

#include "base/buf.h"
#include "summary/value.h"

/* The first record of every file, and the one that says that a run goes on at a step (SessionLog START). */
void tfe__put_file_version(struct tfe__buf *b, double wall_time);
void tfe__put_session_start(struct tfe__buf *b, double wall_time, int64_t step);

/* Returns how long the record of a simple_value is; writes it to p where there is room for it. */
size_t tfe__simple_value(uint8_t *p, size_t room, const struct tfe__value_header *header,
			 float value);

/* A scalar as a tensor, which has room for a display name and a description. */
void tfe__put_scalar_tensor(struct tfe__buf *b, const struct tfe__value_header *header,
			    float value);

/* HistogramProto (v1), and rows padded to `rows` with empty ones in front (v2; one more where values were
 * not finite and all are taken). */
void tfe__put_histogram(struct tfe__buf *b, const struct tfe__value_header *header,
			const tfe_histogram *h);
void tfe__put_histogram_rows(struct tfe__buf *b, const struct tfe__value_header *header,
			     const tfe_histogram *h, size_t rows);

void tfe__put_text_summary(struct tfe__buf *b, const struct tfe__value_header *header,
			   const char *text);

/* The status that the graph's calls left. */
tfe_status tfe__put_graph(struct tfe__buf *b, double wall_time, const tfe_graph *graph);

#endif
