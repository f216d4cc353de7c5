/* read/run: superseding points of the series of a run, at a bounded cost. */
#ifndef TFE_READ_RUN_SUPERSEDING_H
#define TFE_READ_RUN_SUPERSEDING_H

#include "read/run/store.h"

/* Supersedes the entries of a series from a step on that are before its latest group. A restart is
 * counted for `session` the first time. TFE_E_NOMEM. */
tfe_status tfe__supersede_group(struct tfe_run *run, tfe_series *series,
				struct tfe__session *session, int64_t step) TFE_MUST_CHECK;

/* The same once the latest group is complete: then no later part has entries of the series that
 * could depend on it. */
tfe_status tfe__supersede_complete(struct tfe_run *run, tfe_series *series,
				   struct tfe__session *session, int64_t step) TFE_MUST_CHECK;

/* Supersedes all entries of a series from a step on; the session may be NULL. TFE_E_NOMEM. */
tfe_status tfe__supersede_all(struct tfe_run *run, tfe_series *series, struct tfe__session *session,
			      int64_t step) TFE_MUST_CHECK;

/* Supersedes the entries of all series from a step on, except of sessions that `session` does not
 * follow; NULL: of all sessions. TFE_E_NOMEM. */
tfe_status tfe__supersede_run(struct tfe_run *run, struct tfe__session *session,
			      int64_t step) TFE_MUST_CHECK;

#endif
