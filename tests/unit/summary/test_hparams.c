/* summary: the content of the plugin hparams, written by protobuf-c. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "hparams.pb-c.h"
#include "inject.h"

#include <tfevents/hparams.h>

static uint8_t bytes[4096];

static ProtobufCBinaryData data_of(const char *text)
{
	return (ProtobufCBinaryData){strlen(text), (uint8_t *)(uintptr_t)text};
}

static tfe_bytes pack(const Tfe__Pb__HParamsPluginData *data)
{
	assert_true(tfe__pb__hparams_plugin_data__get_packed_size(data) <= sizeof bytes);
	return (tfe_bytes){bytes, tfe__pb__hparams_plugin_data__pack(data, bytes)};
}

static tfe_hparams *open_content(tfe_bytes content)
{
	tfe_hparams *h;
	assert_int_equal(tfe_hparams_open(content, NULL, &h), TFE_OK);
	return h;
}

static void assert_text(tfe_bytes is, const char *want)
{
	assert_int_equal(is.size, strlen(want));
	assert_memory_equal(is.data ? is.data : (const uint8_t *)"", want, is.size);
}

/* A session with a value of each type; `lr` occurs twice. */
static tfe_bytes session(void)
{
	static const char *const keys[] = {"lr", "opt", "debug", "none", "list", "lr"};
	enum { N = sizeof keys / sizeof *keys };
	static Tfe__Pb__HParamsValue values[N];
	static Tfe__Pb__HParamsEntry entries[N], *list[N];
	Tfe__Pb__HParamsSessionStart start = TFE__PB__HPARAMS_SESSION_START__INIT;
	Tfe__Pb__HParamsPluginData data = TFE__PB__HPARAMS_PLUGIN_DATA__INIT;
	for (size_t i = 0; i < N; i++) {
		tfe__pb__hparams_value__init(&values[i]);
		tfe__pb__hparams_entry__init(&entries[i]);
		entries[i].key = data_of(keys[i]);
		entries[i].value = &values[i];
		list[i] = &entries[i];
	}
	values[0].kind_case = values[5].kind_case = TFE__PB__HPARAMS_VALUE__KIND_NUMBER_VALUE;
	values[0].number_value = 1;
	values[5].number_value = 0.1;
	values[1].kind_case = TFE__PB__HPARAMS_VALUE__KIND_STRING_VALUE;
	values[1].string_value = data_of("adam");
	values[2].kind_case = TFE__PB__HPARAMS_VALUE__KIND_BOOL_VALUE;
	values[2].bool_value = true;
	values[3].kind_case = TFE__PB__HPARAMS_VALUE__KIND_NULL_VALUE;
	values[4].kind_case = TFE__PB__HPARAMS_VALUE__KIND_LIST_VALUE;
	start.n_hparams = N;
	start.hparams = list;
	start.group_name = data_of("g");
	start.start_time_secs = 5;
	data.data_case = TFE__PB__HPARAMS_PLUGIN_DATA__DATA_SESSION_START_INFO;
	data.session_start_info = &start;
	return pack(&data);
}

static void values_have_their_types(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		tfe_hparam_type type;
		double number;
		const char *text;
	} want[] = {
		{"lr", TFE_HPARAM_TYPE_NUMBER, 0.1, ""}, {"opt", TFE_HPARAM_TYPE_TEXT, 0, "adam"},
		{"debug", TFE_HPARAM_TYPE_BOOL, 1, ""},  {"none", TFE_HPARAM_TYPE_NULL, 0, ""},
		{"list", TFE_HPARAM_TYPE_OTHER, 0, ""},
	};
	enum { N = sizeof want / sizeof *want };
	tfe_hparams_info info = TFE_HPARAMS_INFO_INIT;
	tfe_hparams *h = open_content(session());
	memset(bytes, 0xff, sizeof bytes); /* the content is copied */
	assert_int_equal(tfe_hparams_value_count(h), N);
	for (size_t i = 0; i < N; i++) {
		const tfe_hparam *v = tfe_hparams_value_at(h, i);
		assert_text(v->name, want[i].name);
		assert_int_equal(v->type, want[i].type);
		assert_true(v->number == want[i].number);
		assert_text(v->text, want[i].text);
	}
	assert_null(tfe_hparams_value_at(h, N));
	tfe_hparams_get_info(h, &info);
	assert_true(info.has_start);
	assert_false(info.has_experiment);
	assert_text(info.group, "g");
	assert_true(info.started == 5);
	tfe_hparams_close(h);
}

static tfe_bytes experiment(void)
{
	static Tfe__Pb__HParamsValue values[2], *list[2] = {&values[0], &values[1]};
	Tfe__Pb__HParamsList discrete = TFE__PB__HPARAMS_LIST__INIT;
	Tfe__Pb__HParamsInterval interval = TFE__PB__HPARAMS_INTERVAL__INIT;
	Tfe__Pb__HParamsInfo infos[2] = {TFE__PB__HPARAMS_INFO__INIT, TFE__PB__HPARAMS_INFO__INIT};
	Tfe__Pb__HParamsInfo *info_list[] = {&infos[0], &infos[1]};
	Tfe__Pb__HParamsMetricName name = TFE__PB__HPARAMS_METRIC_NAME__INIT;
	Tfe__Pb__HParamsMetric metric = TFE__PB__HPARAMS_METRIC__INIT, *metrics[] = {&metric};
	Tfe__Pb__HParamsExperiment e = TFE__PB__HPARAMS_EXPERIMENT__INIT;
	Tfe__Pb__HParamsPluginData data = TFE__PB__HPARAMS_PLUGIN_DATA__INIT;
	for (size_t i = 0; i < 2; i++) {
		tfe__pb__hparams_value__init(&values[i]);
		values[i].kind_case = TFE__PB__HPARAMS_VALUE__KIND_STRING_VALUE;
		values[i].string_value = data_of(i ? "sgd" : "adam");
	}
	discrete.n_values = 2;
	discrete.values = list;
	infos[0].name = data_of("opt");
	infos[0].type = 1;
	infos[0].domain_case = TFE__PB__HPARAMS_INFO__DOMAIN_DOMAIN_DISCRETE;
	infos[0].domain_discrete = &discrete;
	infos[1].name = data_of("lr");
	infos[1].domain_case = TFE__PB__HPARAMS_INFO__DOMAIN_DOMAIN_INTERVAL;
	infos[1].domain_interval = &interval;
	interval.min_value = 0.001;
	interval.max_value = 0.1;
	name.group = data_of("validation");
	name.tag = data_of("acc");
	metric.name = &name;
	metric.dataset_type = 2;
	e.name = data_of("trial");
	e.n_hparam_infos = 2;
	e.hparam_infos = info_list;
	e.n_metric_infos = 1;
	e.metric_infos = metrics;
	data.data_case = TFE__PB__HPARAMS_PLUGIN_DATA__DATA_EXPERIMENT;
	data.experiment = &e;
	return pack(&data);
}

static void an_experiment_has_domains_and_metrics(void **state)
{
	(void)state;
	tfe_hparams_info info = TFE_HPARAMS_INFO_INIT;
	tfe_hparams *h = open_content(experiment());
	assert_int_equal(tfe_hparams_domain_count(h), 2);
	const tfe_hparam_domain *opt = tfe_hparams_domain_at(h, 0), *lr = opt + 1;
	assert_text(opt->name, "opt");
	assert_int_equal(opt->type, 1);
	assert_int_equal(opt->n, 2);
	assert_text(opt->values[1].text, "sgd");
	assert_false(opt->has_interval);
	assert_true(lr->has_interval);
	assert_true(lr->min == 0.001);
	assert_true(lr->max == 0.1);
	assert_null(tfe_hparams_domain_at(h, 2));
	assert_int_equal(tfe_hparams_metric_count(h), 1);
	assert_text(tfe_hparams_metric_at(h, 0)->group, "validation");
	assert_text(tfe_hparams_metric_at(h, 0)->tag, "acc");
	assert_int_equal(tfe_hparams_metric_at(h, 0)->dataset_type, 2);
	tfe_hparams_get_info(h, &info);
	assert_text(info.name, "trial");
	tfe_hparams_close(h);
}

static void a_session_ends_with_a_status(void **state)
{
	(void)state;
	static const char *const names[] = {"unknown", "success", "failure", "running", "unknown"};
	for (int32_t i = 0; i < 5; i++) {
		Tfe__Pb__HParamsSessionEnd end = TFE__PB__HPARAMS_SESSION_END__INIT;
		Tfe__Pb__HParamsPluginData data = TFE__PB__HPARAMS_PLUGIN_DATA__INIT;
		tfe_hparams_info info = TFE_HPARAMS_INFO_INIT;
		end.status = i;
		end.end_time_secs = 9;
		data.data_case = TFE__PB__HPARAMS_PLUGIN_DATA__DATA_SESSION_END_INFO;
		data.session_end_info = &end;
		tfe_hparams *h = open_content(pack(&data));
		tfe_hparams_get_info(h, &info);
		assert_true(info.has_end);
		assert_true(info.ended == 9);
		assert_string_equal(tfe_hparams_status_name(info.status), names[i]);
		tfe_hparams_close(h);
	}
}

/* --- hostile contents ------------------------------------------------------------------------- */

static void parts_of_a_content_are_refused_or_read(void **state)
{
	(void)state;
	tfe_bytes all = session();
	tfe_hparams *h;
	for (size_t n = 0; n < all.size; n++) {
		uint8_t *part = malloc(n ? n : 1);
		assert_non_null(part);
		memcpy(part, all.data, n);
		assert_int_equal(tfe_hparams_open((tfe_bytes){part, n}, NULL, &h), TFE_E_DAMAGED);
		assert_null(h);
		free(part);
	}
	for (size_t i = 0; i < 8 * all.size; i++) {
		bytes[i / 8] ^= (uint8_t)(1 << i % 8);
		if (!tfe_hparams_open(all, NULL, &h))
			tfe_hparams_close(h);
		bytes[i / 8] ^= (uint8_t)(1 << i % 8);
	}
}

/* Puts a field with the last n bytes of a buffer as its content before them. */
static size_t wrap(uint8_t *end, size_t n, uint8_t key)
{
	uint8_t *p = end - n - 6;
	*p = key;
	for (int i = 0; i < 5; i++)
		p[1 + i] = (uint8_t)((n >> 7 * i & 127) | (i < 4 ? 128 : 0));
	return n + 6;
}

static void nested_lists_are_bounded(void **state)
{
	(void)state;
	enum { DEPTH = 20000, BYTES = 16 * DEPTH };
	uint8_t *room = malloc(BYTES);
	tfe_hparams *h;
	assert_non_null(room);
	size_t n = 0;
	for (int i = 0; i < DEPTH; i++) {
		n = wrap(room + BYTES, n, 1 << 3 | 2); /* ListValue.values */
		n = wrap(room + BYTES, n, 6 << 3 | 2); /* Value.list_value */
	}
	assert_true(n + 64 > BYTES * 3 / 4);
	n = wrap(room + BYTES, n, 2 << 3 | 2); /* the value of an entry */
	n = wrap(room + BYTES, n, 1 << 3 | 2);
	n = wrap(room + BYTES, n, 3 << 3 | 2);
	assert_int_equal(tfe_hparams_open((tfe_bytes){room + BYTES - n, n}, NULL, &h),
			 TFE_E_DAMAGED);
	free(room);
}

static void a_content_does_not_expand_without_limit(void **state)
{
	(void)state;
	enum { PIECES = 400000, BYTES = 2 * PIECES + 64 };
	uint8_t *room = malloc(BYTES + (1 << 20));
	struct inject in = {0};
	tfe_allocator a = inject_allocator(&in);
	tfe_hparams *h;
	assert_non_null(room);
	for (size_t i = 0; i < PIECES; i++)
		memcpy(room + BYTES - 2 * (i + 1), "\x0a\x00", 2); /* empty entries of the map */
	size_t n = wrap(room + BYTES, 2 * PIECES, 3 << 3 | 2);
	assert_int_equal(tfe_hparams_open((tfe_bytes){room + BYTES - n, n}, &a, &h), TFE_E_LIMIT);
	assert_int_equal(atomic_load(&in.live), 0);
	assert_true(atomic_load(&in.largest) < 32 * BYTES);
	assert_int_equal(tfe_hparams_open((tfe_bytes){room, (1 << 20) + 1}, &a, &h), TFE_E_LIMIT);
	free(room);
}

static tfe_status open_both(const tfe_allocator *a, void *context)
{
	tfe_hparams *h;
	(void)context;
	tfe_status status = tfe_hparams_open(session(), a, &h);
	tfe_hparams_close(h);
	if (!status) {
		status = tfe_hparams_open(experiment(), a, &h);
		tfe_hparams_close(h);
	}
	return status;
}

static void every_failed_allocation_is_returned(void **state)
{
	(void)state;
	assert_true(inject_every_allocation(open_both, NULL) > 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_have_their_types),
		cmocka_unit_test(an_experiment_has_domains_and_metrics),
		cmocka_unit_test(a_session_ends_with_a_status),
		cmocka_unit_test(parts_of_a_content_are_refused_or_read),
		cmocka_unit_test(nested_lists_are_bounded),
		cmocka_unit_test(a_content_does_not_expand_without_limit),
		cmocka_unit_test(every_failed_allocation_is_returned),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
