/* tools: judging the runs of a log directory: feeds what is new in it to the health rules. */
#ifndef COMMON_JUDGE_H
#define COMMON_JUDGE_H

#include <stdbool.h>
#include <stddef.h>

#include <tfevents/health.h>
#include <tfevents/logdir.h>

/* Runs named train, validation, test, ... side by side are one training, judged together, so that a training loss in
 * one and a validation loss in the other are seen as the pair that they are. So are those that PyTorch's add_scalars
 * makes (Loss_train, Loss_val). Each other run is judged alone.
 *
 * Call it from one thread. It works in slices, so that an interface can go on in between; each point is fed once, and a
 * run whose points a restart superseded anew. */
struct judge;

/* With `exact` points that the memory budget had dropped are read again, as tfe_series_exact does; else what was dropped is
 * not judged. */
struct judge *judge_open(const tfe_logdir *logdir, bool exact);

/* Whether something could not be read again. */
bool judge_missed(const struct judge *judge);

void judge_close(struct judge *judge);

/* Works for `budget_s` seconds, a little over where reading histograms from disk takes longer; INFINITY: to the end, with
 * threads on all processors. Returns whether there is nothing left to do: all that was loaded when it was called has
 * been judged. */
bool judge_step(struct judge *judge, double budget_s);

/* How many of the trainings a step to the end (INFINITY) has judged, and of how many; from any thread. */
void judge_progress(const struct judge *judge, size_t *done, size_t *total);

/* A finding, and where it is. */
struct judged {
	const char *run; /* its name; lives as long as the log directory */
	const char *tag; /* in that run */
	const tfe_finding *finding;
};

/* All findings, worst first, then by run and step. Grows or changes with judge_step only; good until the next one.
 * *generation changes when the list does (may be NULL). */
const struct judged *judge_findings(struct judge *judge, size_t *n, unsigned long *generation);

#endif
