/* Trials: hyperparameters to be written (tfe_writer_begin_trial), and the experiment that trials
 * belong to. <tfevents/hparams.h> reads them. */
#ifndef TFEVENTS_TRIAL_H
#define TFEVENTS_TRIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/dtype.h>
#include <tfevents/hparams.h>
#include <tfevents/status.h>

TFE_BEGIN_DECLS

/* The hyperparameters of one trial: names and values, in the order in which they were set. Errors
 * of the set calls are sticky: every later call and tfe_writer_begin_trial return the first one.
 * Threads: one at a time. */
typedef struct tfe_trial tfe_trial;

/* Makes a trial without hyperparameters. `allocator` is copied; NULL is malloc. Returns
 * TFE_E_NOMEM, with *out NULL. */
TFE_API TFE_MUST_CHECK tfe_status tfe_trial_open(const tfe_allocator *allocator, tfe_trial **out);

/* Frees a trial. NULL is a no-op. */
TFE_API void tfe_trial_close(tfe_trial *trial);

/* Sets a hyperparameter; a second value for a name replaces the first. Names and texts are UTF-8
 * and copied; names are not empty. Returns TFE_E_ARG for a number that is not finite, because
 * TensorBoard's dashboard fails at it; it can be set as a text. */
TFE_API tfe_status tfe_trial_set_number(tfe_trial *trial, const char *name, double value);
TFE_API tfe_status tfe_trial_set_int(tfe_trial *trial, const char *name, int64_t value);
TFE_API tfe_status tfe_trial_set_bool(tfe_trial *trial, const char *name, bool value);
TFE_API tfe_status tfe_trial_set_text(tfe_trial *trial, const char *name, const char *value);

/* Sets a hyperparameter from a text "name=value". "true" and "false" are bools, decimal integers
 * ("-16") and numbers ("0.1", "1e-3") are numbers, everything else is a text. */
TFE_API tfe_status tfe_trial_set_pair(tfe_trial *trial, const char *pair);

/* Sets hyperparameters from the arguments of a program: "--name=value", "--name value", "--name"
 * (true), and the same with one hyphen. An argument that begins with a hyphen and is no number is
 * not a value. argv[0], other arguments, and all arguments after "--" are ignored. Values are as in
 * tfe_trial_set_pair. */
TFE_API tfe_status tfe_trial_set_arguments(tfe_trial *trial, int argc, const char *const *argv);

/* A field of a C struct that is a hyperparameter. `dtype` is an integer or float type of
 * <tfevents/dtype.h>, TFE_DTYPE_BOOL, or TFE_DTYPE_STRING for a `const char *`. */
typedef struct tfe_trial_field {
	const char *name;
	size_t offset; /* in bytes, as offsetof returns it */
	tfe_dtype dtype;
} tfe_trial_field;

/* The table entry of field `field` of a struct type, which has the same name as its
 * hyperparameter. */
#define TFE_TRIAL_FIELD(type, field, dtype)                                                        \
	{                                                                                          \
#field, offsetof(type, field), dtype                                               \
	}

/* Sets one hyperparameter for each of the n fields of *config. A text that is NULL is "". */
TFE_API tfe_status tfe_trial_set_fields(tfe_trial *trial, const void *config,
					const tfe_trial_field *fields, size_t n);

/* The detail of the first error that stuck, copied out; the message names the hyperparameter.
 * Status TFE_OK when there was none. */
TFE_API void tfe_trial_get_error(const tfe_trial *trial, tfe_error *error);

#define TFE_TRIAL_GROUP_BYTES 65

/* Gets the name of the group that TensorBoard forms for these hyperparameters: SHA-256, in
 * hexadecimal, of their JSON text with sorted names. Trials with equal hyperparameters are sessions
 * of one group. Returns the error of the trial, TFE_E_NOMEM, or TFE_E_UNSUPPORTED if the library
 * was built without libmd. */
TFE_API TFE_MUST_CHECK tfe_status tfe_trial_get_group(const tfe_trial *trial,
						      char group[TFE_TRIAL_GROUP_BYTES]);

/* The properties of a trial. Zero in a field means its default. */
typedef struct tfe_trial_options {
	size_t size;
	const char *group;       /* default: see tfe_trial_get_group */
	const char *model_uri;   /* where the trained model is; default none */
	const char *monitor_url; /* a page that shows the trial; default none */
} tfe_trial_options;

#define TFE_TRIAL_OPTIONS_INIT TFE_SIZED(tfe_trial_options)

/* How a trial ended. The numbers are those of the file. */
typedef enum tfe_trial_status {
	TFE_TRIAL_STATUS_SUCCESS = 1,
	TFE_TRIAL_STATUS_FAILURE = 2
} tfe_trial_status;

/* A hyperparameter of an experiment, and the values that it may have: `n` numbers or texts (by
 * `type`), an interval of numbers, or any value if both are absent. `type` is
 * TFE_HPARAM_TYPE_NUMBER, _TEXT or _BOOL. All texts but the name may be NULL. */
typedef struct tfe_experiment_domain {
	const char *name, *display_name;
	const char *description; /* Markdown */
	tfe_hparam_type type;
	const double *numbers;    /* of _NUMBER; 0 and 1 of _BOOL */
	const char *const *texts; /* of _TEXT */
	size_t n;
	bool has_interval; /* then from `min` to `max` */
	double min, max;
} tfe_experiment_domain;

/* A metric by which trials are compared: the last scalar of a tag. All texts but the tag may be
 * NULL. */
typedef struct tfe_experiment_metric {
	const char *tag;
	const char *group; /* the run below that of the trial, such as "validation"; NULL: itself */
	const char *display_name;
	const char *description; /* Markdown */
	int32_t dataset_type;    /* 0 not set, 1 training, 2 validation */
} tfe_experiment_metric;

/* An experiment: the columns of TensorBoard's HParams dashboard. */
typedef struct tfe_experiment {
	size_t size;
	const char *name, *user; /* default none */
	const char *description; /* Markdown; default none */
	const tfe_experiment_domain *domains;
	size_t n_domains;
	const tfe_experiment_metric *metrics;
	size_t n_metrics;
} tfe_experiment;

#define TFE_EXPERIMENT_INIT TFE_SIZED(tfe_experiment)

TFE_END_DECLS

#endif
