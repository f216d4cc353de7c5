/* common: opens the three standard descriptors of a program. */
#ifndef COMMON_STANDARD_H
#define COMMON_STANDARD_H

/* Opens /dev/null for each standard descriptor that is closed. Otherwise a file could get its
 * number, and output for people would be written into that file. Reading finds the end, writing
 * fails. */
void standard_open(void);

#endif
