/* read/query: the event files of a run. */
#include "base/sized.h"
#include "read/run/store.h"

size_t tfe_run_file_count(const tfe_run *run)
{
	return tfe__list_count(&run->logs);
}

static tfe_run_file describe(const struct tfe__log *log)
{
	/* `changes` is read first: if the file changes during the call, the next call returns a
	 * greater number. */
	uint64_t changes = atomic_load(&log->changes);
	bool alias = atomic_load(&log->excluded);
	return (tfe_run_file){
		.path = log->path,
		.bytes = alias ? (uint64_t)atomic_load(&log->size)
			       : tfe__bytes_known(&log->bytes, &log->bytes_read),
		.bytes_read = atomic_load(&log->bytes_read),
		.changes = changes,
		.gone = atomic_load(&log->missing),
		.alias = alias,
	};
}

tfe_status tfe_run_get_file(const tfe_run *run, size_t i, tfe_run_file *file)
{
	tfe_run_file found = {0};
	bool exists = i < tfe__list_count(&run->logs);
	if (exists)
		found = describe(tfe__list_at(&run->logs, i));
	tfe_status status = tfe__result_copy(file, &found, sizeof found);
	return exists ? status : TFE_E_ARG;
}
