/* common: messages on standard error. */
#ifndef TFE_COMMON_COMPLAIN_H
#define TFE_COMMON_COMPLAIN_H

#include "common/printf_like.h"

/* Writes "program: subject: message" and a newline to standard error. Subject and message are made
 * safe for a terminal. The subject is usually a path; NULL omits it. */
void complain(const char *program, const char *subject, const char *format, ...) PRINTF_LIKE(3, 4);

#endif
