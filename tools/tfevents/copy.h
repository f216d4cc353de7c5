/* tfevents: whole records of event files on their way into a new one: what `repair` and `merge` share. */
#ifndef TFE_TFEVENTS_COPY_H
#define TFE_TFEVENTS_COPY_H

#include <stdbool.h>

#include <tfevents/reader.h>

#include "common/out.h"
#include "tfevents/work.h"

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
	struct work *work; /* counts the bytes */
	/* `frame`: the record that the event stands in. False: enough. */
	bool (*record)(void *context, tfe_event *event, tfe_bytes frame);
	void (*gap)(void *context, const tfe_gap *gap);
};

/* What was not copied. */
struct lost {
	uint64_t places, bytes;
};

/* Counts a gap, and says in words what that leaves out. */
enum { LOST_TEXT = 200 };
void lost_add(struct lost *lost, const tfe_gap *gap, char words[LOST_TEXT]);

/* Ends the line that tells what was copied, with what was not, and prints it. Returns the exit status that this means. */
int lost_finish(struct out *out, const struct lost *lost, const char *program);

/* Goes through a file to its end, or until a record is enough; false, told, where it could not be read so far. */
bool take_records(tfe_reader *reader, const char *program, const char *path,
		  const struct taker *taker);

#endif
