/* write: tensors of every type and shape, under a plugin of the caller. */
#include <math.h>

#include "unit/kinds.h"

static const tfe_plugin plugin = {"my_plugin", "\0\xff content", 10};

/* A type, two elements and their values. */
static const struct {
	tfe_dtype dtype;
	union {
		float f[4];
		double d[4];
		int8_t i8[2];
		int16_t i16[2];
		int32_t i32[2];
		int64_t i64[2];
		uint8_t u8[2];
		uint16_t u16[2];
		uint32_t u32[2];
		uint64_t u64[2];
	} data;
	double want[2], imaginary[2];
} types[] = {
	{TFE_DTYPE_FLOAT32, {.f = {0.5f, -3}}, {0.5, -3}, {0}},
	{TFE_DTYPE_FLOAT64, {.d = {1e300, -3}}, {1e300, -3}, {0}},
	{TFE_DTYPE_FLOAT16, {.u16 = {0x3800, 0xc200}}, {0.5, -3}, {0}},
	{TFE_DTYPE_BFLOAT16, {.u16 = {0x3f00, 0xc040}}, {0.5, -3}, {0}},
	{TFE_DTYPE_INT8, {.i8 = {INT8_MIN, 7}}, {INT8_MIN, 7}, {0}},
	{TFE_DTYPE_INT16, {.i16 = {INT16_MIN, 7}}, {INT16_MIN, 7}, {0}},
	{TFE_DTYPE_INT32, {.i32 = {INT32_MIN, 7}}, {INT32_MIN, 7}, {0}},
	{TFE_DTYPE_INT64, {.i64 = {INT64_MIN, 7}}, {-0x1p63, 7}, {0}},
	{TFE_DTYPE_UINT8, {.u8 = {255, 7}}, {255, 7}, {0}},
	{TFE_DTYPE_UINT16, {.u16 = {65535, 7}}, {65535, 7}, {0}},
	{TFE_DTYPE_UINT32, {.u32 = {UINT32_MAX, 7}}, {UINT32_MAX, 7}, {0}},
	{TFE_DTYPE_UINT64, {.u64 = {UINT64_C(1) << 63, 7}}, {0x1p63, 7}, {0}},
	{TFE_DTYPE_BOOL, {.u8 = {1, 0}}, {1, 0}, {0}},
	{TFE_DTYPE_COMPLEX64, {.f = {1, 2, 3, 4}}, {1, 3}, {2, 4}},
	{TFE_DTYPE_COMPLEX128, {.d = {1, 2, 3, 4}}, {1, 3}, {2, 4}},
};
enum { TYPES = sizeof types / sizeof *types };

static tfe_status every_type(tfe_writer *w)
{
	static const int64_t shape[] = {1, 2};
	tfe_status status = TFE_OK;
	for (int i = 0; i < TYPES && !status; i++) {
		const tfe_array a = {&types[i].data, types[i].dtype, 2, shape, NULL};
		status = tfe_writer_add_tensor(w, "numbers", i, &a, &plugin);
	}
	return status;
}

static void check_numbers(const tfe_event *event, void *context)
{
	const int64_t i = event->step;
	tfe_event copied = *event;
	tfe_value v = TFE_VALUE_INIT;
	tfe_elements e;
	tfe_number x;
	assert_int_equal(tfe_event_next(&copied, &v), TFE_OK);
	assert_int_equal(v.kind, TFE_KIND_TENSOR);
	assert_int_equal(v.tensor.dtype, types[i].dtype);
	assert_false(v.tensor.bad);
	assert_int_equal(v.tensor.rank, 2);
	assert_int_equal(v.metadata.plugin.size, 9);
	assert_int_equal(v.metadata.content.size, 10);
	assert_memory_equal(v.metadata.content.data, plugin.content, 10);
	tfe_elements_init(&e, &v.tensor);
	for (int k = 0; k < 2; k++) {
		assert_true(tfe_elements_next(&e, &x));
		assert_true(x.value == types[i].want[k]);
		assert_true(x.imaginary == types[i].imaginary[k]);
	}
	assert_false(tfe_elements_next(&e, &x));
	++*(int *)context;
}

static void every_type_is_read_as_it_was_written(void **state)
{
	(void)state;
	int n = 0;
	kinds_for_each_event(every_type, check_numbers, &n);
	assert_int_equal(n, TYPES);
}

static const int64_t transposed[] = {3, 2}, steps[] = {4, 12}, none[] = {2, 0}, one[] = {1};
static const int32_t matrix[2][3] = {{1, 2, 3}, {4, 5, 6}};
static const tfe_bytes texts[] = {
	{(const uint8_t *)"a\0b", 3}, {NULL, 0}, {(const uint8_t *)"\xff", 1}};

static tfe_status shapes(tfe_writer *w)
{
	static const int64_t three[] = {3};
	const tfe_array arrays[] = {{matrix, TFE_DTYPE_INT32, 2, transposed, steps},
				    {matrix, TFE_DTYPE_INT32, 0, NULL, NULL},
				    {NULL, TFE_DTYPE_FLOAT32, 2, none, NULL},
				    {texts, TFE_DTYPE_STRING, 1, three, NULL},
				    {NULL, TFE_DTYPE_STRING, 2, none, NULL}};
	tfe_status status = TFE_OK;
	for (int i = 0; i < 5 && !status; i++)
		status = tfe_writer_add_tensor(w, "shapes", i, &arrays[i], NULL);
	return status;
}

static void check_shapes(const tfe_event *event, void *context)
{
	static const double want[] = {1, 4, 2, 5, 3, 6};
	static const size_t counts[] = {6, 1, 0, 3, 0};
	tfe_event copied = *event;
	tfe_value v = TFE_VALUE_INIT;
	tfe_elements e;
	tfe_number x;
	tfe_bytes b;
	size_t n = 0;
	assert_int_equal(tfe_event_next(&copied, &v), TFE_OK);
	assert_false(v.tensor.bad);
	assert_false(v.has_metadata);
	tfe_elements_init(&e, &v.tensor);
	if (v.tensor.dtype == TFE_DTYPE_STRING)
		for (; tfe_elements_next_bytes(&e, &b); n++)
			assert_int_equal(b.size, texts[n].size);
	else
		for (; tfe_elements_next(&e, &x); n++)
			assert_true(x.value == want[n]);
	assert_int_equal(n, counts[event->step]);
	++*(int *)context;
}

static void shapes_strides_and_texts(void **state)
{
	(void)state;
	int n = 0;
	kinds_for_each_event(shapes, check_shapes, &n);
	assert_int_equal(n, 5);
}

static tfe_status all(tfe_writer *w)
{
	tfe_status status = every_type(w);
	return status ? status : shapes(w);
}

static void bytes_are_golden(void **state)
{
	(void)state;
	kinds_check_golden("tensor", all);
}

static tfe_status transposed_under_plugin(tfe_writer *w)
{
	const tfe_array a = {matrix, TFE_DTYPE_INT32, 2, transposed, steps};
	return tfe_writer_add_tensor(w, "t", 0, &a, &plugin);
}
static tfe_status add(tfe_writer *w, const tfe_plugin *p)
{
	const tfe_array a = {matrix, TFE_DTYPE_INT32, 1, one, NULL};
	return tfe_writer_add_tensor(w, "t", 0, &a, p);
}
static tfe_status no_array(tfe_writer *w)
{
	return tfe_writer_add_tensor(w, "t", 0, NULL, NULL);
}
static tfe_status no_data(tfe_writer *w)
{
	const tfe_array a = {NULL, TFE_DTYPE_INT32, 1, one, NULL};
	return tfe_writer_add_tensor(w, "t", 0, &a, NULL);
}
static tfe_status no_name(tfe_writer *w)
{
	return add(w, &(tfe_plugin){0});
}
static tfe_status bad_name(tfe_writer *w)
{
	return add(w, &(tfe_plugin){.name = "\xff"});
}
static tfe_status no_content(tfe_writer *w)
{
	return add(w, &(tfe_plugin){.name = "a", .content_bytes = 1});
}
static tfe_status no_text(tfe_writer *w)
{
	const tfe_bytes text = {NULL, 5};
	const tfe_array a = {&text, TFE_DTYPE_STRING, 1, one, NULL};
	return tfe_writer_add_tensor(w, "t", 0, &a, NULL);
}

/* One element for all makes an array of any size; it is refused before it is walked through. */
static void tensors_larger_than_a_record_are_refused(void **state)
{
	(void)state;
	static const int64_t many[] = {(int64_t)1 << 40}, zero[] = {0};
	const tfe_bytes text = {(const uint8_t *)"", 0};
	const tfe_array arrays[] = {{"a", TFE_DTYPE_UINT8, 1, many, zero},
				    {&text, TFE_DTYPE_STRING, 1, many, zero}};
	char *dir = make_logdir();
	tfe_writer *w;
	assert_int_equal(tfe_writer_open(dir, NULL, &w, NULL), TFE_OK);
	for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
		assert_int_equal(tfe_writer_add_tensor(w, "t", 0, &arrays[i], NULL), TFE_E_LIMIT);
	assert_int_equal(tfe_writer_close(w), TFE_E_LIMIT);
	remove_logdir(dir);
}

static void wrong_arguments_are_refused(void **state)
{
	(void)state;
	const struct kinds_refusal refusals[] = {
		{no_array, "the array: the array is missing"},
		{no_data, "data are missing"},
		{no_name, "name of the plugin"},
		{bad_name, "name of the plugin"},
		{no_content, "content of the plugin"},
		{no_text, "a text has a size, but no data"},
	};
	kinds_check_refused(refusals, sizeof refusals / sizeof *refusals);
}

static void memory_may_be_missing(void **state)
{
	(void)state;
	kinds_check_memory(transposed_under_plugin);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_type_is_read_as_it_was_written),
		cmocka_unit_test(shapes_strides_and_texts),
		cmocka_unit_test(bytes_are_golden),
		cmocka_unit_test(wrong_arguments_are_refused),
		cmocka_unit_test(tensors_larger_than_a_record_are_refused),
		cmocka_unit_test(memory_may_be_missing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
