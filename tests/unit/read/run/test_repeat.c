/* read/run: events that repeat each other, and the metadata of series. */

#include "unit/runs.h"

#include <tfevents/dtype.h>

/* --- recognised events ------------------------------------------------------------------------ */

static void the_first_metadata_of_a_tag_win(void **state)
{
	(void)state;
	static struct logs_message event, value, metadata, plugin, tensor;
	for (int i = 0; i < 3; i++) {
		value.n = metadata.n = plugin.n = tensor.n = 0;
		logs_text(&plugin, 1, "scalars");
		logs_bytes(&metadata, 1, plugin.data, plugin.n);
		logs_text(&metadata, 2, i ? "second" : "first");
		logs_number(&tensor, 1, 2); /* DT_DOUBLE, in double_val */
		logs_bytes(&tensor, 2, "", 0);
		logs_double(&tensor, 6, 0.1 + i);
		logs_text(&value, 1, "t");
		if (i < 2) /* TensorFlow 1 omits the metadata after the first values */
			logs_bytes(&value, 9, metadata.data, metadata.n);
		logs_bytes(&value, 8, tensor.data, tensor.n);
		logs_value_event(&event, i, i, &value);
		logs_append("events.tfevents.1", &event);
	}
	logs_scalar("events.tfevents.1", "t", 3, 3, 3);
	tfe_logdir *d = load_logs((tfe_logdir_options){0});
	tfe_view view = tfe_series_view(tfe_run_find_series(find_run(d, "."), "t"));
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	tfe_point points[4];
	tfe_view_get_info(&view, &info);
	assert_string_equal(info.display_name, "first");
	assert_string_equal(info.plugin, "scalars");
	assert_int_equal(info.kind, TFE_KIND_SCALAR);
	assert_int_equal(tfe_view_get_points(&view, 0, points, 4), 4);
	assert_true(points[1].value == 1.1);
	assert_true(points[2].value == 2.1);
	assert_true(points[3].value == 3);
	tfe_logdir_close(d);
}

static void a_tag_with_a_nul_is_found_by_the_reported_name(void **state)
{
	(void)state;
	static struct logs_message event, value;
	for (int i = 0; i < 2; i++) {
		value.n = 0;
		logs_bytes(&value, 1, i ? "a\0c" : "a\0b", 3);
		logs_float(&value, 2, 1);
		logs_value_event(&event, i, i, &value);
		logs_append("events.tfevents.1", &event);
	}
	tfe_logdir *d = load_logs((tfe_logdir_options){0});
	const tfe_run *run = find_run(d, ".");
	assert_int_equal(tfe_run_series_count(run), 2);
	assert_ptr_equal(tfe_run_find_series(run, "a"), tfe_run_series_at(run, 0));
	assert_null(tfe_run_find_series(run, "a0"));
	tfe_logdir_close(d);
}

/* --- repeated events are not decoded one by one, with the same result ------------------------- */

/* Ways to encode one number. */
enum way { SIMPLE, CONTENT32, CONTENT64, METADATA_LAST, LIST, INTEGER, EXTRA, NAMED, WAYS };

static void put_number(struct logs_message *v, enum way way, const char *tag, double number)
{
	static struct logs_message metadata, plugin, tensor;
	uint8_t raw[8];
	metadata.n = plugin.n = tensor.n = v->n = 0;
	logs_text(&plugin, 1, "scalars");
	logs_bytes(&metadata, 1, plugin.data, plugin.n);
	logs_text(v, way == NAMED ? 7 : 1, tag);
	if (way == SIMPLE || way == NAMED || way == EXTRA) {
		if (way == EXTRA)
			logs_number(v, 100, (uint64_t)number);
		logs_float(v, 2, (float)number);
		return;
	}
	if (way != METADATA_LAST)
		logs_bytes(v, 9, metadata.data, metadata.n);
	bool wide = way == CONTENT64;
	logs_number(&tensor, 1,
		    way == INTEGER ? TFE_DTYPE_INT64
		    : wide         ? TFE_DTYPE_FLOAT64
				   : TFE_DTYPE_FLOAT32);
	logs_bytes(&tensor, 2, "", 0);
	if (way == LIST)
		logs_float(&tensor, 5, (float)number);
	else if (way == INTEGER)
		logs_number(&tensor, 10, (uint64_t)(int64_t)number);
	else if (wide)
		tfe__put_le_double(raw, number);
	else
		tfe__put_le_float(raw, (float)number);
	if (way != LIST && way != INTEGER)
		logs_bytes(&tensor, 4, raw, wide ? 8 : 4);
	logs_bytes(v, 8, tensor.data, tensor.n);
	if (way == METADATA_LAST)
		logs_bytes(v, 9, metadata.data, metadata.n);
}

static void events_that_repeat_are_read_as_others(void **state)
{
	(void)state;
	enum { TAGS = 3, EVENTS = 3000 };
	static const char *const tags[TAGS] = {"loss", "accuracy/top5", "t"};
	static double want[TAGS][EVENTS];
	static struct logs_message event, summary, v;
	size_t n[TAGS] = {0};
	srandom(7);
	for (int i = 0; i < EVENTS; i++) {
		int first = (int)(random() % 8 == 0 ? random() % TAGS : i % TAGS);
		int values = random() % 16 == 0 ? 2 : i / 1000 == 1 ? TAGS : 1;
		summary.n = 0;
		for (int k = 0; k < values; k++) {
			int tag = (first + k) % TAGS;
			enum way way = random() % 8 ? (enum way)(i / 500 + tag) % WAYS
						    : (enum way)(random() % WAYS);
			double number = (double)(random() % 1000000);
			put_number(&v, way, tags[tag], number);
			logs_bytes(&summary, 1, v.data, v.n);
			want[tag][n[tag]++] = number;
		}
		logs_summary_event(&event, random() % 5 ? i : -i, i, &summary);
		if (random() % 50 == 0)
			logs_number(&event, 2, (uint64_t)i + 1);
		logs_append("events.tfevents.1", &event);
	}
	tfe_logdir *d = load_logs((tfe_logdir_options){.restarts = TFE_RESTARTS_KEEP});
	for (int t = 0; t < TAGS; t++) {
		static tfe_point points[EVENTS + 1];
		tfe_view view = tfe_series_view(tfe_run_find_series(find_run(d, "."), tags[t]));
		assert_int_equal(tfe_view_get_points(&view, 0, points, EVENTS + 1), n[t]);
		for (size_t i = 0; i < n[t]; i++)
			assert_true(points[i].value == want[t][i]);
	}
	assert_int_equal(tfe_run_damage_count(find_run(d, ".")), 0);
	tfe_logdir_close(d);
}

/* Equal texts of several series are stored once. */
static void each_series_has_its_own_metadata(void **state)
{
	(void)state;
	static const char *const names[][2] = {
		{"a", "x"}, {"b", "x"}, {"c", "xy"}, {"d", ""}, {"e", "x"}};
	enum { N = sizeof names / sizeof *names };
	static struct logs_message event, value, metadata;
	for (int i = 0; i < N; i++) {
		metadata.n = 0;
		put_number(&value, SIMPLE, names[i][0], i);
		logs_text(&metadata, 2, names[i][1]);
		logs_text(&metadata, 3, names[(i + 2) % N][1]);
		logs_bytes(&value, 9, metadata.data, metadata.n);
		logs_value_event(&event, i, 1, &value);
		logs_append("events.tfevents.1", &event);
	}
	tfe_logdir *d = load_logs((tfe_logdir_options){0});
	for (int i = 0; i < N; i++) {
		tfe_view view = tfe_series_view(tfe_run_find_series(find_run(d, "."), names[i][0]));
		tfe_series_info info = TFE_SERIES_INFO_INIT;
		tfe_view_get_info(&view, &info);
		assert_string_equal(info.display_name, names[i][1]);
		assert_string_equal(info.description, names[(i + 2) % N][1]);
		assert_true(info.last == i);
	}
	tfe_logdir_close(d);
}

/* --- memory ----------------------------------------------------------------------------------- */

/* A skipped value is no pattern for later ones, regardless of the number of earlier ones. */
static void what_was_left_out_is_no_pattern(void **state)
{
	(void)state;
	static struct logs_message event, value, tensor;
	for (size_t before = 3; before < 10; before++) {
		char name[64], run[16];
		snprintf(run, sizeof run, "run%zu", before);
		snprintf(name, sizeof name, "%s/events.tfevents.1", run);
		for (size_t step = 0; step < before + 6; step++) {
			value.n = tensor.n = 0;
			logs_text(&value, 1, "a");
			logs_number(&tensor, 1, TFE_DTYPE_FLOAT32);
			logs_bytes(&tensor, 2, "\x12\x02\x08\x02",
				   4); /* two elements, only one of which is stored */
			logs_bytes(&tensor, 4, "\0\0\0\0", 4);
			if (step < before)
				logs_float(&value, 2, 1);
			else
				logs_bytes(&value, 8, tensor.data, tensor.n);
			logs_value_event(&event, (int64_t)step, 1000, &value);
			logs_append(name, &event);
		}
		tfe_logdir *d = load_logs((tfe_logdir_options){0});
		assert_int_equal(points_of(d, run, "a"), before);
		tfe_logdir_close(d);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, logs_make, logs_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_first_metadata_of_a_tag_win),
		TEST(a_tag_with_a_nul_is_found_by_the_reported_name),
		TEST(events_that_repeat_are_read_as_others),
		TEST(each_series_has_its_own_metadata),
		TEST(what_was_left_out_is_no_pattern),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
