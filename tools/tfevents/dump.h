/* tfevents dump: the interface of dump.c, dump_file.c and follow.c. */
#ifndef TFE_TFEVENTS_DUMP_H
#define TFE_TFEVENTS_DUMP_H

#include <stdbool.h>
#include <stdint.h>

#include <tfevents/reader.h>

#include "common/files.h"
#include "common/command_line.h"
#include "common/out.h"
#include "tfevents/listing.h"
#include "tfevents/work.h"

struct dump {
	struct out out;
	const struct listing *listing;
	struct work *work; /* counts the bytes; NULL if the files are followed */
	bool trouble;      /* some data could not be read */
	bool empty;        /* a directory contained nothing to print */
};

/* Opens a file; reports a failure if `tell` is set. */
tfe_reader *dump_open(struct dump *d, const struct event_file *file, bool live, bool tell);

/* Prints all records that can be read now; with `last` also the incomplete data at the end. */
void dump_on(struct dump *d, struct event_file *file, tfe_reader *reader, bool last);

/* Prints existing and new records until SIGINT or SIGTERM. */
void dump_follow(struct dump *d, const struct arguments *arguments);

#endif
