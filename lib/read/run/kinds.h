/* read/run: the series of a tag: one for each kind of its values. */
#ifndef TFE_READ_RUN_KINDS_H
#define TFE_READ_RUN_KINDS_H

#include <tfevents/event.h>

#include "read/run/store.h"

/* The tag of a value, or its node name if it has no tag. */
tfe_bytes tfe__value_tag(const tfe_value *value);

/* The first series of a tag, or that of a kind; NULL: there is none. Threads: the one that fills
 * the run. */
tfe_series *tfe__run_find_first(const struct tfe_run *run, tfe_bytes tag);
tfe_series *tfe__run_find(const struct tfe_run *run, tfe_bytes tag, tfe_kind kind);

/* The series of a kind among `first`, the first series of its tag, and those after it; NULL: there
 * is none, or `first` is NULL. Threads: any. */
tfe_series *tfe__series_of_kind(tfe_series *first, tfe_kind kind);

/* The kind of the series that a value belongs to; `first` is the first series of its tag, or NULL.
 * It depends on the order of these series only, not on those that are made later, so a second
 * reading finds the same. Threads: any. */
tfe_kind tfe__kind_for(const tfe_value *value, tfe_series *first);

/* Adds a series, which is about to become the last one of the run, to those of its tag.
 * TFE_E_NOMEM. */
tfe_status tfe__run_enter(struct tfe_run *run, tfe_series *series) TFE_MUST_CHECK;

#endif
