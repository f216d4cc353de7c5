/* judge: rule stalled: a training that was seen to grow is silent for much longer than its own
 * rhythm. */
#ifndef TFE_JUDGE_SILENCE_H
#define TFE_JUDGE_SILENCE_H

#include <stdbool.h>
#include <stdint.h>

#include <tfevents/logdir.h>

struct tfe__training;
struct tfe__finding_list;

/* The intervals between the entries of the series that is written most often. */
struct tfe__rhythm {
	double usual, longest, limit; /* seconds; the limit of the rule */
	int64_t step;                 /* of the last entry */
	size_t member;                /* the run of the series */
	const char *tag;              /* of the series in that run */
};

/* The growth of a training. All times are those of the judge's clock, in seconds, except wall_time:
 * clocks of other machines do not matter. */
struct tfe__silence {
	bool settled;     /* its files were read to their ends once: what comes later is growth */
	bool late;        /* the check was late, and is repeated */
	bool active;      /* it is silent now */
	uint64_t records; /* number of records at the last check */
	double wall_time; /* of the newest event at the last check */
	double arrived;   /* the last growth; NaN: none was seen */
	double delivery;  /* the longest interval between two growths */
	double due;       /* the next check without growth */
	double duration;  /* of the present or the last silence; 0: there was none */
	struct tfe__rhythm rhythm; /* before it */
};

void tfe__silence_init(struct tfe__silence *silence);

/* Checks a training at the time `now` of the judge's clock. Returns whether the finding changed. */
bool tfe__silence_check(struct tfe__training *training, double now);

/* Adds the finding, if there is one. Returns TFE_E_NOMEM. */
tfe_status tfe__silence_add(struct tfe__finding_list *list,
			    const struct tfe__training *training) TFE_MUST_CHECK;

#endif
