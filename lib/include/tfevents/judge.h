/* Judging a log directory: the health rules applied to its runs, and its damaged files, as
 * findings. */
#ifndef TFEVENTS_JUDGE_H
#define TFEVENTS_JUDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/health.h>
#include <tfevents/logdir.h>
#include <tfevents/status.h>

TFE_BEGIN_DECLS

/* Judges the runs of a log directory, which may be loaded once or followed.
 *
 * Runs named train, validation, test, ... in one directory are one training and are judged
 * together, so that the rules see a training loss and its validation loss as the pair that they
 * are. The runs that PyTorch's add_scalars makes (Loss_train, Loss_val) are one training as well.
 * Each other run is a training of its own. Each point is given to the rules once; a training from
 * which a restart removed points is judged from its beginning. The rules are those of tfe_health.
 *
 * Threads: one caller at a time, except for tfe_judge_get_progress. The log directory may load and
 * be followed meanwhile; it must be closed after the judge. */
typedef struct tfe_judge tfe_judge;

/* Zero in a field means its default. The rules for `size` are those of tfe_logdir_options. */
typedef struct tfe_judge_options {
	size_t size;
	/* Points that the memory budget of the log directory has dropped are read from their files
	 * again. By default they are not judged. Only for a log directory that is not followed. */
	bool reread_dropped;
	/* Findings about damage that are listed for each run; one more counts the rest. Default:
	 * all. */
	size_t damages_per_run_max;
	const tfe_allocator *allocator; /* copied, called from several threads; default malloc */
} tfe_judge_options;

#define TFE_JUDGE_OPTIONS_INIT TFE_SIZED(tfe_judge_options)

/* Opens a judge of a log directory. Judges nothing yet. `options` may be NULL. Returns TFE_E_ARG or
 * TFE_E_NOMEM, detailed in *error (may be NULL).
 * Ownership: *out is the caller's, until tfe_judge_close. The log directory is borrowed. */
TFE_API TFE_MUST_CHECK tfe_status tfe_judge_open(const tfe_logdir *logdir,
						 const tfe_judge_options *options, tfe_judge **out,
						 tfe_error *error);

/* NULL is a no-op. */
TFE_API void tfe_judge_close(tfe_judge *judge);

/* Judges all that was loaded when it was called, in threads on all processors, and lists the
 * findings. With nothing new since the last time it returns at once.
 * Returns TFE_E_NOMEM where memory ran out, TFE_E_IO or TFE_E_DAMAGED where dropped points could
 * not be read again. The trainings that are not concerned are judged and listed nevertheless,
 * and the next call tries again. After TFE_E_NOMEM the list may be the previous one. */
TFE_API TFE_MUST_CHECK tfe_status tfe_judge_run(tfe_judge *judge);

/* The same in slices, in the caller's thread, for interfaces: works for about `budget_s` seconds.
 * *done: all that was loaded when this pass began has been judged and listed; until then the list
 * of findings stays as it is. Returns what tfe_judge_run returns, when *done. */
TFE_API TFE_MUST_CHECK tfe_status tfe_judge_step(tfe_judge *judge, double budget_s, bool *done);

/* The detail of what the last tfe_judge_run or tfe_judge_step returned; status TFE_OK when it
 * succeeded. */
TFE_API void tfe_judge_get_error(const tfe_judge *judge, tfe_error *error);

/* How far the current pass is; trainings are counted. */
typedef struct tfe_judge_progress {
	size_t size;
	uint64_t done, total;
	/* Series of which dropped points could not be read again in the last pass. */
	uint64_t unread_series;
} tfe_judge_progress;

#define TFE_JUDGE_PROGRESS_INIT TFE_SIZED(tfe_judge_progress)

/* Threads: any. */
TFE_API void tfe_judge_get_progress(const tfe_judge *judge, tfe_judge_progress *progress);

/* A finding of a rule in a series, or about a damaged file. */
typedef struct tfe_judge_finding {
	size_t size;
	const char *run; /* its name; "" for damage that belongs to no run */
	const char *tag; /* in that run; "" for a finding about a file */
	/* The path of the event file that holds the first point of `tag` at `step`, or of the file
	 * that is damaged. "" where it is not known: the series had points from two files in turns
	 * so often that the changes were not recorded. */
	const char *file;
	const char *rule; /* of tfe_finding; "damaged_file" or "clock" for a finding about a file */
	tfe_severity severity;
	int64_t step;        /* where it first held; 0 for a finding about a file */
	int64_t last_step;   /* where it was last seen to hold */
	bool active;         /* holds at the newest point */
	bool unread;         /* of a damage: tfe_damage_is_unread */
	double value, limit; /* as in tfe_finding; of a damage the bytes passed over, and NaN */
	const char *message; /* one sentence with the evidence in numbers */
	const char *const *causes;  /* probable causes, likeliest first; NULL-terminated */
	const char *const *actions; /* remedies, first things first; NULL-terminated */
} tfe_judge_finding;

#define TFE_JUDGE_FINDING_INIT TFE_SIZED(tfe_judge_finding)

/* The findings, worst first: those of one severity by run and step, then those about files. They
 * change only when tfe_judge_run returns or tfe_judge_step is done. */
TFE_API size_t tfe_judge_finding_count(const tfe_judge *judge);

/* Fills *finding, of which `size` is set, with finding i. Its strings are good until the list
 * changes. Returns TFE_E_ARG where there is no such finding. */
TFE_API TFE_MUST_CHECK tfe_status tfe_judge_get_finding(const tfe_judge *judge, size_t i,
							tfe_judge_finding *finding);

/* Grows whenever the list of findings changes; 0 before the first one. */
TFE_API uint64_t tfe_judge_generation(const tfe_judge *judge);

TFE_END_DECLS

#endif
