/* write: scalars: several in one call, float64, descriptions, a wall time given by the caller. */
#include <math.h>

#include "unit/kinds.h"

static const tfe_scalar three[] = {{"loss", 0.1}, {"accuracy", 0.9}, {"learning_rate", 1e-300}};

static tfe_status every_form(tfe_writer *w)
{
	tfe_status status = tfe_writer_add_scalars(w, 1, three, 3, TFE_DTYPE_FLOAT32);
	if (!status)
		status = tfe_writer_add_scalars(w, 2, three, 3, TFE_DTYPE_FLOAT64);
	if (!status)
		status = tfe_writer_describe(w, "accuracy", "Accuracy", "of *validation*");
	if (!status)
		status = tfe_writer_add_scalars(w, 3, three, 2, TFE_DTYPE_FLOAT32);
	if (!status)
		status = tfe_writer_set_wall_time(w, 123.5);
	if (!status)
		status = tfe_writer_add_scalar(w, "loss", -1, NAN);
	if (!status)
		status = tfe_writer_set_wall_time(w, 0);
	return status ? status : tfe_writer_add_scalar(w, "loss", 0, INFINITY);
}

static tfe_status together(tfe_writer *w)
{
	return tfe_writer_add_scalars(w, 1, three, 3, TFE_DTYPE_FLOAT64);
}

/* More than the buffer on the stack holds. */
static tfe_status many(tfe_writer *w)
{
	static char tags[300][16];
	tfe_scalar s[300];
	for (int i = 0; i < 300; i++) {
		snprintf(tags[i], sizeof tags[i], "layer/%d", i);
		s[i] = (tfe_scalar){tags[i], i};
	}
	return tfe_writer_add_scalars(w, INT64_MIN, s, 300, TFE_DTYPE_FLOAT32);
}

static void bytes_are_golden(void **state)
{
	(void)state;
	kinds_check_golden("scalar", every_form);
}

static void count_layers(const tfe_event *event, void *context)
{
	tfe_event copied = *event;
	tfe_value v = TFE_VALUE_INIT;
	char tag[16];
	assert_true(event->step == INT64_MIN);
	for (int *n = context; !tfe_event_next(&copied, &v); ++*n) {
		snprintf(tag, sizeof tag, "layer/%d", *n);
		assert_int_equal(v.tag.size, strlen(tag));
		assert_memory_equal(v.tag.data, tag, v.tag.size);
		assert_true(v.scalar == *n);
	}
}

static void many_are_one_event(void **state)
{
	(void)state;
	int n = 0;
	kinds_for_each_event(many, count_layers, &n);
	assert_int_equal(n, 300);
}

struct digits {
	int n;
	double wall_time;
};

static void compare_digits(const tfe_event *event, void *context)
{
	struct digits *d = context;
	tfe_event copied = *event;
	tfe_value v = TFE_VALUE_INIT;
	for (; event->step == 2 && !tfe_event_next(&copied, &v); d->n++) {
		assert_int_equal(v.tensor.dtype, TFE_DTYPE_FLOAT64);
		assert_true(v.scalar == three[d->n].value);
	}
	if (event->step == -1)
		d->wall_time = event->wall_time;
	if (event->step == 0)
		assert_true(event->wall_time > 1700000000);
}

static void float64_keeps_all_digits_and_times_are_those_that_were_set(void **state)
{
	(void)state;
	struct digits d = {0};
	kinds_for_each_event(every_form, compare_digits, &d);
	assert_int_equal(d.n, 3);
	assert_true(d.wall_time == 123.5);
}

static tfe_status none(tfe_writer *w)
{
	return tfe_writer_add_scalars(w, 1, three, 0, TFE_DTYPE_FLOAT32);
}
static tfe_status missing(tfe_writer *w)
{
	return tfe_writer_add_scalars(w, 1, NULL, 1, TFE_DTYPE_FLOAT32);
}
static tfe_status integers(tfe_writer *w)
{
	return tfe_writer_add_scalars(w, 1, three, 1, TFE_DTYPE_INT32);
}
static tfe_status second_without_tag(tfe_writer *w)
{
	const tfe_scalar s[] = {{"a", 1}, {"", 2}};
	return tfe_writer_add_scalars(w, 1, s, 2, TFE_DTYPE_FLOAT32);
}
static tfe_status second_not_text(tfe_writer *w)
{
	const tfe_scalar s[] = {{"a", 1}, {"\xff", 2}};
	return tfe_writer_add_scalars(w, 1, s, 2, TFE_DTYPE_FLOAT32);
}
static tfe_status never(tfe_writer *w)
{
	return tfe_writer_set_wall_time(w, NAN);
}

static void wrong_arguments_are_refused(void **state)
{
	(void)state;
	const struct kinds_refusal refusals[] = {
		{none, "scalars are missing"}, {missing, "scalars are missing"},
		{integers, "float64"},         {second_without_tag, "tag of scalar 1"},
		{second_not_text, "scalar 1"}, {never, "wall time"},
	};
	kinds_check_refused(refusals, sizeof refusals / sizeof *refusals);
	assert_int_equal(tfe_writer_add_scalars(NULL, 0, three, 1, TFE_DTYPE_FLOAT32), TFE_E_ARG);
	assert_int_equal(tfe_writer_set_wall_time(NULL, 0), TFE_E_ARG);
}

static void memory_may_be_missing(void **state)
{
	(void)state;
	kinds_check_memory(together);
	kinds_check_memory(many);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_are_golden),
		cmocka_unit_test(many_are_one_event),
		cmocka_unit_test(float64_keeps_all_digits_and_times_are_those_that_were_set),
		cmocka_unit_test(wrong_arguments_are_refused),
		cmocka_unit_test(memory_may_be_missing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
