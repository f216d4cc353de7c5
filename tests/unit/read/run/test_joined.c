/* read/run: files that were joined into one are read like the separate ones, including restarts. */
#include "unit/loaded.h"

enum { FILES_MAX = 4, TAGS = 4, CASES = 300 };

static uint64_t random_state;

static uint32_t below(uint32_t n)
{
	random_state = random_state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((random_state >> 33) % n);
}

/* Writes one session of a program: it continues from some step and logs some tags; it may record
 * its start, and may go back. */
static void write_life(const char *file, const char *version, double wall)
{
	static struct logs_message event;
	int64_t step = below(3) ? (int64_t)below(12) : 0;
	uint32_t tags = 1 + below((1 << TAGS) - 1);
	logs_event(&event, 0, wall);
	logs_text(&event, 3, version);
	logs_append(file, &event);
	if (!below(3))
		logs_session(file, below(2) ? step : 0, wall, 1);
	for (uint32_t n = below(20); n > 0; n--) {
		for (uint32_t t = 0; t < TAGS; t++) {
			char tag[] = {(char)('a' + t), 0};
			/* The last tag is logged only at each start. */
			if (tags >> t & 1 && (t < TAGS - 1 || n == 1))
				logs_scalar(file, tag, t < TAGS - 1 ? step : 0, wall,
					    (float)below(1000));
		}
		if (!below(30))
			logs_session(file, step, wall, 1);
		step += !below(15) ? -4 : 1;
		wall += 1;
	}
}

static void append_file(const char *from, const char *to)
{
	static char buffer[1 << 16];
	FILE *in = fopen(logs_path(from), "rb"), *out = fopen(logs_path(to), "ab");
	assert_non_null(in);
	assert_non_null(out);
	for (size_t n; (n = fread(buffer, 1, sizeof buffer, in)) > 0;)
		assert_int_equal(fwrite(buffer, 1, n, out), n);
	fclose(in);
	assert_int_equal(fclose(out), 0);
}

static tfe_logdir *load(const char *folder, tfe_restarts restarts)
{
	tfe_logdir *d = load_path(logs_path(folder), (tfe_logdir_options){.restarts = restarts});
	assert_int_equal(tfe_logdir_run_count(d), 1);
	return d;
}

/* Compares the series; returns the number of superseded points. */
static uint64_t expect_same(const tfe_run *a, const tfe_run *b)
{
	tfe_run_info x = TFE_RUN_INFO_INIT, y = TFE_RUN_INFO_INIT;
	tfe_run_get_info(a, &x);
	tfe_run_get_info(b, &y);
	assert_int_equal(x.records, y.records);
	assert_int_equal(x.restarts, y.restarts);
	assert_int_equal(x.superseded, y.superseded);
	assert_int_equal(tfe_run_series_count(a), tfe_run_series_count(b));
	for (size_t i = 0; i < tfe_run_series_count(a); i++) {
		tfe_view v = tfe_series_view(tfe_run_series_at(a, i));
		tfe_view w = tfe_series_view(tfe_run_series_at(b, i));
		tfe_point p[200], q[200];
		assert_int_equal(v.count, w.count);
		assert_true(v.count <= 200);
		tfe_view_get_points(&v, 0, p, 200);
		tfe_view_get_points(&w, 0, q, 200);
		for (uint64_t k = 0; k < v.count; k++) {
			assert_true(p[k].step == q[k].step);
			assert_true(p[k].value == q[k].value);
			assert_true(p[k].wall_time == q[k].wall_time);
		}
	}
	return x.superseded;
}

static void joined_files_read_as_the_separate_ones(void **state)
{
	(void)state;
	static const tfe_restarts ways[] = {TFE_RESTARTS_SUPERSEDE, TFE_RESTARTS_KEEP,
					    TFE_RESTARTS_TENSORBOARD};
	static const char *const versions[] = {"brain.Event:2", "brain.Event:2", "brain.Event:1"};
	uint64_t superseded[3] = {0};
	for (uint32_t n = 0; n < CASES; n++) {
		random_state = n;
		char apart[32], joined[32], file[64], all[64];
		snprintf(apart, sizeof apart, "apart%u", n);
		snprintf(joined, sizeof joined, "joined%u", n);
		snprintf(all, sizeof all, "%s/tfevents", joined);
		logs_folders(all);
		double wall = 1000;
		for (uint32_t i = 0, files = 2 + below(FILES_MAX - 1); i < files; i++) {
			snprintf(file, sizeof file, "%s/tfevents.%u", apart, i);
			write_life(file, versions[below(3)], wall);
			append_file(file, all);
			wall += below(4) ? 100 : 3;
		}
		for (size_t w = 0; w < 3; w++) {
			tfe_logdir *a = load(apart, ways[w]), *b = load(joined, ways[w]);
			superseded[w] +=
				expect_same(tfe_logdir_run_at(a, 0), tfe_logdir_run_at(b, 0));
			tfe_logdir_close(a);
			tfe_logdir_close(b);
		}
	}
	/* The random cases really contained superseded points. */
	assert_true(superseded[0] > CASES);
	assert_true(superseded[2] > CASES);
	assert_false(superseded[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(joined_files_read_as_the_separate_ones),
	};
	return cmocka_run_group_tests(tests, logs_make, logs_remove);
}
