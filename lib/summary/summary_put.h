/* summary: encodes each kind of summary as a record, appended to a buffer whose first error is
 * sticky. */
#ifndef TFE_SUMMARY_SUMMARY_PUT_H
#define TFE_SUMMARY_SUMMARY_PUT_H

#include <stddef.h>
#include <stdint.h>

#include <tfevents/graph.h>
#include <tfevents/histogram.h>
#include <tfevents/plugin.h>
#include <tfevents/scalar.h>

#include "base/buf.h"
#include "summary/value.h"

/* Puts the first record of every file, and the SessionLog START of a run that continues at a
 * step. */
void tfe__put_file_version(struct tfe__buf *b, double wall_time);
void tfe__put_session_start(struct tfe__buf *b, double wall_time, int64_t step);

/* Encodes a simple_value to p if it fits into `room` bytes. Returns the length of its record. */
size_t tfe__simple_value(uint8_t *p, size_t room, const struct tfe__value_header *header,
			 float value);

/* A bound for the bytes of a record with these simple values; their tags are not NULL. */
size_t tfe__simple_values_bound(const tfe_scalar *scalars, size_t n);
/* Encodes them as one record within a buffer of that size. Returns the length of the record, which
 * begins at *record. */
size_t tfe__simple_values(uint8_t *buffer, const uint8_t **record, double wall_time, int64_t step,
			  const tfe_scalar *scalars, size_t n);

/* A scalar with its location. */
struct tfe__scalar {
	struct tfe__value_header header;
	double value;
};

/* Puts n > 0 scalars of one step and time as one record. Those with a display name or a
 * description, and all float64 ones, are tensors. */
void tfe__put_scalars(struct tfe__buf *b, const struct tfe__scalar *scalars, size_t n,
		      tfe_dtype dtype);

/* Puts a histogram as HistogramProto (v1), or as rows padded to `rows` with leading empty ones (v2;
 * one more row if some values were not finite and no row is empty). */
void tfe__put_histogram(struct tfe__buf *b, const struct tfe__value_header *header,
			const tfe_histogram *h);
void tfe__put_histogram_rows(struct tfe__buf *b, const struct tfe__value_header *header,
			     const tfe_histogram *h, size_t rows);

/* Puts buckets that were counted elsewhere. */
void tfe__put_histogram_buckets(struct tfe__buf *b, const struct tfe__value_header *header,
				const tfe_histogram_buckets *buckets);

/* Puts a valid array of `count` elements as a tensor. `plugin` may be NULL. */
void tfe__put_tensor(struct tfe__buf *b, const struct tfe__value_header *header,
		     const tfe_array *array, size_t count, const tfe_plugin *plugin);

/* Puts a valid array of `count` elements as field 8, a TensorProto. */
void tfe__put_array(struct tfe__buf *b, const tfe_array *array, size_t count);

void tfe__put_text_summary(struct tfe__buf *b, const struct tfe__value_header *header,
			   const void *text, size_t bytes);

/* Puts a graph. Returns the sticky status of its calls. */
tfe_status tfe__put_graph(struct tfe__buf *b, double wall_time, const tfe_graph *graph);

#endif
