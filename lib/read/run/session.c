/* read/run: the sessions of a run, and which of them follow each other. */
#include "read/run/session.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "read/run/damage.h"

/* File systems that keep whole seconds or two of them cannot tell smaller differences. */
enum { MODIFIED_APART_S = 2 };

/* A run is read from its beginning when files that grow turn out to be concurrent. Each of them
 * does so once, but a directory may have any number of files: this many bytes may be reread, and
 * as many more for each byte of the run. */
#define REREAD_ALLOWED ((uint64_t)64 << 20)
enum { REREADS_PER_BYTE = 16 };

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
	return TFE_OK;
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

/* --- clocks ----------------------------------------------------------------------------------- */

static void report_clocks(struct tfe_run *run, const struct tfe__session *earlier,
			  const struct tfe__session *later, const char *time)
{
	static const char format[] = "earlier by name, but later by %s than %s: "
				     "neither supersedes points of the other";
	if (run->clocks_reported)
		return;
	run->clocks_reported = true;
	int n = snprintf(NULL, 0, format, time, later->log->path);
	char *reason = n < 0 ? NULL : tfe__arena_alloc(&run->arena, (size_t)n + 1);
	if (!reason)
		return;
	snprintf(reason, (size_t)n + 1, format, time, later->log->path);
	tfe__run_add_damage(run, (tfe_damage){.kind = TFE_DAMAGE_KIND_CLOCK,
					      .path = earlier->log->path,
					      .offset = -1,
					      .reason = reason});
}

/* Whether a file was modified so long after another one that comes later by name and wall times,
 * that all of it may have been written after that one. Copies of files that were made in any order
 * are not: copying is faster than training. */
bool tfe__session_clocks_differ(struct tfe_run *run, const struct tfe__session *earlier,
				const struct tfe__session *later)
{
	struct stat a, b;
	if (earlier->log == later->log || stat(earlier->log->path, &a) ||
	    stat(later->log->path, &b))
		return false;
	const struct tfe__session *part = earlier->part;
	double seconds = (double)(a.st_mtim.tv_sec - b.st_mtim.tv_sec) +
			 (double)(a.st_mtim.tv_nsec - b.st_mtim.tv_nsec) / 1e9;
	if (seconds < MODIFIED_APART_S || seconds < part->wall_last - part->wall_first)
		return false;
	report_clocks(run, earlier, later, "modification time");
	return true;
}

void tfe__session_report_clocks(struct tfe_run *run)
{
	for (const struct tfe__session *b = run->sessions; b; b = b->earlier) {
		const struct tfe__session *a = b->earlier;
		if (run->clocks_reported || b != b->part || b->first_max <= b->wall_last)
			continue;
		while (a && a->part->wall_first != b->first_max)
			a = a->earlier;
		if (a)
			report_clocks(run, a, b, "wall time");
	}
}
