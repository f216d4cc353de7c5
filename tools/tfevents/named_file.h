/* tfevents: files named after runs and tags, which replace no existing file. */
#ifndef TFE_TFEVENTS_NAMED_FILE_H
#define TFE_TFEVENTS_NAMED_FILE_H

#include <stdbool.h>
#include <stddef.h>

enum { NAMED_FILE_PATH = 4096 };

/* A directory for new files. */
struct named_files {
	const char *program, *directory;
	char path[NAMED_FILE_PATH]; /* of the file that was created last */
	/* The name before its number of the file that was created last, and the next number. */
	char stem[NAMED_FILE_PATH];
	unsigned next;
	unsigned most; /* the largest number so far */
};

/* Creates the directory if it does not exist; otherwise reports how many files with this suffix it
 * has (NULL: any). Returns false, after a message, if that fails. */
bool named_files_open(struct named_files *files, const char *suffix);

/* Creates a file named after a run, a tag and more (any text). Characters other than letters,
 * digits, "-" and "." become "_"; a number is appended if the name exists. Returns the descriptor,
 * or -1 with errno. */
int named_files_make(struct named_files *files, const char *run, const char *tag, const char *more,
		     const char *suffix);

#endif
