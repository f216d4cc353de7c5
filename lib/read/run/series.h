/* read/run: the values of one kind of one tag of one run, as the loader fills it and as views
 * look at it. */
#ifndef TFE_READ_RUN_SERIES_H
#define TFE_READ_RUN_SERIES_H

#include <assert.h>
#include <stdalign.h>
#include <stdatomic.h>

#include <tfevents/series.h>

#include "read/column/arrivals.h"
#include "read/column/column.h"
#include "read/column/epoch.h"
#include "read/column/smooth.h"

/* Properties that many series of a run, or all of them, have in common. */
struct tfe__shared {
	struct tfe_run *run;
	struct tfe__smoothing_memory smoothing;
	/* Entered before entries are read; NULL: no data is ever dropped. */
	struct tfe__epoch *epoch;
	const char *plugin, *display_name, *description;
	uint32_t square; /* see tfe_series_info */
};

struct tfe_series {
	/* Used by the loader only. The writer's column is `column`, except while the run is
	 * reloaded. */
	alignas(TFE__LINE_BYTES) struct tfe__column_writer writer;
	struct tfe_series *next; /* the series that followed the last time: a prediction */
	const struct tfe__pattern *pattern; /* constant bytes of its values; NULL: not known */
	/* The session of which entries may be appended without a check for restarts; NULL: none. */
	const struct tfe__session *session;
	union {
		struct tfe__visits *visits;     /* NULL: all entries are of one session */
		struct tfe__arrivals *arrivals; /* in a second reading; NULL: all are kept */
	};
	_Atomic(uint64_t) left_out; /* number of entries left out because of the memory budget */
	/* Most series have only this column. Its `count` is the last field in the two cache lines
	 * that adding an entry of the usual kind touches. */
	struct tfe__column first;
	/* Read by views. */
	_Atomic(struct tfe__column *) column;
	/* Constant once other threads can find the series. */
	const struct tfe__shared *shared;
	const char *tag;
	uint32_t tag_length : 24;
	uint32_t kind : 8; /* a tfe_kind */
	uint32_t number;   /* its index in the run */
};

static_assert(offsetof(tfe_series, first.count) + sizeof(uint64_t) <= 2 * TFE__LINE_BYTES,
	      "an entry of the usual kind touches two cache lines");
static_assert(sizeof(tfe_series) == 3 * TFE__LINE_BYTES, "a log may have a million series");

#endif
