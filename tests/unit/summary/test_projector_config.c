/* summary: projector_config.pbtxt is extended, and everything else in it stays byte for byte. */
#include <stdio.h>
#include <string.h>

#include "unit/inject.h"

#include "summary/projector_config.h"

static const struct tfe__projected entry = {
	.name = "a\"b:00001", .tensor_path = "00001/a/tensors.tsv", .n = 3, .dimensions = 2};

#define ENTRY                                                                                      \
	"embeddings {\n  tensor_name: \"a\\\"b:00001\"\n  tensor_shape: 3\n  tensor_shape: 2\n"    \
	"  tensor_path: \"00001/a/tensors.tsv\"\n}"

static tfe_status extend(struct tfe__buf *b, const char *old)
{
	tfe__buf_init(b, NULL, 1 << 16);
	return tfe__projector_extend(b, old, strlen(old), &entry);
}

static void check(const char *old, const char *want)
{
	struct tfe__buf b;
	assert_int_equal(extend(&b, old), TFE_OK);
	assert_int_equal(b.size, strlen(want));
	assert_memory_equal(b.data, want, b.size);
	tfe__buf_release(&b);
}

#define OTHER "embeddings: <\n tensor_name : 'other' # }\n unknown { x: [1, 2] y: \"}\\\"\" }\n>"
#define SAME                                                                                       \
	"embeddings { bookmarks_path: \"b\" sprite { image_path: \"tensor_name\" } "               \
	"tensor_name: \"a\\\"b:00001\" }"

static void an_entry_is_appended(void **state)
{
	(void)state;
	check("", ENTRY "\n");
	check("# a comment\nmodel_checkpoint_path: \"x\"\n" OTHER "\n",
	      "# a comment\nmodel_checkpoint_path: \"x\"\n" OTHER "\n" ENTRY "\n");
	check(OTHER, OTHER "\n" ENTRY "\n"); /* no newline at the end */
	/* The name is only that of the field tensor_name of an entry. */
	check("other { tensor_name: \"a\\\"b:00001\" }\n",
	      "other { tensor_name: \"a\\\"b:00001\" }\n" ENTRY "\n");
	check("embeddings { sprite { tensor_name: \"a\\\"b:00001\" } }\n",
	      "embeddings { sprite { tensor_name: \"a\\\"b:00001\" } }\n" ENTRY "\n");
	check("embeddings { tensor_path: \"a\\\"b:00001\" }\n",
	      "embeddings { tensor_path: \"a\\\"b:00001\" }\n" ENTRY "\n");
}

static void an_entry_of_the_name_is_replaced(void **state)
{
	(void)state;
	check(SAME, ENTRY "\n");
	check(OTHER "\n" SAME "\nx: 1", OTHER "\n" ENTRY "\nx: 1");
	check(SAME OTHER, ENTRY OTHER);
}

static void other_texts_are_refused(void **state)
{
	(void)state;
	static const char *const bad[] = {"embeddings {", "}",   "a: \"b", "a: 'b\\",
					  "a { ]]",       "{{}", "a:"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct tfe__buf b;
		assert_int_equal(extend(&b, bad[i]), TFE_E_DAMAGED);
		tfe__buf_release(&b);
	}
}

/* Every beginning of a configuration is refused or kept. */
static void cut_texts_are_safe(void **state)
{
	(void)state;
	static const char whole[] = OTHER SAME "x: 'a\\'b' # c";
	for (size_t n = 0; n < sizeof whole; n++) {
		struct tfe__buf b;
		char *cut = malloc(n + 1); /* a sanitizer finds reads beyond it */
		memcpy(cut, whole, n);
		cut[n] = '\0';
		tfe_status status = extend(&b, cut);
		if (status && status != TFE_E_DAMAGED)
			fail_msg("status %d of the first %zu bytes", (int)status, n);
		free(cut);
		tfe__buf_release(&b);
	}
}

static void sprites_and_metadata_are_named(void **state)
{
	(void)state;
	const struct tfe__projected full = {.name = "\xc3\xbc",
					    .tensor_path = "t",
					    .metadata_path = "m",
					    .sprite_path = "s",
					    .n = 1,
					    .dimensions = 1,
					    .sprite_width = 4,
					    .sprite_height = 5};
	static const char want[] =
		"embeddings {\n  tensor_name: \"\\303\\274\"\n  metadata_path: \"m\"\n"
		"  tensor_shape: 1\n  tensor_shape: 1\n  sprite {\n    image_path: \"s\"\n"
		"    single_image_dim: 4\n    single_image_dim: 5\n  }\n  tensor_path: \"t\"\n}\n";
	struct tfe__buf b;
	tfe__buf_init(&b, NULL, 1 << 16);
	assert_int_equal(tfe__projector_extend(&b, NULL, 0, &full), TFE_OK);
	assert_int_equal(b.size, strlen(want));
	assert_memory_equal(b.data, want, b.size);
	tfe__buf_release(&b);
}

/* Other quotes, escapes and lists mean the same entry. */
static void an_entry_is_found_in_other_forms(void **state)
{
	(void)state;
	check("embeddings: < tensor_shape: [1, 2] tensor_name : 'a\\\"b:0000\\61' >\n", ENTRY "\n");
}

static void entries_are_read_one_after_the_other(void **state)
{
	(void)state;
	char text[3000];
	snprintf(text, sizeof text, OTHER "embeddings { tensor_name: '%02000d' }" SAME "}", 0);
	tfe_projector_entry e = TFE_PROJECTOR_ENTRY_INIT;
	size_t at = 0;
	assert_int_equal(tfe_projector_next(text, strlen(text), &at, &e), TFE_OK);
	assert_string_equal(e.name, "other");
	assert_int_equal(tfe_projector_next(text, strlen(text), &at, &e), TFE_E_LIMIT);
	assert_int_equal(tfe_projector_next(text, strlen(text), &at, &e), TFE_OK);
	assert_string_equal(e.name, "a\"b:00001");
	assert_string_equal(e.tensor_path, "");
	assert_int_equal(tfe_projector_next(text, strlen(text), &at, &e), TFE_E_DAMAGED);
	assert_int_equal(tfe_projector_next(text, strlen(text) - 1, &at, &e), TFE_E_NOTFOUND);
	assert_int_equal(tfe_projector_next(NULL, 0, &(size_t){0}, &e), TFE_E_NOTFOUND);
	assert_int_equal(tfe_projector_next(NULL, 1, &at, &e), TFE_E_ARG);
	assert_int_equal(tfe_projector_next(text, 5, &at, &e), TFE_E_ARG); /* beyond the end */
	assert_int_equal(tfe_projector_next(text, 5, NULL, &e), TFE_E_ARG);
	assert_int_equal(tfe_projector_next(text, 5, &(size_t){0}, NULL), TFE_E_ARG);
	e.size = 0;
	at = 0;
	assert_int_equal(tfe_projector_next(text, strlen(text), &at, &e), TFE_E_ARG);
	assert_int_equal(at, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_entry_is_appended),
		cmocka_unit_test(an_entry_of_the_name_is_replaced),
		cmocka_unit_test(other_texts_are_refused),
		cmocka_unit_test(cut_texts_are_safe),
		cmocka_unit_test(sprites_and_metadata_are_named),
		cmocka_unit_test(an_entry_is_found_in_other_forms),
		cmocka_unit_test(entries_are_read_one_after_the_other),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
