/* train: checkpoints. The order of the steps makes the index true at any time: the model is saved
 * under a temporary name and renamed, the index is replaced, then old models are removed. */
#include "train/checkpoint.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/sized.h"
#include "write/asset.h"
#include "write/file.h"

enum { MOST_SUFFIX = 32, MOST_KEEP = 1000 };

static const char INDEX[] = "checkpoints.tsv", UNFINISHED[] = "unfinished";

tfe_status tfe__checkpoints_check(const tfe_checkpoint_options *o, const char *log_dir,
				  tfe_error *error)
{
	const char *wrong = NULL, *suffix = o->suffix ? o->suffix : "";
	const bool named = o->direction == TFE_DIRECTION_UNKNOWN;
	if (!o->save && (o->metric || o->dir || o->keep || o->every))
		wrong = "checkpoints are configured, but save (the function that saves them) is "
			"not given";
	else if (!o->save)
		return TFE_OK;
	else if (o->dir && !*o->dir)
		wrong = "the directory of checkpoints has no name";
	else if (strlen(suffix) > MOST_SUFFIX || strchr(suffix, '/') ||
		 !tfe__checkpoint_field_valid(suffix))
		wrong = "the suffix of checkpoints is too long, or has a \"/\" or a control "
			"character";
	else if (!tfe__checkpoint_field_valid(log_dir) ||
		 (o->metric && (!*o->metric || !tfe__checkpoint_field_valid(o->metric))))
		wrong = "the log directory or the metric of checkpoints has a control character, "
			"or no name";
	else if (o->metric && (named ? tfe_tag_direction(o->metric) == TFE_DIRECTION_UNKNOWN
				     : o->direction != TFE_DIRECTION_HIGHER &&
					       o->direction != TFE_DIRECTION_LOWER))
		wrong = "the direction of checkpoints does not follow from the name of their "
			"metric: set it";
	else if (o->every < 0)
		wrong = "every of checkpoints is negative";
	else if (o->keep > MOST_KEEP)
		wrong = "keep of checkpoints is above 1000";
	return wrong ? tfe__error(error, TFE_E_ARG, 0, NULL, -1, "%s", wrong) : TFE_OK;
}

/* Sets `path` to that of a file in the directory. */
static char *path_of(struct tfe__checkpoints *c, const char *name, const char *suffix)
{
	snprintf(c->path, c->room, "%s/%s%s", c->dir, name, suffix);
	return c->path;
}

/* Copies the strings, with their defaults. */
static tfe_status own_strings(struct tfe__checkpoints *c, const char *log_dir,
			      const tfe_allocator *a)
{
	const tfe_checkpoint_options *o = &c->options;
	const size_t room = strlen(log_dir) + sizeof "/checkpoints";
	c->dir = o->dir ? tfe__strdup(a, o->dir) : tfe__alloc(a, room);
	if (c->dir && !o->dir)
		snprintf(c->dir, room, "%s/checkpoints", log_dir);
	c->suffix = tfe__strdup(a, o->suffix ? o->suffix : "");
	c->metric = tfe__strdup(a, o->metric ? o->metric : "");
	if (!c->dir || !c->suffix || !c->metric)
		return TFE_E_NOMEM;
	c->room = strlen(c->dir) + TFE__CHECKPOINT_NAME + 2;
	c->path = tfe__alloc(a, c->room);
	return c->path ? TFE_OK : TFE_E_NOMEM;
}

tfe_status tfe__checkpoints_init(struct tfe__checkpoints *c, const tfe_checkpoint_options *options,
				 const char *log_dir, const tfe_allocator *allocator,
				 tfe_error *error)
{
	*c = (struct tfe__checkpoints){.options = *options};
	tfe__checkpoint_index_init(&c->index, allocator);
	if (!options->save)
		return TFE_OK;
	tfe_checkpoint_options *o = &c->options;
	tfe_status status = own_strings(c, log_dir, allocator);
	if (status)
		return tfe__error(error, status, 0, log_dir, -1, "out of memory");
	o->dir = o->suffix = o->metric = NULL;
	o->keep = o->keep ? o->keep : 1;
	o->every = o->every ? o->every : 1;
	if (o->direction == TFE_DIRECTION_UNKNOWN)
		o->direction = tfe_tag_direction(c->metric);
	status = tfe__make_directories(c->dir, error);
	if (!status)
		status = tfe__checkpoint_index_read(&c->index, path_of(c, INDEX, ""), error);
	if (status)
		return status;
	/* The values of another metric cannot be compared. */
	for (size_t i = 0; i < c->index.n; i++)
		if (strcmp(c->index.metric, c->metric) != 0)
			c->index.entry[i].best = false;
	status = tfe__checkpoint_index_set(&c->index, &c->index.run, log_dir);
	if (!status)
		status = tfe__checkpoint_index_set(&c->index, &c->index.metric, c->metric);
	return status ? tfe__error(error, status, 0, log_dir, -1, "out of memory") : TFE_OK;
}

void tfe__checkpoints_release(struct tfe__checkpoints *c)
{
	const tfe_allocator *a = &c->index.allocator;
	if (!a->resize)
		return;
	tfe__free(a, c->dir);
	tfe__free(a, c->suffix);
	tfe__free(a, c->metric);
	tfe__free(a, c->path);
	tfe__checkpoint_index_release(&c->index);
}

/* Removes a file of the directory, and returns whether it is gone. */
static bool remove_file(struct tfe__checkpoints *c, const char *name, const char *suffix)
{
	struct stat st;
	const char *path = path_of(c, name, suffix);
	if (lstat(path, &st))
		return true;
	if (c->options.remove)
		c->options.remove(c->options.context, path);
	else
		(void)!remove(path);
	return lstat(path, &st) != 0;
}

/* Calls the function of the user and gives the result its name. */
static tfe_status save_file(struct tfe__checkpoints *c, const char *name, tfe_error *error)
{
	struct stat st;
	char temporary[4096];
	/* rename(2) replaces a file, but not a directory. */
	const bool is_dir = !lstat(path_of(c, name, ""), &st) && S_ISDIR(st.st_mode);
	if (!remove_file(c, UNFINISHED, c->suffix) || (is_dir && !remove_file(c, name, "")))
		return tfe__error(error, TFE_E_IO, 0, c->path, -1,
				  "cannot remove an earlier checkpoint; a directory needs the "
				  "function remove of the options");
	int n = snprintf(temporary, sizeof temporary, "%s", path_of(c, UNFINISHED, c->suffix));
	if (n < 0 || (size_t)n >= sizeof temporary)
		return tfe__error(error, TFE_E_LIMIT, 0, c->dir, -1, "the path is too long");
	if (!c->options.save(c->options.context, temporary) || lstat(temporary, &st))
		return tfe__error(error, TFE_E_IO, 0, temporary, -1,
				  "the function that saves a checkpoint reported a failure, or "
				  "wrote no file of this name");
	return tfe__asset_replace(temporary, path_of(c, name, ""), error);
}

/* Makes the last entry the best one if its value is better than that of the best one. */
static void choose_best(struct tfe__checkpoints *c)
{
	struct tfe__checkpoint_index *x = &c->index;
	struct tfe__checkpoint_entry *last = &x->entry[x->n - 1];
	double sign = c->options.direction == TFE_DIRECTION_HIGHER ? 1 : -1;
	last->best = *c->metric && !isnan(last->value);
	for (size_t i = 0; last->best && i + 1 < x->n; i++)
		if (x->entry[i].best && sign * x->entry[i].value >= sign * last->value)
			last->best = false;
	for (size_t i = 0; last->best && i + 1 < x->n; i++)
		x->entry[i].best = false;
}

/* Removes the oldest entry that is neither among the newest nor the best one. False if there is
 * none. */
static bool drop_one(struct tfe__checkpoint_index *x, size_t keep, char name[TFE__CHECKPOINT_NAME])
{
	for (size_t i = 0; i + keep < x->n; i++)
		if (!x->entry[i].best) {
			memcpy(name, x->entry[i].name, TFE__CHECKPOINT_NAME);
			tfe__checkpoint_index_remove(x, i);
			return true;
		}
	return false;
}

/* Writes the index without the entries that are not kept, and then removes their files. */
static tfe_status keep_newest(struct tfe__checkpoints *c, tfe_error *error)
{
	enum { MOST_DROPPED = 64 };
	char name[MOST_DROPPED][TFE__CHECKPOINT_NAME];
	size_t n = 0;
	while (n < MOST_DROPPED && drop_one(&c->index, c->options.keep, name[n]))
		n++;
	tfe_status status = tfe__checkpoint_index_write(&c->index, path_of(c, INDEX, ""), error);
	for (size_t i = 0; !status && i < n; i++)
		if (!remove_file(c, name[i], ""))
			status = tfe__error(error, TFE_E_IO, 0, c->path, -1,
					    "cannot remove a checkpoint that is not kept");
	return status;
}

tfe_status tfe__checkpoints_save(struct tfe__checkpoints *c,
				 const struct tfe__checkpoint_entry *given, tfe_error *error)
{
	struct tfe__checkpoint_entry e = *given;
	if (e.epoch < 0)
		return tfe__error(error, TFE_E_ARG, 0, c->dir, -1,
				  "a checkpoint cannot continue with the negative epoch %" PRId64,
				  e.epoch);
	snprintf(e.name, sizeof e.name, "epoch-%06" PRId64 "-step-%09" PRId64 "%s", e.epoch, e.step,
		 c->suffix);
	tfe_status status = save_file(c, e.name, error);
	if (status)
		return status;
	status = tfe__checkpoint_index_add(&c->index, &e);
	if (status)
		return tfe__error(error, status, 0, c->dir, -1, "out of memory");
	choose_best(c);
	return keep_newest(c, error);
}

/* --- finding ---------------------------------------------------------------------------------- */

/* Fills *to from an entry; false if its file is missing. */
static bool fill(tfe_checkpoint *to, const struct tfe__checkpoint_entry *e, const char *dir,
		 const char *run, tfe_status *status)
{
	struct stat st;
	*to = (tfe_checkpoint){.size = sizeof *to,
			       .epoch = e->epoch,
			       .step = e->step,
			       .examples = e->examples,
			       .value = e->value,
			       .best = e->best};
	int path = snprintf(to->path, sizeof to->path, "%s/%s", dir, e->name);
	int of_run = snprintf(to->run, sizeof to->run, "%s", run);
	if (path < 0 || of_run < 0 || (size_t)path >= sizeof to->path ||
	    (size_t)of_run >= sizeof to->run) {
		*status = TFE_E_LIMIT;
		return true;
	}
	return !lstat(to->path, &st);
}

static tfe_status find(const struct tfe__checkpoint_index *x, const char *dir,
		       tfe_checkpoint_which which, tfe_checkpoint *found)
{
	tfe_status status = TFE_OK;
	for (size_t i = x->n; i-- > 0;)
		if ((which == TFE_CHECKPOINT_WHICH_LATEST || x->entry[i].best) &&
		    fill(found, &x->entry[i], dir, x->run, &status))
			return status;
	return TFE_E_NOTFOUND;
}

tfe_status tfe_checkpoint_find(const char *dir, tfe_checkpoint_which which,
			       tfe_checkpoint *checkpoint, tfe_error *error)
{
	tfe_checkpoint found;
	struct tfe__checkpoint_index index;
	char path[4096];
	if (!dir || !checkpoint || (unsigned)which > TFE_CHECKPOINT_WHICH_BEST)
		return tfe__error(error, TFE_E_ARG, 0, NULL, -1,
				  "no directory of checkpoints is given, or no checkpoint to fill");
	int n = snprintf(path, sizeof path, "%s/%s", dir, INDEX);
	if (n < 0 || (size_t)n >= sizeof path)
		return tfe__error(error, TFE_E_LIMIT, 0, dir, -1, "the path is too long");
	tfe__checkpoint_index_init(&index, &tfe__malloc_allocator);
	tfe_status status = tfe__checkpoint_index_read(&index, path, error);
	if (!status && (status = find(&index, dir, which, &found)))
		tfe__error(error, status, 0, dir, -1,
			   status == TFE_E_LIMIT ? "the path or the run is longer than 1023 bytes"
						 : "there is no such checkpoint");
	tfe__checkpoint_index_release(&index);
	if (!status && tfe__result_copy(checkpoint, &found, sizeof found))
		return tfe__error(error, TFE_E_ARG, 0, NULL, -1,
				  "the size of tfe_checkpoint is not set");
	return status;
}
