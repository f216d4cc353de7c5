/* write: values that are equal, when decoded, to those that tensorboardX 2.6 writes for the same
 * arguments (tests/golden/data/tensorboardx):
 *
 *	w.add_pr_curve('pr', [1, 0, 1, 1, 0, 1], [0, .25, .49, .75, .76, 1], 3, num_thresholds=5,
 *	               weights=[1, .5, 2, 0, 1, 3])
 *	w.add_pr_curve_raw('raw', [2, 1], [2, 0], [0, 2], [0, 1], [.5, 1], [1, .5], 1, 2)
 *	w.add_custom_scalars({'First': {'Both': ['Multiline', ['loss', 'acc.*']],
 *	                                'Margin': ['Margin', ['mean', 'low', 'high']]}})
 *	w.add_histogram_raw('h', -1, 3, 7, 6, 20, [1, 2, 4], [5, 0, 2], 1)
 *	w.add_scalar('s', 0.5, 7) */
#include "unit/kinds.h"

#include "base/compiler.h"

static tfe_status same_values(tfe_writer *w)
{
	static const uint8_t labels[] = {1, 0, 1, 1, 0, 1};
	static const float predictions[] = {0, 0.25f, 0.49f, 0.75f, 0.76f, 1};
	static const double weights[] = {1, 0.5, 2, 0, 1, 3};
	static const double tp[] = {2, 1}, fp[] = {2, 0}, tn[] = {0, 2}, fn[] = {0, 1},
			    precision[] = {0.5, 1}, recall[] = {1, 0.5};
	static const tfe_pr_curve raw = {tp, fp, tn, fn, precision, recall, 2};
	static const char *const tags[] = {"loss", "acc.*"};
	static const tfe_margin margin = {"mean", "low", "high"};
	static const tfe_chart charts[] = {{"Both", tags, 2, NULL, 0},
					   {"Margin", NULL, 0, &margin, 1}};
	static const tfe_chart_category category = {"First", charts, 2, false};
	static const double limits[] = {1, 2, 4}, counts[] = {5, 0, 2};
	static const tfe_histogram_buckets buckets = {-1, 3, 7, 6, 20, limits, counts, 3};
	const tfe_pr_curve_options options = {
		.size = sizeof options, .thresholds = 5, .weights = weights};
	tfe_status status = tfe_writer_add_pr_curve(w, "pr", 3, labels, predictions,
						    TFE_DTYPE_FLOAT32, 6, &options);
	if (!status)
		status = tfe_writer_add_pr_curve_counted(w, "raw", 1, &raw);
	if (!status)
		status = tfe_writer_add_layout(w, &category, 1);
	if (!status)
		status = tfe_writer_add_histogram_buckets(w, "h", 1, &buckets);
	return status ? status : tfe_writer_add_scalar(w, "s", 7, 0.5);
}

/* The values of a file, as texts of everything except wall times. */
struct listing {
	char text[1 << 14];
	size_t n;
};

static void say(struct listing *l, const char *format, ...) TFE__PRINTF(2, 3);

static void say(struct listing *l, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	l->n += (size_t)vsnprintf(l->text + l->n, sizeof l->text - l->n, format, args);
	va_end(args);
	assert_true(l->n < sizeof l->text);
}

static void say_bytes(struct listing *l, const char *name, tfe_bytes b)
{
	say(l, " %s", name);
	for (size_t i = 0; i < b.size; i++)
		say(l, "%02x", b.data[i]);
}

static void say_doubles(struct listing *l, const tfe_doubles *d)
{
	for (size_t i = 0; i < d->count; i++)
		say(l, " %.17g", tfe_doubles_at(d, i));
}

static void say_event(const tfe_event *event, void *context)
{
	struct listing *l = context;
	tfe_event copied = *event;
	tfe_value v = TFE_VALUE_INIT;
	tfe_elements e;
	tfe_number x;
	tfe_bytes b;
	assert_int_equal(tfe_event_next(&copied, &v), TFE_OK);
	if (v.kind == TFE_KIND_FILE_VERSION)
		return;
	say(l, "%lld %s", (long long)event->step, tfe_kind_name(v.kind));
	say_bytes(l, "tag ", v.tag);
	say_bytes(l, "plugin ", v.metadata.plugin);
	say_bytes(l, "content ", v.metadata.content);
	say(l, " %.17g %.17g %.17g %.17g %.17g %.17g", v.scalar, v.min, v.max, v.num, v.sum,
	    v.sum_squares);
	say_doubles(l, &v.bucket_limits);
	say_doubles(l, &v.buckets);
	say(l, " dtype %d", v.tensor.dtype);
	for (size_t i = 0; i < v.tensor.rank; i++)
		say(l, " %lld", (long long)v.tensor.dims[i]);
	tfe_elements_init(&e, &v.tensor);
	while (tfe_elements_next(&e, &x))
		say(l, " %.17g", x.value);
	while (tfe_elements_next_bytes(&e, &b))
		say_bytes(l, "text ", b);
	say(l, "\n");
}

static void values_are_those_of_tensorboardx(void **state)
{
	(void)state;
	static struct listing ours, theirs;
	const char *src = getenv("SRC");
	char path[4096];
	snprintf(path, sizeof path, "%s/tests/golden/data/tensorboardx/events.out.tfevents.1",
		 src ? src : ".");
	kinds_for_each_event(same_values, say_event, &ours);
	assert_int_equal(for_each_event(path, say_event, &theirs), 6);
	assert_string_equal(ours.text, theirs.text);
	assert_non_null(strstr(ours.text, " 0.75 "));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_those_of_tensorboardx),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
