/* read/run: the sessions of a run, and which of them follow each other. */
#include "read/run/session.h"

#include "read/run/damage.h"

/* Copies of a file follow each other in the order of a run, unless their names were changed. */
enum { COPIES_SEARCHED = 64 };

/* A run is read from its beginning when files that grow turn out to be concurrent. Each of them
 * does so once, but a directory may have any number of files: this many bytes may be reread, and
 * as many more for each byte of the run. */
#define REREAD_ALLOWED ((uint64_t)64 << 20)
enum { REREADS_PER_BYTE = 16 };

/* Adds a part to the ring of those that began at the same wall time. */
static void join_copies(struct tfe_run *run, struct tfe__session *part)
{
	struct tfe__session *s = run->sessions;
	part->copy = part;
	for (int i = 0; s && i < COPIES_SEARCHED; s = s->earlier, i++) {
		if (s == part || s != s->part || s->wall_first != part->wall_first)
			continue;
		part->copy = s->copy;
		s->copy = part;
		return;
	}
}

void tfe__session_switch(struct tfe_run *run, struct tfe__session *session, double wall_time)
{
	struct tfe__history *h = &run->history;
	struct tfe__session *part = session->part;
	tfe__session_pause(run);
	h->session = session;
	h->wall_max = -INFINITY;
	if (isnan(part->wall_first) && isfinite(wall_time)) {
		part->wall_first = part->wall_last = wall_time;
		part->first_max = h->first_max;
		h->first_max = fmax(h->first_max, wall_time);
		join_copies(run, part);
	}
}

/* Whether the run may be read from its beginning once more. Where it may not, that is reported. */
static bool may_reread(struct tfe_run *run, const struct tfe__session *part)
{
	uint64_t bytes = atomic_load(&run->bytes_read);
	if (run->reread_bytes + bytes <= REREAD_ALLOWED + REREADS_PER_BYTE * bytes)
		return true;
	if (!run->order_ignored)
		tfe__run_add_damage(run, (tfe_damage){.kind = TFE_DAMAGE_KIND_LIMIT,
						      .path = part->log->path,
						      .offset = -1,
						      .reason = "too many files grow at the same "
								"time: their restarts are "
								"recognised at the next start"});
	run->order_ignored = true;
	return false;
}

void tfe__session_reread(struct tfe_run *run, const struct tfe__session *session)
{
	if (run->void_files || !may_reread(run, session))
		return;
	run->void_files = true;
	run->reread_bytes += atomic_load(&run->bytes_read);
}

tfe_status tfe__session_begin(struct tfe_run *run, struct tfe__log *log)
{
	struct tfe__session *session = tfe__arena_alloc(&run->arena, sizeof *session);
	if (!session)
		return TFE_E_NOMEM;
	*session = (struct tfe__session){.earlier = run->sessions,
					 .log = log,
					 .part = log->part ? log->part : session,
					 .wall_first = NAN,
					 .first_max = -INFINITY,
					 .wall_last = -INFINITY,
					 .again_step = INT64_MAX};
	session->number = log->part ? log->part->number : run->history.parts++;
	log->session = session;
	log->part = session->part;
	run->sessions = session;
	/* Sessions are numbered in the order of the files. */
	if (log->position < run->history.position)
		tfe__session_reread(run, session);
	else
		run->history.position = log->position;
	return TFE_OK;
}

void tfe__session_pause(struct tfe_run *run)
{
	struct tfe__history *h = &run->history;
	struct tfe__session *session = h->session;
	h->session = NULL;
	if (!session)
		return;
	struct tfe__session *part = session->part;
	double ended = part->wall_last;
	if (isfinite(h->wall_max) && h->wall_max > ended)
		part->wall_last = h->wall_max;
	if (part->number == h->parts - 1)
		return;
	for (const struct tfe__session *s = run->sessions; s; s = s->earlier) {
		double begun = s->part->wall_first;
		bool is_known = s->number <= part->number || isnan(begun) || ended >= begun;
		/* Points of the earlier part came too late, or the parts turn out to be
		 * concurrent. */
		bool is_late = part->wall_last < begun;
		if (is_known || run->void_files || !(is_late || s->part->decided))
			continue;
		tfe__session_reread(run, part);
	}
}
