/* write: the current event file of a writer: its first records, and its replacement when it is
 * deleted or moved away. */
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "summary/summary_put.h"
#include "write/writer.h"

/* The interval between two checks of the path while records are written. */
static const double look_interval_s = 1;

/* Writes the first records at once: the run is visible from the start, and an unwritable directory
 * is reported before the training begins. */
static tfe_status put_first_records(const tfe_writer *w, struct tfe__event_file *file,
				    tfe_error *error)
{
	struct tfe__buf b;
	tfe__buf_init(&b, &w->allocator, 4096);
	tfe__put_file_version(&b, w->opened_at);
	/* TensorBoard ignores the first START of a run and treats only later ones as restarts, so
	 * two are written. */
	for (int i = 0; i < 2 && w->options.resume_step > 0; i++)
		tfe__put_session_start(&b, w->opened_at, w->options.resume_step);
	tfe_status status = tfe__buf_status(&b);
	if (status)
		status = tfe__error(error, status, 0, file->path, -1, "out of memory");
	else
		status = tfe__event_file_append(file, b.data, b.size, NULL, error);
	tfe__buf_release(&b);
	return status;
}

tfe_status tfe__writer_open_file(const tfe_writer *w, struct tfe__event_file *file,
				 tfe_error *error)
{
	const struct tfe__file_name name = {
		.logdir = w->logdir,
		.hostname = w->options.hostname,
		.suffix = w->options.suffix,
		.seconds = w->opened_at > 0 && w->opened_at < 1e18 ? (uint64_t)w->opened_at : 0,
		.pid = w->options.pid ? w->options.pid : (int64_t)getpid(),
	};
	tfe_status status = tfe__event_file_open(file, &name, &w->allocator, error);
	if (status)
		return status;
	status = put_first_records(w, file, error);
	if (status) {
		unlink(file->path);
		tfe__event_file_release(file);
	}
	return status;
}

/* Replaces the file of the writer. `file` is NULL if nothing is left to write. The lock is held. */
static void replace_file(tfe_writer *w, const struct tfe__event_file *file)
{
	static const char lost[] =
		"the file was deleted or moved; the events already written to it are no "
		"longer in the run";
	if (!file) {
		tfe__error(&w->lost, TFE_E_IO, 0, w->file.path, -1, "%s", lost);
		return;
	}
	tfe__error(&w->lost, TFE_E_IO, 0, w->file.path, -1, "%s; the writer continues in %s", lost,
		   strrchr(file->path, '/') + 1);
	struct tfe__event_file old = w->file;
	w->file = *file;
	pthread_mutex_unlock(&w->lock);
	tfe__event_file_release(&old);
	pthread_mutex_lock(&w->lock);
}

tfe_status tfe__writer_keep_file(tfe_writer *w, tfe_error *error)
{
	uint64_t looks = w->looks_wanted;
	double now = tfe__monotonic_seconds();
	if (!w->gone && w->looks == looks && now - w->looked_at < look_interval_s)
		return TFE_OK;
	bool needed = !w->closing || w->queue.bytes;
	struct tfe__event_file file;
	tfe_status status = TFE_OK;
	pthread_mutex_unlock(&w->lock);
	bool gone = tfe__event_file_is_gone(&w->file);
	if (gone && needed)
		status = tfe__writer_open_file(w, &file, error);
	pthread_mutex_lock(&w->lock);
	w->looks = looks;
	w->looked_at = now;
	w->gone = gone && status;
	if (gone && !status)
		replace_file(w, needed ? &file : NULL);
	return status;
}
