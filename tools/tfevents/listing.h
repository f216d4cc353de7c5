/* tfevents: how `dump` prints events and damage: as JSON or for people. */
#ifndef TFE_TFEVENTS_LISTING_H
#define TFE_TFEVENTS_LISTING_H

#include <tfevents/event.h>
#include <tfevents/reader.h>

#include "common/files.h"
#include "common/out.h"

/* A way to print. Both functions take what is read from `file`. */
struct listing {
	void (*value)(struct out *out, const struct event_file *file, const tfe_event *event,
		      const tfe_value *value);
	/* `truncated`: the file ends there; else `gap` was passed over. */
	void (*gap)(struct out *out, const struct event_file *file, const tfe_gap *gap,
		    bool truncated);
};

extern const struct listing
	json_listing; /* one object a line; the keys are described in docs/formats.md */
extern const struct listing text_listing; /* one line a value: run, step, kind, tag, content */

#endif
