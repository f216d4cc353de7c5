/* train: checkpoints: which are kept and removed, the index after failures and damage, and the
 * continuation of a training.
 *
 * wraps: write */
#include <errno.h>
#include <math.h>
#include <sys/stat.h>

#include "unit/inject.h"
#include "unit/inject_write.h"
#include "unit/logged.h"
#include "unit/train/training.h"

#include <tfevents/checkpoint.h>
#include <tfevents/train.h>

/* A model of one number. */
struct model {
	int value;
	bool fails;
};

static bool save(void *context, const char *path)
{
	const struct model *m = context;
	FILE *f = m->fails ? NULL : fopen(path, "w");
	return f && fprintf(f, "%d", m->value) > 0 && !fclose(f);
}

static int loaded(const tfe_checkpoint *c)
{
	int value = -1;
	FILE *f = fopen(c->path, "r");
	assert_non_null(f);
	assert_int_equal(fscanf(f, "%d", &value), 1);
	fclose(f);
	return value;
}

static const char *in(const char *dir)
{
	static char path[1200];
	snprintf(path, sizeof path, "%s/checkpoints", dir);
	return path;
}

static tfe_checkpoint found(const char *dir, tfe_checkpoint_which which)
{
	tfe_checkpoint c = TFE_CHECKPOINT_INIT;
	assert_int_equal(tfe_checkpoint_find(in(dir), which, &c, NULL), TFE_OK);
	return c;
}

static tfe_status find_latest(const char *dir, tfe_checkpoint *to, tfe_error *error)
{
	return tfe_checkpoint_find(in(dir), TFE_CHECKPOINT_WHICH_LATEST, to, error);
}

static size_t count_files(const char *dir)
{
	char command[1300];
	unsigned n = 0;
	snprintf(command, sizeof command, "ls -A '%s' | wc -l", in(dir));
	FILE *f = popen(command, "r");
	assert_int_equal(fscanf(f, "%u", &n), 1);
	pclose(f);
	return n;
}

static tfe_callback *open_model(const char *dir, struct model *m, tfe_checkpoint_options o,
				const tfe_checkpoint *resume)
{
	o.size = sizeof o;
	o.save = save;
	o.context = m;
	return open_in(
		dir, (tfe_callback_options){.checkpoints = &o, .resume = resume, .update_freq = 1});
}

/* Trains epochs of two batches, whose held-out losses are `values`. */
static void train(tfe_callback *cb, struct model *m, int64_t epoch, const double *values, size_t n)
{
	const tfe_metric batch[] = {{"loss", 1}};
	assert_int_equal(tfe_callback_train_begin(cb), TFE_OK);
	for (size_t i = 0; i < n; i++, epoch++) {
		const tfe_metric logs[] = {{"loss", 1}, {"val_loss", values[i]}};
		tfe_callback_epoch_begin(cb, epoch);
		tfe_callback_batch_end(cb, 0, batch, 1);
		tfe_callback_batch_end(cb, 1, batch, 1);
		m->value = (int)epoch;
		tfe_callback_epoch_end(cb, epoch, logs, 2);
	}
}

static void the_newest_and_the_best_are_kept(void **state)
{
	(void)state;
	char dir[1024];
	struct logged l;
	int64_t step;
	strcpy(dir, folder("kept"));
	struct model m = {0};
	tfe_checkpoint c = TFE_CHECKPOINT_INIT;
	tfe_callback *cb = open_model(
		dir, &m,
		(tfe_checkpoint_options){.metric = "val_loss", .keep = 2, .suffix = ".txt"}, NULL);
	assert_int_equal(find_latest(dir, &c, NULL), TFE_E_NOTFOUND);
	train(cb, &m, 0, (double[]){NAN, 0.5, 0.25, 0.75, 0.25, NAN}, 6);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	c = found(dir, TFE_CHECKPOINT_WHICH_LATEST);
	assert_int_equal(loaded(&c), 5);
	assert_int_equal(c.epoch, 6);
	assert_int_equal(c.step, 12);
	assert_true(isnan(c.value));
	assert_false(c.best);
	assert_string_equal(c.run, dir);
	assert_non_null(strstr(c.path, "/epoch-000006-step-000000012.txt"));
	c = found(dir, TFE_CHECKPOINT_WHICH_BEST);
	assert_int_equal(loaded(&c), 2); /* not the later one with an equal value */
	assert_true(c.best);
	assert_true(c.value == 0.25);
	assert_int_equal(count_files(dir), 4); /* the index, the best and two others */
	logged_read(&l, sub(dir, "train"));
	size_t texts = 0;
	const Tfe__Pb__Summary__Value *v;
	for (size_t i = 0; (v = logged_value(&l, i, &step)); i++)
		texts += v->tag.len == 11 && !memcmp(v->tag.data, "checkpoints", 11);
	assert_int_equal(texts, 6);
	logged_release(&l);
	remove_folder(dir);
}

static void a_training_continues_from_its_checkpoint(void **state)
{
	(void)state;
	char dir[1024];
	strcpy(dir, folder("continued"));
	struct model m = {0};
	const tfe_checkpoint_options o = {.metric = "val_loss"};
	tfe_callback *cb = open_model(dir, &m, o, NULL);
	train(cb, &m, 0, (double[]){0.5, 0.25}, 2);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);

	tfe_checkpoint c = found(dir, TFE_CHECKPOINT_WHICH_LATEST);
	cb = open_model(dir, &m, o, &c);
	train(cb, &m, c.epoch, (double[]){0.3, 0.125}, 2);
	tfe_callback_epoch_begin(cb, 4);
	tfe_callback_batch_end(cb, 0, NULL, 0);
	m.value = 100;
	assert_int_equal(tfe_callback_save_checkpoint(cb), TFE_OK);
	m.value = 101; /* nothing was trained since */
	assert_int_equal(tfe_callback_save_checkpoint(cb), TFE_OK);
	assert_int_equal(tfe_callback_train_begin(cb), TFE_OK); /* another training */
	tfe_callback_batch_end(cb, 0, (tfe_metric[]){{"loss", 1}}, 1);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	c = found(dir, TFE_CHECKPOINT_WHICH_LATEST);
	assert_int_equal(loaded(&c), 100);
	assert_int_equal(c.epoch, 4);
	assert_int_equal(c.step, 9);
	c = found(dir, TFE_CHECKPOINT_WHICH_BEST);
	assert_int_equal(loaded(&c), 3);
	assert_int_equal(c.epoch, 4);
	assert_int_equal(c.step, 8);
	static char got[1 << 16];
	list(sub(dir, "train"), got, sizeof got);
	static const int64_t steps[] = {1, 2, 3, 4, 5, 6, 7, 8, 1};
	const char *at = got;
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		char line[64];
		snprintf(line, sizeof line, "batch_loss@%lld\n", (long long)steps[i]);
		at = strstr(at, line);
		assert_non_null(at);
		at++;
	}
	remove_folder(dir);
}

/* A directory of another metric keeps its checkpoints, but none is the best. */
static void a_best_one_of_another_metric_is_none(void **state)
{
	(void)state;
	char dir[1024];
	strcpy(dir, folder("metric"));
	struct model m = {0};
	tfe_callback *cb = open_model(dir, &m, (tfe_checkpoint_options){.metric = "loss"}, NULL);
	train(cb, &m, 0, (double[]){0.5}, 1);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	cb = open_model(dir, &m, (tfe_checkpoint_options){.metric = "val_loss", .every = 2}, NULL);
	train(cb, &m, 1, (double[]){7, 8}, 2);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	tfe_checkpoint c = found(dir, TFE_CHECKPOINT_WHICH_BEST);
	assert_true(c.value == 7); /* epoch 3 is not due */
	assert_int_equal(count_files(dir), 2);
	remove_folder(dir);
}

static void failures_keep_the_index_true(void **state)
{
	(void)state;
	char dir[1024];
	strcpy(dir, folder("failing"));
	struct model m = {0};
	tfe_error error = TFE_ERROR_INIT;
	tfe_callback *cb = open_model(dir, &m, (tfe_checkpoint_options){0}, NULL);
	train(cb, &m, 0, (double[]){1}, 1);
	m.fails = true;
	assert_int_equal(tfe_callback_epoch_end(cb, 1, NULL, 0), TFE_E_IO);
	tfe_callback_get_error(cb, &error);
	assert_non_null(strstr(error.path, "checkpoints/unfinished"));
	tfe_checkpoint c = found(dir, TFE_CHECKPOINT_WHICH_LATEST);
	assert_int_equal(loaded(&c), 0);
	/* The model is saved, but not the index. */
	m.fails = false;
	assert_int_equal(tfe_writer_flush(tfe_callback_writer(cb, TFE_TRAINING_RUN_TRAIN)), TFE_OK);
	inject_write_fail(1, SIZE_MAX, ENOSPC);
	tfe_status status = tfe_callback_epoch_end(cb, 2, NULL, 0);
	inject_write_fail(0, 0, 0);
	assert_int_equal(status, TFE_E_IO);
	c = found(dir, TFE_CHECKPOINT_WHICH_LATEST);
	assert_int_equal(loaded(&c), 0);
	assert_int_equal(tfe_callback_epoch_end(cb, 3, NULL, 0), TFE_OK);
	c = found(dir, TFE_CHECKPOINT_WHICH_LATEST);
	assert_int_equal(c.epoch, 4);
	(void)!tfe_callback_close(cb, NULL);
	remove_folder(dir);
}

/* Reads the run "train" while a checkpoint is saved. */
static bool save_and_count(void *context, const char *path)
{
	struct logged l;
	int64_t step;
	logged_read(&l, sub(context, "train"));
	size_t n = 0;
	while (logged_value(&l, n, &step))
		n++;
	logged_release(&l);
	FILE *f = fopen(path, "w");
	return f && fprintf(f, "%zu", n) > 0 && !fclose(f);
}

/* A program that is killed after a checkpoint continues after these events. */
static void events_are_written_before_their_checkpoint(void **state)
{
	(void)state;
	char dir[1024];
	strcpy(dir, folder("flushed"));
	const tfe_checkpoint_options o = {.size = sizeof o, .save = save_and_count, .context = dir};
	const tfe_writer_options writer = {.size = sizeof writer, .flush_interval_s = 1e6};
	tfe_callback *cb = open_in(
		dir,
		(tfe_callback_options){.checkpoints = &o, .writer = &writer, .update_freq = 1});
	struct model m = {0};
	train(cb, &m, 0, (double[]){1}, 1);
	tfe_checkpoint c = found(dir, TFE_CHECKPOINT_WHICH_LATEST);
	assert_int_equal(loaded(&c), 3); /* two of batches, one of the epoch */
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	remove_folder(dir);
}

/* The index could not be read again. */
static void an_epoch_below_0_has_no_checkpoint(void **state)
{
	(void)state;
	char dir[1024];
	strcpy(dir, folder("negative"));
	struct model m = {0};
	tfe_error error = TFE_ERROR_INIT;
	tfe_checkpoint c = TFE_CHECKPOINT_INIT;
	tfe_callback *cb = open_model(dir, &m, (tfe_checkpoint_options){.keep = 3}, NULL);
	assert_int_equal(tfe_callback_train_begin(cb), TFE_OK);
	assert_int_equal(tfe_callback_epoch_end(cb, -1, NULL, 0), TFE_OK);
	assert_int_equal(tfe_callback_epoch_end(cb, -2, NULL, 0), TFE_E_ARG);
	tfe_callback_epoch_begin(cb, INT64_MIN);
	assert_int_equal(tfe_callback_save_checkpoint(cb), TFE_E_ARG);
	assert_int_equal(tfe_callback_epoch_end(cb, INT64_MAX, NULL, 0), TFE_E_ARG);
	assert_int_equal(tfe_callback_epoch_end(cb, INT64_MAX - 1, NULL, 0), TFE_OK);
	assert_int_equal(tfe_callback_close(cb, &error), TFE_E_ARG);
	assert_non_null(strstr(error.message, "epoch -1"));
	c = found(dir, TFE_CHECKPOINT_WHICH_LATEST);
	assert_true(c.epoch == INT64_MAX);
	c.step = INT64_MAX;
	const tfe_callback_options options = {.size = sizeof options, .resume = &c};
	assert_int_equal(tfe_callback_open(dir, &options, &cb, &error), TFE_E_ARG);
	assert_non_null(strstr(error.message, "step"));
	remove_folder(dir);
}

static void write_index(const char *dir, const char *text, size_t n)
{
	char path[1300];
	snprintf(path, sizeof path, "%s/checkpoints.tsv", in(dir));
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, n, f), n);
	fclose(f);
}

/* Whether an index is damaged, or names no file that exists. */
static bool is_refused(tfe_status status)
{
	return status == TFE_E_DAMAGED || status == TFE_E_NOTFOUND;
}

static void a_damaged_index_is_refused(void **state)
{
	(void)state;
	static const char head[] = "tfevents checkpoints\t1\nrun\tlogs\nmetric\tloss\n"
				   "name\tepoch\tstep\texamples\tvalue\tbest\n";
	static const char *const bad[] = {
		"a\t1\t2\t3\t0.5\n",
		"a\t1\t2\t3\t0.5\tbest\tx\n",
		"../a\t1\t2\t3\t0.5\t\n",
		".\t1\t2\t3\t0.5\t\n",
		"\t1\t2\t3\t0.5\t\n",
		"a\t-1\t2\t3\t0.5\t\n",
		"a\t1\t2\t99999999999999999999\t0.5\t\n",
		"a\t1\t2\t3\tx\t\n",
		"a\t1\t2\t3\t0.5\tworst\n",
		"a\t1\t2\t3\t0.5\t",
		"\n",
	};
	char dir[1024], text[1024];
	tfe_checkpoint c = TFE_CHECKPOINT_INIT;
	tfe_error error = TFE_ERROR_INIT;
	strcpy(dir, folder("damaged"));
	struct model m = {0};
	tfe_callback *cb = open_model(dir, &m, (tfe_checkpoint_options){0}, NULL);
	train(cb, &m, 0, (double[]){1}, 1);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		snprintf(text, sizeof text, "%s%s", head, bad[i]);
		write_index(dir, text, strlen(text));
		tfe_status status = find_latest(dir, &c, &error);
		if (status != TFE_E_DAMAGED)
			fail_msg("index %zu: status %d", i, (int)status);
		assert_non_null(strstr(error.message, "line 5"));
	}
	const tfe_checkpoint_options o = {.size = sizeof o, .save = save, .context = &m};
	const tfe_callback_options options = {.size = sizeof options, .checkpoints = &o};
	assert_int_equal(tfe_callback_open(dir, &options, &cb, &error), TFE_E_DAMAGED);
	assert_non_null(strstr(error.path, "checkpoints.tsv"));
	/* Cut anywhere, with any byte changed: refused or understood, with a name in the folder. */
	snprintf(text, sizeof text, "%sa\t1\t2\t3\t0.5\tbest\nb\t2\t4\t6\tnan\t\n", head);
	const size_t n = strlen(text);
	for (size_t i = 0; i < n; i++) {
		write_index(dir, text, i);
		tfe_status status = find_latest(dir, &c, NULL);
		assert_true(is_refused(status));
		char old = text[i];
		text[i] = (char)(i % 3 ? i * 37 : 0);
		write_index(dir, text, n);
		text[i] = old;
		status = find_latest(dir, &c, NULL);
		assert_true(is_refused(status));
	}
	remove_folder(dir);
}

static void wrong_options_of_checkpoints_are_named(void **state)
{
	(void)state;
	static const struct {
		tfe_checkpoint_options o;
		const char *text;
	} cases[] = {
		{{.metric = "loss"}, "save"},
		{{.save = save, .metric = "thing"}, "direction"},
		{{.save = save, .metric = "loss", .direction = (tfe_direction)9}, "direction"},
		{{.save = save, .metric = ""}, "name"},
		{{.save = save, .metric = "a\tloss"}, "control"},
		{{.save = save, .dir = ""}, "directory"},
		{{.save = save, .suffix = "/x"}, "suffix"},
		{{.save = save, .every = -1}, "every"},
		{{.save = save, .keep = 1001}, "keep"},
	};
	tfe_callback *cb;
	tfe_error error = TFE_ERROR_INIT;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		tfe_checkpoint_options o = cases[i].o;
		o.size = sizeof o;
		const tfe_callback_options options = {.size = sizeof options, .checkpoints = &o};
		assert_int_equal(tfe_callback_open("/nowhere", &options, &cb, &error), TFE_E_ARG);
		assert_non_null(strstr(error.message, cases[i].text));
	}
	tfe_checkpoint c = TFE_CHECKPOINT_INIT;
	c.step = -1;
	const tfe_callback_options options = {.size = sizeof options, .resume = &c};
	assert_int_equal(tfe_callback_open("/nowhere", &options, &cb, &error), TFE_E_ARG);
	assert_non_null(strstr(error.message, "resume"));
	assert_int_equal(tfe_checkpoint_find(NULL, TFE_CHECKPOINT_WHICH_LATEST, &c, &error),
			 TFE_E_ARG);
	c.size = 0;
	assert_int_equal(tfe_checkpoint_find("/", (tfe_checkpoint_which)2, &c, &error), TFE_E_ARG);
}

static tfe_status some_checkpoints(const tfe_allocator *a, void *context)
{
	struct model m = {0};
	const tfe_writer_options writer = {.size = sizeof writer, .allocator = a};
	const tfe_checkpoint_options o = {
		.size = sizeof o, .save = save, .context = &m, .metric = "loss", .suffix = ".x"};
	const tfe_callback_options options = {
		.size = sizeof options, .checkpoints = &o, .writer = &writer};
	const tfe_metric logs[] = {{"loss", 1}};
	tfe_callback *cb;
	tfe_status status = tfe_callback_open(context, &options, &cb, NULL);
	if (status)
		return status;
	tfe_callback_epoch_end(cb, 0, logs, 1);
	tfe_callback_epoch_end(cb, 1, logs, 1);
	return tfe_callback_close(cb, NULL);
}

static void every_allocation_may_fail(void **state)
{
	(void)state;
	char dir[1024];
	strcpy(dir, folder("nomem"));
	assert_true(inject_every_allocation(some_checkpoints, dir) > 20);
	remove_folder(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_newest_and_the_best_are_kept),
		cmocka_unit_test(a_training_continues_from_its_checkpoint),
		cmocka_unit_test(a_best_one_of_another_metric_is_none),
		cmocka_unit_test(failures_keep_the_index_true),
		cmocka_unit_test(events_are_written_before_their_checkpoint),
		cmocka_unit_test(an_epoch_below_0_has_no_checkpoint),
		cmocka_unit_test(a_damaged_index_is_refused),
		cmocka_unit_test(wrong_options_of_checkpoints_are_named),
		cmocka_unit_test(every_allocation_may_fail),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
