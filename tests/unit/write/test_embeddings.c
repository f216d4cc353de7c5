/* write: embeddings: the files of a run that the projector reads.
 *
 * wraps: write */
#define _GNU_SOURCE /* nftw */
#include <fcntl.h>
#include <ftw.h>
#include <math.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "unit/inject_write.h"
#include "unit/kinds.h"

static const float values[] = {0.5f, -1, 1e-3f, 2, 0, 3};
static const char *const metadata[] = {"a\tb", "1", "\xc3\xbc", "2", "", "3"};
static const char *const names[] = {"name", "number"};
static const uint8_t pixels[2 * 2 * 3] = {0, 50, 100, 150};
static const tfe_image sprites[3] = {{pixels, TFE_DTYPE_UINT8, 2, 2, 1},
				     {pixels + 4, TFE_DTYPE_UINT8, 2, 2, 1},
				     {pixels + 8, TFE_DTYPE_UINT8, 2, 2, 1}};

static const tfe_embedding whole = {.size = sizeof whole,
				    .values = values,
				    .n = 3,
				    .dimensions = 2,
				    .metadata = metadata,
				    .columns = 2,
				    .names = names,
				    .sprites = sprites};

static char dir[2048];

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *where)
{
	(void)st;
	(void)type;
	(void)where;
	return remove(path);
}

static void remove_all(void)
{
	assert_int_equal(nftw(dir, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

static tfe_writer *open_writer(const tfe_allocator *allocator, tfe_status *status)
{
	const tfe_writer_options options = {.size = sizeof options, .allocator = allocator};
	tfe_writer *w;
	assert_true(folder_make(dir, sizeof dir, "embedding"));
	*status = tfe_writer_open(dir, &options, &w, NULL);
	return w;
}

static void check_file(const char *relative, const void *want, size_t n_want)
{
	char path[4096];
	size_t n;
	snprintf(path, sizeof path, "%s/%s", dir, relative);
	uint8_t *bytes = read_whole_file(path, &n);
	assert_int_equal(n, n_want);
	assert_memory_equal(bytes, want, n);
	free(bytes);
}

#define CHECK_TEXT(relative, text) check_file((relative), (text), sizeof(text) - 1)

static bool exists(const char *relative)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/%s", dir, relative);
	return access(path, F_OK) == 0;
}

static void files_are_those_that_the_configuration_names(void **state)
{
	(void)state;
	tfe_status status;
	tfe_writer *w = open_writer(NULL, &status);
	assert_int_equal(tfe_writer_add_embedding(w, "a/b", 7, &whole), TFE_OK);
	CHECK_TEXT("00007/a%2Fb/tensors.tsv", "0.5\t-1.0\n0.0010000000474974513\t2.0\n0.0\t3.0\n");
	CHECK_TEXT("00007/a%2Fb/metadata.tsv", "name\tnumber\na b\t1\n\xc3\xbc\t2\n\t3\n");
	assert_true(exists("00007/a%2Fb/sprite.png"));
	CHECK_TEXT("projector_config.pbtxt",
		   "embeddings {\n  tensor_name: \"a/b:00007\"\n"
		   "  metadata_path: \"00007/a%2Fb/metadata.tsv\"\n"
		   "  tensor_shape: 3\n  tensor_shape: 2\n"
		   "  sprite {\n    image_path: \"00007/a%2Fb/sprite.png\"\n"
		   "    single_image_dim: 2\n    single_image_dim: 2\n  }\n"
		   "  tensor_path: \"00007/a%2Fb/tensors.tsv\"\n}\n");
	tfe_embedding plain = TFE_EMBEDDING_INIT;
	plain.values = values;
	plain.n = 2;
	plain.dimensions = 3;
	plain.raw = true;
	plain.metadata = metadata;
	assert_int_equal(tfe_writer_add_embedding(w, "..", -1, &plain), TFE_OK);
	check_file("-0001/%2E./tensors.bytes", values, sizeof values); /* little-endian */
	CHECK_TEXT("-0001/%2E./metadata.tsv", "a b\n1\n");
	/* These bytes are UTF-8, so they would be read as texts. */
	static const float ascii[] = {2, 0};
	plain.values = ascii;
	plain.n = plain.dimensions = 1;
	plain.metadata = NULL;
	assert_int_equal(tfe_writer_add_embedding(w, "ascii", 0, &plain), TFE_OK);
	CHECK_TEXT("00000/ascii/tensors.tsv", "2.0\n");
	assert_int_equal(tfe_writer_finish(w), TFE_OK);
	assert_int_equal(tfe_writer_add_embedding(w, "late", 0, &plain), TFE_E_CLOSED);
	assert_false(exists("00000/late"));
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	remove_all();
}

static void a_configuration_that_is_none_stays(void **state)
{
	(void)state;
	tfe_status status;
	tfe_writer *w = open_writer(NULL, &status);
	tfe_error error = TFE_ERROR_INIT;
	char path[4096];
	snprintf(path, sizeof path, "%s/projector_config.pbtxt", dir);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs("embeddings {", f);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(tfe_writer_add_embedding(w, "a", 0, &whole), TFE_E_DAMAGED);
	tfe_writer_get_error(w, &error);
	assert_non_null(strstr(error.message, "projector_config.pbtxt: it is no protobuf text"));
	CHECK_TEXT("projector_config.pbtxt", "embeddings {");
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(tfe_writer_add_embedding(w, "a", 0, &whole), TFE_E_IO);
	tfe_writer_get_error(w, &error);
	assert_non_null(strstr(error.message, "projector_config.pbtxt: cannot read"));
	assert_int_not_equal(tfe_writer_close(w), TFE_OK);
	remove_all();
}

static int check_no_temporary(const char *path, const struct stat *st, int type, struct FTW *where)
{
	(void)st;
	(void)where;
	if (type == FTW_F && strstr(path, ".tmp"))
		fail_msg("%s is left", path);
	return 0;
}

/* Each write fails once: the files are tensors, metadata, sprites and the configuration. */
static void a_full_disk_leaves_no_partial_file(void **state)
{
	(void)state;
	int failed = 0;
	for (size_t n = 1;; n++) {
		tfe_status status;
		tfe_writer *w = open_writer(NULL, &status);
		tfe_error error = TFE_ERROR_INIT;
		inject_write_fail(n, 1, ENOSPC);
		status = tfe_writer_add_embedding(w, "e", 0, &whole);
		inject_write_fail(0, 0, 0);
		tfe_writer_get_error(w, &error);
		assert_int_equal(nftw(dir, check_no_temporary, 8, FTW_PHYS), 0);
		assert_true(!status == exists("projector_config.pbtxt"));
		if (status)
			assert_non_null(strstr(error.message, "cannot write: No space left"));
		assert_int_equal(tfe_writer_close(w), status);
		remove_all();
		if (!status)
			break;
		assert_int_equal(status, TFE_E_IO);
		failed++;
	}
	assert_int_equal(failed, 4);
}

/* --- the directory of the run ----------------------------------------------------------------- */

static const char *path_in(const char *relative)
{
	static char path[4096];
	snprintf(path, sizeof path, "%s/%s", dir, relative);
	return path;
}

static void make_file(const char *relative, const char *text)
{
	FILE *f = fopen(path_in(relative), "w");
	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

/* A link at each level of the path of a file leads to a directory outside of the run. */
static void links_within_a_run_are_not_followed(void **state)
{
	(void)state;
	static const char *const links[] = {"run/00007", "run/00007/e"};
	for (int i = 0; i < 2; i++) {
		tfe_status status;
		tfe_error error = TFE_ERROR_INIT;
		assert_int_equal(tfe_writer_close(open_writer(NULL, &status)), TFE_OK);
		tfe_writer *w;
		char run[4096];
		snprintf(run, sizeof run, "%s", path_in("run"));
		assert_int_equal(tfe_writer_open(run, NULL, &w, NULL), TFE_OK);
		assert_int_equal(mkdir(path_in("outside"), 0700), 0);
		if (i)
			assert_int_equal(mkdir(path_in("run/00007"), 0700), 0);
		assert_int_equal(symlink(i ? "../../outside" : "../outside", path_in(links[i])), 0);
		assert_int_equal(tfe_writer_add_embedding(w, "e", 7, &whole), TFE_E_IO);
		tfe_writer_get_error(w, &error);
		assert_non_null(strstr(error.message, links[i]));
		assert_non_null(strstr(error.message, "symbolic links within a run"));
		assert_int_equal(rmdir(path_in("outside")), 0); /* it is empty */
		/* The configuration is not read through a link, either. */
		make_file("secret", "embeddings { }");
		assert_int_equal(symlink("../secret", path_in("run/projector_config.pbtxt")), 0);
		assert_int_equal(tfe_writer_add_embedding(w, "e", 8, &whole), TFE_E_IO);
		CHECK_TEXT("secret", "embeddings { }");
		assert_int_equal(tfe_writer_close(w), TFE_E_IO);
		remove_all();
	}
}

/* Without a lock, most entries would be lost. */
static void processes_extend_one_configuration(void **state)
{
	(void)state;
	enum { PROCESSES = 3, EACH = 6 };
	tfe_status status;
	assert_int_equal(tfe_writer_close(open_writer(NULL, &status)), TFE_OK);
	pid_t child[PROCESSES];
	fflush(NULL);
	for (int i = 0; i < PROCESSES; i++) {
		child[i] = fork();
		if (child[i])
			continue;
		const tfe_writer_options options = {.size = sizeof options, .close_timeout_s = 60};
		tfe_writer *w;
		int failed = tfe_writer_open(dir, &options, &w, NULL) != TFE_OK;
		char tag[16];
		snprintf(tag, sizeof tag, "p%d", i);
		const tfe_embedding small = {
			.size = sizeof small, .values = values, .n = 1, .dimensions = 2};
		for (int step = 0; step < EACH && !failed; step++)
			failed = tfe_writer_add_embedding(w, tag, step, &small) != TFE_OK;
		_exit(failed || tfe_writer_close(w) != TFE_OK);
	}
	for (int i = 0; i < PROCESSES; i++) {
		int ended;
		assert_int_equal(waitpid(child[i], &ended, 0), child[i]);
		assert_int_equal(ended, 0);
	}
	size_t n, at = 0, entries = 0;
	uint8_t *text = read_whole_file(path_in("projector_config.pbtxt"), &n);
	tfe_projector_entry e = TFE_PROJECTOR_ENTRY_INIT;
	while (tfe_projector_next((const char *)text, n, &at, &e) == TFE_OK)
		entries++;
	assert_int_equal(entries, PROCESSES * EACH);
	free(text);
	remove_all();
}

static void a_lock_that_is_held_is_reported(void **state)
{
	(void)state;
	tfe_status status;
	tfe_error error = TFE_ERROR_INIT;
	assert_int_equal(tfe_writer_close(open_writer(NULL, &status)), TFE_OK);
	const tfe_writer_options options = {.size = sizeof options, .close_timeout_s = 0.01};
	tfe_writer *w;
	assert_int_equal(tfe_writer_open(dir, &options, &w, NULL), TFE_OK);
	int held = open(dir, O_RDONLY | O_DIRECTORY);
	assert_int_equal(flock(held, LOCK_EX), 0);
	assert_int_equal(tfe_writer_add_embedding(w, "e", 0, &whole), TFE_E_TIMEOUT);
	tfe_writer_get_error(w, &error);
	assert_non_null(strstr(error.message, "another process has locked"));
	assert_false(exists("projector_config.pbtxt"));
	assert_int_equal(close(held), 0);
	assert_int_equal(tfe_writer_add_embedding(w, "e", 0, &whole), TFE_OK);
	assert_int_equal(tfe_writer_close(w), TFE_E_TIMEOUT);
	remove_all();
}

/* A process that is killed while it writes leaves its temporary file, whose lock ends with it. */
static void files_of_killed_processes_are_removed(void **state)
{
	(void)state;
	tfe_status status;
	tfe_writer *w = open_writer(NULL, &status);
	make_file("projector_config.pbtxt.tmp123", "embedd");
	make_file("projector_config.pbtxt.tmp456", "embedd");
	make_file("projector_config.pbtxt.tmp", "of somebody else");
	make_file("projector_config.pbtxt.tmp7b", "of somebody else");
	make_file("other.pbtxt.tmp123", "of somebody else");
	int held = open(path_in("projector_config.pbtxt.tmp456"), O_RDONLY);
	assert_int_equal(flock(held, LOCK_EX), 0);
	assert_int_equal(tfe_writer_add_embedding(w, "e", 0, &whole), TFE_OK);
	assert_false(exists("projector_config.pbtxt.tmp123"));
	assert_true(exists("projector_config.pbtxt.tmp456")); /* its writer lives */
	assert_true(exists("projector_config.pbtxt.tmp"));
	assert_true(exists("projector_config.pbtxt.tmp7b"));
	assert_true(exists("other.pbtxt.tmp123"));
	assert_int_equal(close(held), 0);
	assert_int_equal(tfe_writer_add_embedding(w, "e", 1, &whole), TFE_OK);
	assert_false(exists("projector_config.pbtxt.tmp456"));
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	remove_all();
}

/* --- refused ---------------------------------------------------------------------------------- */

static tfe_status add(tfe_writer *w, tfe_embedding e)
{
	return tfe_writer_add_embedding(w, "e", 0, &e);
}
#define WITH(name, change)                                                                         \
	static tfe_status name(tfe_writer *w)                                                      \
	{                                                                                          \
		tfe_embedding e = whole;                                                           \
		change;                                                                            \
		return add(w, e);                                                                  \
	}
static const float infinite[] = {0, 1, 2, INFINITY, 0, 0};
static const char *const half_metadata[] = {"a", "b", "c", NULL, "e", "f"};
static const char *const bad_names[] = {"a", "\xff"};
static tfe_image other_sprites[3];
WITH(no_size, e.size = 0)
WITH(no_values, e.values = NULL)
WITH(no_points, e.n = 0)
WITH(no_dimensions, e.dimensions = 0)
WITH(too_large, e.n = SIZE_MAX / 2)
WITH(not_finite, e.values = infinite)
WITH(no_names, e.names = NULL)
WITH(bad_name, e.names = bad_names)
WITH(missing_metadata, e.metadata = half_metadata)
WITH(sprites_differ, memcpy(other_sprites, sprites, sizeof sprites); other_sprites[2].channels = 3;
     e.sprites = other_sprites)
WITH(sprites_large, memcpy(other_sprites, sprites, sizeof sprites);
     for (int i = 0; i < 3; i++) other_sprites[i].width = 5000; e.sprites = other_sprites)
static tfe_status long_tag(tfe_writer *w)
{
	char tag[100] = "";
	memset(tag, 'a', sizeof tag - 1);
	return tfe_writer_add_embedding(w, tag, 0, &whole);
}

static void wrong_arguments_are_refused(void **state)
{
	(void)state;
	const struct kinds_refusal refusals[] = {
		{no_size, "tfe_embedding"},
		{no_values, "values are missing"},
		{no_points, "0 points"},
		{no_dimensions, "0 dimensions"},
		{too_large, "values are missing"},
		{not_finite, "point 1 is not finite"},
		{no_names, "names of 2 columns"},
		{bad_name, "name of column 1"},
		{missing_metadata, "metadata of point 1"},
		{sprites_differ, "sprite 2: its size, type or channels"},
		{sprites_large, "more than 8192 pixels"},
		{long_tag, "more than 80 bytes"},
	};
	kinds_check_refused(refusals, sizeof refusals / sizeof *refusals);
}

static tfe_status scenario(const tfe_allocator *allocator, void *context)
{
	(void)context;
	tfe_status status;
	tfe_writer *w = open_writer(allocator, &status);
	if (!status) {
		status = tfe_writer_add_embedding(w, "e", 0, &whole);
		/* The configuration is the last file. */
		assert_true(!status == exists("projector_config.pbtxt"));
		tfe_status closed = tfe_writer_close(w);
		status = status ? status : closed;
	}
	remove_all();
	return status;
}

static void memory_may_be_missing(void **state)
{
	(void)state;
	assert_true(inject_every_allocation(scenario, NULL) > 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_are_those_that_the_configuration_names),
		cmocka_unit_test(a_configuration_that_is_none_stays),
		cmocka_unit_test(a_full_disk_leaves_no_partial_file),
		cmocka_unit_test(links_within_a_run_are_not_followed),
		cmocka_unit_test(processes_extend_one_configuration),
		cmocka_unit_test(a_lock_that_is_held_is_reported),
		cmocka_unit_test(files_of_killed_processes_are_removed),
		cmocka_unit_test(wrong_arguments_are_refused),
		cmocka_unit_test(memory_may_be_missing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
