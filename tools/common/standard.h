/* tools: the three descriptors that a program begins with. */
#ifndef COMMON_STANDARD_H
#define COMMON_STANDARD_H

/* Takes the place of those that are closed, so that no file gets their number and what is meant for people ends up in it:
 * reading finds the end, writing fails. */
void standard_open(void);

#endif
