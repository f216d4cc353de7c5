/* read/run: recognises events that differ from earlier ones only in their numbers, at a fraction of
 * the cost of decoding. */
#ifndef TFE_READ_RUN_REPEAT_H
#define TFE_READ_RUN_REPEAT_H

#include "read/run/store.h"

/* The bytes of a Summary.Value, with its header, that was validated and decoded to a scalar. A
 * value that differs from it only in the bytes of the number decodes to a scalar of the same
 * series. */
struct tfe__pattern {
	uint16_t bytes, number_at, tail_bytes; /* total, before and after the number */
	uint8_t number_bytes;                  /* size of a float32 or a float64 */
	uint8_t data[];
};

/* Adds the values of an event that consists of wall time, step and a summary, if each value repeats
 * the pattern of the series that is expected (the one that followed the last time). Returns
 * TFE_E_NOTFOUND for any other event. Such an event may be valid or not; the caller must validate
 * and decode it. */
tfe_status tfe__repeat_add(struct tfe_run *run, struct tfe__log *log, const uint8_t *data,
			   size_t size, double *wall_time) TFE_MUST_CHECK;

/* Learns the patterns of an event whose values have all just been added, for the series for which
 * this saves time, as far as memory permits. */
void tfe__repeat_learn(struct tfe_run *run, const uint8_t *data, size_t size);

#endif
