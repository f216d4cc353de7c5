/* judge: the findings of a log directory, one for each series or damaged place. */
#include "judge/finding_list.h"

#include <math.h>
#include <string.h>

#include <tfevents/series.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "health/health.h"
#include "judge/damage_finding.h"
#include "read/query/entry_file.h"
#include "read/query/run_damage.h"

void tfe__finding_list_init(struct tfe__finding_list *list, const tfe_allocator *allocator)
{
	*list = (struct tfe__finding_list){.allocator = *allocator, .due = INFINITY};
	tfe__arena_init(&list->texts, allocator, 0);
	tfe__public_list_init(&list->listed, allocator);
}

void tfe__finding_list_release(struct tfe__finding_list *list)
{
	tfe__free(&list->allocator, list->single);
	tfe__public_list_release(&list->listed);
	tfe__arena_release(&list->texts);
}

static tfe_status add(struct tfe__finding_list *list, const struct tfe__single *single)
{
	tfe_status status =
		TFE__GROW(&list->allocator, list->single, list->capacity, list->singles + 1);
	if (!status)
		list->single[list->singles++] = *single;
	return status;
}

/* --- findings of the rules -------------------------------------------------------------------- */

/* Returns the run of a finding. *tag loses the prefix of that run. */
static const struct tfe__member *member_of(const struct tfe__training *t, const char **tag)
{
	const struct tfe__member *found = &t->member[0];
	const char *of_rules = *tag;
	for (size_t i = 0; i < t->members; i++) {
		const struct tfe__member *m = &t->member[i];
		size_t length = m->prefix ? strlen(m->prefix) : 0;
		if (m->prefix && !strncmp(of_rules, m->prefix, length)) {
			found = m;
			*tag = of_rules + length;
		}
	}
	return found;
}

static const char *file_of(const tfe_run *run, const char *tag, const tfe_finding *f)
{
	static const tfe_kind kinds[] = {TFE_KIND_SCALAR, TFE_KIND_HISTOGRAM, TFE_KIND_TENSOR};
	const tfe_series *series = NULL;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0] && !series; i++)
		series = tfe_run_find_series_of_kind(run, tag, kinds[i]);
	if (!series)
		return "";
	tfe_view view = tfe_series_view(series);
	return tfe__entry_file(&view, f->step, isfinite(f->value) != 0);
}

tfe_status tfe__finding_list_add_found(struct tfe__finding_list *list, const struct tfe__member *m,
				       const char *tag, const struct tfe__found *found)
{
	const char *message = found->finding.message;
	struct tfe__single single = {
		.found = *found,
		.run = m->name,
		.file = file_of(m->run, tag, &found->finding),
		.offset = -1,
		.count = 1,
	};
	tfe_finding *f = &single.found.finding;
	f->tag = tfe__arena_strndup(&list->texts, tag, strlen(tag));
	f->message = tfe__arena_strndup(&list->texts, message, strlen(message));
	return f->tag && f->message ? add(list, &single) : TFE_E_NOMEM;
}

tfe_status tfe__finding_list_add(struct tfe__finding_list *list, const struct tfe__member *m,
				 const char *tag, const tfe_finding *f)
{
	struct tfe__found found = {*f, TFE__SUBJECT_OTHER, NULL};
	found.finding.state = f->active ? TFE_FINDING_STATE_FIRING : TFE_FINDING_STATE_CLEARED;
	return tfe__finding_list_add_found(list, m, tag, &found);
}

/* Counts the series of the members of a training by subject. NULL if there is no memory. */
static size_t (*count_peers(struct tfe__finding_list *list,
			    const struct tfe__training *t))[TFE__SUBJECTS]
{
	size_t(*peers)[TFE__SUBJECTS] = tfe__arena_alloc(&list->texts, t->members * sizeof(*peers));
	for (size_t i = 0; peers && i < t->members; i++) {
		const char *prefix = t->member[i].prefix;
		tfe__health_count_subjects(t->health, prefix ? prefix : "", peers[i]);
	}
	return peers;
}

tfe_status tfe__finding_list_add_training(struct tfe__finding_list *list,
					  const struct tfe__training *t)
{
	if (!t->findings)
		return TFE_OK;
	const struct tfe__report *report = tfe__health_report(t->health);
	size_t(*peers)[TFE__SUBJECTS] = count_peers(list, t);
	tfe_status status = peers ? TFE_OK : TFE_E_NOMEM;
	for (size_t i = 0; i < report->n && !status; i++) {
		struct tfe__found found = report->found[i];
		const char *tag = found.finding.tag;
		const struct tfe__member *m = member_of(t, &tag);
		found.peers = peers[m - t->member];
		status = tfe__finding_list_add_found(list, m, tag, &found);
	}
	return status;
}

/* --- damage ----------------------------------------------------------------------------------- */

static tfe_status add_damage(struct tfe__finding_list *list, const tfe_damage *damage,
			     const char *run)
{
	struct tfe__single single;
	tfe_status status = tfe__damage_finding(damage, run, &list->texts, &single);
	return status ? status : add(list, &single);
}

static tfe_status add_unlisted(struct tfe__finding_list *list, uint64_t n, const char *run)
{
	struct tfe__single single;
	tfe_status status = tfe__unlisted_finding(n, run, &list->texts, &single);
	return status ? status : add(list, &single);
}

static tfe_status add_truncated(struct tfe__finding_list *list, const tfe_damage *damage,
				const tfe_run *run, const char *name)
{
	struct tfe__single single;
	tfe_status status = tfe__cut_finding(damage, name, &list->texts, &single);
	if (status)
		return status;
	single.file = tfe__run_first_file(run);
	return add(list, &single);
}

/* Adds the incomplete records at the ends of files, unless the rest may still be written. */
static tfe_status add_cut_ends(struct tfe__finding_list *list, const tfe_run *run,
			       const tfe_run_info *info)
{
	const double now = tfe__wall_seconds();
	tfe_status status = TFE_OK;
	for (size_t i = 0; i < tfe_run_file_count(run) && !status; i++) {
		tfe_damage cut = TFE_DAMAGE_INIT;
		struct tfe__single single;
		if (!tfe__run_get_cut_end(run, i, &cut))
			continue;
		double due = tfe__run_quiet_at(info, &cut);
		if (due > now) {
			list->due = fmin(list->due, due);
			continue;
		}
		status = tfe__cut_finding(&cut, info->name, &list->texts, &single);
		if (!status)
			status = add(list, &single);
	}
	return status;
}

static tfe_status add_run_damage(struct tfe__finding_list *list, const tfe_run *run, size_t max)
{
	tfe_run_info info = TFE_RUN_INFO_INIT;
	tfe_damage damage = TFE_DAMAGE_INIT;
	tfe_run_get_info(run, &info);
	if (tfe__run_is_truncated(run, &damage))
		return add_truncated(list, &damage, run, info.name);
	size_t n = tfe_run_damage_count(run);
	tfe_status status = TFE_OK;
	for (size_t i = 0; i < n && i < max && !status; i++) {
		tfe_run_get_damage(run, i, &damage);
		status = add_damage(list, &damage, info.name);
	}
	uint64_t unlisted = 0;
	for (size_t i = max; i < n; i++) {
		tfe_run_get_damage(run, i, &damage);
		unlisted += damage.count ? damage.count : 1;
	}
	if (unlisted && !status)
		status = add_unlisted(list, unlisted, info.name);
	return status ? status : add_cut_ends(list, run, &info);
}

tfe_status tfe__finding_list_add_damage(struct tfe__finding_list *list, const tfe_logdir *logdir,
					size_t max)
{
	size_t runs = tfe_logdir_run_count(logdir), n = tfe_logdir_damage_count(logdir);
	tfe_status status = TFE_OK;
	max = max ? max : SIZE_MAX;
	for (size_t r = 0; r < runs && !status; r++)
		status = add_run_damage(list, tfe_logdir_run_at(logdir, r), max);
	for (size_t i = 0; i < n && i < max && !status; i++) {
		tfe_damage damage = TFE_DAMAGE_INIT;
		tfe_logdir_get_damage(logdir, i, &damage);
		status = add_damage(list, &damage, "");
	}
	return n > max && !status ? add_unlisted(list, n - max, "") : status;
}

uint64_t tfe__damage_fingerprint(const tfe_logdir *logdir)
{
	const uint64_t prime = 0x100000001b3; /* FNV-1a over numbers */
	const double now = tfe__wall_seconds();
	uint64_t hash = 0xcbf29ce484222325 ^ tfe_logdir_damage_count(logdir);
	size_t runs = tfe_logdir_run_count(logdir);
	for (size_t r = 0; r < runs; r++) {
		const tfe_run *run = tfe_logdir_run_at(logdir, r);
		tfe_damage damage = TFE_DAMAGE_INIT;
		tfe_run_info info = TFE_RUN_INFO_INIT;
		hash = (hash * prime) ^ tfe__run_damage_versions(run);
		if (tfe__run_is_truncated(run, &damage))
			hash = (hash * prime) ^ damage.bytes;
		tfe_run_get_info(run, &info);
		for (size_t f = 0; f < tfe_run_file_count(run); f++)
			if (tfe__run_get_cut_end(run, f, &damage))
				hash = (hash * prime) ^ (damage.bytes << 1) ^
				       (tfe__run_quiet_at(&info, &damage) <= now);
	}
	return hash;
}
