/* write: a writer from open to close. */
#include "unit/logdir_bytes.h"

#include <tfevents/writer.h>

static double fixed_clock(void *context)
{
	return *(double *)context += 0.25;
}

static void what_is_added_is_in_the_file_in_order(void **state)
{
	(void)state;
	char *dir = make_logdir();
	tfe_writer *w;
	assert_int_equal(tfe_writer_open(dir, NULL, &w, NULL), TFE_OK);
	assert_int_equal(events_in(dir), 1); /* at once */
	const float x[] = {1, 2, 3};
	for (int i = 0; i < 1000; i++)
		assert_int_equal(tfe_writer_add_scalar(w, "loss", i, 0.5), TFE_OK);
	assert_int_equal(tfe_writer_add_histogram(w, "h", 1, x, TFE_FLOAT32, 3), TFE_OK);
	assert_int_equal(tfe_writer_add_histogram_v2(w, "h2", 1, x, TFE_FLOAT32, 3, 5), TFE_OK);
	assert_int_equal(tfe_writer_add_text(w, "t", 1, "text"), TFE_OK);
	assert_int_equal(tfe_writer_flush(w), TFE_OK);
	assert_int_equal(events_in(dir), 1004);
	tfe_writer_stats stats;
	tfe_writer_get_stats(w, &stats);
	assert_int_equal(stats.events, 1003);
	assert_int_equal(stats.dropped, 0);
	assert_int_equal(access(stats.path, F_OK), 0);
	assert_int_equal(tfe_writer_finish(w), TFE_OK);
	assert_int_equal(tfe_writer_add_scalar(w, "loss", 0, 0), TFE_E_CLOSED);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	assert_int_equal(events_in(dir), 1004);
	remove_logdir(dir);
}

static void same_input_gives_the_same_bytes(void **state)
{
	(void)state;
	char *dir = make_logdir();
	uint8_t *bytes[2];
	size_t n[2];
	for (int k = 0; k < 2; k++) {
		double now = 1700000000;
		const tfe_writer_options options = {.size = sizeof options,
						    .clock = fixed_clock,
						    .clock_context = &now,
						    .hostname = "host",
						    .pid = 7};
		tfe_writer *w;
		tfe_writer_stats stats;
		assert_int_equal(tfe_writer_open(dir, &options, &w, NULL), TFE_OK);
		for (int i = 0; i < 10; i++)
			tfe_writer_add_scalar(w, "loss", i, i);
		tfe_writer_get_stats(w, &stats);
		assert_non_null(strstr(stats.path, "/events.out.tfevents.1700000000.host.7."));
		assert_int_equal(tfe_writer_close(w), TFE_OK);
		bytes[k] = read_whole_file(stats.path, &n[k]);
	}
	assert_int_equal(n[0], n[1]);
	assert_memory_equal(bytes[0], bytes[1], n[0]);
	free(bytes[0]);
	free(bytes[1]);
	remove_logdir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_added_is_in_the_file_in_order),
		cmocka_unit_test(same_input_gives_the_same_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
