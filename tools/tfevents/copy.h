/* tfevents: copies whole records of event files into a new file, for `repair` and `merge`. */
#ifndef TFE_TFEVENTS_COPY_H
#define TFE_TFEVENTS_COPY_H

#include <stdbool.h>

#include <tfevents/reader.h>

#include "common/out.h"
#include "tfevents/work.h"

/* A file that has a temporary name until it is complete, so that no reader sees a partial file. */
struct new_file {
	const char *program, *path;
	char *temporary;
	struct out out;
};

/* Creates the file under its temporary name. Returns false, after a message on standard error, if
 * `path` exists already: it might be an input under another name. */
bool new_file_make(struct new_file *file, const char *program, const char *path);

/* Gives the file its final name; removes it if `keep` is false or after an error. Returns false
 * after an error, which is reported. */
bool new_file_finish(struct new_file *file, bool keep);

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
