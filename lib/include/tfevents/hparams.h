/* Hyperparameters: what the plugin hparams stores about a run (tfe_run_open_hparams). */
#ifndef TFEVENTS_HPARAMS_H
#define TFEVENTS_HPARAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/event.h>
#include <tfevents/status.h>

TFE_BEGIN_DECLS

/* Decoded hyperparameters: the values of a session, its status, and the domains and metrics of its
 * experiment. Ownership: everything that is reached through it lives until tfe_hparams_close. All
 * texts are UTF-8 and may contain any character. Threads: any, once it is open. */
typedef struct tfe_hparams tfe_hparams;

/* Decodes the content of one value of the plugin hparams (tfe_metadata.content), which is an
 * experiment, the start or the end of a session. `allocator` is copied; NULL is malloc. Returns
 * TFE_E_DAMAGED (it is no such content), TFE_E_LIMIT (more than 1 MiB, or than 32
 * times its size in memory), TFE_E_NOMEM; then *out is
 * NULL. Ownership: *out is the caller's. */
TFE_API TFE_MUST_CHECK tfe_status tfe_hparams_open(tfe_bytes content,
						   const tfe_allocator *allocator,
						   tfe_hparams **out);

/* Frees hyperparameters. NULL is a no-op. */
TFE_API void tfe_hparams_close(tfe_hparams *hparams);

/* What a value is. */
typedef enum tfe_hparam_type {
	TFE_HPARAM_TYPE_NULL,
	TFE_HPARAM_TYPE_NUMBER,
	TFE_HPARAM_TYPE_TEXT,
	TFE_HPARAM_TYPE_BOOL,
	TFE_HPARAM_TYPE_OTHER /* a struct or a list, which is not decoded */
} tfe_hparam_type;

/* A value of a hyperparameter. */
typedef struct tfe_hparam {
	size_t size;
	tfe_bytes name; /* empty in a domain */
	tfe_hparam_type type;
	double number; /* TFE_HPARAM_TYPE_NUMBER; 0 or 1 of TFE_HPARAM_TYPE_BOOL */
	tfe_bytes text;
} tfe_hparam;

#define TFE_HPARAM_INIT TFE_SIZED(tfe_hparam)

/* The values of the session, in the order of the file; of a name that occurs twice, the last value
 * counts. NULL for an index at or above the count. */
TFE_API size_t tfe_hparams_value_count(const tfe_hparams *hparams);
TFE_API const tfe_hparam *tfe_hparams_value_at(const tfe_hparams *hparams, size_t i);

/* The values that a hyperparameter may have in an experiment. */
typedef struct tfe_hparam_domain {
	size_t size;
	tfe_bytes name, display_name;
	tfe_bytes description; /* Markdown */
	int32_t type;          /* 0 not set, 1 text, 2 bool, 3 number */
	/* `n` values, if they are listed; values[0].size bytes apart */
	const tfe_hparam *values;
	size_t n;
	bool has_interval; /* then from `min` to `max` */
	double min, max;
} tfe_hparam_domain;

#define TFE_HPARAM_DOMAIN_INIT TFE_SIZED(tfe_hparam_domain)

/* The domains of the experiment. NULL for an index at or above the count. */
TFE_API size_t tfe_hparams_domain_count(const tfe_hparams *hparams);
TFE_API const tfe_hparam_domain *tfe_hparams_domain_at(const tfe_hparams *hparams, size_t i);

/* A metric by which the sessions of an experiment are compared. */
typedef struct tfe_hparam_metric {
	size_t size;
	tfe_bytes group; /* the run below that of the session, such as "validation" */
	tfe_bytes tag;
	tfe_bytes display_name;
	tfe_bytes description; /* Markdown */
	int32_t dataset_type;  /* 0 not set, 1 training, 2 validation */
} tfe_hparam_metric;

#define TFE_HPARAM_METRIC_INIT TFE_SIZED(tfe_hparam_metric)

/* The metrics of the experiment. NULL for an index at or above the count. */
TFE_API size_t tfe_hparams_metric_count(const tfe_hparams *hparams);
TFE_API const tfe_hparam_metric *tfe_hparams_metric_at(const tfe_hparams *hparams, size_t i);

/* The properties of the experiment and the session. Times are seconds since 1970. */
typedef struct tfe_hparams_info {
	size_t size;
	bool has_experiment, has_start, has_end; /* which of the three contents there were */
	tfe_bytes name, description, user;       /* of the experiment */
	double created;
	tfe_bytes group, model_uri, monitor_url; /* of the session */
	double started;
	int32_t status; /* 0 unknown, 1 success, 2 failure, 3 running */
	double ended;
} tfe_hparams_info;

#define TFE_HPARAMS_INFO_INIT TFE_SIZED(tfe_hparams_info)

/* Gets the properties of hyperparameters. */
TFE_API void tfe_hparams_get_info(const tfe_hparams *hparams, tfe_hparams_info *info);

/* The word for a status: "success", "failure", "running"; "unknown" for any other number.
 * Ownership: static. Threads: any. */
TFE_API const char *tfe_hparams_status_name(int32_t status);

TFE_END_DECLS

#endif
