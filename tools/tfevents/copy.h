/* tfevents: whole records of event files on their way into a new one: what `repair` and `merge` share. */
#ifndef TFE_TFEVENTS_COPY_H
#define TFE_TFEVENTS_COPY_H

#include <stdbool.h>

#include <tfevents/reader.h>

#include "common/out.h"

/* A file under another name until it is finished, so that nobody reads a half of it. */
struct new_file {
	const char *program, *path;
	char *temporary;
	struct out out;
};

/* Begins one. False, told on stderr, where something stands at the path already: it might be an input, under whatever
 * name. */
bool new_file_make(struct new_file *file, const char *program, const char *path);

/* Gives it its name; or, with `keep` false or after an error, removes it. False, told, after an error. */
bool new_file_finish(struct new_file *file, bool keep);

/* What is done with what an event file holds. */
struct taker {
	void *context;
	/* `frame`: the record that the event stands in. False: enough. */
	bool (*record)(void *context, tfe_event *event, tfe_bytes frame);
	void (*gap)(void *context, const tfe_gap *gap);
};

/* Goes through a file to its end, or until a record is enough; false, told, where it could not be read so far. */
bool take_records(tfe_reader *reader, const char *program, const char *path,
		  const struct taker *taker);

#endif
