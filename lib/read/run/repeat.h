/* read/run: events that look like those before, but for their numbers: recognised at a fraction of the cost of decoding. */
#ifndef TFE_READ_RUN_REPEAT_H
#define TFE_READ_RUN_REPEAT_H

#include "read/run/store.h"

/* A Summary.Value as the record of an event held it, header and all, which was validated and decoded to a scalar. Another one that has
 * the same bytes, but for those of the number, decodes to a scalar of the same series. */
struct tfe__pattern {
	uint16_t bytes, number_at, tail_bytes; /* in all; in front of the number, and behind it */
	uint8_t number_bytes;                  /* a float32 or a float64 */
	uint8_t data[];
};

/* Adds the values of an event that consists of wall time, step and a summary of values that each repeat the pattern of the series
 * that is due (the one that followed the last time). TFE_E_NOTFOUND: it does not, nothing is said of it, and it must be
 * validated and decoded. */
tfe_status tfe__repeat_add(struct tfe_run *run, struct tfe__log *log, const uint8_t *data,
			   size_t size, double *wall_time) TFE_MUST_CHECK;

/* Takes the patterns of an event whose values were all added just now, where they are worth it and there is memory. */
void tfe__repeat_learn(struct tfe_run *run, const uint8_t *data, size_t size);

#endif
