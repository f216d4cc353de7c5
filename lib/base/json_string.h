/* base: texts as strings of JSON. */
#ifndef TFE_BASE_JSON_STRING_H
#define TFE_BASE_JSON_STRING_H

#include "base/buf.h"

/* Appends a UTF-8 text in quotes, as Python's json.dumps writes it: characters outside printable
 * ASCII are escaped, those above U+FFFF as a pair of surrogates. */
void tfe__json_string(struct tfe__buf *b, const char *text);

#endif
