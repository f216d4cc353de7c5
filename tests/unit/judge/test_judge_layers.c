/* judge: findings that layers share, their choice tag by tag, pending findings, and the stop. */
#include "logs.h"

#include <math.h>

#include <tfevents/judge.h>
#include <tfevents/writer.h>

static struct {
	tfe_logdir *logdir;
	tfe_judge *judge;
} it;

static void open_all(bool pending)
{
	const char *path = logs_folder;
	tfe_judge_options options = TFE_JUDGE_OPTIONS_INIT;
	options.list_pending = pending;
	assert_int_equal(tfe_logdir_open(&path, 1, NULL, &it.logdir, NULL), TFE_OK);
	assert_int_equal(tfe_logdir_load(it.logdir), TFE_OK);
	assert_int_equal(tfe_judge_open(it.logdir, &options, &it.judge, NULL), TFE_OK);
	assert_int_equal(tfe_judge_run(it.judge), TFE_OK);
}

static void close_all(void)
{
	tfe_judge_close(it.judge);
	tfe_logdir_close(it.logdir);
}

static tfe_judge_finding finding_at(size_t i)
{
	tfe_judge_finding f = TFE_JUDGE_FINDING_INIT;
	assert_int_equal(tfe_judge_get_finding(it.judge, i, &f), TFE_OK);
	return f;
}

static tfe_writer *writer(const char *run)
{
	tfe_writer *w;
	assert_int_equal(tfe_writer_open(logs_path(run), NULL, &w, NULL), TFE_OK);
	return w;
}

/* Writes `n` kernels of zeros, fc0/kernel and so on, and one that is not constant. */
static void write_zeros(const char *run, int n)
{
	tfe_writer *w = writer(run);
	double zeros[64] = {0}, others[64];
	for (int i = 0; i < 64; i++)
		others[i] = sin(i) / 10;
	for (int i = 0; i < n; i++) {
		char tag[32];
		snprintf(tag, sizeof tag, "fc%d/kernel", i);
		tfe_writer_add_histogram(w, tag, 7, zeros, TFE_DTYPE_FLOAT64, 64);
	}
	tfe_writer_add_histogram(w, "last/kernel", 7, others, TFE_DTYPE_FLOAT64, 64);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
}

/* The runs of a training are judged together, but their layers are not counted together. */
static void layers_of_a_run_share_a_finding(void **state)
{
	(void)state;
	write_zeros("x/train", 3);
	write_zeros("x/validation", 2);
	open_all(false);
	assert_int_equal(tfe_judge_finding_count(it.judge), 2);
	tfe_judge_finding f = finding_at(0);
	assert_string_equal(f.run, "x/train");
	assert_string_equal(f.tag, "fc0/kernel");
	assert_int_equal(f.tag_step, 7);
	assert_int_equal(f.tag_count, 3);
	assert_string_equal(f.tags[2], "fc2/kernel");
	assert_null(f.tags[3]);
	assert_int_equal(f.state, TFE_FINDING_STATE_FIRING);
	assert_non_null(strstr(f.file, "x/train/events.out.tfevents."));
	assert_ptr_equal(strstr(f.message, "3 of 4 kernels, first in fc0/kernel: all 64"),
			 f.message);
	f = finding_at(1);
	assert_string_equal(f.run, "x/validation");
	assert_int_equal(f.tag_count, 2);
	assert_ptr_equal(strstr(f.message, "2 of 3 kernels, "), f.message);
	close_all();
}

struct choice {
	const char *unwanted;
	size_t asked;
};

static bool is_wanted(void *context, tfe_judge_finding *f)
{
	struct choice *choice = context;
	choice->asked++;
	assert_int_equal(f->tag_count, 1);
	assert_string_equal(f->tags[0], f->tag);
	f->severity = TFE_SEVERITY_INFO;
	return strcmp(f->tag, choice->unwanted) != 0;
}

static void findings_are_chosen_tag_by_tag(void **state)
{
	(void)state;
	write_zeros("run", 3);
	open_all(false);
	struct choice choice = {"fc0/kernel", 0};
	uint64_t before = tfe_judge_generation(it.judge);
	assert_int_equal(tfe_judge_choose(it.judge, is_wanted, &choice), TFE_OK);
	assert_int_equal(choice.asked, 3);
	assert_true(before < tfe_judge_generation(it.judge));
	assert_int_equal(tfe_judge_finding_count(it.judge), 1);
	tfe_judge_finding f = finding_at(0);
	assert_string_equal(f.tag, "fc1/kernel");
	assert_int_equal(f.tag_count, 2);
	assert_int_equal(f.severity, TFE_SEVERITY_INFO);
	assert_ptr_equal(strstr(f.message, "2 of 4 kernels, first in fc1/kernel: "), f.message);
	/* The choice has no effect on the next one. */
	assert_int_equal(tfe_judge_choose(it.judge, NULL, NULL), TFE_OK);
	f = finding_at(0);
	assert_int_equal(f.tag_count, 3);
	assert_int_equal(f.severity, TFE_SEVERITY_ERROR);
	assert_int_equal(tfe_judge_choose(NULL, NULL, NULL), TFE_E_ARG);
	close_all();
}

/* Writes a loss that falls, and is 1.2 at the last `above` of 20 points. */
static void write_loss(const char *run, int above)
{
	tfe_writer *w = writer(run);
	for (int i = 0; i < 20; i++)
		tfe_writer_add_scalar(w, "loss", i, i < 20 - above ? exp(-0.1 * i) : 1.2);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
}

static bool stops(tfe_severity level, tfe_judge_finding *reason)
{
	bool stop = false;
	assert_int_equal(tfe_judge_check_stop(it.judge, level, &stop, reason), TFE_OK);
	return stop;
}

static void a_firing_finding_stops(void **state)
{
	(void)state;
	tfe_judge_finding reason = TFE_JUDGE_FINDING_INIT;
	bool stop;
	write_loss("diverges", 6);
	open_all(true);
	assert_true(stops(TFE_SEVERITY_ERROR, &reason));
	assert_string_equal(reason.run, "diverges");
	assert_string_equal(reason.rule, "divergence");
	assert_true(stops(TFE_SEVERITY_INFO, NULL));
	assert_int_equal(tfe_judge_check_stop(NULL, TFE_SEVERITY_INFO, &stop, NULL), TFE_E_ARG);
	assert_int_equal(tfe_judge_check_stop(it.judge, TFE_SEVERITY_INFO, NULL, NULL), TFE_E_ARG);
	close_all();
}

static void a_pending_finding_does_not_stop(void **state)
{
	(void)state;
	write_loss("begins", 3);
	open_all(true);
	assert_int_equal(tfe_judge_finding_count(it.judge), 1);
	tfe_judge_finding f = finding_at(0);
	assert_string_equal(f.rule, "divergence");
	assert_int_equal(f.state, TFE_FINDING_STATE_PENDING);
	assert_false(f.active);
	assert_false(stops(TFE_SEVERITY_INFO, NULL));
	close_all();
	open_all(false);
	assert_int_equal(tfe_judge_finding_count(it.judge), 0);
	close_all();
}

/* Neither do cleared findings and damaged files. */
static void what_is_over_does_not_stop(void **state)
{
	(void)state;
	tfe_writer *w = writer("run");
	for (int i = 0; i < 20; i++)
		tfe_writer_add_scalar(w, "loss", i, i == 9 ? NAN : exp(-0.1 * i));
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	FILE *file = fopen(logs_path("events.out.tfevents.1.h"), "w");
	assert_non_null(file);
	fputs("this is no event file at all", file);
	assert_int_equal(fclose(file), 0);
	open_all(false);
	assert_int_equal(tfe_judge_finding_count(it.judge), 2);
	assert_int_equal(finding_at(0).state, TFE_FINDING_STATE_CLEARED);
	assert_int_equal(finding_at(1).state, TFE_FINDING_STATE_FIRING);
	assert_int_equal(finding_at(1).tag_count, 0);
	assert_null(finding_at(1).tags[0]);
	assert_false(stops(TFE_SEVERITY_INFO, NULL));
	close_all();
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, logs_make, logs_remove)
	const struct CMUnitTest tests[] = {
		TEST(layers_of_a_run_share_a_finding), TEST(findings_are_chosen_tag_by_tag),
		TEST(a_firing_finding_stops),          TEST(a_pending_finding_does_not_stop),
		TEST(what_is_over_does_not_stop),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
