/* judge: groups the runs of a log directory into trainings. */
#include "judge/grouping.h"

#include <string.h>

#include <tfevents/series.h>

#include "base/alloc.h"

void tfe__grouping_init(struct tfe__grouping *grouping, const tfe_allocator *allocator,
			const double *limit, const struct tfe__user_rules *rules)
{
	*grouping = (struct tfe__grouping){.allocator = allocator, .limit = limit, .rules = rules};
	tfe__map_init(&grouping->by_name, allocator);
}

void tfe__grouping_release(struct tfe__grouping *grouping)
{
	for (size_t i = 0; i < grouping->trainings; i++)
		tfe__training_release(&grouping->training[i]);
	tfe__free(grouping->allocator, grouping->training);
	tfe__map_release(&grouping->by_name);
}

/* Whether a name is that of a data set on which a model is trained or evaluated. */
static bool is_data_set(const char *name)
{
	static const char *const sets[] = {"train", "training",   "learn", "validation", "valid",
					   "val",   "evaluation", "eval",  "test",       "dev"};
	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
		if (!strcmp(name, sets[i]))
			return true;
	return false;
}

/* PyTorch's add_scalars("Loss", {"val": ...}) writes the tag Loss into a run Loss_val; slashes of
 * the tag become underscores. Returns the part of such a name after the tag and its underscore;
 * NULL for any other name. */
static const char *after_tag(const char *name, const char *tag)
{
	for (; *tag; name++, tag++)
		if (*name != (*tag == '/' ? '_' : *tag))
			return NULL;
	return *name == '_' && name[1] ? name + 1 : NULL;
}

/* Returns the part of the name of a run that names the data set of its values; NULL if there is
 * none. */
static const char *part_of(const tfe_run *run, const char *name)
{
	const char *slash = strrchr(name, '/');
	const char *last = slash ? slash + 1 : name;
	if (is_data_set(last))
		return last;
	if (tfe_run_series_count(run) != 1)
		return NULL;
	return after_tag(last, tfe_series_tag(tfe_run_series_at(run, 0)));
}

/* Creates a training without runs. The caller counts it after it has a run. NULL if there is no
 * memory. */
static struct tfe__training *create_training(struct tfe__grouping *grouping, const char *name,
					     size_t length)
{
	if (TFE__GROW(grouping->allocator, grouping->training, grouping->capacity,
		      grouping->trainings + 1))
		return NULL;
	struct tfe__training *t = &grouping->training[grouping->trainings];
	if (tfe__training_init(t, grouping->allocator, name, length))
		return NULL;
	t->limit = grouping->limit;
	t->rules = grouping->rules;
	return t;
}

/* Adds a run as a new training. If the run has a part, further runs may be added to the
 * training. */
static tfe_status add_new(struct tfe__grouping *grouping, const tfe_run *run, const char *name,
			  const char *part)
{
	size_t length = part ? (size_t)(part - name) : strlen(name);
	struct tfe__training *t = create_training(grouping, name, length);
	if (!t)
		return TFE_E_NOMEM;
	tfe_status status = tfe__training_add(t, run, name, part);
	if (!status && part)
		status = tfe__map_add(&grouping->by_name, t->name, length, grouping->trainings);
	if (status)
		tfe__training_release(t);
	else
		grouping->trainings++;
	return status;
}

static tfe_status add_run(struct tfe__grouping *grouping, const tfe_run *run, const char *name)
{
	const char *part = part_of(run, name);
	size_t at = part ? tfe__map_get(&grouping->by_name, name, (size_t)(part - name))
			 : TFE__MAP_NONE;
	return at == TFE__MAP_NONE ? add_new(grouping, run, name, part)
				   : tfe__training_add(&grouping->training[at], run, name, part);
}

tfe_status tfe__grouping_add_runs(struct tfe__grouping *grouping, const tfe_logdir *logdir,
				  bool *all)
{
	*all = false;
	for (size_t n = tfe_logdir_run_count(logdir); grouping->runs < n; grouping->runs++) {
		const tfe_run *run = tfe_logdir_run_at(logdir, grouping->runs);
		tfe_run_info info = TFE_RUN_INFO_INIT;
		tfe_run_get_info(run, &info);
		if (!info.loaded && tfe_run_series_count(run) == 0)
			return TFE_OK;
		tfe_status status = add_run(grouping, run, info.name);
		if (status)
			return status;
	}
	*all = true;
	return TFE_OK;
}
