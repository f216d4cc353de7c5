/* tfevents: dump: a file, all files, and following them. */
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
	struct work *work; /* that counts the bytes; NULL where there is no end of them */
	uint64_t gaps;     /* damaged places so far */
	bool trouble;      /* something could not be read */
	bool empty;        /* a directory held nothing to print */
};

/* Opens a file, or says why not where `tell`. */
tfe_reader *dump_open(struct dump *d, const struct event_file *file, bool live, bool tell);

/* Prints all that can be read now; with `last` also what is left over at the end. */
void dump_on(struct dump *d, const struct event_file *file, tfe_reader *reader, bool last);

/* Prints what is there and what comes, until SIGINT or SIGTERM. */
void dump_follow(struct dump *d, const struct arguments *arguments);

#endif
