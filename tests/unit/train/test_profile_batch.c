/* train: profiles of batches. */
#include "unit/train/training.h"

#include <zlib.h>

#include <tfevents/train.h>

/* The wall time of the writers; names the folder of a profile. */
static double clock_s;

static double tell(void *context)
{
	(void)context;
	return clock_s;
}

static tfe_callback *open_profiling(const char *dir, tfe_batch_range range,
				    const tfe_checkpoint *resume)
{
	static const tfe_writer_options writer = {
		.size = sizeof writer, .hostname = "here", .clock = tell};
	clock_s = 1700000000;
	return open_in(dir, (tfe_callback_options){
				    .profile_batch = range, .resume = resume, .writer = &writer});
}

/* Trains batches with a span of the program in each. */
static void train(tfe_callback *cb, int64_t batches)
{
	for (int64_t i = 0; i < batches; i++) {
		assert_int_equal(tfe_callback_batch_begin(cb, i), TFE_OK);
		tfe_profile_begin(tfe_callback_profile(cb), "forward");
		tfe_profile_end(tfe_callback_profile(cb));
		assert_int_equal(tfe_callback_batch_end(cb, i, NULL, 0), TFE_OK);
	}
}

/* Reads the names of the spans of a profile, each followed by a space; "-" if there is none. */
static const char *spans(const char *dir, const char *folder)
{
	static char names[4096], text[1 << 16];
	char path[2048];
	snprintf(path, sizeof path, "%s/train/plugins/profile/%s/here.trace.json.gz", dir, folder);
	gzFile file = gzopen(path, "rb");
	if (!file)
		return "-";
	int n = gzread(file, text, sizeof text - 1);
	gzclose(file);
	assert_true(n > 0);
	text[n] = names[0] = '\0';
	static const char key[] = "\"name\": \"";
	for (char *s = text; (s = strstr(s, "\"ph\": \"X\"")) != NULL; s++) {
		const char *name = strstr(s, key);
		assert_non_null(name);
		name += strlen(key);
		strncat(names, name, strcspn(name, "\""));
		strcat(names, " ");
	}
	return names;
}

static const char first_folder[] = "2023_11_14_22_13_20";

static void a_range_of_batches_is_recorded(void **state)
{
	(void)state;
	char dir[1024], path[1300];
	strcpy(dir, folder("range"));
	tfe_callback *cb = open_profiling(dir, (tfe_batch_range){2, 3}, NULL);
	assert_int_equal(tfe_callback_train_begin(cb), TFE_OK);
	assert_null(tfe_callback_profile(cb));
	train(cb, 2);
	tfe_profile *profile = tfe_callback_profile(cb);
	assert_non_null(profile);
	assert_string_equal(spans(dir, first_folder), "-");
	train(cb, 2);
	assert_null(tfe_callback_profile(cb));
	assert_string_equal(spans(dir, first_folder), "batch 2 forward batch 3 forward ");
	snprintf(path, sizeof path, "%s/train/plugins/profile/%s/here.xplane.pb", dir,
		 first_folder);
	assert_int_equal(access(path, F_OK), 0);
	/* A thread may still use the recording. */
	assert_int_equal(tfe_profile_begin(profile, "late"), TFE_OK);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	assert_string_equal(spans(dir, first_folder), "batch 2 forward batch 3 forward ");
	remove_folder(dir);
}

/* The graph is written with the profile, although it was closed once the training had begun. */
static void the_graph_has_the_tag_of_the_last_batch(void **state)
{
	(void)state;
	char dir[1024];
	tfe_graph *graph;
	strcpy(dir, folder("graph"));
	assert_int_equal(tfe_graph_open(NULL, &graph), TFE_OK);
	tfe_graph_add_node(graph, "n", "Op", NULL, 0, NULL);
	tfe_callback *cb =
		open_in(dir, (tfe_callback_options){.profile_batch = {2, 3}, .graph = graph});
	assert_int_equal(tfe_callback_train_begin(cb), TFE_OK);
	tfe_graph_close(graph);
	train(cb, 2);
	tfe_writer *writer = tfe_callback_writer(cb, TFE_TRAINING_RUN_TRAIN);
	assert_int_equal(tfe_writer_flush(writer), TFE_OK);
	assert_listed(dir, "train", "");
	train(cb, 2);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	assert_listed(dir, "train", "batch_3@3\n");
	remove_folder(dir);
}

static void each_training_records_one_batch(void **state)
{
	(void)state;
	char dir[1024];
	strcpy(dir, folder("one"));
	tfe_callback *cb = open_profiling(dir, (tfe_batch_range){.first = 1}, NULL);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(tfe_callback_train_begin(cb), TFE_OK);
		train(cb, 3);
		assert_int_equal(tfe_callback_train_end(cb), TFE_OK);
		clock_s++;
	}
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	assert_string_equal(spans(dir, first_folder), "batch 1 forward ");
	assert_string_equal(spans(dir, "2023_11_14_22_13_21"), "batch 1 forward ");
	remove_folder(dir);
}

/* Ends a training in one of three ways. */
static void end_training(tfe_callback *cb, int how)
{
	if (how == 0)
		assert_int_equal(tfe_callback_train_end(cb), TFE_OK);
	if (how == 1) {
		assert_int_equal(tfe_callback_train_begin(cb), TFE_OK);
		assert_null(tfe_callback_profile(cb));
	}
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
}

static void the_end_of_a_training_ends_the_recording(void **state)
{
	(void)state;
	char dir[1024];
	for (int how = 0; how < 3; how++) {
		strcpy(dir, folder("short"));
		tfe_callback *cb = open_profiling(dir, (tfe_batch_range){2, 9}, NULL);
		assert_int_equal(tfe_callback_train_begin(cb), TFE_OK);
		train(cb, 2);
		end_training(cb, how);
		assert_string_equal(spans(dir, first_folder), "batch 2 forward ");
		remove_folder(dir);
	}
}

static void batches_count_from_the_checkpoint_on(void **state)
{
	(void)state;
	const tfe_checkpoint resume = {.size = sizeof resume, .step = 10};
	char dir[1024];
	strcpy(dir, folder("resumed"));
	tfe_callback *cb = open_profiling(dir, (tfe_batch_range){10, 11}, &resume);
	assert_int_equal(tfe_callback_train_begin(cb), TFE_OK);
	train(cb, 2);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	assert_string_equal(spans(dir, first_folder), "batch 11 forward ");
	remove_folder(dir);
}

static void an_abandoned_batch_is_a_span_of_its_own(void **state)
{
	(void)state;
	char dir[1024];
	strcpy(dir, folder("abandoned"));
	tfe_callback *cb = open_profiling(dir, (tfe_batch_range){1, 2}, NULL);
	assert_int_equal(tfe_callback_train_begin(cb), TFE_OK);
	assert_int_equal(tfe_callback_batch_begin(cb, 0), TFE_OK);
	assert_int_equal(tfe_callback_batch_begin(cb, 0), TFE_OK);
	tfe_profile_stats stats = TFE_PROFILE_STATS_INIT;
	tfe_profile_get_stats(tfe_callback_profile(cb), &stats);
	assert_int_equal(stats.spans, 2);
	assert_int_equal(stats.open, 1);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	remove_folder(dir);
}

static void a_batch_without_its_begin_is_an_error(void **state)
{
	(void)state;
	char dir[1024];
	tfe_error error = TFE_ERROR_INIT;
	strcpy(dir, folder("missing"));
	tfe_callback *cb = open_profiling(dir, (tfe_batch_range){2, 2}, NULL);
	assert_int_equal(tfe_callback_train_begin(cb), TFE_OK);
	assert_int_equal(tfe_callback_batch_end(cb, 0, NULL, 0), TFE_OK);
	assert_int_equal(tfe_callback_batch_end(cb, 1, NULL, 0), TFE_E_ARG);
	assert_int_equal(tfe_callback_close(cb, &error), TFE_E_ARG);
	assert_non_null(strstr(error.message, "tfe_callback_batch_begin"));
	assert_string_equal(spans(dir, first_folder), "-");
	remove_folder(dir);
}

/* The files cannot be written; the training goes on. */
static void a_profile_that_is_not_written_is_an_error(void **state)
{
	(void)state;
	char dir[1024], path[1300];
	tfe_error error = TFE_ERROR_INIT;
	strcpy(dir, folder("unwritten"));
	tfe_callback *cb = open_profiling(dir, (tfe_batch_range){1, 1}, NULL);
	snprintf(path, sizeof path, "%s/train/plugins", dir);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fclose(file);
	assert_int_equal(tfe_callback_train_begin(cb), TFE_OK);
	assert_int_equal(tfe_callback_batch_begin(cb, 0), TFE_OK);
	assert_int_equal(tfe_callback_batch_end(cb, 0, NULL, 0), TFE_E_IO);
	train(cb, 1);
	assert_int_equal(tfe_callback_close(cb, &error), TFE_E_IO);
	assert_non_null(strstr(error.message, "plugins"));
	remove_folder(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_range_of_batches_is_recorded),
		cmocka_unit_test(the_graph_has_the_tag_of_the_last_batch),
		cmocka_unit_test(each_training_records_one_batch),
		cmocka_unit_test(the_end_of_a_training_ends_the_recording),
		cmocka_unit_test(batches_count_from_the_checkpoint_on),
		cmocka_unit_test(an_abandoned_batch_is_a_span_of_its_own),
		cmocka_unit_test(a_batch_without_its_begin_is_an_error),
		cmocka_unit_test(a_profile_that_is_not_written_is_an_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
