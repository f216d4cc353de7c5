/* common: runs a program for a limited time. */
#ifndef TFE_COMMON_RUN_PROGRAM_H
#define TFE_COMMON_RUN_PROGRAM_H

/* How a program ended. */
struct program_end {
	enum {
		PROGRAM_EXITED,   /* `number` is its exit status */
		PROGRAM_KILLED,   /* by the signal `number` of another one */
		PROGRAM_TOO_LONG, /* it was ended after the limit */
		PROGRAM_NOT_RUN   /* `number` is the errno */
	} how;
	int number;
};

/* Runs argv[0], which is searched in PATH unless it contains a slash, in a process group of its
 * own, and waits for its end. Its standard input is `input`, from the beginning of that file; its
 * standard output and error are `output`, or with -1 the standard error of this program. No shell
 * is involved. After limit_s seconds the group gets SIGTERM, and a second later SIGKILL. argv and
 * env end with NULL. */
struct program_end run_program(char *const *argv, char *const *env, int input, int output,
			       double limit_s);

#endif
