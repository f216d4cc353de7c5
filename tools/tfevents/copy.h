/* tfevents: copies whole records of event files into a new file, for `repair` and `merge`. */
#ifndef TFE_TFEVENTS_COPY_H
#define TFE_TFEVENTS_COPY_H

#include <stdbool.h>

#include <tfevents/reader.h>

#include "common/out.h"
#include "tfevents/work.h"

/* The callbacks for the contents of an event file. */
struct taker {
	void *context;
	struct work *work; /* its counter of bytes is advanced */
	/* Receives an event and the frame of its record. Returns false to stop. */
	bool (*record)(void *context, tfe_event *event, tfe_bytes frame);
	void (*gap)(void *context, const tfe_gap *gap);
};

/* The data that were not copied. */
struct lost {
	uint64_t places, bytes;
};

/* Counts a gap, and describes it in `words`. */
enum { LOST_TEXT = 200 };
void lost_add(struct lost *lost, const tfe_gap *gap, char words[LOST_TEXT]);

/* Appends to the line in `out` how much was skipped, and prints the line. Returns the exit
 * status. */
int lost_finish(struct out *out, const struct lost *lost, const char *program);

/* Reads a file to its end, or until record() returns false. Returns false, after a message, if the
 * file could not be read that far. */
bool take_records(tfe_reader *reader, const char *program, const char *path,
		  const struct taker *taker);

#endif
