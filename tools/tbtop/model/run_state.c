/* model: whether a run is live, stale or quiet, and the words for its state. */
#include <math.h>
#include <stdio.h>

#include "common/format.h"
#include "tbtop/model/model.h"

/* Clocks of other machines are wrong by minutes. A time further ahead is not the time of this
 * training. */
static const double clock_ahead_s = 3600;

double run_seen_at(const struct run *run, double now)
{
	double at = run->last_wall_time;
	if (!(at <= now + clock_ahead_s))
		at = 0;
	return fmax(at, run->grown_at);
}

/* The silence after which a stale run is believed to have ended. */
static double longest_silence(const struct run *run)
{
	return fmax(1800, 10 * run->patience_s);
}

enum run_state run_state_by_silence(const struct run *run, double now)
{
	double silence = now - run_seen_at(run, now);
	if (silence < run->patience_s)
		return RUN_LIVE;
	return silence < longest_silence(run) ? RUN_STALE : RUN_QUIET;
}

double run_state_changes(const struct run *run, double now)
{
	double seen = run_seen_at(run, now);
	if (run->state == RUN_LIVE)
		return seen + run->patience_s;
	return run->state == RUN_STALE ? seen + longest_silence(run) : INFINITY;
}

const char *run_state_name(enum run_state state)
{
	static const char *const names[RUN_STATES] = {
		[RUN_LOADING] = "loading",       [RUN_LIVE] = "live", [RUN_STALE] = "stale",
		[RUN_QUIET] = "quiet",           [RUN_DONE] = "done", [RUN_GONE] = "gone",
		[RUN_UNREADABLE] = "unreadable",
	};
	return state < RUN_STATES ? names[state] : "";
}

void run_state_text(const struct run *run, double now, char text[RUN_STATE_TEXT])
{
	double seen = run_seen_at(run, now);
	char age[FORMAT_TEXT];
	snprintf(text, RUN_STATE_TEXT, "%s", run_state_name(run->state));
	if ((run->state != RUN_QUIET && run->state != RUN_STALE) || !(seen > 0))
		return;
	format_age(age, now - seen);
	if (run->state == RUN_STALE)
		snprintf(text, RUN_STATE_TEXT, "stale %s", age);
	else
		snprintf(text, RUN_STATE_TEXT, "%s ago", age);
}
