/* wire: decoded events: the decoders compared with each other, and protobuf's rules for unusual
 * messages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fuzz/opinion.h"
#include "unit/inject.h"

static uint32_t seed = 1;

static uint32_t rnd(uint32_t below)
{
	seed = seed * 1664525u + 1013904223u;
	return (uint32_t)((uint64_t)seed * below >> 32);
}

/* --- random events, written by protobuf-c ----------------------------------------------------- */

static uint8_t pool[64];
static double doubles[8];
static float floats[8];
static int32_t ints[8];
static int64_t longs[8];

static ProtobufCBinaryData some_bytes(void)
{
	size_t n = rnd(12);
	return (ProtobufCBinaryData){n, pool + rnd(sizeof pool - 12)};
}

static void fill(Tfe__Pb__TensorProto *t, size_t n)
{
	static const int32_t dtypes[] = {TFE_DTYPE_FLOAT32, TFE_DTYPE_FLOAT64, TFE_DTYPE_INT32,
					 TFE_DTYPE_INT64,   TFE_DTYPE_STRING,  TFE_DTYPE_UINT8};
	/* Types whose elements may be in the same list instead of their own. */
	static const int32_t others[] = {TFE_DTYPE_FLOAT16, TFE_DTYPE_FLOAT32, TFE_DTYPE_UINT64,
					 TFE_DTYPE_UINT32,  TFE_DTYPE_STRING,  TFE_DTYPE_BOOL};
	static ProtobufCBinaryData strings[8];
	size_t type = rnd(6);
	t->dtype = dtypes[type];
	size_t k = rnd(3) ? n : 1;
	switch (t->dtype) {
	case TFE_DTYPE_FLOAT32:
		t->n_float_val = k;
		t->float_val = floats;
		break;
	case TFE_DTYPE_FLOAT64:
		t->n_double_val = k;
		t->double_val = doubles;
		break;
	case TFE_DTYPE_INT64:
		t->n_int64_val = k;
		t->int64_val = longs;
		break;
	case TFE_DTYPE_STRING:
		for (size_t i = 0; i < 8; i++)
			strings[i] = some_bytes();
		t->n_string_val = k;
		t->string_val = strings;
		break;
	default:
		t->n_int_val = k;
		t->int_val = ints;
	}
	if (rnd(4) == 0)
		t->dtype = others[type];
}

static size_t make_event(uint8_t *to)
{
	static const char *const plugins[] = {"scalars", "histograms", "images",
					      "audio",   "text",       ""};
	Tfe__Pb__TensorShapeProto__Dim dim = TFE__PB__TENSOR_SHAPE_PROTO__DIM__INIT,
				       *dims[] = {&dim};
	Tfe__Pb__TensorShapeProto shape = TFE__PB__TENSOR_SHAPE_PROTO__INIT;
	Tfe__Pb__TensorProto tensor = TFE__PB__TENSOR_PROTO__INIT;
	Tfe__Pb__HistogramProto histogram = TFE__PB__HISTOGRAM_PROTO__INIT;
	Tfe__Pb__Summary__Image image = TFE__PB__SUMMARY__IMAGE__INIT;
	Tfe__Pb__SummaryMetadata__PluginData plugin = TFE__PB__SUMMARY_METADATA__PLUGIN_DATA__INIT;
	Tfe__Pb__SummaryMetadata metadata = TFE__PB__SUMMARY_METADATA__INIT;
	Tfe__Pb__Summary__Value value = TFE__PB__SUMMARY__VALUE__INIT, *values[] = {&value, &value};
	Tfe__Pb__Summary summary = TFE__PB__SUMMARY__INIT;
	Tfe__Pb__Event event;
	tfe__pb__event__init(&event);
	for (size_t i = 0; i < 8; i++) {
		doubles[i] = rnd(1000) / 7.0;
		floats[i] = (float)rnd(1000) / 7;
		ints[i] = (int32_t)rnd(1u << 31) >> rnd(31);
		longs[i] = (int64_t)rnd(1u << 31) << rnd(31);
	}
	event.wall_time = rnd(100000) / 3.0;
	event.step = rnd(2) ? rnd(100) : -(int64_t)rnd(100);
	if (rnd(10) == 0) {
		event.what_case = TFE__PB__EVENT__WHAT_GRAPH_DEF;
		event.graph_def = some_bytes();
	} else {
		event.what_case = TFE__PB__EVENT__WHAT_SUMMARY;
		event.summary = &summary;
	}
	summary.n_value = 1 + (rnd(6) == 0);
	summary.value = values;
	value.tag = some_bytes();
	if (rnd(2)) {
		const char *name = plugins[rnd(3) ? 0 : rnd(6)];
		plugin.plugin_name.data = (uint8_t *)(uintptr_t)name;
		plugin.plugin_name.len = strlen(name);
		metadata.plugin_data = &plugin;
		metadata.data_class = rnd(3);
		value.metadata = &metadata;
	}
	switch (rnd(5)) {
	case 0:
		value.value_case = TFE__PB__SUMMARY__VALUE__VALUE_SIMPLE_VALUE;
		value.simple_value = floats[0];
		break;
	case 1:
		value.value_case = TFE__PB__SUMMARY__VALUE__VALUE_HISTO;
		value.histo = &histogram;
		histogram.n_bucket = histogram.n_bucket_limit = rnd(9);
		histogram.bucket = histogram.bucket_limit = doubles;
		histogram.num = doubles[0];
		break;
	case 2:
		value.value_case = TFE__PB__SUMMARY__VALUE__VALUE_IMAGE;
		value.image = &image;
		image.width = ints[0];
		image.encoded_image_string = some_bytes();
		break;
	default:
		value.value_case = TFE__PB__SUMMARY__VALUE__VALUE_TENSOR;
		value.tensor = &tensor;
		if (rnd(2)) {
			shape.n_dim = 1;
			shape.dim = dims;
			dim.size = rnd(8);
			tensor.tensor_shape = &shape;
		}
		fill(&tensor, shape.n_dim ? (size_t)dim.size : 1);
	}
	assert_true(tfe__pb__event__get_packed_size(&event) < 4096);
	return tfe__pb__event__pack(&event, to);
}

static void decoders_agree_on_random_and_damaged_events(void **state)
{
	(void)state;
	enum { ROUNDS = 200000 };
	static uint8_t bytes[4096];
	size_t judged = 0;
	memcpy(pool, "loss/train accuracy \xc3\xa9 with some more text to take pieces of....", 63);
	for (int round = 0; round < ROUNDS; round++) {
		size_t n = make_event(bytes);
		for (uint32_t k = rnd(2) ? rnd(4) : 0; k; k--)
			bytes[rnd((uint32_t)n)] = (uint8_t)rnd(256);
		if (rnd(10) == 0)
			n = rnd((uint32_t)n);
		const char *why = second_opinion(bytes, n, &judged);
		if (why)
			fail_msg("round %d: %s", round, why);
	}
	assert_true(judged > ROUNDS / 2);
}

/* --- protobuf's rules for unusual messages ---------------------------------------------------- */

struct decoded {
	struct tfe__arena arena;
	tfe_event event;
	tfe_value value;
	tfe_status status;
};

static void decode(struct decoded *d, const char *bytes, size_t n)
{
	tfe__arena_init(&d->arena, NULL, 0);
	d->value = (tfe_value)TFE_VALUE_INIT;
	assert_null(tfe__validate_event((const uint8_t *)bytes, n));
	assert_int_equal(tfe__event_decode(&d->arena, (const uint8_t *)bytes, n, &d->event),
			 TFE_OK);
	d->status = tfe_event_next(&d->event, &d->value);
}

#define DECODE(d, literal) decode(d, literal, sizeof literal - 1)

static void assert_text(tfe_bytes b, const char *text)
{
	assert_int_equal(b.size, strlen(text));
	assert_memory_equal(b.data, text, b.size);
}

static void summaries_in_pieces_are_one(void **state)
{
	(void)state;
	struct decoded d;
	DECODE(&d, "\x2a\x05\x0a\x03\x0a\x01"
		   "a"
		   "\x10\x07"
		   "\x2a\x05\x0a\x03\x0a\x01"
		   "b");
	assert_int_equal(d.event.step, 7);
	assert_text(d.value.tag, "a");
	assert_int_equal(tfe_event_next(&d.event, &d.value), TFE_OK);
	assert_text(d.value.tag, "b");
	assert_int_equal(tfe_event_next(&d.event, &d.value), TFE_E_NOTFOUND);
	assert_int_equal(tfe_event_next(&d.event, &d.value), TFE_E_NOTFOUND);
	tfe__arena_release(&d.arena);
}

static void the_last_member_of_a_oneof_counts(void **state)
{
	(void)state;
	struct decoded d;
	/* A summary, a file version, then another summary: only the last one remains. */
	DECODE(&d, "\x2a\x05\x0a\x03\x0a\x01"
		   "a"
		   "\x1a\x01"
		   "v"
		   "\x2a\x05\x0a\x03\x0a\x01"
		   "b");
	assert_text(d.value.tag, "b");
	assert_int_equal(tfe_event_next(&d.event, &d.value), TFE_E_NOTFOUND);
	tfe__arena_release(&d.arena);
	/* An image of width 5, a number, an image of height 6: the width is 0. */
	DECODE(&d, "\x2a\x0f\x0a\x0d\x22\x02\x10\x05\x15\x00\x00\x80\x3f\x22\x02\x08\x06");
	assert_int_equal(d.value.kind, TFE_KIND_IMAGE);
	assert_int_equal(d.value.width, 0);
	assert_int_equal(d.value.height, 6);
	tfe__arena_release(&d.arena);
	/* Without the number between them the two are one image. */
	DECODE(&d, "\x2a\x0a\x0a\x08\x22\x02\x10\x05\x22\x02\x08\x06");
	assert_int_equal(d.value.width, 5);
	assert_int_equal(d.value.height, 6);
	tfe__arena_release(&d.arena);
}

static void other_types_and_groups_mean_nothing(void **state)
{
	(void)state;
	struct decoded d;
	/* A step as fixed64, a group that contains fields, and an unknown field. */
	DECODE(&d, "\x11\x01\x02\x03\x04\x05\x06\x07\x08\x7b\x10\x05\x7c\xf8\x01\x05\x1a\x01"
		   "v");
	assert_int_equal(d.event.step, 0);
	assert_int_equal(d.value.kind, TFE_KIND_FILE_VERSION);
	assert_text(d.value.text, "v");
	tfe__arena_release(&d.arena);
}

static void lists_packed_or_not_and_in_pieces(void **state)
{
	(void)state;
	struct decoded d;
	/* dtype int32, shape [4], int_val 1 unpacked, {2, 300} packed, 4 unpacked */
	DECODE(&d, "\x2a\x15\x0a\x13\x42\x11\x08\x03\x12\x04\x12\x02\x08\x04\x38\x01\x3a\x03\x02"
		   "\xac\x02\x38\x04");
	tfe_elements e;
	tfe_number n;
	static const int64_t want[] = {1, 2, 300, 4};
	assert_false(d.value.tensor.bad);
	tfe_elements_init(&e, &d.value.tensor);
	for (int i = 0; i < 4; i++) {
		assert_true(tfe_elements_next(&e, &n));
		assert_int_equal(n.type, TFE_NUMBER_TYPE_SIGNED);
		assert_int_equal(n.i, want[i]);
	}
	assert_false(tfe_elements_next(&e, &n));
	tfe__arena_release(&d.arena);
}

static void a_small_tensor_that_claims_to_be_large_is_bad(void **state)
{
	(void)state;
	struct decoded d;
	/* float, shape [100000000], one float_val: it is not expanded. */
	DECODE(&d, "\x2a\x14\x0a\x12\x42\x10\x08\x01\x12\x07\x12\x05\x08\x80\xc2\xd7\x2f\x2d\x00"
		   "\x00\x80\x3f");
	assert_true(d.value.tensor.bad);
	assert_int_equal(d.value.tensor.count, 100000000);
	tfe_elements e;
	tfe_number n;
	tfe_elements_init(&e, &d.value.tensor);
	assert_false(tfe_elements_next(&e, &n));
	tfe__arena_release(&d.arena);
	/* Shape [1000]: one value is repeated for all elements. */
	DECODE(&d,
	       "\x2a\x12\x0a\x10\x42\x0e\x08\x01\x12\x05\x12\x03\x08\xe8\x07\x2d\x00\x00\x80\x3f");
	assert_false(d.value.tensor.bad);
	tfe_elements_init(&e, &d.value.tensor);
	size_t count = 0;
	while (tfe_elements_next(&e, &n)) {
		assert_true(n.value == 1);
		count++;
	}
	assert_int_equal(count, 1000);
	tfe__arena_release(&d.arena);
}

/* Some writers put half floats into float_val. */
static void elements_may_be_in_another_list_of_their_sort(void **state)
{
	(void)state;
	struct decoded d;
	tfe_elements e;
	tfe_number n;
	/* half, shape [], float_val 1.5 */
	DECODE(&d, "\x2a\x0e\x0a\x0c\x42\x0a\x08\x13\x12\x00\x2a\x04\x00\x00\xc0\x3f");
	assert_false(d.value.tensor.bad);
	tfe_elements_init(&e, &d.value.tensor);
	assert_true(tfe_elements_next(&e, &n));
	assert_int_equal(n.type, TFE_NUMBER_TYPE_FLOAT);
	assert_true(n.value == 1.5);
	assert_false(tfe_elements_next(&e, &n));
	tfe__arena_release(&d.arena);
	/* bfloat16, shape [], half_val 0x3fc0 and float_val 2: the own list counts, of two elements
	 * for a shape of one. */
	DECODE(&d, "\x2a\x11\x0a\x0f\x42\x0d\x08\x0e\x12\x00\x68\xc0\x7f\x2a\x04\x00\x00\x00\x40");
	assert_true(d.value.tensor.bad);
	tfe__arena_release(&d.arena);
	/* int64, shape [], float_val 1.5: no integer. */
	DECODE(&d, "\x2a\x0e\x0a\x0c\x42\x0a\x08\x09\x12\x00\x2a\x04\x00\x00\xc0\x3f");
	assert_true(d.value.tensor.bad);
	tfe__arena_release(&d.arena);
	/* uint64, shape [], int_val 5 */
	DECODE(&d, "\x2a\x0a\x0a\x08\x42\x06\x08\x17\x12\x00\x38\x05");
	assert_false(d.value.tensor.bad);
	tfe_elements_init(&e, &d.value.tensor);
	assert_true(tfe_elements_next(&e, &n));
	assert_int_equal(n.type, TFE_NUMBER_TYPE_UNSIGNED);
	assert_int_equal(n.u, 5);
	tfe__arena_release(&d.arena);
}

static void half_a_complex_number_is_none(void **state)
{
	(void)state;
	struct decoded d;
	/* complex64, shape [2], scomplex_val 1 2 3: the repeated value is 1 + 2i. */
	DECODE(&d,
	       "\x2a\x1a\x0a\x18\x42\x16\x08\x08\x12\x04\x12\x02\x08\x02\x4a\x0c\x00\x00\x80\x3f"
	       "\x00\x00\x00\x40\x00\x00\x40\x40");
	tfe_elements e;
	tfe_number n;
	tfe_elements_init(&e, &d.value.tensor);
	for (int i = 0; i < 2; i++) {
		assert_true(tfe_elements_next(&e, &n));
		assert_int_equal(n.type, TFE_NUMBER_TYPE_COMPLEX);
		assert_true(n.value == 1);
		assert_true(n.imaginary == 2);
	}
	assert_false(tfe_elements_next(&e, &n));
	tfe__arena_release(&d.arena);
}

static void elements_of_every_type(void **state)
{
	(void)state;
	static const struct {
		const char *content;
		size_t size;
		int dtype, type;
		double value;
	} cases[] = {
		{"\x00\x3c", 2, TFE_DTYPE_FLOAT16, TFE_NUMBER_TYPE_FLOAT, 1},
		{"\x01\x00", 2, TFE_DTYPE_FLOAT16, TFE_NUMBER_TYPE_FLOAT, 0x1p-24},
		{"\xff\xfb", 2, TFE_DTYPE_FLOAT16, TFE_NUMBER_TYPE_FLOAT, -65504},
		{"\xc0\x3f", 2, TFE_DTYPE_BFLOAT16, TFE_NUMBER_TYPE_FLOAT, 1.5},
		{"\xff", 1, TFE_DTYPE_INT8, TFE_NUMBER_TYPE_SIGNED, -1},
		{"\xff", 1, TFE_DTYPE_UINT8, TFE_NUMBER_TYPE_UNSIGNED, 255},
		{"\xff\xff", 2, TFE_DTYPE_INT16, TFE_NUMBER_TYPE_SIGNED, -1},
		{"\xff\xff", 2, TFE_DTYPE_UINT16, TFE_NUMBER_TYPE_UNSIGNED, 65535},
		{"\xfe\xff\xff\xff", 4, TFE_DTYPE_INT32, TFE_NUMBER_TYPE_SIGNED, -2},
		{"\xfe\xff\xff\xff", 4, TFE_DTYPE_UINT32, TFE_NUMBER_TYPE_UNSIGNED, 4294967294},
		{"\xff\xff\xff\xff\xff\xff\xff\xff", 8, TFE_DTYPE_INT64, TFE_NUMBER_TYPE_SIGNED,
		 -1},
		{"\xff\xff\xff\xff\xff\xff\xff\xff", 8, TFE_DTYPE_UINT64, TFE_NUMBER_TYPE_UNSIGNED,
		 0x1p64},
		{"\x02", 1, TFE_DTYPE_BOOL, TFE_NUMBER_TYPE_BOOL, 1},
		{"\x00\x00\x00\x40\x00\x00\x80\xbf", 8, TFE_DTYPE_COMPLEX64,
		 TFE_NUMBER_TYPE_COMPLEX, 2},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const tfe_tensor t = {
			.dtype = cases[i].dtype,
			.count = 1,
			.content = {(const uint8_t *)cases[i].content, cases[i].size}};
		tfe_elements e;
		tfe_number n;
		tfe_elements_init(&e, &t);
		assert_true(tfe_elements_next(&e, &n));
		if (cases[i].dtype == TFE_DTYPE_BOOL)
			n.value = (double)n.i;
		assert_int_equal(n.type, cases[i].type);
		assert_true(n.value == cases[i].value);
		assert_false(tfe_elements_next(&e, &n));
	}
}

/* --- memory ----------------------------------------------------------------------------------- */

static tfe_status decode_in_pieces(const tfe_allocator *a, void *context)
{
	(void)context;
	/* A tensor in three pieces, whose shape is in two pieces. */
	static const char bytes[] =
		"\x2a\x23\x0a\x21"
		"\x42\x02\x08\x01"
		"\x42\x08\x12\x06\x12\x04\x08\x02\x12\x00"
		"\x42\x11\x12\x04\x12\x02\x08\x01\x2a\x08\x00\x00\x80\x3f\x00\x00\x00\x40\x18";
	static uint8_t event[sizeof bytes];
	memcpy(event, bytes, sizeof bytes); /* the last byte, NUL, is the value of a field */
	struct tfe__arena arena;
	tfe_event e = TFE_EVENT_INIT;
	tfe_value v = TFE_VALUE_INIT;
	tfe__arena_init(&arena, a, 0);
	tfe_status status = tfe__event_decode(&arena, event, sizeof bytes, &e);
	if (!status)
		status = tfe_event_next(&e, &v);
	if (!status && (v.tensor.rank != 2 || v.tensor.bad))
		status = TFE_E_DAMAGED;
	tfe__arena_release(&arena);
	return status;
}

static void every_failed_allocation_is_reported(void **state)
{
	(void)state;
	assert_true(inject_every_allocation(decode_in_pieces, NULL) >= 1);
}

static void a_record_of_tiny_pieces_takes_no_more_than_it_is_worth(void **state)
{
	(void)state;
	/* 300,000 empty shapes and dimensions, which the decoder merges. */
	enum { PIECES = 300000, BYTES = 4 * PIECES };
	uint8_t *event = malloc(BYTES + 40), *p = event;
	assert_non_null(event);
	uint32_t tensor = BYTES;
	uint32_t lengths[] = {tensor + 10, tensor + 5, tensor};
	static const uint8_t tags[] = {0x2a, 0x0a, 0x42};
	for (int i = 0; i < 3; i++) {
		*p++ = tags[i];
		for (int k = 0; k < 4; k++)
			*p++ = (uint8_t)(lengths[i] >> 7 * k | (k < 3 ? 0x80 : 0));
	}
	for (int i = 0; i < PIECES; i++, p += 4)
		memcpy(p, "\x12\x02\x12\x00", 4);
	size_t n = (size_t)(p - event);
	struct tfe__arena arena;
	tfe_event e = TFE_EVENT_INIT;
	tfe_value v = TFE_VALUE_INIT;
	tfe__arena_init(&arena, NULL, 0);
	assert_null(tfe__validate_event(event, n));
	assert_int_equal(tfe__event_decode(&arena, event, n, &e), TFE_OK);
	assert_int_equal(tfe_event_next(&e, &v), TFE_OK);
	assert_int_equal(v.tensor.rank, PIECES);
	assert_true(arena.used_bytes < 16 * n + 65536);
	tfe__arena_release(&arena);
	free(event);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decoders_agree_on_random_and_damaged_events),
		cmocka_unit_test(summaries_in_pieces_are_one),
		cmocka_unit_test(the_last_member_of_a_oneof_counts),
		cmocka_unit_test(other_types_and_groups_mean_nothing),
		cmocka_unit_test(lists_packed_or_not_and_in_pieces),
		cmocka_unit_test(a_small_tensor_that_claims_to_be_large_is_bad),
		cmocka_unit_test(elements_may_be_in_another_list_of_their_sort),
		cmocka_unit_test(half_a_complex_number_is_none),
		cmocka_unit_test(elements_of_every_type),
		cmocka_unit_test(every_failed_allocation_is_reported),
		cmocka_unit_test(a_record_of_tiny_pieces_takes_no_more_than_it_is_worth),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
