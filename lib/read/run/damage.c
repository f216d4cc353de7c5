/* read/run: the damage of a run or of a log directory, as a list that has a bound. */
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
	pthread_mutex_lock(&run->find_lock);
	tfe__damage_add(&run->damages, &run->arena, &run->store->budget, given);
	pthread_mutex_unlock(&run->find_lock);
}

bool tfe__run_can_add_damage(const struct tfe_run *run)
{
	return tfe__list_count(&run->damages) < DAMAGES_MAX - 1 &&
	       !tfe__budget_is_exhausted(&run->store->budget);
}

void tfe__run_forget_damage(struct tfe_run *run)
{
	pthread_mutex_lock(&run->find_lock);
	atomic_store(&run->damages.count, 0);
	pthread_mutex_unlock(&run->find_lock);
}
