/* common: words on stderr. */
#ifndef TFE_COMMON_COMPLAIN_H
#define TFE_COMMON_COMPLAIN_H

/* Writes "program: subject: words" and a newline; subject, mostly a path, made safe for a terminal like the rest;
 * NULL leaves it out. */
void complain(const char *program, const char *subject, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
