/* common: INI files of the user (inih), with the number of each line. */
#ifndef TFE_COMMON_INI_FILE_H
#define TFE_COMMON_INI_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* A file that is being read. The caller sets the first four members. */
struct ini_file {
	const char *path;
	void *user;
	/* Handles NAME = VALUE of a section. Returns false to stop reading. */
	bool (*value)(struct ini_file *ini, const char *section, const char *name,
		      const char *value);
	/* Reports what is wrong with a line. Returns false to stop reading. */
	bool (*problem)(struct ini_file *ini, size_t line, const char *problem);
	size_t line, head; /* the current line, and the last one that begins with [ */
	size_t bytes;      /* that were read */
	FILE *file;
	const char *reason; /* why the file cannot be read */
	bool missing;       /* there is no file */
	bool stopped;
};

/* Reads a file. Returns false, with the reason, if it cannot be read: a FIFO, a socket and a
 * terminal are refused. A line has at most 199 bytes, the name of a section 49, a file 20000 lines
 * and 16 MiB; what is longer is a problem, and not cut. */
bool ini_file_read(struct ini_file *ini);

#endif
