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

/* A judge applies the health rules to the runs of a log directory, loaded once or followed.
 *
 * Runs named train, validation, test, ... in one directory are one training and are judged
 * together, so that the rules can compare a training loss with its validation loss. The runs that
 * PyTorch's add_scalars creates (Loss_train, Loss_val) are one training as well. Each other run is
 * a training of its own. Each point is fed to the rules once; after a restart removed points of a
 * training, all its points are fed from scratch. The rules are those of tfe_health; similar_runs,
 * which compares the runs; class_imbalance and confused_pairs, for confusion matrices; stalled, for
 * a training that grew between two passes and then does no longer.
 *
 * Ownership: close a judge before its log directory.
 * Threads: one call at a time, except for tfe_judge_get_progress. The log directory may be loaded
 * or followed in the meantime. */
typedef struct tfe_judge tfe_judge;

/* The options of a judge. Zero in a field means its default. */
typedef struct tfe_judge_options {
	size_t size;
	/* Reread from their files the points that the memory budget of the log directory dropped.
	 * By default they are not judged. Only for a log directory that is not followed. */
	bool reread_dropped;
	/* Maximum number of findings about damage that are listed for a run; one further finding
	 * counts the rest. Default: all that the log directory lists (tfe_run_get_damage). */
	size_t damages_per_run_max;
	const tfe_allocator *allocator; /* copied, called from several threads; default malloc */
	/* Time in seconds, for the rule stalled; default: a clock that is never set. Called in the
	 * thread of the pass. */
	double (*clock)(void *context);
	void *clock_context;
	bool list_pending; /* list pending findings too, after all others */
} tfe_judge_options;

#define TFE_JUDGE_OPTIONS_INIT TFE_SIZED(tfe_judge_options)

/* Opens a judge of a log directory. Nothing is judged yet. `options` may be NULL.
 * Returns TFE_E_ARG or TFE_E_NOMEM; then *error (may be NULL) has the detail.
 * Ownership: *out is the caller's until tfe_judge_close. The log directory is borrowed. */
TFE_API TFE_MUST_CHECK tfe_status tfe_judge_open(const tfe_logdir *logdir,
						 const tfe_judge_options *options, tfe_judge **out,
						 tfe_error *error);

/* Frees a judge and its findings. NULL is a no-op. */
TFE_API void tfe_judge_close(tfe_judge *judge);

/* Sets a threshold of tfe_threshold_get by its name. Call it before the first pass.
 * Returns TFE_E_ARG if there is no such threshold, if the value is out of its range, or after a
 * pass began. */
TFE_API TFE_MUST_CHECK tfe_status tfe_judge_set_threshold(tfe_judge *judge, const char *name,
							  double value);

/* A rule of the user's own: a condition on the scalars of a training.
 *
 *	rule       = condition [ "for" NUMBER [ "steps" | "points" ] ]
 *	condition  = and { "or" and }
 *	and        = not { "and" not }
 *	not        = { "not" } comparison
 *	comparison = sum [ ( "<" | "<=" | ">" | ">=" | "==" | "!=" ) sum ]
 *	sum        = product { ( "+" | "-" ) product }
 *	product    = factor { ( "*" | "/" ) factor }
 *	factor     = { "-" } ( NUMBER | TAG | function | "(" condition ")" )
 *
 * A TAG is a word of letters, digits and the characters _ . : / - or any text in double quotes, in
 * which \" is a quote and \\ a backslash. So - and / are operators only between spaces. Its value
 * is that of its last point. Functions of a TAG are min, max, mean (of all points so far; min(TAG,
 * N): of the last N), median(TAG, N), first, change (the difference from the point before;
 * change(TAG, N): from the N-th one before), rate (the same per step), flat (whether the value is
 * that of the point before) and absent. step() is the step; abs(x) and isnan(x) have any number.
 *
 * The expression is evaluated at each point of its tags, in the order of their steps. A tag without
 * a point yet, or with fewer than a function needs, and a quotient by 0, are unknown: so is each
 * comparison with them, and it does not hold. No comparison with NaN holds, except for !=. "for 5"
 * requires that the condition holds at five successive points of the first tag that the run has,
 * "for 100 steps" at all points from one step to another one 100 steps later. absent(TAG) means
 * that the run has no point of the tag; with "for 5" or "for 100 steps" that it has none at so many
 * successive points or steps of the other scalar with the most points.
 *
 * The rule applies to each run that has the first of the tags that any run of the training has. A
 * tag is one of that run, or PART/TAG of a run of the same training whose name ends in PART, such
 * as validation/epoch_loss. If no run has a tag, absent() is judged for the first run. */
typedef struct tfe_user_rule {
	size_t size;
	const char *name;       /* letters, digits, _ - and . ; not the name of another rule */
	const char *expression; /* UTF-8 */
	tfe_severity severity;
	const char *message;        /* NULL: the expression, and its numbers at the worst point */
	const char *const *actions; /* remedies, NULL-terminated; NULL: none */
} tfe_user_rule;

#define TFE_USER_RULE_INIT TFE_SIZED(tfe_user_rule)

/* Checks a rule without a judge. Returns the statuses of tfe_judge_add_rule. Threads: any. */
TFE_API TFE_MUST_CHECK tfe_status tfe_user_rule_check(const tfe_user_rule *rule, tfe_error *error);

/* Copies the name of tag `i` of a rule's expression, in the order of the text, each tag once; it is
 * cut to `size` bytes with its end. `name` may be NULL if `size` is 0; it is "" if there is no such
 * tag, and left as it is if the rule is wrong. Returns the number of bytes of the whole name; 0 if
 * there is no such tag, the rule is wrong or memory lacks. Threads: any. */
TFE_API size_t tfe_user_rule_tag(const tfe_user_rule *rule, size_t i, char *name, size_t size);

/* Adds a rule, before the judge first judges. Its findings have as `value` and `limit` the two
 * sides of the condition where they differ most, if the condition is one comparison, else NaN.
 * `message` of a finding is that of the rule.
 * Returns TFE_E_ARG or TFE_E_NOMEM; then *error (may be NULL) has the detail. If the expression is
 * wrong, `offset` is the byte of the expression at which it is wrong, else -1. */
TFE_API TFE_MUST_CHECK tfe_status tfe_judge_add_rule(tfe_judge *judge, const tfe_user_rule *rule,
						     tfe_error *error);

/* Judges all points that are loaded at the time of the call, in threads on all processors, and
 * updates the list of findings. If nothing changed since the last pass, it returns at once.
 * Returns TFE_E_NOMEM if memory ran out, TFE_E_IO or TFE_E_DAMAGED if dropped points could not be
 * reread. The other trainings are judged and listed nevertheless, and the next call retries. After
 * TFE_E_NOMEM the list may be the previous one. */
TFE_API TFE_MUST_CHECK tfe_status tfe_judge_run(tfe_judge *judge);

/* Does a part of the work of tfe_judge_run in the thread of the caller, for about `budget_s`
 * seconds. It is meant for user interfaces. *done becomes true when a pass is complete: all points
 * that were loaded when the pass began are judged, and the list of findings is updated. Until then
 * the list does not change.
 * Returns TFE_OK until *done, then the statuses of tfe_judge_run. */
TFE_API TFE_MUST_CHECK tfe_status tfe_judge_step(tfe_judge *judge, double budget_s, bool *done);

/* Returns after how many seconds another pass may change the list although no data were loaded: a
 * training may have become silent, or a cut record final. INFINITY if that is not expected. */
TFE_API double tfe_judge_due_s(const tfe_judge *judge);

/* Copies the error of the last tfe_judge_run or tfe_judge_step. The status is TFE_OK if that call
 * succeeded. */
TFE_API void tfe_judge_get_error(const tfe_judge *judge, tfe_error *error);

/* The progress of the current pass. */
typedef struct tfe_judge_progress {
	size_t size;
	uint64_t done, total; /* numbers of trainings: judged in this pass, and all */
	/* Number of series whose dropped points could not be reread in the last pass. */
	uint64_t unread_series;
} tfe_judge_progress;

#define TFE_JUDGE_PROGRESS_INIT TFE_SIZED(tfe_judge_progress)

/* Fills *progress with the progress of the current pass. Threads: any. */
TFE_API void tfe_judge_get_progress(const tfe_judge *judge, tfe_judge_progress *progress);

/* A finding of a rule in a series or in several layers of a run (see tfe_finding), or about a
 * damaged file. */
typedef struct tfe_judge_finding {
	size_t size;
	const char *run; /* name of the run; "" for damage that belongs to no run */
	const char *tag; /* tag of the series in that run; "" for a finding about a file */
	/* Path of the event file that holds the first point of `tag` at `tag_step`, or of the
	 * damaged file. "" if it is unknown: the points of the series alternate between two files
	 * so often that the changes were not recorded. */
	const char *file;
	const char *rule; /* of tfe_finding; "damaged_file" or "clock" for a finding about a file */
	tfe_severity severity;
	int64_t step;               /* first step at which the condition held; 0 for a file */
	int64_t last_step;          /* last step at which it held; 0 for a file */
	bool active;                /* the state is TFE_FINDING_STATE_FIRING */
	bool unread;                /* of a damage: tfe_damage_is_unread */
	double value, limit;        /* as in tfe_finding; of a damage the skipped bytes, and NaN */
	const char *message;        /* one sentence with the evidence in numbers */
	const char *const *causes;  /* probable causes, the likeliest first; NULL-terminated */
	const char *const *actions; /* remedies, the first to try first; NULL-terminated */
	int64_t offset; /* byte offset of the damage or of the first of several; -1: whole file */
	uint64_t count; /* number of damaged places that the finding is about; else 1 */
	/* As in tfe_finding; of a finding about a file none, and firing. */
	const char *const *tags;
	size_t tag_count;
	tfe_finding_state state;
	int64_t tag_step;
} tfe_judge_finding;

#define TFE_JUDGE_FINDING_INIT TFE_SIZED(tfe_judge_finding)

/* Returns the number of findings of the last complete pass. They are in the order of severity, the
 * worst first; of one severity by run and step, those about files last; pending ones after all
 * others. The list changes only in tfe_judge_run, in tfe_judge_step when it completes a pass, and
 * in tfe_judge_choose. */
TFE_API size_t tfe_judge_finding_count(const tfe_judge *judge);

/* Fills *finding with finding i. Returns TFE_E_ARG if there is no such finding. Ownership: its
 * strings are the judge's, valid until the list changes. */
TFE_API TFE_MUST_CHECK tfe_status tfe_judge_get_finding(const tfe_judge *judge, size_t i,
							tfe_judge_finding *finding);

/* Chooses the listed findings among those of the last complete pass. `wanted` is called for each
 * finding in a single series or about a file, which is left out if it returns false; it may change
 * the severity. Only then are the findings of layers merged, so that tag, tags and message are
 * about the wanted layers only. NULL: all findings. The next pass that changes the list lists all.
 * Returns TFE_E_ARG, or TFE_E_NOMEM; then the list is empty. */
TFE_API TFE_MUST_CHECK tfe_status tfe_judge_choose(
	tfe_judge *judge, bool (*wanted)(void *context, tfe_judge_finding *finding), void *context);

/* Asks whether a training should stop. *stop becomes true if a rule has a listed finding of at
 * least `level` that is firing, not only pending or cleared; findings about files do not count. The
 * first such finding is stored in *reason, which may be NULL. tfe_judge_choose can limit the
 * question to a run.
 * Returns TFE_E_ARG. Ownership: as for tfe_judge_get_finding. */
TFE_API TFE_MUST_CHECK tfe_status tfe_judge_check_stop(const tfe_judge *judge, tfe_severity level,
						       bool *stop, tfe_judge_finding *reason);

/* Returns at how many points of all runs the condition of a rule of the user was true or false in
 * the last complete pass. It is 0 if no run has the tags that the condition depends on, for example
 * because a name is misspelled; and for an unknown rule. */
TFE_API uint64_t tfe_judge_rule_points(const tfe_judge *judge, const char *rule);

/* Returns a number that grows whenever the list of findings changes; 0 before the first finding. */
TFE_API uint64_t tfe_judge_generation(const tfe_judge *judge);

TFE_END_DECLS

#endif
