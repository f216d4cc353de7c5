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

/* What is the same for many series of a run, if not for all. */
struct tfe__shared {
	struct tfe_run *run;
	struct tfe__smoothing_memory smoothing;
	struct tfe__epoch *
		epoch; /* to be entered before points are looked at; NULL: nothing is ever dropped */
	const char *plugin, *display_name, *description;
};

struct tfe_series {
	/* The loader's. The writer's column is `column`, except while the run is reloaded. */
	alignas(TFE__LINE_BYTES) struct tfe__column_writer writer;
	struct tfe_series *next; /* the series that followed it last time: probably does again */
	const struct tfe__pattern *pattern; /* what its values look like; NULL: not known */
	/* The session of which entries may be appended without a check for restarts; NULL: none. */
	const struct tfe__session *session;
	union {
		struct tfe__visits *visits;     /* NULL: all entries are of one session */
		struct tfe__arrivals *arrivals; /* in a second reading; NULL: all are kept */
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
	uint8_t kind;    /* a tfe_kind */
	bool selected;   /* the series belongs to a reread */
	uint32_t number; /* its index in the run */
	uint8_t role;    /* an enum tfe__tag_role, 0: not known yet; used by the loader */
	/* The next series of the same tag, which is of another kind; set once by the loader. */
	_Atomic(struct tfe_series *) next_kind;
};

static_assert(offsetof(tfe_series, first.count) + sizeof(uint64_t) <= 2 * TFE__LINE_BYTES,
	      "an entry of the usual kind touches two cache lines");

#endif
