/* common: words on stderr. */
#ifndef TFE_COMMON_COMPLAIN_H
#define TFE_COMMON_COMPLAIN_H

#include "common/printf_like.h"

/* Writes "program: subject: words" and a newline; subject, mostly a path, made safe for a terminal like the rest;
 * NULL leaves it out. */
void complain(const char *program, const char *subject, const char *format, ...) PRINTF_LIKE(3, 4);

#endif
