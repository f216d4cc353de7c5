/* common: a new file that appears when it is complete. */
#ifndef COMMON_NEW_FILE_H
#define COMMON_NEW_FILE_H

#include <stdbool.h>
#include <sys/types.h>

#include "common/out.h"

/* A file that has a temporary name until it is complete, so that no reader sees a partial file. */
struct new_file {
	const char *program, *path;
	char *temporary;
	char error[160]; /* why a function returned false */
	bool exists;     /* because a file has the name already */
	bool replaces;   /* an existing file is replaced */
	mode_t mode;     /* the permissions of that file; 0: there is none */
	struct out out;
};

/* Creates the file under its temporary name. Returns false if `path` exists already: it might be an
 * input under another name. `program`: errors are also messages on standard error; NULL: they are
 * not. */
bool new_file_make(struct new_file *file, const char *program, const char *path);

/* Likewise, for a program whose user can ask for the replacement of a regular file, whose
 * permissions the new one then has. `by`: how, such as "--force"; `asked`: whether that was
 * done. */
bool new_file_make_or_replace(struct new_file *file, const char *program, const char *path,
			      const char *by, bool asked);

/* Returns whether the function above finds no file that it must not replace, after the same message
 * if not. A program asks before it reads a large log. */
bool new_file_may_be(struct new_file *file, const char *program, const char *path, const char *by,
		     bool asked);

/* Gives the file its final name; removes it if `keep` is false or after an error. Returns false
 * after an error. */
bool new_file_finish(struct new_file *file, bool keep);

#endif
