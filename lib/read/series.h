/* read: one tag of one run, as the loader fills it and as views look at it. */
#ifndef TFE_READ_SERIES_H
#define TFE_READ_SERIES_H

#include <stdalign.h>
#include <stdatomic.h>

#include <tfevents/series.h>

#include "read/arrivals.h"
#include "read/column.h"
#include "read/readers.h"
#include "read/smooth.h"

/* What is the same for many series of a run, if not for all. */
struct tfe__shared {
	struct tfe_run *run;
	struct tfe__smoothing_memory smoothing;
	struct tfe__readers *
		readers; /* to be entered before points are looked at; NULL: nothing is ever dropped */
	const char *plugin, *display_name, *description;
};

struct tfe_series {
	/* The loader's. The writer's column is `column`, except while the run is read anew. */
	alignas(TFE__LINE_BYTES) struct tfe__column_writer writer;
	struct tfe_series *next; /* the series that followed it last time: probably does again */
	const struct tfe__pattern *pattern; /* what its values look like; NULL: not known */
	const struct tfe__life *life;       /* what it last had entries of; NULL: of nothing yet */
	union {
		uint64_t mark; /* how many entries had arrived before those of `life` */
		struct tfe__arrivals
			*arrivals; /* in a run that is read again ; NULL: all are kept */
	};
	_Atomic(uint64_t) left_out; /* entries for which the memory budget had no room */
	/* Most series never have another column. Its count ends the two lines that each entry of the usual kind touches. */
	struct tfe__column first;
	/* What views look at: */
	_Atomic(struct tfe__column *) column;
	/* Set before anybody sees it: */
	const struct tfe__shared *shared;
	const char *tag;
	uint32_t tag_length;
	uint8_t kind; /* a tfe_kind */
	bool kept;    /* the run is read again, and it is wanted */
	/* The loader's: */
	bool odd; /* had a value of another kind: said once */
};

#endif
