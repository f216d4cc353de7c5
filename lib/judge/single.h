/* judge: a single finding, before those of the layers of a run are merged. */
#ifndef TFE_JUDGE_SINGLE_H
#define TFE_JUDGE_SINGLE_H

#include <stdbool.h>
#include <stdint.h>

#include "health/merged.h"

/* A finding in one series or about a file. */
struct tfe__single {
	struct tfe__found found; /* its tag is that of the series in `run`; "" for a file */
	const char *run, *file;
	bool unread, is_file;
	int64_t offset;
	uint64_t count;
};

#endif
