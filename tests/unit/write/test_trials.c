/* write: trials (hyperparameters): their sources, the name of their group, experiments. */
#include <math.h>

#include "unit/kinds.h"

#include <tfevents/trial.h>

static tfe_trial *open_trial(void)
{
	tfe_trial *t;
	assert_int_equal(tfe_trial_open(NULL, &t), TFE_OK);
	return t;
}

struct config {
	float rate;
	double decay;
	int8_t layers;
	uint64_t seed;
	bool debug;
	const char *optimizer, *note;
	int64_t big;
	uint16_t half;
};

static const tfe_trial_field fields[] = {
	TFE_TRIAL_FIELD(struct config, rate, TFE_DTYPE_FLOAT32),
	TFE_TRIAL_FIELD(struct config, decay, TFE_DTYPE_FLOAT64),
	TFE_TRIAL_FIELD(struct config, layers, TFE_DTYPE_INT8),
	TFE_TRIAL_FIELD(struct config, seed, TFE_DTYPE_UINT64),
	TFE_TRIAL_FIELD(struct config, debug, TFE_DTYPE_BOOL),
	TFE_TRIAL_FIELD(struct config, optimizer, TFE_DTYPE_STRING),
	TFE_TRIAL_FIELD(struct config, note, TFE_DTYPE_STRING),
	TFE_TRIAL_FIELD(struct config, big, TFE_DTYPE_INT64),
	TFE_TRIAL_FIELD(struct config, half, TFE_DTYPE_FLOAT16),
};
enum { FIELDS = sizeof fields / sizeof *fields };

static const struct config config = {0.5f, 1e-3, -3, 7, true, "adam", NULL, INT64_MIN + 1, 0x3c00};

/* --- groups ----------------------------------------------------------------------------------- */

/* The names were computed by hashlib and json in Python. */
static void groups_are_those_of_tensorboard(void **state)
{
	(void)state;
	char group[TFE_TRIAL_GROUP_BYTES];
	tfe_trial *t = open_trial();
	tfe_status status = tfe_trial_get_group(t, group);
	if (status == TFE_E_UNSUPPORTED) {
		print_message("SKIP the library was built without libmd\n");
		tfe_trial_close(t);
		return;
	}
	assert_string_equal(group,
			    "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
	tfe_trial_set_number(t, "lr", 0.1);
	tfe_trial_set_int(t, "batch", 32);
	tfe_trial_set_text(t, "opt", "sgd");
	tfe_trial_set_text(t, "opt", "adam"); /* replaces */
	tfe_trial_set_bool(t, "debug", true);
	tfe_trial_set_text(t,
			   "\xc3\xbcn\xc3\xaf"
			   "code",
			   "a\"b\\\n\x7f\xf0\x9f\x98\x80\xc3\xa9");
	tfe_trial_set_number(t, "small", 1e-5);
	tfe_trial_set_number(t, "one", 1);
	assert_int_equal(tfe_trial_get_group(t, group), TFE_OK);
	assert_string_equal(group,
			    "4ef91a011bc5e1ab5a8f7eeabe1a82d93399d10d18dc31cc158814ae312cd1f6");
	tfe_trial_close(t);
}

/* --- sources ---------------------------------------------------------------------------------- */

/* The hyperparameters of what an add writes, as "name=value" with spaces between them. */
static void list_hparams(const tfe_event *event, void *context)
{
	char *text = context;
	tfe_event copied = *event;
	tfe_value v = TFE_VALUE_INIT;
	tfe_hparams *h;
	assert_int_equal(tfe_event_next(&copied, &v), TFE_OK);
	assert_int_equal(tfe_hparams_open(v.metadata.content, NULL, &h), TFE_OK);
	for (size_t i = 0; i < tfe_hparams_value_count(h); i++) {
		const tfe_hparam *p = tfe_hparams_value_at(h, i);
		size_t n = strlen(text);
		if (p->type == TFE_HPARAM_TYPE_TEXT)
			snprintf(text + n, 2048 - n, "%.*s='%.*s' ", (int)p->name.size,
				 (const char *)p->name.data, (int)p->text.size,
				 p->text.size ? (const char *)p->text.data : "");
		else
			snprintf(text + n, 2048 - n, "%.*s=%s%.17g ", (int)p->name.size,
				 (const char *)p->name.data,
				 p->type == TFE_HPARAM_TYPE_BOOL ? "bool " : "", p->number);
	}
	tfe_hparams_close(h);
}

typedef void set_values(tfe_trial *t);

static set_values *source;

static tfe_status begin_with_source(tfe_writer *w)
{
	const tfe_trial_options options = {.size = sizeof options, .group = "g"};
	tfe_trial *t = open_trial();
	source(t);
	tfe_status status = tfe_writer_begin_trial(w, t, &options);
	tfe_trial_close(t);
	return status;
}

static void check_source(set_values *set, const char *want)
{
	char text[2048] = "";
	source = set;
	kinds_for_each_event(begin_with_source, list_hparams, text);
	assert_string_equal(text, want);
}

static void from_fields(tfe_trial *t)
{
	assert_int_equal(tfe_trial_set_fields(t, &config, fields, FIELDS), TFE_OK);
}

static void from_pairs(tfe_trial *t)
{
	static const char *const pairs[] = {"lr=0.1",        "n=-16",   "on=true",  "off=false",
					    "name=a=b",      "empty=",  "nan=nan",  "big=1e999",
					    "version=1.2.3", "zip=007", "True=True"};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		assert_int_equal(tfe_trial_set_pair(t, pairs[i]), TFE_OK);
}

static void from_arguments(tfe_trial *t)
{
	static const char *const argv[] = {"train", "data.csv", "--lr=0.1", "--decay", "-1e-3",
					   "-v",    "--opt",    "adam",     "more",    "--last",
					   "--",    "--not=1",  NULL};
	assert_int_equal(tfe_trial_set_arguments(t, 12, argv), TFE_OK);
}

static void values_come_from_structs_texts_and_arguments(void **state)
{
	(void)state;
	check_source(from_fields, "rate=0.5 decay=0.001 layers=-3 seed=7 debug=bool 1 "
				  "optimizer='adam' note='' big=-9.2233720368547758e+18 half=1 ");
	check_source(from_pairs, "lr=0.10000000000000001 n=-16 on=bool 1 off=bool 0 name='a=b' "
				 "empty='' nan='nan' big='1e999' version='1.2.3' zip='007' "
				 "True='True' ");
	check_source(from_arguments, "lr=0.10000000000000001 decay=-0.001 v=bool 1 opt='adam' "
				     "last=bool 1 ");
}

/* --- records ---------------------------------------------------------------------------------- */

static tfe_status begin_and_end(tfe_writer *w)
{
	const tfe_trial_options options = {
		.size = sizeof options, .group = "g", .model_uri = "file:m", .monitor_url = "u"};
	tfe_trial *t = open_trial();
	tfe_trial_set_fields(t, &config, fields, FIELDS);
	tfe_status status = tfe_writer_begin_trial(w, t, &options);
	tfe_trial_close(t);
	return status ? status : tfe_writer_end_trial(w, TFE_TRIAL_STATUS_FAILURE);
}

static tfe_status experiment(tfe_writer *w)
{
	static const double sizes[] = {16, 32}, both[] = {0, 1};
	static const char *const texts[] = {"adam", "sgd"};
	static const tfe_experiment_domain domains[] = {
		{.name = "batch", .type = TFE_HPARAM_TYPE_NUMBER, .numbers = sizes, .n = 2},
		{.name = "lr",
		 .display_name = "rate",
		 .description = "a *rate*",
		 .type = TFE_HPARAM_TYPE_NUMBER,
		 .has_interval = true,
		 .min = 1e-4,
		 .max = 0.1},
		{.name = "opt", .type = TFE_HPARAM_TYPE_TEXT, .texts = texts, .n = 2},
		{.name = "debug", .type = TFE_HPARAM_TYPE_BOOL, .numbers = both, .n = 2},
		{.name = "seed", .type = TFE_HPARAM_TYPE_NUMBER},
	};
	static const tfe_experiment_metric metrics[] = {
		{.tag = "loss"},
		{.tag = "acc",
		 .group = "validation",
		 .display_name = "Accuracy",
		 .dataset_type = 2},
	};
	const tfe_experiment e = {.size = sizeof e,
				  .name = "sweep",
				  .user = "me",
				  .description = "*all*",
				  .domains = domains,
				  .n_domains = 5,
				  .metrics = metrics,
				  .n_metrics = 2};
	return tfe_writer_add_experiment(w, &e);
}

static tfe_status all(tfe_writer *w)
{
	tfe_status status = experiment(w);
	return status ? status : begin_and_end(w);
}

static void bytes_are_golden(void **state)
{
	(void)state;
	kinds_check_golden("hparams", all);
}

/* --- refused ---------------------------------------------------------------------------------- */

static tfe_status begin_wrong(tfe_writer *w, set_values *set)
{
	source = set;
	return begin_with_source(w);
}
static void set_nan(tfe_trial *t)
{
	assert_int_equal(tfe_trial_set_number(t, "lr", NAN), TFE_E_ARG);
	assert_int_equal(tfe_trial_set_int(t, "fine", 1), TFE_E_ARG); /* sticky */
}
static void set_no_name(tfe_trial *t)
{
	assert_int_equal(tfe_trial_set_bool(t, "", true), TFE_E_ARG);
}
static void set_no_text(tfe_trial *t)
{
	assert_int_equal(tfe_trial_set_text(t, "opt", NULL), TFE_E_ARG);
}
static void set_bad_text(tfe_trial *t)
{
	assert_int_equal(tfe_trial_set_text(t, "opt", "\xff"), TFE_E_ARG);
}
static void set_no_pair(tfe_trial *t)
{
	assert_int_equal(tfe_trial_set_pair(t, "lr"), TFE_E_ARG);
	tfe_error error = TFE_ERROR_INIT;
	tfe_trial_get_error(t, &error);
	assert_non_null(strstr(error.message, "\"lr\""));
}
static void set_no_arguments(tfe_trial *t)
{
	assert_int_equal(tfe_trial_set_arguments(t, 2, NULL), TFE_E_ARG);
}
static void set_no_struct(tfe_trial *t)
{
	assert_int_equal(tfe_trial_set_fields(t, NULL, fields, 1), TFE_E_ARG);
}
static void set_complex(tfe_trial *t)
{
	const tfe_trial_field field = {"z", 0, TFE_DTYPE_COMPLEX64};
	assert_int_equal(tfe_trial_set_fields(t, &config, &field, 1), TFE_E_ARG);
}
static void set_too_large(tfe_trial *t)
{
	const uint64_t most = UINT64_MAX;
	const tfe_trial_field field = {"seed", 0, TFE_DTYPE_UINT64};
	assert_int_equal(tfe_trial_set_fields(t, &most, &field, 1), TFE_E_ARG);
}
#define WRONG(set)                                                                                 \
	static tfe_status wrong_##set(tfe_writer *w)                                               \
	{                                                                                          \
		return begin_wrong(w, set);                                                        \
	}
WRONG(set_nan)
WRONG(set_no_name)
WRONG(set_no_text)
WRONG(set_bad_text)
WRONG(set_no_pair)
WRONG(set_no_arguments)
WRONG(set_no_struct)
WRONG(set_complex)
WRONG(set_too_large)

static tfe_status no_trial(tfe_writer *w)
{
	return tfe_writer_begin_trial(w, NULL, NULL);
}
static tfe_status bad_group(tfe_writer *w)
{
	const tfe_trial_options options = {.size = sizeof options, .group = "\xff"};
	tfe_trial *t = open_trial();
	tfe_status status = tfe_writer_begin_trial(w, t, &options);
	tfe_trial_close(t);
	return status;
}
static tfe_status no_size(tfe_writer *w)
{
	const tfe_trial_options options = {.group = "g"};
	tfe_trial *t = open_trial();
	tfe_status status = tfe_writer_begin_trial(w, t, &options);
	tfe_trial_close(t);
	return status;
}
static tfe_status running(tfe_writer *w)
{
	return tfe_writer_end_trial(w, (tfe_trial_status)3);
}
static tfe_status add_domain(tfe_writer *w, const tfe_experiment_domain *d)
{
	const tfe_experiment e = {.size = sizeof e, .domains = d, .n_domains = 1};
	return tfe_writer_add_experiment(w, &e);
}
static tfe_status domain_without_name(tfe_writer *w)
{
	const tfe_experiment_domain d = {.type = TFE_HPARAM_TYPE_TEXT};
	return add_domain(w, &d);
}
static tfe_status domain_of_no_type(tfe_writer *w)
{
	const tfe_experiment_domain d = {.name = "a"};
	return add_domain(w, &d);
}
static tfe_status domain_without_values(tfe_writer *w)
{
	const tfe_experiment_domain d = {.name = "a", .type = TFE_HPARAM_TYPE_TEXT, .n = 1};
	return add_domain(w, &d);
}
static tfe_status domain_reversed(tfe_writer *w)
{
	const tfe_experiment_domain d = {.name = "a",
					 .type = TFE_HPARAM_TYPE_NUMBER,
					 .has_interval = true,
					 .min = 1,
					 .max = 0};
	return add_domain(w, &d);
}
static tfe_status interval_of_texts(tfe_writer *w)
{
	const tfe_experiment_domain d = {
		.name = "a", .type = TFE_HPARAM_TYPE_TEXT, .has_interval = true};
	return add_domain(w, &d);
}
static tfe_status metric_without_tag(tfe_writer *w)
{
	const tfe_experiment_metric m = {.display_name = "a"};
	const tfe_experiment e = {.size = sizeof e, .metrics = &m, .n_metrics = 1};
	return tfe_writer_add_experiment(w, &e);
}
static tfe_status metric_of_third_dataset(tfe_writer *w)
{
	const tfe_experiment_metric m = {.tag = "a", .dataset_type = 3};
	const tfe_experiment e = {.size = sizeof e, .metrics = &m, .n_metrics = 1};
	return tfe_writer_add_experiment(w, &e);
}
static tfe_status missing_metrics(tfe_writer *w)
{
	const tfe_experiment e = {.size = sizeof e, .n_metrics = 1};
	return tfe_writer_add_experiment(w, &e);
}

static void wrong_arguments_are_refused(void **state)
{
	(void)state;
	const struct kinds_refusal refusals[] = {
		{wrong_set_nan, "\"lr\": the number is not finite"},
		{wrong_set_no_name, "name is empty"},
		{wrong_set_no_text, "\"opt\": the text"},
		{wrong_set_bad_text, "\"opt\": the text"},
		{wrong_set_no_pair, "name=value"},
		{wrong_set_no_arguments, "arguments are missing"},
		{wrong_set_no_struct, "struct"},
		{wrong_set_complex, "\"z\": its type"},
		{wrong_set_too_large, "\"seed\": the integer"},
		{no_trial, "trial is missing"},
		{bad_group, "group"},
		{no_size, "tfe_trial_options"},
		{running, "status of a trial"},
		{domain_without_name, "domain 0: the name"},
		{domain_of_no_type, "domain 0: its type"},
		{domain_without_values, "values are missing"},
		{domain_reversed, "limits of the interval"},
		{interval_of_texts, "an interval is for numbers"},
		{metric_without_tag, "metric 0: the tag"},
		{metric_of_third_dataset, "metric 0: the dataset"},
		{missing_metrics, "metrics are missing"},
	};
	kinds_check_refused(refusals, sizeof refusals / sizeof *refusals);
	assert_int_equal(tfe_trial_set_int(NULL, "a", 1), TFE_E_ARG);
	assert_int_equal(tfe_trial_set_pair(NULL, "a=1"), TFE_E_ARG);
	tfe_trial_close(NULL);
}

static tfe_status make_trial(const tfe_allocator *allocator, void *context)
{
	(void)context;
	tfe_trial *t;
	char group[TFE_TRIAL_GROUP_BYTES];
	tfe_status status = tfe_trial_open(allocator, &t);
	if (status)
		return status;
	tfe_trial_set_pair(t, "a=b");
	status = tfe_trial_set_fields(t, &config, fields, FIELDS);
	if (!status)
		status = tfe_trial_get_group(t, group);
	tfe_trial_close(t);
	return status == TFE_E_UNSUPPORTED ? TFE_OK : status;
}

static void memory_may_be_missing(void **state)
{
	(void)state;
	kinds_check_memory(experiment);
	source = from_fields;
	kinds_check_memory(begin_with_source);
	assert_true(inject_every_allocation(make_trial, NULL) > 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(groups_are_those_of_tensorboard),
		cmocka_unit_test(values_come_from_structs_texts_and_arguments),
		cmocka_unit_test(bytes_are_golden),
		cmocka_unit_test(wrong_arguments_are_refused),
		cmocka_unit_test(memory_may_be_missing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
