/* judge: log directories, loaded and growing, judged in one call and in slices. */
#include "logs.h"

#include <math.h>
#include <poll.h>

#include <tfevents/judge.h>
#include <tfevents/series.h>
#include <tfevents/writer.h>

#include "unit/inject.h"

static tfe_writer *writer(const char *run)
{
	tfe_writer *w;
	tfe_error error = TFE_ERROR_INIT;
	if (tfe_writer_open(logs_path(run), NULL, &w, &error))
		fail_msg("%s: %s", run, error.message);
	return w;
}

static void done(tfe_writer *w)
{
	assert_int_equal(tfe_writer_close(w), TFE_OK);
}

static tfe_logdir *open_logs(void)
{
	const char *path = logs_folder;
	tfe_logdir *logdir;
	tfe_error error = TFE_ERROR_INIT;
	assert_int_equal(tfe_logdir_open(&path, 1, NULL, &logdir, &error), TFE_OK);
	assert_int_equal(tfe_logdir_load(logdir), TFE_OK);
	return logdir;
}

static tfe_judge *open_judge(const tfe_logdir *logdir)
{
	tfe_judge *j;
	assert_int_equal(tfe_judge_open(logdir, NULL, &j, NULL), TFE_OK);
	return j;
}

static tfe_judge_finding finding_at(const tfe_judge *j, size_t i)
{
	tfe_judge_finding f = TFE_JUDGE_FINDING_INIT;
	assert_int_equal(tfe_judge_get_finding(j, i, &f), TFE_OK);
	return f;
}

/* Judges everything. Returns whether a rule has a finding; the first one is stored in *found, which
 * may be NULL. */
static bool judged(tfe_judge *j, const char *rule, tfe_judge_finding *found)
{
	assert_int_equal(tfe_judge_run(j), TFE_OK);
	for (size_t i = 0; i < tfe_judge_finding_count(j); i++) {
		tfe_judge_finding f = finding_at(j, i);
		if (strcmp(f.rule, rule))
			continue;
		if (found)
			*found = f;
		return true;
	}
	return false;
}

static double fall(int i)
{
	return 0.2 + 2 * exp(-0.1 * i);
}

static void what_comes_later_is_judged(void **state)
{
	(void)state;
	tfe_writer *w = writer("run");
	for (int i = 0; i < 20; i++)
		tfe_writer_add_scalar(w, "loss", i, fall(i));
	assert_int_equal(tfe_writer_flush(w), TFE_OK);
	tfe_logdir *logdir = open_logs();
	tfe_judge *j = open_judge(logdir);
	tfe_judge_progress progress = TFE_JUDGE_PROGRESS_INIT;
	tfe_judge_get_progress(j, &progress);
	assert_int_equal(progress.total, 0);
	assert_int_equal(tfe_judge_run(j), TFE_OK);
	tfe_judge_get_progress(j, &progress);
	assert_int_equal(progress.total, 1);
	assert_int_equal(progress.done, 1);
	assert_int_equal(tfe_judge_finding_count(j), 0);

	/* Without new data the list stays the same. */
	uint64_t before = tfe_judge_generation(j);
	bool through;
	assert_int_equal(tfe_judge_step(j, 0, &through), TFE_OK);
	assert_true(through);
	assert_true(before == tfe_judge_generation(j));

	tfe_writer_add_scalar(w, "loss", 20, NAN);
	assert_int_equal(tfe_writer_flush(w), TFE_OK);
	assert_int_equal(tfe_logdir_load(logdir), TFE_OK);
	tfe_judge_finding found;
	assert_true(judged(j, "nonfinite", &found));
	assert_string_equal(found.run, "run");
	assert_string_equal(found.tag, "loss");
	assert_int_equal(found.step, 20);
	assert_true(before < tfe_judge_generation(j));
	tfe_judge_close(j);
	tfe_logdir_close(logdir);
	done(w);
}

static void slices_add_up(void **state)
{
	(void)state;
	for (int r = 0; r < 6; r++) {
		char run[32];
		snprintf(run, sizeof run, "run_%d", r);
		tfe_writer *w = writer(run);
		double zeros[64] = {0};
		for (int i = 0; i < 700; i++)
			tfe_writer_add_scalar(w, "loss", i, i < 600 || r % 2 ? fall(i) : NAN);
		for (int i = 0; i < 5; i++)
			tfe_writer_add_histogram(w, "fc/kernel", i, zeros, TFE_DTYPE_FLOAT64, 64);
		done(w);
	}
	tfe_logdir *logdir = open_logs();
	tfe_judge *whole = open_judge(logdir), *sliced = open_judge(logdir);
	size_t slices = 0, n;
	bool through = false;
	assert_int_equal(tfe_judge_run(whole), TFE_OK);
	for (; !through; slices++) {
		assert_int_equal(tfe_judge_finding_count(sliced), 0);
		assert_int_equal(tfe_judge_step(sliced, 0, &through), TFE_OK);
	}
	assert_true(slices > 6);
	n = tfe_judge_finding_count(whole);
	assert_true(n >= 9);
	assert_int_equal(tfe_judge_finding_count(sliced), n);
	for (size_t i = 0; i < n; i++) {
		tfe_judge_finding a = finding_at(whole, i), b = finding_at(sliced, i);
		assert_string_equal(a.run, b.run);
		assert_string_equal(a.tag, b.tag);
		assert_string_equal(a.message, b.message);
	}
	tfe_judge_close(whole);
	tfe_judge_close(sliced);
	tfe_logdir_close(logdir);
}

/* The histogram data from loading suffice; nothing is reread. */
static void histograms_are_not_read_again(void **state)
{
	tfe_writer *w = writer("run");
	double ones[64];
	for (int i = 0; i < 64; i++)
		ones[i] = 1;
	for (int i = 0; i < 5; i++)
		tfe_writer_add_histogram(w, "fc/kernel", i, ones, TFE_DTYPE_FLOAT64, 64);
	done(w);
	tfe_logdir *logdir = open_logs();
	assert_int_equal(logs_remove(state), 0);
	tfe_judge *j = open_judge(logdir);
	assert_true(judged(j, "unchanged_layer", NULL));
	tfe_judge_close(j);
	tfe_logdir_close(logdir);
}

static void train_and_validation_are_one(void **state)
{
	(void)state;
	tfe_writer *t = writer("x/train"), *v = writer("x/validation"), *o = writer("y/validation");
	for (int i = 0; i < 60; i++) {
		tfe_writer_add_scalar(t, "epoch_loss", i, fall(i));
		tfe_writer_add_scalar(v, "epoch_loss", i,
				      i < 10 ? fall(i) : fall(10) + 0.05 * (i - 10));
		tfe_writer_add_scalar(o, "epoch_loss", i, fall(i));
	}
	done(t);
	done(v);
	done(o);
	tfe_logdir *logdir = open_logs();
	tfe_judge *j = open_judge(logdir);
	tfe_judge_finding found;
	assert_true(judged(j, "overfit", &found));
	assert_int_equal(tfe_judge_finding_count(j), 1);
	assert_string_equal(found.run, "x/validation");
	assert_string_equal(found.tag, "epoch_loss");
	tfe_judge_close(j);
	tfe_logdir_close(logdir);
}

/* PyTorch's add_scalars("Loss/all", {"train": ..., "val": ...}). */
static void add_scalars_are_one(void **state)
{
	(void)state;
	tfe_writer *t = writer("x/Loss_all_train"), *v = writer("x/Loss_all_val"),
		   *o = writer("x/other_val");
	for (int i = 0; i < 60; i++) {
		tfe_writer_add_scalar(t, "Loss/all", i, fall(i));
		tfe_writer_add_scalar(v, "Loss/all", i,
				      i < 10 ? fall(i) : fall(10) + 0.05 * (i - 10));
		tfe_writer_add_scalar(o, "loss", i, 2.3);
	}
	done(t);
	done(v);
	done(o);
	tfe_logdir *logdir = open_logs();
	tfe_judge *j = open_judge(logdir);
	tfe_judge_finding found;
	assert_true(judged(j, "overfit", &found));
	assert_int_equal(tfe_judge_finding_count(j), 2);
	assert_string_equal(found.run, "x/Loss_all_val");
	assert_string_equal(found.tag, "Loss/all");
	assert_true(judged(j, "plateau", &found));
	assert_string_equal(found.run, "x/other_val");
	tfe_judge_close(j);
	tfe_logdir_close(logdir);
}

/* The order of the runs is opposite to that of the severities. */
static void the_worst_findings_are_first(void **state)
{
	(void)state;
	static struct logs_message event;
	logs_event(&event, 1, 1);
	logs_append_part("a/events.out.tfevents.1", &event, 7);
	tfe_writer *flat = writer("b"), *broken = writer("c");
	for (int i = 0; i < 60; i++) {
		tfe_writer_add_scalar(flat, "loss", i, 2.3);
		tfe_writer_add_scalar(broken, "loss", i, i == 30 ? NAN : fall(i));
	}
	done(flat);
	done(broken);
	tfe_logdir *logdir = open_logs();
	tfe_judge *j = open_judge(logdir);
	assert_int_equal(tfe_judge_run(j), TFE_OK);
	size_t n = tfe_judge_finding_count(j);
	assert_true(n >= 3);
	for (size_t i = 1; i < n; i++)
		assert_true(finding_at(j, i - 1).severity >= finding_at(j, i).severity);
	assert_int_equal(finding_at(j, 0).severity, TFE_SEVERITY_ERROR);
	assert_string_equal(finding_at(j, 0).run, "c");
	assert_int_equal(finding_at(j, n - 1).severity, TFE_SEVERITY_INFO);
	assert_string_equal(finding_at(j, n - 1).run, "a");
	tfe_judge_close(j);
	tfe_logdir_close(logdir);
}

/* A second file goes back to step 10: the points after it are no longer part of the run, and
 * neither are their findings. */
static void a_restart_takes_findings_back(void **state)
{
	(void)state;
	tfe_writer *w = writer("run");
	for (int i = 0; i < 20; i++)
		tfe_writer_add_scalar(w, "loss", i, i < 15 ? fall(i) : NAN);
	done(w);
	tfe_logdir *logdir = open_logs();
	tfe_judge *j = open_judge(logdir);
	assert_true(judged(j, "nonfinite", NULL));
	w = writer("run");
	for (int i = 10; i < 40; i++)
		tfe_writer_add_scalar(w, "loss", i, fall(i));
	done(w);
	assert_int_equal(tfe_logdir_load(logdir), TFE_OK);
	tfe_view view = tfe_series_view(tfe_run_find_series(tfe_logdir_run_at(logdir, 0), "loss"));
	assert_int_equal(view.count, 40);
	assert_false(judged(j, "nonfinite", NULL));
	assert_int_equal(tfe_judge_finding_count(j), 0);
	tfe_judge_close(j);
	tfe_logdir_close(logdir);
}

static void nothing_to_judge(void **state)
{
	(void)state;
	tfe_logdir *logdir = open_logs();
	tfe_judge *j = open_judge(logdir);
	bool through;
	assert_int_equal(tfe_judge_step(j, 0, &through), TFE_OK);
	assert_true(through);
	assert_int_equal(tfe_judge_finding_count(j), 0);
	tfe_judge_close(j);
	tfe_judge_close(NULL);
	tfe_logdir_close(logdir);
}

/* Judges new data until a rule has a finding; waits for changes of a directory that is followed. */
static void wait_for(tfe_judge *j, tfe_logdir *logdir, const char *rule)
{
	for (;;) {
		struct pollfd news = {.fd = tfe_logdir_fd(logdir), .events = POLLIN};
		tfe_logdir_acknowledge(logdir);
		bool through = false;
		while (!through)
			assert_int_equal(tfe_judge_step(j, 0.001, &through), TFE_OK);
		for (size_t i = 0; i < tfe_judge_finding_count(j); i++)
			if (!strcmp(finding_at(j, i).rule, rule))
				return;
		assert_int_equal(poll(&news, 1, 60000), 1);
	}
}

/* Two files of one run grow while the library's threads read them and the caller judges. */
static void a_followed_directory_is_judged_meanwhile(void **state)
{
	(void)state;
	tfe_writer *a = writer("run"), *b = writer("run");
	tfe_logdir *logdir;
	const char *path = logs_folder;
	assert_int_equal(tfe_logdir_open(&path, 1, NULL, &logdir, NULL), TFE_OK);
	assert_int_equal(tfe_logdir_watch(logdir), TFE_OK);
	tfe_judge *j = open_judge(logdir);
	for (int i = 0; i < 200; i++) {
		bool through;
		tfe_writer_add_scalar(a, "loss", i, i < 100 ? fall(i) : NAN);
		tfe_writer_add_scalar(b, "val_loss", i, fall(i));
		assert_int_equal(tfe_writer_flush(a), TFE_OK);
		assert_int_equal(tfe_writer_flush(b), TFE_OK);
		assert_int_equal(tfe_judge_step(j, 0, &through), TFE_OK);
	}
	wait_for(j, logdir, "nonfinite");
	tfe_judge_finding f = finding_at(j, 0);
	assert_string_equal(f.tag, "loss");
	assert_int_equal(f.step, 100);
	tfe_judge_close(j);
	tfe_logdir_close(logdir);
	done(a);
	done(b);
}

/* --- files ------------------------------------------------------------------------------------ */

static const char first[] = "run/events.out.tfevents.1", second[] = "run/events.out.tfevents.2";

/* A finding names the file that contains the point, also after a restart. */
static void findings_name_their_file(void **state)
{
	(void)state;
	for (int i = 0; i < 30; i++)
		logs_scalar(first, "loss", i, 1000 + i, (float)fall(i));
	for (int i = 20; i < 40; i++)
		logs_scalar(second, "loss", i, 2000 + i, i == 30 ? NAN : (float)fall(i));
	for (int i = 0; i < 30; i++)
		logs_scalar("other/train/events.out.tfevents.1", "loss", i, 1000 + i,
			    i == 3 ? NAN : (float)fall(i));
	tfe_logdir *logdir = open_logs();
	tfe_judge *j = open_judge(logdir);
	assert_true(judged(j, "nonfinite", NULL));
	assert_int_equal(tfe_judge_finding_count(j), 2);
	tfe_judge_finding f = finding_at(j, 0);
	assert_string_equal(f.run, "other/train");
	assert_string_equal(f.tag, "loss");
	assert_string_equal(f.file, logs_path("other/train/events.out.tfevents.1"));
	f = finding_at(j, 1);
	assert_string_equal(f.run, "run");
	assert_int_equal(f.step, 30);
	assert_string_equal(f.file, logs_path(second));
	tfe_judge_close(j);
	tfe_logdir_close(logdir);
}

static void overwrite(const char *name, long offset, const char *bytes)
{
	FILE *f = fopen(logs_path(name), "r+b");
	assert_non_null(f);
	assert_int_equal(fseek(f, offset, SEEK_SET), 0);
	assert_int_equal(fwrite(bytes, 1, strlen(bytes), f), strlen(bytes));
	assert_int_equal(fclose(f), 0);
}

/* Damaged files follow the findings of trainings; beyond a limit they are only counted. */
static void damage_is_a_finding(void **state)
{
	(void)state;
	static struct logs_message event;
	for (int i = 0; i < 20; i++)
		logs_scalar(first, "loss", i, 1000 + i, i == 19 ? NAN : (float)fall(i));
	logs_event(&event, 1, 1);
	long bytes = (long)event.n + 16;
	for (int i = 0; i < 9; i++)
		logs_append("hurt/events.out.tfevents.1", &event);
	for (int i = 1; i < 9; i += 2)
		overwrite("hurt/events.out.tfevents.1", i * bytes + 13, "xx");
	tfe_logdir *logdir = open_logs();
	tfe_judge *all = open_judge(logdir), *some;
	tfe_judge_options options = TFE_JUDGE_OPTIONS_INIT;
	options.damages_per_run_max = 3;
	assert_int_equal(tfe_judge_open(logdir, &options, &some, NULL), TFE_OK);
	assert_true(judged(all, "damaged_file", NULL));
	assert_int_equal(tfe_judge_finding_count(all), 5);
	assert_string_equal(finding_at(all, 0).rule, "nonfinite");
	for (size_t i = 1; i < 5; i++) {
		tfe_judge_finding f = finding_at(all, i);
		assert_string_equal(f.rule, "damaged_file");
		assert_string_equal(f.run, "hurt");
		assert_string_equal(f.tag, "");
		assert_string_equal(f.file, logs_path("hurt/events.out.tfevents.1"));
		assert_non_null(strstr(f.message, f.file));
		assert_true(f.value == (double)bytes);
		assert_false(f.unread);
		assert_non_null(f.causes[0]);
		assert_non_null(f.actions[0]);
	}
	assert_true(judged(some, "damaged_file", NULL));
	assert_int_equal(tfe_judge_finding_count(some), 5);
	assert_non_null(strstr(finding_at(some, 4).message,
			       "1 more damaged place; `tfevents check` lists"));
	assert_int_equal(finding_at(some, 4).count, 1);
	tfe_judge_close(all);
	tfe_judge_close(some);
	tfe_logdir_close(logdir);
}

/* A run with less than the header of a record has a finding, until a writer continues the file. */
static void a_stump_is_a_finding_while_it_is_one(void **state)
{
	(void)state;
	static struct logs_message event;
	logs_event(&event, 1, 1);
	logs_append_part(first, &event, 7);
	tfe_logdir *logdir = open_logs();
	tfe_judge *j = open_judge(logdir);
	tfe_judge_finding f;
	assert_true(judged(j, "damaged_file", &f));
	assert_int_equal(f.severity, TFE_SEVERITY_INFO);
	assert_string_equal(f.run, "run");
	assert_string_equal(f.file, logs_path(first));
	assert_int_equal(remove(logs_path(first)), 0);
	logs_append(first, &event);
	assert_int_equal(tfe_logdir_load(logdir), TFE_OK);
	assert_false(judged(j, "damaged_file", NULL));
	tfe_judge_close(j);
	tfe_logdir_close(logdir);
}

static void a_file_that_cannot_be_read_is_unread(void **state)
{
	(void)state;
	logs_folders(first);
	assert_int_equal(symlink("nowhere", logs_path(first)), 0);
	logs_scalar("other/events.out.tfevents.1", "loss", 0, 1, 1);
	tfe_logdir *logdir = open_logs();
	tfe_judge *j = open_judge(logdir);
	tfe_judge_finding f;
	assert_true(judged(j, "damaged_file", &f));
	assert_true(f.unread);
	tfe_judge_close(j);
	tfe_logdir_close(logdir);
}

/* --- arguments and failures ------------------------------------------------------------------- */

static void wrong_arguments_are_refused(void **state)
{
	(void)state;
	logs_scalar(first, "loss", 0, 1, NAN);
	tfe_logdir *logdir = open_logs();
	tfe_judge *j;
	tfe_error error = TFE_ERROR_INIT;
	tfe_judge_options options = TFE_JUDGE_OPTIONS_INIT;
	assert_int_equal(tfe_judge_open(NULL, NULL, &j, &error), TFE_E_ARG);
	assert_null(j);
	assert_int_equal(error.status, TFE_E_ARG);
	assert_int_equal(tfe_judge_open(logdir, NULL, NULL, NULL), TFE_E_ARG);
	options.size = 0;
	assert_int_equal(tfe_judge_open(logdir, &options, &j, &error), TFE_E_ARG);
	assert_int_equal(tfe_judge_run(NULL), TFE_E_ARG);
	j = open_judge(logdir);
	assert_int_equal(tfe_judge_step(j, 0, NULL), TFE_E_ARG);
	assert_true(judged(j, "nonfinite", NULL));
	tfe_judge_finding f = TFE_JUDGE_FINDING_INIT;
	assert_int_equal(tfe_judge_get_finding(j, tfe_judge_finding_count(j), &f), TFE_E_ARG);
	f.size = 0;
	assert_int_equal(tfe_judge_get_finding(j, 0, &f), TFE_E_ARG);
	/* A caller that was compiled with a smaller struct. */
	f = (tfe_judge_finding){.size = offsetof(tfe_judge_finding, file)};
	assert_int_equal(tfe_judge_get_finding(j, 0, &f), TFE_OK);
	assert_string_equal(f.tag, "loss");
	assert_null(f.file);
	tfe_judge_close(j);
	tfe_logdir_close(logdir);
}

/* Writes a run with a confusion matrix, and with points that other runs have as well. */
static void write_classes(const char *run)
{
	static const int64_t counts[] = {900, 9, 0, 30, 70, 0, 0, 9, 20};
	tfe_writer *w = writer(run);
	for (int i = 0; i < 100; i++)
		tfe_writer_add_scalar(w, "loss", i, fall(i));
	tfe_writer_add_confusion_matrix(w, "classes", 0, counts, 3, NULL);
	done(w);
}

/* Runs of each kind: a single one, two that form one training, a damaged one, and two copies. */
static tfe_logdir *open_all_kinds(void)
{
	static struct logs_message event;
	write_classes("class/a");
	write_classes("class/b");
	for (int i = 0; i < 40; i++) {
		logs_scalar("x/train/events.out.tfevents.1", "loss", i, 1000 + i, (float)fall(i));
		logs_scalar("x/validation/events.out.tfevents.1", "loss", i, 1000 + i,
			    i == 30 ? NAN : (float)fall(i));
		logs_scalar(i < 20 ? first : second, i % 2 ? "loss" : "accuracy", i, 1000 + i,
			    i > 30 ? NAN : 1);
	}
	logs_event(&event, 1, 1);
	logs_append("hurt/events.out.tfevents.1", &event);
	overwrite("hurt/events.out.tfevents.1", 13, "x");
	return open_logs();
}

/* A judge whose allocations fail returns the failure; later calls complete the work. */
static tfe_status judge_with(const tfe_allocator *a, void *context)
{
	tfe_judge_options options = TFE_JUDGE_OPTIONS_INIT;
	tfe_judge *j;
	options.allocator = a;
	tfe_error error = TFE_ERROR_INIT;
	tfe_status status = tfe_judge_open(context, &options, &j, &error);
	if (status) {
		assert_int_equal(error.status, status);
		return status;
	}
	status = tfe_judge_run(j);
	tfe_judge_get_error(j, &error);
	assert_int_equal(error.status, status);
	tfe_judge_close(j);
	return status;
}

static void each_failed_allocation_is_returned(void **state)
{
	(void)state;
	tfe_logdir *logdir = open_all_kinds();
	assert_true(inject_every_allocation(judge_with, logdir) > 20);
	tfe_logdir_close(logdir);
}

/* After a failure the next call gives the same findings as a judge without a failure. */
static void judging_goes_on_after_a_failure(void **state)
{
	(void)state;
	tfe_logdir *logdir = open_all_kinds();
	tfe_judge *whole = open_judge(logdir);
	assert_int_equal(tfe_judge_run(whole), TFE_OK);
	size_t n = tfe_judge_finding_count(whole), failures = 0;
	assert_true(n >= 4);
	for (size_t fail_at = 2;; fail_at++) {
		struct inject in = {.fail_at = fail_at};
		tfe_allocator a = inject_allocator(&in);
		tfe_judge_options options = TFE_JUDGE_OPTIONS_INIT;
		options.allocator = &a;
		tfe_judge *j;
		bool through = false;
		tfe_status status = TFE_OK;
		assert_int_equal(tfe_judge_open(logdir, &options, &j, NULL), TFE_OK);
		while (!through)
			status = tfe_judge_step(j, 0, &through);
		failures += status == TFE_E_NOMEM;
		if (status)
			assert_int_equal(tfe_judge_run(j), TFE_OK);
		assert_int_equal(tfe_judge_finding_count(j), n);
		for (size_t i = 0; i < n; i++) {
			assert_string_equal(finding_at(j, i).message, finding_at(whole, i).message);
			assert_string_equal(finding_at(j, i).file, finding_at(whole, i).file);
		}
		tfe_judge_close(j);
		assert_int_equal(atomic_load(&in.live), 0);
		if (!status)
			break;
	}
	assert_true(failures > 20);
	tfe_judge_close(whole);
	tfe_logdir_close(logdir);
}

/* --- dropped points --------------------------------------------------------------------------- */

enum { MANY = 300000 };

/* A long run with one non-finite point, far from the end. */
static void write_long_run(void)
{
	tfe_writer *w = writer("run");
	for (int i = 0; i < MANY; i++)
		tfe_writer_add_scalar(w, "loss", i, i == 2001 ? NAN : fall(i % 1000));
	done(w);
}

static tfe_logdir *open_small(void)
{
	const tfe_logdir_options options = {.size = sizeof options, .memory_bytes = 1 << 20};
	const char *path = logs_folder;
	tfe_logdir *logdir;
	assert_int_equal(tfe_logdir_open(&path, 1, &options, &logdir, NULL), TFE_OK);
	assert_int_equal(tfe_logdir_load(logdir), TFE_OK);
	tfe_progress progress = TFE_PROGRESS_INIT;
	tfe_logdir_get_progress(logdir, &progress);
	assert_true(progress.dropped > 0);
	return logdir;
}

static tfe_judge *open_rereading(const tfe_logdir *logdir)
{
	tfe_judge_options options = TFE_JUDGE_OPTIONS_INIT;
	tfe_judge *j;
	options.reread_dropped = true;
	assert_int_equal(tfe_judge_open(logdir, &options, &j, NULL), TFE_OK);
	return j;
}

static void dropped_points_are_judged_where_that_is_asked(void **state)
{
	(void)state;
	write_long_run();
	tfe_logdir *logdir = open_small();
	tfe_judge *held = open_judge(logdir), *all = open_rereading(logdir);
	tfe_judge_finding f;
	assert_false(judged(held, "nonfinite", NULL));
	assert_true(judged(all, "nonfinite", &f));
	assert_int_equal(f.step, 2001);
	tfe_judge_close(held);
	tfe_judge_close(all);
	tfe_logdir_close(logdir);
}

/* A deleted file cannot be reread. The status reports that, and the series are counted. */
static void what_cannot_be_read_again_is_returned(void **state)
{
	(void)state;
	write_long_run();
	tfe_logdir *logdir = open_small();
	tfe_judge *j = open_rereading(logdir);
	assert_int_equal(logs_remove(state), 0);
	tfe_error error = TFE_ERROR_INIT;
	tfe_judge_progress progress = TFE_JUDGE_PROGRESS_INIT;
	assert_int_equal(tfe_judge_run(j), TFE_E_IO);
	tfe_judge_get_error(j, &error);
	assert_int_equal(error.status, TFE_E_IO);
	assert_non_null(strstr(error.message, "cannot be read again"));
	tfe_judge_get_progress(j, &progress);
	assert_int_equal(progress.unread_series, 1);
	tfe_judge_close(j);
	tfe_logdir_close(logdir);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, logs_make, logs_remove)
	const struct CMUnitTest tests[] = {
		TEST(what_comes_later_is_judged),
		TEST(histograms_are_not_read_again),
		TEST(slices_add_up),
		TEST(train_and_validation_are_one),
		TEST(add_scalars_are_one),
		TEST(the_worst_findings_are_first),
		TEST(a_restart_takes_findings_back),
		TEST(nothing_to_judge),
		TEST(a_followed_directory_is_judged_meanwhile),
		TEST(findings_name_their_file),
		TEST(damage_is_a_finding),
		TEST(a_stump_is_a_finding_while_it_is_one),
		TEST(a_file_that_cannot_be_read_is_unread),
		TEST(wrong_arguments_are_refused),
		TEST(each_failed_allocation_is_returned),
		TEST(judging_goes_on_after_a_failure),
		TEST(dropped_points_are_judged_where_that_is_asked),
		TEST(what_cannot_be_read_again_is_returned),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
