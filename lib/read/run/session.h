/* read/run: the sessions of a run, and which of them follow each other.
 *
 * A part is a file, or what follows a file version where files were joined into one. Parts whose
 * wall times overlap were written concurrently. A session follows another one if it is in the same
 * part, or if its part began after the other part ended and no clock contradicts that. */
#ifndef TFE_READ_RUN_SESSION_H
#define TFE_READ_RUN_SESSION_H

#include <math.h>

#include "read/run/store.h"

/* Begins a session for the next record of a file. TFE_E_NOMEM. */
tfe_status tfe__session_begin(struct tfe_run *run, struct tfe__log *log) TFE_MUST_CHECK;

/* The next summaries are of this session, the first one at this wall time. */
void tfe__session_switch(struct tfe_run *run, struct tfe__session *session, double wall_time);

/* Brings the extents of the session of the last summaries up to date. Requests that the run is
 * read from its beginning where a later part was read too early: it depends on the extents, or on
 * what came before it. */
void tfe__session_pause(struct tfe_run *run);

/* Whether the part of `later` began after that of `earlier` had ended, by wall times; true for the
 * same part. `earlier` comes first in the order of the run. */
static inline bool tfe__session_is_sequel(const struct tfe__session *later,
					  const struct tfe__session *earlier)
{
	return later->part == earlier->part || earlier->part->wall_last < later->part->wall_first;
}

/* What a session supersedes depends on earlier sessions from now on. */
static inline void tfe__session_decide(struct tfe_run *run, const struct tfe__session *session)
{
	session->part->decided = true;
	if (session->number > run->history.decided)
		run->history.decided = session->number;
}

/* Requests that the run is read from its beginning, because this session has points that later
 * sessions depend on. */
void tfe__session_reread(struct tfe_run *run, const struct tfe__session *session);

#endif
