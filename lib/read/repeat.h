/* read: events that look like those before, but for their numbers: recognised at a fraction of the cost of decoding. */
#ifndef TFE_READ_REPEAT_H
#define TFE_READ_REPEAT_H

#include "read/store.h"
#include "wire/record.h"

/* A Summary.Value as the record of an event held it, header and all, which was validated and decoded to a scalar. Another one that has
 * the same bytes, but for those of the number, decodes to a scalar of the same series. */
struct tfe__pattern {
	uint32_t bytes, number_at;
	uint8_t number_bytes; /* a float32 or a float64 */
	uint8_t data[];
};

/* What tfe__repeat_match found: an event with these values. */
enum { TFE__REPEAT_MAX = 64 };

struct tfe__repeat {
	int64_t step;
	double wall_time;
	size_t n;
	struct tfe__repeated {
		tfe_series *series;
		double value;
		bool is_float32;
	} of[TFE__REPEAT_MAX];
};

/* Whether an event consists of wall time, step and a summary of values that each repeat the pattern of the series that
 * is due (the one that followed the last time). If not, nothing is said of it: it must be validated and decoded. */
bool tfe__repeat_match(const struct tfe_run *run, const uint8_t *data, size_t size,
		       struct tfe__repeat *repeat);

/* Takes the patterns of an event whose values were just added, where they are worth it. */
tfe_status tfe__repeat_learn(struct tfe_run *run, const uint8_t *data, size_t size) TFE_MUST_CHECK;

#endif
