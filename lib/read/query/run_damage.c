/* read/query: the damage of a run. */
#include "read/query/run_damage.h"

#include "base/sized.h"
#include "read/run/store.h"

size_t tfe_run_damage_count(const tfe_run *run)
{
	return atomic_load(&run->damages.listed);
}

tfe_status tfe_run_get_damage(const tfe_run *constant, size_t i, tfe_damage *damage)
{
	tfe_run *run = (tfe_run *)(uintptr_t)constant; /* for its lock */
	tfe_damage own = {.kind = TFE_DAMAGE_KIND_BYTES, .path = "", .offset = -1, .reason = ""};
	pthread_mutex_lock(&run->find_lock);
	const tfe_damage *listed = tfe__damage_list_at(&run->damages, i);
	bool exists = listed;
	if (listed)
		own = *listed;
	pthread_mutex_unlock(&run->find_lock);
	tfe_status status = tfe__result_copy(damage, &own, sizeof own);
	return exists ? status : TFE_E_ARG;
}

uint64_t tfe__run_damage_versions(const tfe_run *run)
{
	return atomic_load(&run->damages.versions);
}

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
