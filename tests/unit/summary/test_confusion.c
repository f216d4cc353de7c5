/* summary: confusion matrices: the counts, the picture, refused arguments. */
#include "unit/logdir_bytes.h"

#include <inttypes.h>

#include <tfevents/reader.h>
#include <tfevents/writer.h>

#include "base/alloc.h"
#include "summary/confusion.h"

static void pairs_are_counted(void **state)
{
	(void)state;
	const int32_t labels[] = {0, 1, 2, 2, 1}, predictions[] = {0, 2, 2, 0, 2};
	int64_t counts[9] = {10};
	const int64_t want[9] = {11, 0, 0, 0, 0, 2, 1, 0, 1};
	assert_int_equal(tfe_confusion_count(labels, predictions, 5, 3, counts), TFE_OK);
	assert_memory_equal(counts, want, sizeof want);
	/* One index is no class, and nothing is added. */
	const int32_t bad[][5] = {{0, 1, 2, 2, 3}, {0, 1, 2, 2, -1}};
	for (int i = 0; i < 2; i++) {
		assert_int_equal(tfe_confusion_count(bad[i], predictions, 5, 3, counts), TFE_E_ARG);
		assert_int_equal(tfe_confusion_count(labels, bad[i], 5, 3, counts), TFE_E_ARG);
	}
	assert_int_equal(tfe_confusion_count(NULL, predictions, 5, 3, counts), TFE_E_ARG);
	assert_int_equal(tfe_confusion_count(labels, NULL, 5, 3, counts), TFE_E_ARG);
	assert_int_equal(tfe_confusion_count(labels, predictions, 5, 3, NULL), TFE_E_ARG);
	assert_int_equal(tfe_confusion_count(labels, predictions, 5, 0, counts), TFE_E_ARG);
	assert_memory_equal(counts, want, sizeof want);
	assert_int_equal(tfe_confusion_count(NULL, NULL, 0, 3, counts), TFE_OK);
}

/* Other fields are skipped, names may be empty, and damaged bytes end the list. */
static void names_are_read_one_by_one(void **state)
{
	(void)state;
	static const uint8_t content[] = "\x0a\x03"
					 "cat"
					 "\x10\x07"
					 "\x0a\x00"
					 "\x0a\x02"
					 "do"
					 "\x0a\x09"
					 "cut";
	tfe_bytes rest = {content, sizeof content - 1}, name;
	static const char *const want[] = {"cat", "", "do"};
	for (int i = 0; i < 3; i++) {
		assert_true(tfe_confusion_next_name(&rest, &name));
		assert_int_equal(name.size, strlen(want[i]));
		assert_memory_equal(name.data, want[i], name.size);
	}
	assert_false(tfe_confusion_next_name(&rest, &name));
	assert_false(tfe_confusion_next_name(&rest, &name));
	rest = (tfe_bytes){NULL, 0};
	assert_false(tfe_confusion_next_name(&rest, &name));
}

static void counts_have_five_characters(void **state)
{
	(void)state;
	static const struct {
		int64_t count;
		const char *text;
	} cases[] = {
		{0, "0"},
		{99999, "99999"},
		{100000, "100k"},
		{123456, "123k"},
		{999499, "999k"},
		{999500, "1.00M"},
		{1049999, "1.05M"},
		{12345678, "12.3M"},
		{99950000, "100M"},
		{123456789, "123M"},
		{5000000000, "5.00G"},
		{INT64_MAX, "9.22E"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[TFE__SHORT_COUNT_BYTES];
		tfe__short_count(text, cases[i].count);
		assert_string_equal(text, cases[i].text);
	}
}

/* --- the picture ------------------------------------------------------------------------------ */

static uint32_t pixel(const struct tfe__canvas *c, uint32_t x, uint32_t y)
{
	const uint8_t *p = c->rgb + ((size_t)y * c->width + x) * 3;
	return (uint32_t)(p[0] << 16 | p[1] << 8 | p[2]);
}

/* A rectangle of the picture, and the number of its pixels of a colour. */
struct area {
	uint32_t x, y, width, height;
};

static int count_pixels(const struct tfe__canvas *c, struct area a, uint32_t colour)
{
	int n = 0;
	for (uint32_t y = a.y; y < a.y + a.height; y++)
		for (uint32_t x = a.x; x < a.x + a.width; x++)
			n += pixel(c, x, y) == colour;
	return n;
}

/* Finds the frame around the cells: the first dark line from the left, and its length. */
static struct area find_matrix(const struct tfe__canvas *c)
{
	const uint32_t frame = 0x7b8794;
	struct area a = {0};
	for (uint32_t x = 0; x < c->width && !a.width; x++) {
		for (uint32_t y = 0; y < c->height; y++) {
			uint32_t n = 0;
			while (y + n < c->height && pixel(c, x, y + n) == frame)
				n++;
			if (n < 200)
				continue;
			a = (struct area){x + 1, y + 1, n - 2, n - 2};
			break;
		}
	}
	assert_true(a.width > 0);
	assert_int_equal(pixel(c, a.x + a.width, a.y + a.height), frame);
	return a;
}

static struct tfe__canvas draw(const int64_t *counts, size_t classes, const char *const *names)
{
	const struct tfe__confusion m = {counts, classes, names};
	struct tfe__canvas c;
	assert_int_equal(tfe__confusion_draw(&c, &tfe__malloc_allocator, &m), TFE_OK);
	return c;
}

static struct area cell(struct area matrix, size_t classes, size_t t, size_t p)
{
	uint32_t side = matrix.width / (uint32_t)classes;
	return (struct area){matrix.x + (uint32_t)p * side, matrix.y + (uint32_t)t * side, side,
			     side};
}

static void cells_have_their_colour_and_their_count(void **state)
{
	(void)state;
	/* A common class, a rare class with the same shares, a class without examples. */
	const int64_t counts[] = {900, 100, 0, 9, 0, 1, 0, 0, 0};
	struct tfe__canvas c = draw(counts, 3, NULL);
	struct area matrix = find_matrix(&c);
	const uint32_t most = tfe__confusion_colour(0.9), few = tfe__confusion_colour(0.1),
		       none = tfe__confusion_colour(0), without = 0xf3f5f7;
	const uint32_t want[] = {most, few, none, most, none, few, without, without, without};
	const uint32_t text[] = {0xffffff, 0x1f2933, 0xaeb8c2, 0xffffff, 0xaeb8c2,
				 0x1f2933, 0xaeb8c2, 0xaeb8c2, 0xaeb8c2};
	for (size_t i = 0; i < 9; i++) {
		struct area a = cell(matrix, 3, i / 3, i % 3);
		assert_true(count_pixels(&c, a, want[i]) > (int)(a.width * a.height * 3 / 4));
		struct area middle = {a.x + a.width / 4, a.y + a.height / 4, a.width / 2,
				      a.height / 2};
		assert_true(count_pixels(&c, middle, text[i]) >= 8);
	}
	tfe__canvas_release(&c);
	/* A tiny share has another colour than 0, and 1 is the darkest. */
	assert_int_not_equal(tfe__confusion_colour(0.001), none);
	assert_true(tfe__confusion_colour(1) < tfe__confusion_colour(0.99));
}

/* Returns the position of the ink of a row's label, left of the matrix. */
static int label_ink(const struct tfe__canvas *c, size_t classes, size_t row)
{
	struct area m = find_matrix(c), a = cell(m, classes, row, 0);
	a.x = 30;
	a.width = m.x - 36;
	return count_pixels(c, a, 0x1f2933);
}

static void names_stand_at_the_edges_or_in_a_legend(void **state)
{
	(void)state;
	const int64_t counts[9] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
	const char *const short_names[] = {"a", "WWWWWWWWWW", ""},
			  *const accents[] = {"\xc3\xa4", "\xc5\x81\xc3\xb3", "e"},
			  *const without[] = {"a", "Lo", "e"},
			  *const long_names[] = {"a", "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW", "c"};
	struct tfe__canvas numbers = draw(counts, 3, NULL), names = draw(counts, 3, short_names),
			   legend = draw(counts, 3, long_names);
	assert_true(label_ink(&names, 3, 1) > label_ink(&names, 3, 0) * 5);
	/* A class with an empty name is labelled with its number. */
	assert_int_equal(label_ink(&numbers, 3, 2), label_ink(&names, 3, 2));
	/* With a legend the upper part is the same as with numbers, and the picture is higher. */
	assert_true(legend.height > numbers.height);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(label_ink(&legend, 3, i), label_ink(&numbers, 3, i));
	const struct area below = {0, numbers.height, legend.width, legend.height - numbers.height};
	assert_true(count_pixels(&legend, below, 0x1f2933) > 100);
	struct tfe__canvas a = draw(counts, 3, accents), b = draw(counts, 3, without);
	assert_int_equal(a.width, b.width);
	assert_int_equal(a.height, b.height);
	assert_memory_equal(a.rgb, b.rgb, (size_t)a.width * a.height * 3);
	struct tfe__canvas *all[] = {&numbers, &names, &legend, &a, &b};
	for (int i = 0; i < 5; i++)
		tfe__canvas_release(all[i]);
}

static void headings_round_to_all_or_none_only_where_that_is_so(void **state)
{
	(void)state;
	static const struct {
		int64_t counts[4]; /* right, wrong, wrong, right */
		const char *text;
	} cases[] = {
		{{0, 0, 0, 0}, "no examples"},
		{{1, 0, 0, 0}, "1 example, 100.0 % right"},
		{{0, 1, 1, 0}, "2 examples, 0.0 % right"},
		{{200, 24, 0, 133}, "357 examples, 93.3 % right"},
		{{9995, 5, 0, 0}, "10000 examples, over 99.9 % right"},
		{{9994, 6, 0, 0}, "10000 examples, 99.9 % right"},
		{{INT64_MAX, 1, 0, INT64_MAX}, "9.22E examples, over 99.9 % right"},
		{{4, 9996, 0, 0}, "10000 examples, under 0.1 % right"},
		{{6, 9994, 0, 0}, "10000 examples, 0.1 % right"},
		{{0, INT64_MAX, INT64_MAX, 1}, "9.22E examples, under 0.1 % right"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[TFE__CONFUSION_HEADING_BYTES];
		const struct tfe__confusion m = {.counts = cases[i].counts, .classes = 2};
		tfe__confusion_heading(text, &m);
		assert_string_equal(text, cases[i].text);
	}
}

static void glyphs_of_texts(void **state)
{
	(void)state;
	uint8_t glyph[8];
	assert_int_equal(tfe__glyphs_of("", glyph, 8), 0);
	assert_int_equal(tfe__glyphs_of("A\x7f\n", glyph, 8), 3);
	assert_true(glyph[0] == 'A' - 32);
	assert_true(glyph[1] == TFE__GLYPH_BOX);
	assert_true(glyph[2] == TFE__GLYPH_BOX);
	assert_int_equal(tfe__glyphs_of("\xe6\x97\xa5\xf0\x9f\x90\xb1\xc3\x97", glyph, 8), 3);
	for (int i = 0; i < 3; i++)
		assert_int_equal(glyph[i], TFE__GLYPH_BOX);
	assert_int_equal(tfe__glyphs_of("12345678", glyph, 8), 8);
	assert_int_equal(glyph[7], '8' - 32);
	assert_int_equal(tfe__glyphs_of("123456789", glyph, 8), 8);
	assert_true(glyph[5] == '6' - 32);
	assert_true(glyph[6] == '.' - 32);
	assert_true(glyph[7] == '.' - 32);
}

/* Every glyph has ink, no two glyphs are equal, and none touches the edge of its box. */
static void the_font_is_whole(void **state)
{
	(void)state;
	for (uint32_t capital = 6; capital <= 24; capital++) {
		struct tfe__font f;
		assert_int_equal(tfe__font_init(&f, &tfe__malloc_allocator, capital), TFE_OK);
		size_t bytes = (size_t)f.box_width * f.box_height;
		for (int g = 0; g < TFE__GLYPHS; g++) {
			const uint8_t *box = f.coverage + (size_t)g * bytes;
			size_t ink = 0, right = 0;
			for (size_t i = 0; i < bytes; i++) {
				ink += box[i] > 0;
				right = box[i] > 127 && i % f.box_width > right ? i % f.box_width
										: right;
			}
			assert_true(g == 0 ? ink == 0 : ink > 0);
			assert_true(f.advance[g] > 0);
			assert_true(right < f.advance[g] + 1u);
			assert_true(right + 1 < f.box_width);
			for (int other = 0; other < g && capital >= 9; other++) {
				/* A stroke is a capital I or a bar. */
				if (g + 32 == 'I' || other + 32 == 'I')
					continue;
				assert_memory_not_equal(box, f.coverage + (size_t)other * bytes,
							bytes);
			}
		}
		tfe__font_release(&f);
	}
}

static void every_number_of_classes_can_be_drawn(void **state)
{
	(void)state;
	int64_t *counts = calloc(1000 * 1000, sizeof *counts);
	const size_t classes[] = {2, 3, 12, 13, 30, 31, 99, 100, 101, 499, 720, 721, 1000};
	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
		size_t n = classes[i];
		for (size_t k = 0; k < n * n; k++)
			counts[k] = k % n == k / n ? INT64_MAX : (int64_t)(k % 7);
		struct tfe__canvas c = draw(counts, n, NULL);
		assert_true(c.width < 2000);
		assert_true(c.height < 2000);
		struct area m = find_matrix(&c);
		assert_int_equal(m.width % n, 0);
		struct area last = cell(m, n, n - 1, n - 1);
		assert_int_equal(pixel(&c, last.x, last.y), tfe__confusion_colour(1));
		tfe__canvas_release(&c);
	}
	free(counts);
}

/* --- the records ------------------------------------------------------------------------------ */

static tfe_writer *open_writer(const char *dir)
{
	tfe_writer *w;
	assert_int_equal(tfe_writer_open(dir, NULL, &w, NULL), TFE_OK);
	return w;
}

static void check_value(tfe_event *event, void *context)
{
	int *seen = context;
	tfe_value v = TFE_VALUE_INIT;
	while (tfe_event_next(event, &v) == TFE_OK) {
		if (v.kind == TFE_KIND_IMAGE) {
			assert_memory_equal(v.tag.data, "val/cm", v.tag.size);
			assert_true(v.width > 264);
			assert_true(v.height > 264);
			++*seen;
		} else if (v.kind == TFE_KIND_TENSOR) {
			assert_int_equal(v.tag.size, strlen("val/cm/counts"));
			assert_memory_equal(v.tag.data, "val/cm/counts", v.tag.size);
			assert_int_equal(v.metadata.plugin.size, strlen("tfe_confusion_matrix"));
			assert_memory_equal(v.metadata.plugin.data, "tfe_confusion_matrix", 20);
			const char names[] = "\n\3cat\n\0\n\4b\xc3\xa4r";
			assert_int_equal(v.metadata.content.size, sizeof names - 1);
			assert_memory_equal(v.metadata.content.data, names, sizeof names - 1);
			assert_false(v.tensor.bad);
			assert_int_equal(v.tensor.dtype, TFE_DTYPE_INT64);
			assert_int_equal(v.tensor.rank, 2);
			assert_int_equal(v.tensor.dims[0], 3);
			assert_int_equal(v.tensor.dims[1], 3);
			tfe_elements e;
			tfe_elements_init(&e, &v.tensor);
			tfe_number number;
			const int64_t want[9] = {5, 1, 0, 2, INT64_MAX, 1, 0, 0, 9};
			for (int i = 0; i < 9; i++) {
				assert_true(tfe_elements_next(&e, &number));
				assert_int_equal(number.i, want[i]);
			}
			assert_int_equal(event->step, 7);
			++*seen;
		}
	}
}

static void the_counts_are_read_back(void **state)
{
	(void)state;
	char *dir = make_logdir();
	tfe_writer *w = open_writer(dir);
	const int64_t counts[9] = {5, 1, 0, 2, INT64_MAX, 1, 0, 0, 9};
	const char *const names[] = {"cat", "", "b\xc3\xa4r"};
	assert_int_equal(tfe_writer_add_confusion_matrix(w, "val/cm", 7, counts, 3, names), TFE_OK);
	tfe_writer_stats stats = TFE_WRITER_STATS_INIT;
	tfe_writer_get_stats(w, &stats);
	assert_int_equal(stats.events, 2);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	tfe_reader *r;
	assert_int_equal(tfe_reader_open(stats.path, NULL, &r, NULL), TFE_OK);
	int seen = 0;
	for (tfe_event event = TFE_EVENT_INIT; tfe_reader_next(r, &event) == TFE_OK;)
		check_value(&event, &seen);
	assert_int_equal(seen, 2);
	tfe_reader_close(r);
	remove_logdir(dir);
}

static void bad_arguments_are_refused_by_name(void **state)
{
	(void)state;
	char *dir = make_logdir();
	tfe_writer *w = open_writer(dir);
	static const int64_t good[4], negative[4] = {0, 0, -1, 0};
	const char *const names[2] = {"a", "b"}, *const missing[2] = {"a", NULL},
			  *const bad[2] = {"\xff", "b"};
	static const int64_t many[1];
	const struct {
		const int64_t *counts;
		size_t classes;
		const char *const *names;
		const char *reported;
	} cases[] = {
		{NULL, 2, names, "counts are missing"},
		{good, 0, NULL, "0 classes"},
		{good, 1, NULL, "1 class"},
		{many, 1001, NULL, "1001 classes"},
		{many, SIZE_MAX, NULL, "classes"},
		{negative, 2, NULL, "[1, 0]"},
		{good, 2, missing, "name of class 1"},
		{good, 2, bad, "name of class 0"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		tfe_error error = TFE_ERROR_INIT;
		assert_int_equal(tfe_writer_add_confusion_matrix(w, "cm", 0, cases[i].counts,
								 cases[i].classes, cases[i].names),
				 TFE_E_ARG);
		tfe_writer_get_error(w, &error);
		assert_non_null(strstr(error.message, cases[i].reported));
		assert_int_equal(tfe_writer_flush(w), TFE_E_ARG);
	}
	assert_int_equal(tfe_writer_add_confusion_matrix(w, "", 0, good, 2, names), TFE_E_ARG);
	assert_int_equal(tfe_writer_add_confusion_matrix(NULL, "cm", 0, good, 2, names), TFE_E_ARG);
	assert_int_equal(tfe_writer_flush(w), TFE_E_ARG);
	assert_int_equal(tfe_writer_add_confusion_matrix(w, "cm", 0, good, 2, names), TFE_OK);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	assert_int_equal(events_in(dir), 3);
	remove_logdir(dir);
}

static tfe_status encode(const tfe_allocator *allocator, void *context)
{
	(void)context;
	const int64_t counts[9] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
	const char *const names[] = {"a", "b", "c"};
	const struct tfe__confusion m = {counts, 3, names};
	const struct tfe__value_header place = {.tag = "c", .tag_bytes = 1};
	struct tfe__buf b;
	tfe__buf_init(&b, allocator, 1 << 20);
	tfe_status status = tfe__put_confusion(&b, &place, &place, &m);
	tfe__buf_release(&b);
	return status;
}

static void failed_allocations(void **state)
{
	(void)state;
	assert_true(inject_every_allocation(encode, NULL) > 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pairs_are_counted),
		cmocka_unit_test(names_are_read_one_by_one),
		cmocka_unit_test(counts_have_five_characters),
		cmocka_unit_test(cells_have_their_colour_and_their_count),
		cmocka_unit_test(names_stand_at_the_edges_or_in_a_legend),
		cmocka_unit_test(headings_round_to_all_or_none_only_where_that_is_so),
		cmocka_unit_test(glyphs_of_texts),
		cmocka_unit_test(the_font_is_whole),
		cmocka_unit_test(every_number_of_classes_can_be_drawn),
		cmocka_unit_test(the_counts_are_read_back),
		cmocka_unit_test(bad_arguments_are_refused_by_name),
		cmocka_unit_test(failed_allocations),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
