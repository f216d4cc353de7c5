/* tfevents: the hyperparameters of runs as columns of a table. */
#ifndef TFE_TFEVENTS_HPARAMS_COLUMNS_H
#define TFE_TFEVENTS_HPARAMS_COLUMNS_H

#include <stdbool.h>

#include <tfevents/hparams.h>
#include <tfevents/logdir.h>

#include "common/out.h"
#include "tfevents/hparams_text.h"

/* The columns of a table, and the hyperparameters of each run. */
struct hparams_columns {
	tfe_hparams **of; /* of each run; NULL: it has no session */
	size_t runs;
	const tfe_hparam **column; /* a value with the name of the column */
	int *width;
	size_t n, capacity, widths;
	bool trouble; /* some could not be read, which was reported */
};

/* Reads the hyperparameters of n runs, in byte order of their names. Columns have the order in
 * which names first appear; there are at most 32. */
void hparams_columns_open(struct hparams_columns *c, const tfe_run *const *runs, size_t n,
			  const char *program);
void hparams_columns_close(struct hparams_columns *c);

/* The hyperparameters of run r: its own, or those of the nearest run above it that has a session:
 * Keras logs below the run of a session. NULL: there are none. */
const tfe_hparams *hparams_columns_of(const struct hparams_columns *c, const tfe_run *const *runs,
				      size_t r);

/* Writes the name of column i, and its value for a run (which may be NULL; "-" for none). The text
 * may contain control bytes. */
void hparams_columns_name(const struct hparams_columns *c, size_t i, char text[HPARAM_TEXT]);
void hparams_columns_value(const struct hparams_columns *c, size_t i, const tfe_hparams *h,
			   char text[HPARAM_TEXT]);

/* Prints the names of the columns, and the values of a run, which may be NULL. */
void hparams_columns_head(const struct hparams_columns *c, struct out *out);
void hparams_columns_row(const struct hparams_columns *c, struct out *out, const tfe_hparams *h);

#endif
