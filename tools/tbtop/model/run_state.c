/* model: whether a run is live, and the words for its state. */
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

bool run_is_live(const struct run *run, double now)
{
	return now < run_seen_at(run, now) + run->patience_s;
}

const char *run_state_name(enum run_state state)
{
	static const char *const names[RUN_STATES] = {
		[RUN_LOADING] = "loading", [RUN_LIVE] = "live", [RUN_QUIET] = "quiet",
		[RUN_DONE] = "done",       [RUN_GONE] = "gone", [RUN_UNREADABLE] = "unreadable",
	};
	return state < RUN_STATES ? names[state] : "";
}

void run_state_text(const struct run *run, double now, char text[RUN_STATE_TEXT])
{
	double seen = run_seen_at(run, now);
	char age[FORMAT_TEXT];
	snprintf(text, RUN_STATE_TEXT, "%s", run_state_name(run->state));
	if (run->state != RUN_QUIET || !(seen > 0))
		return;
	format_age(age, now - seen);
	snprintf(text, RUN_STATE_TEXT, "%s ago", age);
}
