/* read: one tag of one run, as the loader fills it and as views look at it. */
#ifndef TFE_READ_SERIES_H
#define TFE_READ_SERIES_H

#include <stdatomic.h>

#include <tfevents/series.h>

#include "read/column.h"
#include "read/readers.h"

struct tfe_series {
	/* Set before anybody sees it: */
	const char *tag, *plugin, *display_name, *description;
	size_t tag_length;
	tfe_kind kind;
	struct tfe_run *run;
	const tfe_allocator *allocator;
	/* What views look at: */
	_Atomic(struct tfe__column *) column;
	struct tfe__readers *readers; /* to be entered before; NULL: nothing is ever dropped */
	_Atomic(uint64_t) left_out;   /* entries for which the memory budget had no room */
	/* The loader's. The writer's column is `column`, except while the run is read anew. */
	struct tfe__column_writer writer;
	const struct tfe__pattern *pattern; /* what its values look like; NULL: not known */
	struct tfe_series *next; /* the series that followed it last time: probably does again */
	const struct tfe__life *life; /* what it last had entries of; NULL: of nothing yet, and */
	uint64_t mark;                /* how many entries it had before them */
	bool odd;                     /* had a value of another kind: said once */
};

#endif
