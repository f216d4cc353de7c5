/* read/query: the record that the end of a file cuts. */
#include "read/query/cut_end.h"

#include "read/run/store.h"

bool tfe__run_get_cut_end(const tfe_run *run, size_t i, tfe_damage *damage)
{
	if (i >= tfe__list_count(&run->logs))
		return false;
	const struct tfe__log *log = tfe__list_at(&run->logs, i);
	uint64_t bytes = atomic_load(&log->cut_bytes);
	*damage = (tfe_damage){.size = sizeof *damage,
			       .kind = TFE_DAMAGE_KIND_BYTES,
			       .path = log->path,
			       .offset = (int64_t)atomic_load(&log->cut_offset),
			       .bytes = bytes,
			       .reason = "the file ends inside a record"};
	return bytes > 0;
}
