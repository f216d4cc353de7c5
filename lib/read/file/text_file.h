/* read/file: text files under the name of an event file, recognised by their first bytes. */
#ifndef TFE_READ_FILE_TEXT_FILE_H
#define TFE_READ_FILE_TEXT_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "read/file/event_file.h"

enum tfe__text {
	TFE__TEXT_NONE,    /* not a text, or too short to know */
	TFE__TEXT_POINTER, /* what git-lfs leaves in place of a file that was not fetched */
	TFE__TEXT_YAML,
	TFE__TEXT_OTHER
};

/* Classifies the first n bytes of a file. An event file is never a text: the length of its first
 * record has bytes that are 0. */
enum tfe__text tfe__text_of(const uint8_t *head, size_t n);

/* Classifies an open file, which is not compressed. It reads the first bytes. */
enum tfe__text tfe__file_text(struct tfe__file *f);

/* A sentence on what the file is; NULL if it is not a text. Static. */
const char *tfe__text_reason(enum tfe__text text);

#endif
