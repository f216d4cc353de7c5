/* train: embeddings for the projector every few epochs, with metadata from files. */
#include "unit/train/training.h"

#include <tfevents/train.h>

static const float two_by_three[] = {1, 2, 3, 4, 5, 6};

static void write_file(const char *dir, const char *name, const char *text)
{
	char path[1300];
	snprintf(path, sizeof path, "%s/%s", dir, name);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void assert_file(const char *dir, const char *name, const char *want)
{
	char path[1300], got[1024];
	snprintf(path, sizeof path, "%s/train/%s", dir, name);
	FILE *f = fopen(path, "r");
	if (!f)
		fail_msg("%s is missing", path);
	got[fread(got, 1, sizeof got - 1, f)] = 0;
	fclose(f);
	assert_string_equal(got, want);
}

static tfe_callback *open_embeddings(const char *dir, struct weights *w,
				     const tfe_embedding_metadata *metadata, size_t n)
{
	return open_in(dir, (tfe_callback_options){.embeddings_freq = 2,
						   .embeddings = give,
						   .weights_context = w,
						   .embeddings_metadata = metadata,
						   .n_embeddings_metadata = n});
}

static void embeddings_are_written_every_few_epochs(void **state)
{
	(void)state;
	char dir[1024];
	strcpy(dir, folder("embeddings"));
	struct weights w = {{{"words", two_by_three, TFE_DTYPE_FLOAT32, {2, 3}, 2},
			     {"others", two_by_three, TFE_DTYPE_FLOAT32, {3, 2}, 2}},
			    2};
	const tfe_embedding_metadata metadata[] = {{NULL, "all.tsv"}, {"words", "words.tsv"}};
	tfe_callback *cb = open_embeddings(dir, &w, metadata, 2);
	write_file(dir, "words.tsv", "name\tkind\r\nthe\tarticle\na\tb");
	write_file(dir, "all.tsv", "x\ny\nz\n");
	for (int64_t epoch = 0; epoch < 3; epoch++)
		assert_int_equal(tfe_callback_epoch_end(cb, epoch, NULL, 0), TFE_OK);
	assert_int_equal(tfe_callback_close(cb, NULL), TFE_OK);
	assert_file(dir, "00002/words/tensors.tsv", "1.0\t2.0\t3.0\n4.0\t5.0\t6.0\n");
	assert_file(dir, "00000/words/metadata.tsv", "name\tkind\nthe\tarticle\na\tb\n");
	assert_file(dir, "00000/others/metadata.tsv", "x\ny\nz\n");
	char path[1300];
	snprintf(path, sizeof path, "%s/train/00001", dir);
	assert_int_not_equal(access(path, F_OK), 0);
	remove_folder(dir);
}

static void wrong_embeddings_and_metadata_are_named(void **state)
{
	(void)state;
	static const struct {
		tfe_weight weight;
		const char *metadata, *text;
	} cases[] = {
		{{"e", two_by_three, TFE_DTYPE_FLOAT32, {6}, 1}, NULL, "e"},
		{{"", two_by_three, TFE_DTYPE_FLOAT32, {2, 3}, 2}, NULL, ""},
		{{"e", NULL, TFE_DTYPE_FLOAT32, {2, 3}, 2}, NULL, "e"},
		{{"e", two_by_three, TFE_DTYPE_FLOAT32, {0, 3}, 2}, NULL, "e"},
		{{"e", two_by_three, TFE_DTYPE_FLOAT32, {2, -3}, 2}, NULL, "e"},
		{{"e", two_by_three, TFE_DTYPE_STRING, {2, 3}, 2}, NULL, "e"},
		{{"e", two_by_three, TFE_DTYPE_FLOAT32, {2, 3}, 2}, "a\nb\nc\n", "3 points"},
		{{"e", two_by_three, TFE_DTYPE_FLOAT32, {2, 3}, 2}, "", "0 points"},
		{{"e", two_by_three, TFE_DTYPE_FLOAT32, {2, 3}, 2}, "a\tb\nc\n", "tabs"},
		{{"e", two_by_three, TFE_DTYPE_FLOAT32, {2, 3}, 2}, "a\tb\nc\td\n", "1 points"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char dir[1024];
		strcpy(dir, folder("wrong"));
		struct weights w = {{cases[i].weight}, 1};
		const tfe_embedding_metadata metadata[] = {{NULL, "m.tsv"}};
		tfe_error error = TFE_ERROR_INIT;
		tfe_callback *cb = open_embeddings(dir, &w, metadata, cases[i].metadata ? 1 : 0);
		if (cases[i].metadata)
			write_file(dir, "m.tsv", cases[i].metadata);
		assert_int_not_equal(tfe_callback_epoch_end(cb, 0, NULL, 0), TFE_OK);
		assert_int_not_equal(tfe_callback_close(cb, &error), TFE_OK);
		if (!strstr(error.message, cases[i].text))
			fail_msg("case %zu: %s", i, error.message);
		remove_folder(dir);
	}
	const tfe_callback_options bad[] = {
		{.size = sizeof *bad, .embeddings_freq = -1},
		{.size = sizeof *bad, .embeddings_freq = 1},
		{.size = sizeof *bad, .n_embeddings_metadata = 1},
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		tfe_callback *cb;
		tfe_error error = TFE_ERROR_INIT;
		assert_int_equal(tfe_callback_open("/nowhere", &bad[i], &cb, &error), TFE_E_ARG);
		assert_non_null(strstr(error.message, "embeddings"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(embeddings_are_written_every_few_epochs),
		cmocka_unit_test(wrong_embeddings_and_metadata_are_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
