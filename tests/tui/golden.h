/* tests: complete frames of `tbtop --once`, compared with the files in tests/tui/golden.
 * UPDATE_GOLDEN=1 rewrites those. */
#ifndef TESTS_TUI_GOLDEN_H
#define TESTS_TUI_GOLDEN_H

#include "tui/program.h"

struct golden {
	const char *name, *options; /* of the file, without .txt; arguments of tbtop */
};

static inline void golden_path(char path[1024], const char *name)
{
	const char *src = getenv("SRC");
	snprintf(path, 1024, "%s/tests/tui/golden/%s.txt", src ? src : ".", name);
}

static inline int golden_compare(const char *name, const char *got)
{
	char path[1024];
	golden_path(path, name);
	if (getenv("UPDATE_GOLDEN")) {
		FILE *out = fopen(path, "w");
		assert_non_null(out);
		fputs(got, out);
		return fclose(out);
	}
	FILE *in = fopen(path, "r");
	char *want = in ? read_all(in) : calloc(1, 1);
	if (in)
		fclose(in);
	int differs = strcmp(want, got) != 0;
	if (differs)
		print_message("%s is not as %s:\n%s\n", name, path, got);
	free(want);
	return differs;
}

/* Compares the frames. Options that name neither
 * the log directory "weights", "parts" nor "layout" are followed by `logs`. */
static inline void golden_expect(const struct golden *frames, size_t n, const char *logs)
{
	int wrong = 0;
	for (size_t i = 0; i < n; i++) {
		char arguments[256];
		snprintf(arguments, sizeof arguments, "%s %s", frames[i].options,
			 strstr(frames[i].options, "weights") ||
					 strstr(frames[i].options, " parts") ||
					 strstr(frames[i].options, " layout")
				 ? ""
				 : logs);
		char *got = frame_of(arguments);
		wrong += golden_compare(frames[i].name, got);
		free(got);
	}
	assert_int_equal(wrong, 0);
}

#endif
