/* tfevents: check: damage of files as findings. */
#include <stdlib.h>

#include "common/damage_text.h"
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
	c->unread |= damage_is_unread(d);
	found->message[found->n] = damage_finding(d, &found->finding[found->n]);
	c->trouble = need_room(c->trouble, c->troubles, &c->capacity, sizeof *c->trouble);
	c->trouble[c->troubles++] = (struct trouble){run, "", &found->finding[found->n]};
	found->n++;
}

/* A writer that just began leaves an empty file, never a part of the 12 bytes that every record begins with: at most
 * the machine failed meanwhile, and it may be no event file at all. */
static void put_stump(struct check *c, struct damage_findings *found, const tfe_run_info *info)
{
	if (info->records || !info->bytes_total || info->bytes_total >= 12)
		return;
	const tfe_damage stump = {.kind = TFE_DAMAGE_KIND_BYTES,
				  .path = info->name,
				  .offset = -1,
				  .bytes = info->bytes_total,
				  .reason = "the run ends inside its first record"};
	put(c, found, info->name, &stump);
	found->finding[found->n - 1].severity = TFE_SEVERITY_INFO;
}

struct damage_findings *damage_find(struct check *c)
{
	size_t runs = tfe_logdir_run_count(c->logdir), total = tfe_logdir_damage_count(c->logdir);
	for (size_t r = 0; r < runs; r++)
		total += tfe_run_damage_count(tfe_logdir_run_at(c->logdir, r)) + 1;
	struct damage_findings *found = need_zeroed(1, sizeof *found);
	found->finding = need_zeroed(total + 1, sizeof *found->finding);
	found->message = need_zeroed(total + 1, sizeof *found->message);
	tfe_damage damage = TFE_DAMAGE_INIT;
	for (size_t i = 0; i < tfe_logdir_damage_count(c->logdir) && found->n < total; i++) {
		tfe_logdir_get_damage(c->logdir, i, &damage);
		put(c, found, "", &damage);
	}
	for (size_t r = 0; r < runs; r++) {
		const tfe_run *run = tfe_logdir_run_at(c->logdir, r);
		tfe_run_info info = TFE_RUN_INFO_INIT;
		tfe_run_get_info(run, &info);
		for (size_t i = 0; i < tfe_run_damage_count(run) && found->n < total; i++) {
			tfe_run_get_damage(run, i, &damage);
			put(c, found, info.name, &damage);
		}
		if (!tfe_run_damage_count(run) && found->n < total)
			put_stump(c, found, &info);
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
