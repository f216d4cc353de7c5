/* read/run: the damage of a run or of a log directory. */
#include "read/run/damage.h"

#include <errno.h>

enum { DAMAGES_MAX = 10000 };

const char *tfe__damage_reason(int sys_errno)
{
	switch (sys_errno) {
	case EACCES:
	case EPERM:
		return "cannot be read: permission denied";
	case ENOENT:
		return "cannot be read: the target of the link does not exist";
	case ENAMETOOLONG:
		return "cannot be read: the path is too long";
	case ELOOP:
		return "cannot be read: a loop of symbolic links";
	case EMFILE:
	case ENFILE:
		return "cannot be read: too many open files";
	case EIO:
		return "cannot be read: input/output error";
	default:
		return "cannot be read";
	}
}

void tfe__damage_add(struct tfe__list *list, struct tfe__arena *arena,
		     const struct tfe__budget *budget, tfe_damage given)
{
	static const char more[] = "more damaged places follow; the list is full";
	size_t n = tfe__list_count(list);
	const tfe_damage *last = n ? tfe__list_at(list, n - 1) : NULL;
	if (last && last->reason == more)
		return;
	tfe_damage *damage = tfe__arena_alloc(arena, sizeof *damage);
	if (!damage)
		return;
	*damage = given;
	if (n == DAMAGES_MAX - 1 || (n && tfe__budget_is_exhausted(budget)))
		*damage = (tfe_damage){.kind = TFE_DAMAGE_KIND_LIMIT,
				       .path = given.path,
				       .offset = -1,
				       .reason = more};
	if (tfe__list_add(list, arena, damage))
		return;
}

void tfe__run_add_damage(struct tfe_run *run, tfe_damage given)
{
	bool has_memory = !tfe__budget_is_exhausted(&run->store->budget);
	pthread_mutex_lock(&run->find_lock);
	tfe__damage_list_add(&run->damages, &given, has_memory);
	pthread_mutex_unlock(&run->find_lock);
}

void tfe__run_remove_damage(struct tfe_run *run, const char *path, tfe_damage_kind kind)
{
	pthread_mutex_lock(&run->find_lock);
	tfe__damage_list_remove(&run->damages, path, kind);
	pthread_mutex_unlock(&run->find_lock);
}

void tfe__run_replace_damage_kind(struct tfe_run *run, const char *path, tfe_damage_kind from,
				  tfe_damage_kind to)
{
	pthread_mutex_lock(&run->find_lock);
	tfe__damage_list_replace_kind(&run->damages, path, from, to);
	pthread_mutex_unlock(&run->find_lock);
}

bool tfe__run_can_add_damage(const struct tfe_run *run)
{
	return atomic_load(&run->damages.listed) < DAMAGES_MAX - 1 &&
	       !tfe__budget_is_exhausted(&run->store->budget);
}

void tfe__run_forget_damage(struct tfe_run *run)
{
	pthread_mutex_lock(&run->find_lock);
	tfe__damage_list_clear(&run->damages);
	pthread_mutex_unlock(&run->find_lock);
}

int tfe__run_errno_of(struct tfe_run *run, const char *path)
{
	pthread_mutex_lock(&run->find_lock);
	int sys_errno = tfe__damage_list_errno(&run->damages, path);
	pthread_mutex_unlock(&run->find_lock);
	return sys_errno;
}
