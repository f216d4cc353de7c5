/* tbtop: plays a sound file through an installed program. */
#ifndef TBTOP_PLAYER_H
#define TBTOP_PLAYER_H

#include <stdbool.h>
#include <sys/types.h>

/* Initialize it with {.fd = -1}. */
struct player {
	pid_t pid;        /* 0: nothing is played */
	int fd;           /* readable when the program ended; -1: nothing is played */
	char path[512];   /* the file, which is removed afterwards */
	const char *name; /* of the program */
};

/* Starts the first installed program of a list on a file, which then belongs to the player.
 * Returns false if there is none, or it cannot be started; the file is removed. */
bool player_start(struct player *p, const char *path);

/* Waits for the program after it ended. Returns whether it played the sound. */
bool player_finish(struct player *p);

/* Ends the program, if one plays. */
void player_stop(struct player *p);

#endif
