/* tfevents: shows the progress of a verb on standard error, if that is a terminal and the verb has
 * run for a second. */
#include "tfevents/work.h"

#include <unistd.h>

#include "common/timer.h"

/* The delay counts from the first call. It is never so short that a line would only flash. */
static double seconds_left(void)
{
	static const double after_s = 1, blink_s = 0.2;
	static double began;
	double now = clock_monotonic_s();
	if (began == 0)
		began = now;
	double left = began + after_s - now;
	return left > blink_s ? left : blink_s;
}

struct progress *work_watch(const char *program, progress_look *look, const void *context)
{
	return progress_begin(STDERR_FILENO, program, seconds_left(), look, context);
}

static void look(const void *context, struct progress_now *now)
{
	const struct work *work = context;
	*now = (struct progress_now){work->doing, atomic_load(&work->done),
				     atomic_load(&work->total), work->bytes};
}

void work_begin(struct work *work, const char *program, bool prints)
{
	work->progress = prints && isatty(STDOUT_FILENO) ? NULL : work_watch(program, look, work);
}

void work_end(struct work *work)
{
	progress_end(work->progress);
}

void work_of_loading(const void *context, struct progress_now *now)
{
	const tfe_logdir *logdir = context;
	tfe_progress progress = TFE_PROGRESS_INIT;
	tfe_logdir_get_progress(logdir, &progress);
	*now = (struct progress_now){"reading", progress.bytes_read, progress.bytes_total, true};
}
