/* read/run: clocks that disagree about the order of files. */
#include "read/run/clocks.h"

#include <math.h>
#include <stdio.h>
#include <sys/stat.h>

#include "read/run/damage.h"
#include "read/run/session.h"

/* File systems that keep whole seconds or two of them cannot tell smaller differences. */
enum { MODIFIED_APART_S = 2, AHEAD_MAX_S = 30 * 24 * 3600 };

/* Decisions about more parts than this are not revised when a file is modified. */
enum { PARTS_COMPARED = 1000 };

static void report(struct tfe_run *run, const struct tfe__session *earlier,
		   const struct tfe__session *later, const char *time)
{
	static const char format[] = "earlier by name, but not by %s than %s: "
				     "neither supersedes points of the other";
	if (run->clock_reported)
		tfe__run_remove_damage(run, run->clock_reported->log->path, TFE_DAMAGE_KIND_CLOCK);
	run->clock_reported = earlier;
	run->clock_reported_later = later;
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

/* Returns when a file was last modified, in seconds since 1970; 0 if that is not known. */
static double modified_at(const struct tfe__log *log)
{
	struct stat st;
	if (stat(log->path, &st))
		return 0;
	return (double)st.st_mtim.tv_sec + (double)st.st_mtim.tv_nsec / 1e9;
}

/* The same as of the first call, or of the last refresh, so that all decisions agree. */
static double written_at(struct tfe__log *log)
{
	if (log->written == 0)
		log->written = modified_at(log);
	return log->written;
}

/* Returns when the first one of the copies of a part was last modified: a copy is younger than its
 * contents. */
static double part_written_at(const struct tfe__session *part)
{
	double first = written_at(part->log);
	for (const struct tfe__session *c = part->copy; c && c != part; c = c->copy)
		first = fmin(first, written_at(c->log));
	return first;
}

/* Whether a part was last modified before it began by its own clock: that clock is ahead. Times
 * further ahead are made up, not those of a clock. */
static bool is_ahead(const struct tfe__session *part, double written)
{
	double ahead = part->wall_first - written;
	return written > 0 && ahead > MODIFIED_APART_S && ahead < AHEAD_MAX_S;
}

/* Whether a part was modified so long after another one that comes later by name and wall times,
 * that all of it may have been written after that one. Copies of files that were made in any order
 * are not: copying is faster than training. */
static bool contradicts(const struct tfe__session *earlier, const struct tfe__session *later)
{
	if (earlier->log == later->log)
		return false;
	double a = part_written_at(earlier), b = part_written_at(later);
	if (is_ahead(later, b) && !is_ahead(earlier, a))
		return a > 0;
	double least = fmax(MODIFIED_APART_S, earlier->wall_last - earlier->wall_first);
	return a > 0 && b > 0 && a - b >= least;
}

bool tfe__clocks_contradict(struct tfe_run *run, const struct tfe__session *earlier,
			    const struct tfe__session *later)
{
	if (!contradicts(earlier->part, later->part))
		return false;
	const struct tfe__session *e = run->clock_earlier, *l = run->clock_later;
	if (!e || earlier->number < e->number ||
	    (earlier->number == e->number && later->number < l->number)) {
		run->clock_earlier = earlier;
		run->clock_later = later;
	}
	return true;
}

/* Returns a number that depends on the parts whose order modification times contradict to that of
 * part p. */
static uint64_t contradictions(const struct tfe_run *run, const struct tfe__session *p)
{
	uint64_t sum = 0;
	int compared = 0;
	for (const struct tfe__session *s = run->sessions; s && compared < PARTS_COMPARED;
	     s = s->earlier) {
		const struct tfe__session *earlier = s->number < p->number ? s : p;
		const struct tfe__session *later = earlier == s ? p : s;
		compared++;
		if (s != s->part || s == p || !later->decided ||
		    !tfe__session_is_sequel(later, earlier) || !contradicts(earlier, later))
			continue;
		sum += UINT64_C(0x9e3779b97f4a7c15) * (s->number + 1);
	}
	return sum;
}

void tfe__clocks_refresh(struct tfe_run *run, struct tfe__log *log)
{
	double before = log->written, now = before > 0 ? modified_at(log) : 0;
	int compared = 0;
	if (now == 0 || now == before)
		return;
	for (struct tfe__session *s = run->sessions; s && compared < PARTS_COMPARED;
	     s = s->earlier, compared++) {
		if (s != s->part || s->log != log)
			continue;
		log->written = before;
		uint64_t sum = contradictions(run, s);
		log->written = now;
		if (contradictions(run, s) != sum)
			tfe__session_reread(run, s);
	}
	log->written = now;
}

/* Finds the first part that is later by name and earlier by wall time than another one. */
static bool find_later(const struct tfe_run *run, const struct tfe__session **earlier,
		       const struct tfe__session **later)
{
	*later = NULL;
	for (const struct tfe__session *s = run->sessions; s; s = s->earlier)
		if (s == s->part && s->first_max > s->wall_last)
			*later = s;
	const struct tfe__session *e = *later ? (*later)->earlier : NULL;
	while (e && e->part->wall_first != (*later)->first_max)
		e = e->earlier;
	*earlier = e;
	return e != NULL;
}

void tfe__clocks_report(struct tfe_run *run)
{
	const struct tfe__session *earlier = run->clock_earlier, *later = run->clock_later;
	const char *time = "modification time";
	if (!earlier && find_later(run, &earlier, &later))
		time = "wall time";
	if (earlier && (earlier != run->clock_reported || later != run->clock_reported_later))
		report(run, earlier, later, time);
}
