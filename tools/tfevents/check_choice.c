/* tfevents check: the choice among the findings of the judge: rules, mutes and baseline apply to
 * single tags, before those of layers are merged. */
#include "tfevents/check_choice.h"

#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tfevents/check_baseline.h"
#include "tfevents/check_config.h"

/* The order of damaged places: by offset within a file, the finding that counts the others last. */
static int by_place(const tfe_judge_finding *a, const tfe_judge_finding *b)
{
	int order = strcmp(a->file, b->file);
	if (order)
		return order;
	if ((a->count > 1) != (b->count > 1))
		return a->count > 1 ? 1 : -1;
	if (a->offset != b->offset)
		return a->offset < b->offset ? -1 : 1;
	return strcmp(a->message, b->message);
}

static int by_step(const tfe_judge_finding *a, const tfe_judge_finding *b)
{
	if (a->step != b->step)
		return a->step < b->step ? -1 : 1;
	int order = strcmp(a->tag, b->tag);
	return order ? order : strcmp(a->message, b->message);
}

static int in_order(const void *pa, const void *pb)
{
	const tfe_judge_finding *a = pa, *b = pb;
	int order = strcmp(a->run, b->run);
	if (order)
		return order;
	if (a->severity != b->severity)
		return a->severity > b->severity ? -1 : 1;
	order = strcmp(a->rule, b->rule);
	if (order)
		return order;
	return check_is_damage(a) ? by_place(a, b) : by_step(a, b);
}

/* What becomes of the finding of a single tag. */
enum fate { OF_OTHER_RULE, MUTED, KNOWN, WANTED };

/* The fates of all single findings, in the order of tfe_judge_choose. */
struct fates {
	struct check *check;
	enum fate *fate;
	size_t n, capacity;
	size_t at;       /* the next one to be listed */
	enum fate which; /* those to be listed */
};

/* A muted finding is not stale in the baseline. */
static enum fate fate_of(struct check *c, const tfe_judge_finding *f)
{
	size_t rule = check_names_find(&c->names, f->rule, strlen(f->rule));
	bool other = rule < c->names.n && !c->names.chosen[rule];
	if (other || (c->config && !check_config_applies(c->config, f)))
		return OF_OTHER_RULE;
	bool known = c->baseline && check_baseline_has(c->baseline, f);
	bool muted = c->config && check_config_mutes(c->config, f);
	return muted ? MUTED : known ? KNOWN : WANTED;
}

static void set_severity(const struct check *c, tfe_judge_finding *f)
{
	if (c->config)
		f->severity = check_config_severity(c->config, f);
}

static bool decide(void *context, tfe_judge_finding *f)
{
	struct fates *all = context;
	struct check *c = all->check;
	c->unread |= f->unread;
	set_severity(c, f);
	all->fate = need_room(all->fate, all->n, &all->capacity, sizeof *all->fate);
	all->fate[all->n++] = fate_of(c, f);
	return false;
}

static bool has_fate(void *context, tfe_judge_finding *f)
{
	struct fates *all = context;
	set_severity(all->check, f);
	return all->fate[all->at++] == all->which;
}

/* Lets the judge list the findings of one fate. Returns their number. */
static uint64_t list(struct fates *all, enum fate which)
{
	tfe_judge *judge = all->check->judge;
	uint64_t count = 0;
	all->which = which;
	all->at = 0;
	if (tfe_judge_choose(judge, has_fate, all))
		need(NULL);
	for (size_t i = 0; i < tfe_judge_finding_count(judge); i++) {
		tfe_judge_finding f = TFE_JUDGE_FINDING_INIT;
		count += tfe_judge_get_finding(judge, i, &f) ? 0 : f.count;
	}
	return count;
}

void check_take_findings(struct check *c)
{
	struct fates all = {.check = c};
	if (tfe_judge_choose(c->judge, decide, &all))
		need(NULL);
	c->muted = c->config ? list(&all, MUTED) : 0;
	c->known = c->baseline ? list(&all, KNOWN) : 0;
	list(&all, WANTED);
	free(all.fate);
	free(c->finding);
	c->findings = tfe_judge_finding_count(c->judge);
	c->finding = need_zeroed(c->findings, sizeof *c->finding);
	for (size_t i = 0; i < c->findings; i++) {
		c->finding[i].size = sizeof *c->finding;
		if (tfe_judge_get_finding(c->judge, i, &c->finding[i]))
			need(NULL);
	}
	if (c->findings)
		qsort(c->finding, c->findings, sizeof *c->finding, in_order);
}
