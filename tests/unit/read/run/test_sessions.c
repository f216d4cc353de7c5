/* read/run: what a later session may supersede: trainings, evaluations, counters, clocks. */
#include "unit/runs.h"

static const tfe_logdir_options supersede = {.restarts = TFE_RESTARTS_SUPERSEDE};

static const char first[] = "events.tfevents.100", second[] = "events.tfevents.200",
		  third[] = "events.tfevents.300";

static void expect(const tfe_logdir *d, const char *tag, const char *steps)
{
	assert_string_equal(steps_of(d, ".", tag), steps);
}

static void train(const char *file, int64_t from, int64_t to, double wall)
{
	for (int64_t i = from; i <= to; i++) {
		double at = wall + (double)(i - from);
		logs_scalar(file, "loss", i, at, (float)i);
		logs_scalar(file, "lr", i, at, (float)i);
		logs_scalar(file, "grad", i, at, (float)i);
		logs_scalar(file, "epoch", i, at, (float)i);
		if (i % 4 == 3)
			logs_scalar(file, "val/loss", i, at, (float)i);
	}
}

/* Loads the folder and expects so many superseded points, by so many restarts. */
static tfe_logdir *load_superseding(uint64_t points, uint64_t restarts)
{
	tfe_logdir *d = load_logs(supersede);
	assert_int_equal(info_of(d, ".").superseded, points);
	assert_int_equal(info_of(d, ".").restarts, restarts);
	return d;
}

static void an_evaluation_supersedes_held_out_tags_only(void **state)
{
	(void)state;
	train(first, 0, 7, 100);
	logs_scalar(second, "val/loss", 5, 200, 1);
	logs_scalar(second, "epoch", 5, 200, 1);
	logs_scalar(second, "loss", 5, 200, 1);
	tfe_logdir *d = load_superseding(1, 1);
	expect(d, "val/loss", "3 5");
	expect(d, "epoch", "0 1 2 3 4 5 6 7 5");
	expect(d, "loss", "0 1 2 3 4 5 6 7 5");
	expect(d, "lr", "0 1 2 3 4 5 6 7");
	tfe_logdir_close(d);
}

static void an_evaluation_of_several_checkpoints_is_no_training(void **state)
{
	(void)state;
	train(first, 0, 7, 100);
	for (int i = 1; i < 6; i += 2) {
		logs_scalar(second, "test_accuracy", i, 200 + i, 1);
		logs_scalar(second, "epoch", i, 200 + i, 1);
	}
	tfe_logdir *d = load_superseding(0, 0);
	expect(d, "loss", "0 1 2 3 4 5 6 7");
	expect(d, "epoch", "0 1 2 3 4 5 6 7 1 3 5");
	tfe_logdir_close(d);
}

static void a_resume_supersedes_the_whole_run(void **state)
{
	(void)state;
	train(first, 0, 7, 100);
	scalars(first, "rare", 6, 6, 107);
	train(second, 4, 5, 200);
	tfe_logdir *d = load_superseding(4 * 4 + 2, 1);
	expect(d, "loss", "0 1 2 3 4 5");
	expect(d, "val/loss", "3");
	expect(d, "rare", "");
	expect(d, "epoch", "0 1 2 3 4 5");
	tfe_logdir_close(d);
}

static void one_of_many_tags_supersedes_itself_only(void **state)
{
	(void)state;
	train(first, 0, 7, 100);
	scalars(second, "loss", 4, 6, 200);
	tfe_logdir *d = load_superseding(4, 1);
	expect(d, "loss", "0 1 2 3 4 5 6");
	expect(d, "lr", "0 1 2 3 4 5 6 7");
	expect(d, "epoch", "0 1 2 3 4 5 6 7");
	tfe_logdir_close(d);
}

/* Points of the first step wait for the second step, which shows that it is a training. */
static void a_training_begins_like_an_evaluation(void **state)
{
	(void)state;
	train(first, 0, 7, 100);
	logs_scalar(second, "val/loss", 4, 200, 1);
	logs_scalar(second, "epoch", 4, 200, 1);
	logs_scalar(second, "loss", 4, 200, 1);
	tfe_logdir *d = load_superseding(1, 1);
	logs_scalar(second, "loss", 5, 201, 1);
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	expect(d, "epoch", "0 1 2 3 4");
	expect(d, "loss", "0 1 2 3 4 5");
	expect(d, "lr", "0 1 2 3 4 5 6 7");
	tfe_logdir_close(d);
	d = load_superseding(1 + 4 + 4, 1);
	tfe_logdir_close(d);
}

static void an_evaluation_between_does_not_hide_the_training(void **state)
{
	(void)state;
	train(first, 0, 7, 100);
	logs_scalar(second, "test/loss", 7, 200, 1);
	train(third, 6, 8, 300);
	tfe_logdir *d = load_superseding(4 * 2 + 1 + 1, 1);
	expect(d, "test/loss", "");
	expect(d, "grad", "0 1 2 3 4 5 6 7 8");
	tfe_logdir_close(d);
}

static void a_counter_is_its_last_component(void **state)
{
	(void)state;
	/* One of three training tags, and the counters, which do not count. */
	static const char *const tags[] = {"train_loss_epoch", "train_loss_step", "a/loss"};
	for (size_t t = 0; t < 3; t++)
		scalars(first, tags[t], 0, 5, 100);
	scalars(first, "time/total_timesteps", 0, 5, 100);
	scalars(first, "global_step", 0, 5, 100);
	scalars(second, "train_loss_epoch", 3, 4, 200);
	scalars(second, "time/total_timesteps", 3, 4, 200);
	scalars(second, "global_step", 3, 4, 200);
	tfe_logdir *d = load_superseding(9, 1);
	expect(d, "train_loss_step", "0 1 2 3 4 5");
	tfe_logdir_close(d);
	/* The second of the three is more than half. */
	scalars(second, "train_loss_step", 2, 4, 202);
	d = load_superseding(5 * 4, 1);
	expect(d, "a/loss", "0 1");
	expect(d, "global_step", "0 1 3 4");
	tfe_logdir_close(d);
}

static void names_without_a_time_are_ordered_by_wall_time(void **state)
{
	(void)state;
	scalars("b.tfevents", "loss", 0, 5, 100);
	scalars("a.tfevents", "loss", 3, 6, 200);
	tfe_logdir *d = load_superseding(3, 1);
	expect(d, "loss", "0 1 2 3 4 5 6");
	tfe_logdir_close(d);
}

static void names_are_ordered_by_number(void **state)
{
	(void)state;
	scalars("events.tfevents.99", "loss", 0, 5, 100);
	scalars("events.tfevents.100", "loss", 3, 6, 200);
	tfe_logdir *d = load_superseding(3, 1);
	expect(d, "loss", "0 1 2 3 4 5 6");
	tfe_logdir_close(d);
}

/* The tags of an evaluation may come in any order, and one by one. */
static void an_evaluation_may_log_a_training_tag_first(void **state)
{
	(void)state;
	train(first, 0, 7, 100);
	logs_scalar(second, "loss", 0, 200, 1);
	tfe_logdir *d = load_superseding(8, 1);
	expect(d, "loss", "0");
	logs_scalar(second, "test/acc", 0, 200, 1);
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(info_of(d, ".").superseded, 0);
		expect(d, "loss", "0 1 2 3 4 5 6 7 0");
		tfe_logdir_close(d);
		d = load_logs(supersede);
	}
	/* A training follows. */
	train(third, 4, 9, 300);
	assert_int_equal(tfe_logdir_load(d), TFE_OK);
	expect(d, "loss", "0 1 2 3 0 4 5 6 7 8 9");
	tfe_logdir_close(d);
}

/* Each start logs a placeholder, which is logged again later. */
static void a_placeholder_supersedes_its_own_tag_only(void **state)
{
	(void)state;
	for (int start = 0; start < 2; start++) {
		const char *file = start ? second : first;
		double wall = start ? 200 : 100;
		logs_scalar(file, "metric", 0, wall, -1);
		for (int64_t i = 0; i < 6; i++) {
			logs_scalar(file, "train_loss", 6 * start + i, wall + (double)i, 1);
			if (i % 3 == 2)
				logs_scalar(file, "metric", 6 * start + i, wall + (double)i, 1);
		}
	}
	tfe_logdir *d = load_logs(supersede);
	expect(d, "train_loss", "0 1 2 3 4 5 6 7 8 9 10 11");
	expect(d, "metric", "0 8 11");
	tfe_logdir_close(d);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, logs_make, logs_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_evaluation_supersedes_held_out_tags_only),
		TEST(an_evaluation_of_several_checkpoints_is_no_training),
		TEST(a_resume_supersedes_the_whole_run),
		TEST(one_of_many_tags_supersedes_itself_only),
		TEST(a_training_begins_like_an_evaluation),
		TEST(an_evaluation_between_does_not_hide_the_training),
		TEST(a_counter_is_its_last_component),
		TEST(names_without_a_time_are_ordered_by_wall_time),
		TEST(an_evaluation_may_log_a_training_tag_first),
		TEST(a_placeholder_supersedes_its_own_tag_only),
		TEST(names_are_ordered_by_number),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
