/* read/run: which sessions a series has entries of, where a run has several.
 *
 * Sessions that were written concurrently form a group: their entries are one stretch of the
 * series, ordered by step (ordering.h). The first session that follows all of a group begins the
 * next one. Only entries before the latest group can be superseded tag by tag. */
#ifndef TFE_READ_RUN_VISITS_H
#define TFE_READ_RUN_VISITS_H

#include "read/run/session.h"
#include "read/run/tag_role.h"

/* The entries that one session has of one series. */
struct tfe__visit {
	struct tfe__visit *earlier;
	struct tfe__session *session;
	uint32_t group; /* its number in the series */
	bool advances;  /* the entries have at least two steps */
	bool again;     /* counted in session->again */
	int64_t first_step, least_step;
	/* Entries before the group are superseded from this step on; INT64_MAX: none. */
	int64_t cut;
};

/* In the run's arena. */
struct tfe__visits {
	enum tfe__tag_role role; /* of the series */
	struct tfe__visit *newest;
	struct tfe__visit *spare;       /* for visits to come */
	struct tfe__visit *current;     /* the one of the latest entry */
	uint32_t group;                 /* number of the latest group */
	bool advanced;                  /* the series advanced in an earlier group */
	int64_t before_max;             /* the latest step of the earlier groups */
	uint64_t mark;                  /* entries that arrived before the latest group */
	uint64_t at;                    /* entries of the column before the latest group */
	uint64_t ordered;               /* entries of the column that are in their final order */
	struct tfe__ordering *ordering; /* of the latest group; NULL: one session has all of it */
	bool several;                   /* several files have points at the same steps: */
	uint32_t several_group;         /* the first group with such points */
};

/* The visit of a session, NULL if there is none; of many visits only the latest are searched. */
struct tfe__visit *tfe__visit_find(const tfe_series *series, const struct tfe__session *session);

/* The next entry of a series is of `session`: finds or begins its visit, which is current then.
 * Where restarts may supersede nothing any more, series->session is set instead. TFE_E_NOMEM. */
tfe_status tfe__visit_enter(struct tfe_run *run, tfe_series *series, struct tfe__session *session,
			    int64_t step) TFE_MUST_CHECK;

/* Whether `session` follows all sessions of the latest group of a series, whose entries it may
 * supersede then. */
bool tfe__visits_precede(struct tfe_run *run, const tfe_series *series,
			 const struct tfe__session *session, int64_t step);

#endif
