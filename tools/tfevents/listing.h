/* tfevents dump: the two formats of events and damage, JSON and text for people. */
#ifndef TFE_TFEVENTS_LISTING_H
#define TFE_TFEVENTS_LISTING_H

#include <tfevents/event.h>
#include <tfevents/reader.h>

#include "common/files.h"
#include "common/out.h"

/* An output format. Both functions print data that were read from `file`. */
struct listing {
	void (*value)(struct out *out, const struct event_file *file, const tfe_event *event,
		      const tfe_value *value);
	/* `truncated`: the file ends there; otherwise `gap` was skipped. */
	void (*gap)(struct out *out, const struct event_file *file, const tfe_gap *gap,
		    bool truncated);
};

extern const struct listing
	json_listing; /* one object per line; docs/formats.md describes the keys */
extern const struct listing text_listing; /* one line per value: run, step, kind, tag, content */

#endif
