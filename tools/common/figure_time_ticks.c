/* common: the ticks of an axis of times in figures: round local times. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include "common/figure_ticks.h"
#include "common/format.h"
#include "common/whole.h"

/* Later times (three million years) have no calendar here. */
static const double most_s = 1e14;

static const double steps_s[] = {1,       2,       5,       10,       15,      30,     60,
				 120,     300,     600,     900,      1800,    3600,   7200,
				 10800,   21600,   43200,   86400,    172800,  432000, 604800,
				 1209600, 2592000, 7776000, 15552000, 31536000};
enum { STEPS = sizeof steps_s / sizeof *steps_s };

static bool clock_of(double at, struct tm *clock)
{
	time_t t = (time_t)whole_within(floor(at + 0.5), (int64_t)-1e14, (int64_t)1e14);
	return localtime_r(&t, clock) != NULL;
}

static void write_time(char label[TICK_LABEL], double at, double step)
{
	struct tm clock;
	if (!clock_of(at, &clock))
		snprintf(label, TICK_LABEL, "?");
	else if (step >= 15552000)
		strftime(label, TICK_LABEL, "%Y-%m", &clock);
	else if (step >= 86400 || (!clock.tm_hour && !clock.tm_min && !clock.tm_sec))
		strftime(label, TICK_LABEL, "%b %d", &clock);
	else
		strftime(label, TICK_LABEL, step < 60 ? "%H:%M:%S" : "%H:%M", &clock);
}

void figure_time_ticks(struct figure_axis *a, size_t most)
{
	double span = a->high - a->low, step = steps_s[STEPS - 1];
	if (!(fabs(a->low) < most_s && fabs(a->high) < most_s))
		return;
	for (int i = STEPS; i-- > 0 && span / steps_s[i] <= (double)most;)
		step = steps_s[i];
	while (span / step > (double)most)
		step *= 2;
	double offset = format_utc_offset(a->low), first = ceil((a->low + offset) / step);
	for (double i = first; figure_tick_add(a, i * step - offset); i++)
		write_time(a->label[a->n - 1], i * step - offset, step);
}
