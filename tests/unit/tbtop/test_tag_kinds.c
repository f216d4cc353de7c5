/* The kinds of the tags in the model, the views that are present, and the step that they share. */
#include "unit/loaded.h"
#include "unit/logs_kinds.h"

#include "tbtop/cache/blobs.h"
#include "tbtop/model/linked_step.h"
#include "tbtop/model/view_facts.h"
#include "tbtop/update/load.h"
#include "tbtop/update/update.h"

static const char *const file = "run/events.out.tfevents.1.host";

static tfe_logdir *logdir;
static struct loader loader;
static struct model m;

static void load(void)
{
	logdir = load_logs((tfe_logdir_options){0});
	model_init(&m, "logs");
	m.now = 1767230000;
	loader_init(&loader, logdir);
	loader_sync(&loader, &m);
}

static int unload(void **state)
{
	loader_release(&loader);
	model_release(&m);
	tfe_logdir_close(logdir);
	logdir = NULL;
	return logs_remove(state);
}

static void expect_kind(const char *tag, enum tag_kind want)
{
	for (int k = 0; k < TAG_KINDS; k++) {
		bool found = model_find_tag(&m, (enum tag_kind)k, tag) != NULL;
		if (found != (k == (int)want))
			fail_msg("%s is %sof kind %d", tag, found ? "" : "not ", k);
	}
}

static void every_value_has_a_kind(void **state)
{
	(void)state;
	static const struct {
		const char *plugin;
		enum tag_kind kind;
	} tensors[] = {
		{"text", TAG_TEXTS},
		{"pr_curves", TAG_PR_CURVES},
		{"tfe_confusion_matrix", TAG_CONFUSION},
		{"custom_scalars", TAG_LAYOUTS},
		{"graph_keras_model", TAG_GRAPHS},
		{"mesh", TAG_TEXTS},
		{"my_own_plugin", TAG_TEXTS},
		{NULL, TAG_TEXTS},
	};
	const float numbers[] = {1, 2, 3, 4};
	const char *const text = "some text";
	for (size_t i = 0; i < sizeof tensors / sizeof *tensors; i++) {
		char tag[32];
		snprintf(tag, sizeof tag, "tensor%zu", i);
		if (i == 0)
			logs_strings(file, tag, "text", 1, &text, 1);
		else
			logs_matrix(file, tag, tensors[i].plugin, 1, numbers, 2, 2);
	}
	logs_image(file, "picture", 1, 1, 1, "no PNG", 6);
	logs_audio(file, "sound", 1, 8000, "no WAV", 6);
	logs_graph(file, "", 0);
	logs_scalar(file, "loss", 1, 1767225601, 1);
	load();
	for (size_t i = 0; i < sizeof tensors / sizeof *tensors; i++) {
		char tag[32];
		snprintf(tag, sizeof tag, "tensor%zu", i);
		expect_kind(tag, tensors[i].kind);
	}
	expect_kind("picture", TAG_IMAGES);
	expect_kind("sound", TAG_AUDIO);
	expect_kind("loss", TAG_SCALARS);
	assert_int_equal(m.tags[TAG_GRAPHS].n, 2);
}

/* A square tensor of integers may be a confusion matrix, and is a tensor too. Others are not. */
static void square_tensors_of_integers_are_also_matrices(void **state)
{
	(void)state;
	static const int64_t counts[9] = {0};
	const float numbers[] = {1, 2, 3, 4};
	logs_counts(file, "square", NULL, 1, counts, 3, NULL);
	logs_counts(file, "one", NULL, 1, counts, 1, NULL);
	logs_counts(file, "ours", "tfe_confusion_matrix", 1, counts, 3, NULL);
	logs_matrix(file, "floats", NULL, 1, numbers, 2, 2);
	load();
	assert_non_null(model_find_tag(&m, TAG_TEXTS, "square"));
	assert_non_null(model_find_tag(&m, TAG_CONFUSION, "square"));
	expect_kind("one", TAG_TEXTS);
	expect_kind("ours", TAG_CONFUSION);
	expect_kind("floats", TAG_TEXTS);
}

/* A digit of a view without data says so and changes nothing. */
static void views_without_data_say_so(void **state)
{
	(void)state;
	const struct geometry seen = {.w = 120, .h = 40};
	logs_scalar(file, "loss", 1, 1767225601, 1);
	load();
	assert_true(view_present(&m, VIEW_SCALARS));
	assert_true(view_present(&m, VIEW_FINDINGS));
	assert_false(view_present(&m, VIEW_HISTOGRAMS));
	assert_int_equal(view_count(&m, VIEW_SCALARS), 1);
	update_key(&m, &seen, '2');
	assert_int_equal(m.view, VIEW_SCALARS);
	assert_string_equal(m.message, "no histograms in these runs");
	update_key(&m, &seen, '>');
	assert_int_equal(m.view, VIEW_FINDINGS);
	update_key(&m, &seen, '>');
	assert_int_equal(m.view, VIEW_SCALARS);
	update_key(&m, &seen, '<');
	assert_int_equal(m.view, VIEW_FINDINGS);
}

/* The help and the list of views cover a view, one in place of the other, and go back to it. */
static void overlays_lead_back(void **state)
{
	(void)state;
	const struct geometry seen = {.w = 120, .h = 40};
	logs_scalar(file, "loss", 1, 1767225601, 1);
	load();
	update_key(&m, &seen, 'v');
	assert_int_equal(m.view, VIEW_LIST);
	update_key(&m, &seen, '?');
	assert_int_equal(m.view, VIEW_HELP);
	update_key(&m, &seen, 'v');
	update_key(&m, &seen, 27);
	assert_int_equal(m.view, VIEW_SCALARS);
	update_key(&m, &seen, 'v');
	update_key(&m, &seen, 'G');
	assert_int_equal(m.view_row, TABS - 1);
	update_key(&m, &seen, 'g');
	update_key(&m, &seen, '\r');
	assert_int_equal(m.view, VIEW_SCALARS);
}

/* --- the step --------------------------------------------------------------------------------- */

static void write_texts(const char *tag, const int64_t *steps, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char text[32];
		const char *const one = text;
		snprintf(text, sizeof text, "entry %zu", i);
		logs_strings(file, tag, "text", steps[i], &one, 1);
	}
}

static const char *step_of(const char *tag)
{
	static char text[LINKED_TEXT];
	tfe_view view = view_of_tag(logdir, tag);
	struct linked_entry e;
	assert_true(linked_entry(&m, &view, &e));
	linked_step_text(&m, &e, text);
	return text;
}

static void all_series_show_the_step_nearest_to_the_chosen_one(void **state)
{
	(void)state;
	static const int64_t all[] = {0, 100, 200, 300}, some[] = {5, 195, 290};
	write_texts("all", all, 4);
	write_texts("some", some, 3);
	load();
	assert_string_equal(step_of("all"), "300");
	assert_string_equal(step_of("some"), "290");
	m.chosen = (struct chosen_step){.on = true, .step = 200};
	assert_string_equal(step_of("all"), "200");
	assert_string_equal(step_of("some"), "195 (asked 200)");
	m.chosen.step = INT64_MIN;
	assert_string_equal(step_of("some"), "5 (asked -9223372036854775808)");
}

/* Entries at one step are distinguished by their numbers. */
static void entries_at_one_step_are_all_reached(void **state)
{
	(void)state;
	static const int64_t same[] = {7, 7, 7};
	write_texts("same", same, 3);
	load();
	tfe_view view = view_of_tag(logdir, "same");
	for (uint64_t i = 0; i < 3; i++) {
		struct linked_entry e;
		m.chosen = (struct chosen_step){true, 7, i};
		assert_true(linked_entry(&m, &view, &e));
		assert_int_equal(e.entry, i);
	}
}

/* --- blobs ------------------------------------------------------------------------------------ */

static void a_blob_is_read_or_says_why_not(void **state)
{
	(void)state;
	static const int64_t one[] = {3};
	struct blob blob;
	write_texts("text", one, 1);
	load();
	struct read_key key = {.view = view_of_tag(logdir, "text")};
	blob_read(&key, &blob);
	tfe_bytes text = blob_at(&blob, 0);
	assert_int_equal(text.size, 7);
	assert_memory_equal(text.data, "entry 0", 7);
	assert_null(blob_at(&blob, 1).data);
	blob_release(&blob);
	key.entry = 1;
	blob_read(&key, &blob);
	assert_null(blob_at(&blob, 0).data);
	assert_true(*blob.error.message != '\0');
	blob_release(&blob);
}

int main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, logs_make, unload)
	const struct CMUnitTest tests[] = {
		CASE(every_value_has_a_kind),
		CASE(square_tensors_of_integers_are_also_matrices),
		CASE(views_without_data_say_so),
		CASE(overlays_lead_back),
		CASE(all_series_show_the_step_nearest_to_the_chosen_one),
		CASE(entries_at_one_step_are_all_reached),
		CASE(a_blob_is_read_or_says_why_not),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
