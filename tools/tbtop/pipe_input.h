/* tbtop: --pipe: the log of a program on standard input becomes a run that is watched. */
#ifndef TBTOP_PIPE_INPUT_H
#define TBTOP_PIPE_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "tbtop/arguments.h"

struct pipe_input;

/* Takes over standard input, which must not be a terminal, and adds the directory of the run to
 * o->paths: that of --logdir, or a new one in TMPDIR that pipe_close removes. Returns NULL after a
 * message. */
struct pipe_input *pipe_open(struct options *o);

/* Makes the controlling terminal standard input, for the keys. If standard output is no terminal,
 * it becomes one too, and the bytes of the input are passed on to what it was. Returns false if
 * there is no such terminal. */
bool pipe_take_terminal(struct pipe_input *p);

/* Starts the thread that reads the input, or reads all of it now. */
bool pipe_start(struct pipe_input *p);
void pipe_read_all(struct pipe_input *p);

/* Becomes readable at the end of the input. */
int pipe_fd(const struct pipe_input *p);

/* Writes why writing the run failed to `text`. Returns false if it did not. */
bool pipe_error(struct pipe_input *p, char *text, size_t size);

/* Writes the last line of the input that is not blank to `text`. */
void pipe_last_line(struct pipe_input *p, char *text, size_t size);

/* After the screen was closed: prints the last lines of the input, which the screen covered. If the
 * input has not ended, its lines follow until it does, or until a signal asks for the end: the
 * program that writes them goes on, as it would in front of a pager. */
void pipe_print_rest(struct pipe_input *p, bool goes_on);

/* Ends the run, reports what was imported on standard error, and frees everything. Returns the exit
 * status: 0, or 2 if the input or the run failed. */
int pipe_close(struct pipe_input *p);

#endif
