/* write: precision-recall curves: counts, weights, classes, the ROC curve beside them. */
#include <math.h>

#include "unit/kinds.h"

#include "summary/pr_curve.h"

enum { N = 6, THRESHOLDS = 5 };
static const uint8_t labels[N] = {1, 0, 1, 1, 0, 7};
static const float predictions[N] = {0, 0.25f, 0.49f, 0.75f, 0.76f, 1};
static const double weights[N] = {1, 0.5, 2, 0, 1, 3};

static tfe_status add(tfe_writer *w, const double *given_weights, bool roc)
{
	const tfe_pr_curve_options options = {.size = sizeof options,
					      .thresholds = THRESHOLDS,
					      .weights = given_weights,
					      .roc = roc};
	return tfe_writer_add_pr_curve(w, "pr", 3, labels, predictions, TFE_DTYPE_FLOAT32, N,
				       &options);
}

static tfe_status plain(tfe_writer *w)
{
	return add(w, NULL, false);
}

static tfe_status weighted(tfe_writer *w)
{
	return add(w, weights, false);
}

static tfe_status with_roc(tfe_writer *w)
{
	return add(w, NULL, true);
}

static tfe_status defaults(tfe_writer *w)
{
	return tfe_writer_add_pr_curve(w, "pr", 3, NULL, NULL, TFE_DTYPE_FLOAT64, 0, NULL);
}

static const double tp[] = {2, 1}, fp[] = {2, 0}, tn[] = {0, 2}, fn[] = {0, 1};

static tfe_status counted(tfe_writer *w)
{
	const tfe_pr_curve curve = {tp, fp, tn, fn, NULL, NULL, 2};
	return tfe_writer_add_pr_curve_counted(w, "counted", 1, &curve);
}

static const int32_t classes[3] = {0, 1, 1};
static const double scores[3][2] = {{0.9, 0.1}, {0.2, 0.8}, {0.6, 0.4}};

static tfe_status add_classes(tfe_writer *w, const char *const *names)
{
	const tfe_pr_curve_options options = {.size = sizeof options, .thresholds = 2};
	return tfe_writer_add_pr_curves(w, "c", 1, classes, scores, TFE_DTYPE_FLOAT64, 3, 2, names,
					&options);
}

static tfe_status of_classes(tfe_writer *w)
{
	static const char *const names[] = {"cat", "d\xc3\xb6g"};
	tfe_status status = add_classes(w, names);
	return status ? status : add_classes(w, NULL);
}

static tfe_status all(tfe_writer *w)
{
	tfe_status status = plain(w);
	if (!status)
		status = weighted(w);
	if (!status)
		status = counted(w);
	return status ? status : of_classes(w);
}

static void bytes_are_golden(void **state)
{
	(void)state;
	kinds_check_golden("pr_curve", all);
}

struct rows {
	double element[TFE__PR_ROWS * 201];
	size_t n;
	int events;
};

static void read_rows(const tfe_event *event, void *context)
{
	struct rows *r = context;
	tfe_event copied = *event;
	tfe_value v = TFE_VALUE_INIT;
	tfe_elements e;
	tfe_number x;
	uint32_t thresholds;
	assert_int_equal(tfe_event_next(&copied, &v), TFE_OK);
	assert_int_equal(tfe_pr_curve_get_thresholds(v.metadata.content, &thresholds), TFE_OK);
	assert_int_equal(v.tensor.dims[0], TFE__PR_ROWS);
	assert_int_equal(v.tensor.dims[1], thresholds);
	tfe_elements_init(&e, &v.tensor);
	for (r->n = 0; tfe_elements_next(&e, &x); r->n++)
		r->element[r->n] = x.value;
	r->events++;
}

static void check_rows(kinds_add *how, const double want[TFE__PR_ROWS][THRESHOLDS])
{
	struct rows r = {0};
	kinds_for_each_event(how, read_rows, &r);
	assert_int_equal(r.n, TFE__PR_ROWS * THRESHOLDS);
	for (size_t i = 0; i < r.n; i++)
		assert_true(r.element[i] == (double)(float)want[i / THRESHOLDS][i % THRESHOLDS]);
}

/* The thresholds are 0, 0.25, 0.5, 0.75, 1. */
static void counts_are_those_at_each_threshold(void **state)
{
	(void)state;
	const double want[TFE__PR_ROWS][THRESHOLDS] = {
		{4, 3, 2, 2, 1},
		{2, 2, 1, 1, 0},
		{0, 0, 1, 1, 2},
		{0, 1, 2, 2, 3},
		{4 / 6., 3 / 5., 2 / 3., 2 / 3., 1},
		{1, 0.75, 0.5, 0.5, 0.25},
	};
	const double want_weighted[TFE__PR_ROWS][THRESHOLDS] = {
		{6, 5, 3, 3, 3},
		{1.5, 1.5, 1, 1, 0},
		{0, 0, 0.5, 0.5, 1.5},
		{0, 1, 3, 3, 3},
		{6 / 7.5, 5 / 6.5, 0.75, 0.75, 1},
		{1, 5 / 6., 0.5, 0.5, 0.5},
	};
	check_rows(plain, want);
	check_rows(weighted, want_weighted);
	struct rows r = {0};
	kinds_for_each_event(defaults, read_rows, &r);
	assert_int_equal(r.n, TFE__PR_ROWS * 201);
	for (size_t i = 0; i < r.n; i++)
		assert_true(r.element[i] == 0);
}

struct roc {
	int events, images;
	double points[3 * THRESHOLDS];
};

static void read_roc(const tfe_event *event, void *context)
{
	struct roc *r = context;
	tfe_event copied = *event;
	tfe_value v = TFE_VALUE_INIT;
	tfe_elements e;
	tfe_number x;
	r->events++;
	assert_int_equal(tfe_event_next(&copied, &v), TFE_OK);
	if (v.kind == TFE_KIND_IMAGE) {
		assert_memory_equal(v.tag.data, "pr/roc", v.tag.size);
		r->images++;
	}
	if (v.tag.size != strlen("pr/roc/points"))
		return;
	tfe_elements_init(&e, &v.tensor);
	for (size_t i = 0; tfe_elements_next(&e, &x); i++)
		r->points[i] = x.value;
}

static void roc_is_an_image_and_points(void **state)
{
	(void)state;
	const double want[] = {0, 0.25, 0.5, 0.75, 1, 1, 1, 0.5, 0.5, 0, 1, 0.75, 0.5, 0.5, 0.25};
	struct roc r = {0};
	kinds_for_each_event(with_roc, read_roc, &r);
	assert_int_equal(r.events, 3);
	assert_int_equal(r.images, 1);
	for (size_t i = 0; i < sizeof want / sizeof *want; i++)
		assert_true(r.points[i] == want[i]);
}

static void the_area_of_perfect_and_useless_classifiers(void **state)
{
	(void)state;
	const tfe_allocator allocator = inject_allocator(&(struct inject){0});
	for (int kind = 0; kind < 3; kind++) {
		struct tfe__pr_curve c;
		assert_int_equal(tfe__pr_curve_init(&c, &allocator, 11), TFE_OK);
		for (int i = 0; i < 100; i++) {
			bool positive = kind == 2 || i % 2;
			double p = kind == 0 ? positive : (i / 2 % 11) / 10.0;
			tfe__pr_count(&c, tfe__pr_threshold_of(&c, p, false), positive, 1);
		}
		tfe__pr_finish(&c);
		double area = tfe__roc_area(&c);
		assert_true(kind == 0   ? area == 1
			    : kind == 1 ? fabs(area - 0.5) < 1e-9
					: isnan(area));
		tfe__pr_curve_release(&c);
	}
}

/* --- refused ---------------------------------------------------------------------------------- */

static tfe_status add_one(tfe_writer *w, float prediction, const double *weight)
{
	const tfe_pr_curve_options options = {.size = sizeof options, .weights = weight};
	return tfe_writer_add_pr_curve(w, "pr", 0, labels, &prediction, TFE_DTYPE_FLOAT32, 1,
				       &options);
}
static tfe_status not_a_number(tfe_writer *w)
{
	return add_one(w, NAN, NULL);
}
static tfe_status above_one(tfe_writer *w)
{
	return add_one(w, 1.5f, NULL);
}
static tfe_status below_zero(tfe_writer *w)
{
	return add_one(w, -1e-9f, NULL);
}
static tfe_status negative_weight(tfe_writer *w)
{
	return add_one(w, 0, &(double){-1});
}
static tfe_status infinite_weight(tfe_writer *w)
{
	return add_one(w, 0, &(double){INFINITY});
}
static tfe_status no_labels(tfe_writer *w)
{
	return tfe_writer_add_pr_curve(w, "pr", 0, NULL, predictions, TFE_DTYPE_FLOAT32, 1, NULL);
}
static tfe_status texts(tfe_writer *w)
{
	return tfe_writer_add_pr_curve(w, "pr", 0, labels, predictions, TFE_DTYPE_STRING, 1, NULL);
}
static tfe_status one_threshold(tfe_writer *w)
{
	const tfe_pr_curve_options options = {.size = sizeof options, .thresholds = 1};
	return tfe_writer_add_pr_curve(w, "pr", 0, labels, predictions, TFE_DTYPE_FLOAT32, 1,
				       &options);
}
static tfe_status unsized(tfe_writer *w)
{
	const tfe_pr_curve_options options = {.thresholds = 3};
	return tfe_writer_add_pr_curve(w, "pr", 0, labels, predictions, TFE_DTYPE_FLOAT32, 1,
				       &options);
}
static tfe_status third_class(tfe_writer *w)
{
	return tfe_writer_add_pr_curves(w, "c", 0, (const int32_t[]){2}, scores, TFE_DTYPE_FLOAT64,
					1, 2, NULL, NULL);
}
static tfe_status one_class(tfe_writer *w)
{
	return tfe_writer_add_pr_curves(w, "c", 0, classes, scores, TFE_DTYPE_FLOAT64, 3, 1, NULL,
					NULL);
}
static tfe_status bad_name(tfe_writer *w)
{
	return add_classes(w, (const char *const[]){"a", "\xff"});
}
static tfe_status no_scores(tfe_writer *w)
{
	return tfe_writer_add_pr_curves(w, "c", 0, classes, NULL, TFE_DTYPE_FLOAT64, 3, 2, NULL,
					NULL);
}
static tfe_status no_curve(tfe_writer *w)
{
	return tfe_writer_add_pr_curve_counted(w, "c", 0, NULL);
}
static tfe_status negative_count(tfe_writer *w)
{
	const double minus[] = {-1, 0};
	const tfe_pr_curve curve = {tp, fp, minus, fn, NULL, NULL, 2};
	return tfe_writer_add_pr_curve_counted(w, "c", 0, &curve);
}
static tfe_status no_counts(tfe_writer *w)
{
	const tfe_pr_curve curve = {tp, fp, tn, NULL, NULL, NULL, 2};
	return tfe_writer_add_pr_curve_counted(w, "c", 0, &curve);
}

static void wrong_arguments_are_refused(void **state)
{
	(void)state;
	const struct kinds_refusal refusals[] = {
		{not_a_number, "example 0: the prediction"},
		{above_one, "example 0"},
		{below_zero, "example 0"},
		{negative_weight, "weight is negative"},
		{infinite_weight, "weight is negative or not finite"},
		{no_labels, "labels or predictions are missing"},
		{texts, "type of the predictions"},
		{one_threshold, "1 thresholds, not 2 to 10000"},
		{unsized, "tfe_pr_curve_options"},
		{third_class, "label of example 0"},
		{one_class, "1 classes"},
		{bad_name, "name of class 1"},
		{no_scores, "predictions are missing"},
		{no_curve, "curve is missing"},
		{negative_count, "true negatives"},
		{no_counts, "false negatives"},
	};
	kinds_check_refused(refusals, sizeof refusals / sizeof *refusals);
	uint32_t thresholds;
	assert_int_equal(
		tfe_pr_curve_get_thresholds((tfe_bytes){(const uint8_t *)"\xff", 1}, &thresholds),
		TFE_E_DAMAGED);
}

static void memory_may_be_missing(void **state)
{
	(void)state;
	kinds_check_memory(with_roc);
	kinds_check_memory(counted);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_are_golden),
		cmocka_unit_test(counts_are_those_at_each_threshold),
		cmocka_unit_test(roc_is_an_image_and_points),
		cmocka_unit_test(the_area_of_perfect_and_useless_classifiers),
		cmocka_unit_test(wrong_arguments_are_refused),
		cmocka_unit_test(memory_may_be_missing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
