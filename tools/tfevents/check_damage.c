/* tfevents: check: damage of files as findings. */
#include <stdlib.h>

#include "common/damage.h"
#include "common/memory.h"
#include "tfevents/check.h"

struct damage_findings {
	tfe_finding *finding;
	char **message;
	size_t n;
};

static void put(struct check *c, struct damage_findings *found, const char *run,
		const tfe_damage *d)
{
	found->message[found->n] = damage_finding(d, &found->finding[found->n]);
	c->trouble = need_room(c->trouble, c->troubles, &c->capacity, sizeof(*c->trouble));
	c->trouble[c->troubles++] = (struct trouble){run, "", &found->finding[found->n]};
	found->n++;
}

struct damage_findings *damage_find(struct check *c)
{
	size_t runs = tfe_logdir_runs(c->logdir), total = tfe_logdir_damages(c->logdir);
	for (size_t r = 0; r < runs; r++)
		total += tfe_run_damages(tfe_logdir_run(c->logdir, r));
	struct damage_findings *found = need_zeroed(1, sizeof(*found));
	found->finding = need_zeroed(total + 1, sizeof(*found->finding));
	found->message = need_zeroed(total + 1, sizeof(*found->message));
	tfe_damage damage;
	for (size_t i = 0; i < tfe_logdir_damages(c->logdir) && found->n < total; i++) {
		tfe_logdir_get_damage(c->logdir, i, &damage);
		put(c, found, "", &damage);
	}
	for (size_t r = 0; r < runs; r++) {
		const tfe_run *run = tfe_logdir_run(c->logdir, r);
		tfe_run_info info;
		tfe_run_get_info(run, &info);
		for (size_t i = 0; i < tfe_run_damages(run) && found->n < total; i++) {
			tfe_run_get_damage(run, i, &damage);
			put(c, found, info.name, &damage);
		}
	}
	return found;
}

void damage_release(struct damage_findings *found)
{
	for (size_t i = 0; i < found->n; i++)
		free(found->message[i]);
	free(found->message);
	free(found->finding);
	free(found);
}
