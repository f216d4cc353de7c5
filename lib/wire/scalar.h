/* wire: the event that is nearly all of a log: one scalar. */
#ifndef TFE_WIRE_SCALAR_H
#define TFE_WIRE_SCALAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/event.h>

struct tfe__scalar {
	int64_t step;
	double wall_time;
	double value;
	tfe_bytes tag; /* borrowed from the record */
	tfe_bytes
		metadata; /* the SummaryMetadata message, undecoded; data is NULL where there is none */
	int32_t dtype; /* what the value was written as: TFE_FLOAT32 or TFE_FLOAT64 */
};

/* The metadata that were last found to be valid and of plugin "scalars": writers repeat them with every value. Begin
 * with zeros. */
struct tfe__scalar_memo {
	size_t size;
	uint8_t metadata[128];
};

/* Decodes an event that holds one scalar and nothing unusual, written as simple_value or as a tensor of plugin
 * "scalars" with one float or double, without allocating. True means that it is valid and means just this, as
 * tfe__validate_event and tfe__event_decode have it; false means nothing: ask those. */
bool tfe__get_scalar(struct tfe__scalar_memo *memo, const uint8_t *p, size_t n,
		     struct tfe__scalar *scalar);

#endif
