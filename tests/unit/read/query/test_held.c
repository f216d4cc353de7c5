/* read/query: images, texts, tensors and graphs, fetched one by one. */
#include <pthread.h>

#include "unit/loaded.h"

#include <tfevents/writer.h>

static tfe_fetched *read_entry(const tfe_view *view, uint64_t i)
{
	tfe_fetched *held;
	tfe_error error = TFE_ERROR_INIT;
	if (tfe_view_fetch(view, i, &held, &error))
		fail_msg("%s: %s", error.path, error.message);
	return held;
}

static tfe_writer *writer(void)
{
	tfe_writer *w;
	assert_int_equal(tfe_writer_open(logs_folder, NULL, &w, NULL), TFE_OK);
	return w;
}

static void each_kind_is_read(void **state)
{
	(void)state;
	tfe_writer *w = writer();
	const uint8_t pixels[2][4] = {{0, 1, 2, 3}, {4, 5, 6, 7}};
	const tfe_image images[] = {{pixels[0], TFE_DTYPE_UINT8, 2, 2, 1},
				    {pixels[1], TFE_DTYPE_UINT8, 2, 2, 1}};
	const int64_t counts[] = {3, 1, 0, 4};
	const float x[] = {1, 2, 3};
	tfe_writer_add_images(w, "image", 5, images, 2);
	tfe_writer_add_text(w, "note", 5, "first");
	tfe_writer_add_text(w, "note", 6, "second");
	tfe_writer_add_confusion_matrix(w, "cm", 5, counts, 2, NULL);
	tfe_writer_add_histogram(w, "h", 5, x, TFE_DTYPE_FLOAT32, 3);
	tfe_writer_add_scalar(w, "loss", 5, 1);
	assert_int_equal(tfe_writer_close(w), TFE_OK);

	tfe_logdir *d = load_logs((tfe_logdir_options){0});
	tfe_view view = view_of_tag(d, "image");
	tfe_fetched *held = read_entry(&view, 0), *note;
	const tfe_value *value = tfe_fetched_value(held);
	tfe_blobs blobs;
	tfe_bytes blob;
	assert_int_equal(value->kind, TFE_KIND_IMAGE);
	assert_int_equal(value->width, 2);
	tfe_blobs_init(&blobs, value);
	for (int i = 0; i < 2; i++) {
		assert_true(tfe_blobs_next(&blobs, &blob));
		assert_true(blob.size > 8);
		assert_memory_equal(blob.data, "\x89PNG\r\n\x1a\n", 8);
	}
	assert_false(tfe_blobs_next(&blobs, &blob));
	tfe_fetched_release(held);

	view = view_of_tag(d, "cm/counts");
	held = read_entry(&view, 0);
	value = tfe_fetched_value(held);
	tfe_elements elements;
	tfe_number number;
	tfe_elements_init(&elements, &value->tensor);
	for (int i = 0; i < 4; i++) {
		assert_true(tfe_elements_next(&elements, &number));
		assert_int_equal(number.i, counts[i]);
	}
	tfe_fetched_release(held);

	view = view_of_tag(d, "h");
	held = read_entry(&view, 0);
	assert_true(tfe_fetched_value(held)->num == 3);
	tfe_fetched_release(held);

	view = view_of_tag(d, "loss");
	assert_int_equal(tfe_view_fetch(&view, 0, &held, NULL), TFE_E_ARG);
	assert_null(held);
	view = view_of_tag(d, "note");
	assert_int_equal(tfe_view_fetch(&view, 2, &held, NULL), TFE_E_ARG);
	note = read_entry(&view, 1);
	tfe_logdir_close(d);
	/* The fetched value outlives the log directory. */
	tfe_blobs_init(&blobs, tfe_fetched_value(note));
	assert_true(tfe_blobs_next(&blobs, &blob));
	assert_int_equal(blob.size, 6);
	assert_memory_equal(blob.data, "second", 6);
	tfe_fetched_release(note);
	tfe_fetched_release(NULL);
}

enum { TEXTS = 60, TEXT_BYTES = 20000 };

/* Writes each value as a string of its own file, consisting of one letter. */
static void put_texts(void)
{
	static struct logs_message event, value, tensor;
	static char text[TEXT_BYTES];
	for (int64_t step = 0; step < TEXTS; step++) {
		event.n = value.n = tensor.n = 0;
		memset(text, 'a' + (int)step, sizeof text);
		logs_number(&tensor, 1, TFE_DTYPE_STRING);
		logs_bytes(&tensor, 8, text, sizeof text);
		logs_text(&value, 1, "note");
		logs_bytes(&value, 8, tensor.data, tensor.n);
		logs_bytes(&value, 9, "\x0a\x06\x0a\x04text", 8);
		logs_value_event(&event, step, (double)step, &value);
		logs_append("events.tfevents.1", &event);
	}
}

static bool says(const tfe_fetched *held, uint64_t i)
{
	tfe_blobs blobs;
	tfe_bytes blob;
	tfe_blobs_init(&blobs, tfe_fetched_value(held));
	return tfe_blobs_next(&blobs, &blob) && blob.size == TEXT_BYTES &&
	       blob.data[0] == 'a' + i && blob.data[TEXT_BYTES - 1] == 'a' + i;
}

static void what_was_asked_for_last_is_kept(void **state)
{
	(void)state;
	put_texts();
	tfe_logdir *d = load_logs((tfe_logdir_options){
		.memory_bytes = (size_t)4 << 20}); /* space for a dozen of them */
	tfe_progress before = TFE_PROGRESS_INIT, after = TFE_PROGRESS_INIT;
	tfe_logdir_get_progress(d, &before);
	tfe_view view = view_of_tag(d, "note");
	tfe_fetched *held, *first = read_entry(&view, 0);
	for (uint64_t i = 1; i < TEXTS - 1; i++) {
		held = read_entry(&view, i);
		assert_true(says(held, i));
		tfe_fetched_release(held);
	}
	tfe_logdir_get_progress(d, &after);
	assert_in_range(after.memory_bytes - before.memory_bytes, 200000, (4 << 20) / 16);
	assert_true(after.memory_bytes <= after.memory_budget_bytes);
	assert_true(says(first, 0));
	tfe_fetched_release(first);

	assert_int_equal(unlink(logs_path("events.tfevents.1")), 0);
	for (uint64_t i = TEXTS - 10; i < TEXTS - 1; i++) {
		held = read_entry(&view, i);
		assert_true(says(held, i));
		tfe_fetched_release(held);
	}
	tfe_error error = TFE_ERROR_INIT;
	assert_int_equal(tfe_view_fetch(&view, 0, &held, &error), TFE_E_IO);
	assert_null(held);
	assert_int_equal(error.status, TFE_E_IO);
	assert_string_equal(error.path, logs_path("events.tfevents.1"));
	tfe_logdir_close(d);
}

static void a_file_that_changed_is_said(void **state)
{
	(void)state;
	put_texts();
	tfe_logdir *d = load_logs((tfe_logdir_options){0});
	tfe_view view = view_of_tag(d, "note");
	FILE *f = fopen(logs_path("events.tfevents.1"), "r+b");
	assert_non_null(f);
	assert_int_equal(fseek(f, 500, SEEK_SET), 0);
	assert_int_not_equal(fputc('!', f), EOF);
	assert_int_equal(fclose(f), 0);
	tfe_fetched *held;
	tfe_error error = TFE_ERROR_INIT;
	assert_int_equal(tfe_view_fetch(&view, 0, &held, &error), TFE_E_DAMAGED);
	assert_string_equal(error.path, logs_path("events.tfevents.1"));
	assert_int_equal(error.offset, 0);
	assert_non_null(strstr(error.message, "changed"));
	held = read_entry(&view, 1);
	assert_true(says(held, 1));
	tfe_fetched_release(held);
	tfe_logdir_close(d);
}

static void *read_all(void *arg)
{
	const tfe_view *view = arg;
	for (int turn = 0; turn < 3; turn++)
		for (uint64_t i = 0; i < TEXTS; i++) {
			tfe_fetched *held = NULL;
			if (tfe_view_fetch(view, i, &held, NULL) || !says(held, i))
				return NULL;
			tfe_fetched_release(held);
		}
	return arg;
}

static void threads_read_at_once(void **state)
{
	(void)state;
	put_texts();
	tfe_logdir *d = load_logs((tfe_logdir_options){.memory_bytes = (size_t)4 << 20});
	tfe_view view = view_of_tag(d, "note");
	pthread_t threads[4];
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, read_all, &view), 0);
	for (int i = 0; i < 4; i++) {
		void *good;
		assert_int_equal(pthread_join(threads[i], &good), 0);
		assert_non_null(good);
	}
	tfe_logdir_close(d);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, logs_make, logs_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_kind_is_read),
		TEST(what_was_asked_for_last_is_kept),
		TEST(a_file_that_changed_is_said),
		TEST(threads_read_at_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
