/* write: layouts of custom scalars, written and decoded. */
#include "unit/kinds.h"

static const char *const tags[] = {"loss", "acc.*"};
static const tfe_margin margins[] = {{"mean", "low", "high"}};
static const tfe_chart charts[] = {{"Both", tags, 2, NULL, 0}, {"Margin", NULL, 0, margins, 1}};
static const tfe_chart_category categories[] = {{"First", charts, 2, false},
						{"S\xc3\xa9"
						 "cond",
						 charts, 1, true}};

static tfe_status add(tfe_writer *w)
{
	return tfe_writer_add_layout(w, categories, 2);
}

static void bytes_are_golden(void **state)
{
	(void)state;
	kinds_check_golden("layout", add);
}

static tfe_bytes first_element(const tfe_event *event)
{
	tfe_event copied = *event;
	tfe_value v = TFE_VALUE_INIT;
	tfe_elements e;
	tfe_bytes message = {0};
	assert_int_equal(tfe_event_next(&copied, &v), TFE_OK);
	assert_memory_equal(v.tag.data, "custom_scalars__config__", v.tag.size);
	tfe_elements_init(&e, &v.tensor);
	assert_true(tfe_elements_next_bytes(&e, &message));
	return message;
}

static void check_layout(const tfe_event *event, void *context)
{
	tfe_layout *l;
	assert_int_equal(tfe_layout_open(first_element(event), NULL, &l), TFE_OK);
	assert_int_equal(tfe_layout_category_count(l), 2);
	assert_null(tfe_layout_category_at(l, 2));
	for (size_t i = 0; i < 2; i++) {
		const tfe_chart_category *c = tfe_layout_category_at(l, i);
		assert_string_equal(c->title, categories[i].title);
		assert_int_equal(c->closed, categories[i].closed);
		assert_int_equal(c->n, categories[i].n);
		assert_string_equal(c->charts[0].title, "Both");
		assert_int_equal(c->charts[0].n_tags, 2);
		assert_string_equal(c->charts[0].tags[1], "acc.*");
	}
	const tfe_chart *margin = &tfe_layout_category_at(l, 0)->charts[1];
	assert_int_equal(margin->n_margins, 1);
	assert_string_equal(margin->margins->value, "mean");
	assert_string_equal(margin->margins->lower, "low");
	assert_string_equal(margin->margins->upper, "high");
	tfe_layout_close(l);
	*(int *)context += 1;
}

static void a_layout_is_decoded_as_it_was_written(void **state)
{
	(void)state;
	int n = 0;
	kinds_for_each_event(add, check_layout, &n);
	assert_int_equal(n, 1);
	tfe_layout_close(NULL);
}

static tfe_status open_bytes(const void *data, size_t n)
{
	tfe_layout *l = (tfe_layout *)1;
	tfe_status status = tfe_layout_open((tfe_bytes){data, n}, NULL, &l);
	if (status)
		assert_null(l);
	else
		tfe_layout_close(l);
	return status;
}

static void damaged_layouts_are_rejected(void **state)
{
	(void)state;
	assert_int_equal(open_bytes(NULL, 0), TFE_OK); /* an empty layout */
	assert_int_equal(open_bytes("\xff", 1), TFE_E_DAMAGED);
	assert_int_equal(open_bytes("\x08\x01", 2), TFE_E_DAMAGED);               /* version 1 */
	assert_int_equal(open_bytes("\x12\x03\x0a\x01\xff", 5), TFE_E_DAMAGED);   /* not UTF-8 */
	assert_int_equal(open_bytes("\x12\x04\x0a\x02\x61\0", 6), TFE_E_DAMAGED); /* a NUL */
	static uint8_t empty_categories[3 << 18];
	for (size_t i = 0; i < sizeof empty_categories; i += 2)
		empty_categories[i] = 0x12;
	assert_int_equal(open_bytes(empty_categories, sizeof empty_categories), TFE_E_LIMIT);
	static uint8_t large[(1 << 20) + 1];
	assert_int_equal(open_bytes(large, sizeof large), TFE_E_LIMIT);
}

static tfe_status decode(const tfe_allocator *allocator, void *message)
{
	tfe_layout *l;
	tfe_status status = tfe_layout_open(*(tfe_bytes *)message, allocator, &l);
	tfe_layout_close(l);
	return status;
}

static void decode_with_failures(const tfe_event *event, void *context)
{
	(void)context;
	tfe_bytes message = first_element(event);
	assert_true(inject_every_allocation(decode, &message) > 1);
}

static void memory_may_be_missing(void **state)
{
	(void)state;
	kinds_check_memory(add);
	kinds_for_each_event(add, decode_with_failures, NULL);
}

static tfe_status add_chart(tfe_writer *w, tfe_chart chart)
{
	const tfe_chart_category c = {"C", &chart, 1, false};
	return tfe_writer_add_layout(w, &c, 1);
}
static tfe_status no_categories(tfe_writer *w)
{
	return tfe_writer_add_layout(w, NULL, 1);
}
static tfe_status no_title(tfe_writer *w)
{
	const tfe_chart_category c = {NULL, charts, 1, false};
	return tfe_writer_add_layout(w, &c, 1);
}
static tfe_status no_charts(tfe_writer *w)
{
	const tfe_chart_category c = {"C", charts, 0, false};
	return tfe_writer_add_layout(w, &c, 1);
}
static tfe_status chart_without_title(tfe_writer *w)
{
	return add_chart(w, (tfe_chart){"", tags, 2, NULL, 0});
}
static tfe_status empty_chart(tfe_writer *w)
{
	return add_chart(w, (tfe_chart){"c", NULL, 0, NULL, 0});
}
static tfe_status both(tfe_writer *w)
{
	return add_chart(w, (tfe_chart){"c", tags, 2, margins, 1});
}
static tfe_status missing_tags(tfe_writer *w)
{
	return add_chart(w, (tfe_chart){"c", NULL, 2, NULL, 0});
}
static tfe_status bad_tag(tfe_writer *w)
{
	return add_chart(w, (tfe_chart){"c", (const char *const[]){"\xff"}, 1, NULL, 0});
}
static tfe_status half_a_margin(tfe_writer *w)
{
	return add_chart(w, (tfe_chart){"c", NULL, 0, &(tfe_margin){"a", NULL, "c"}, 1});
}

static void wrong_arguments_are_refused(void **state)
{
	(void)state;
	const struct kinds_refusal refusals[] = {
		{no_categories, "categories are missing"},
		{no_title, "title of category 0"},
		{no_charts, "charts of category 0"},
		{chart_without_title, "category 0, chart 0: the title"},
		{empty_chart, "neither tags nor margins"},
		{both, "or both"},
		{missing_tags, "tags or margins are missing"},
		{bad_tag, "a tag is empty"},
		{half_a_margin, "tag of a margin"},
	};
	kinds_check_refused(refusals, sizeof refusals / sizeof *refusals);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_are_golden),
		cmocka_unit_test(a_layout_is_decoded_as_it_was_written),
		cmocka_unit_test(damaged_layouts_are_rejected),
		cmocka_unit_test(memory_may_be_missing),
		cmocka_unit_test(wrong_arguments_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
