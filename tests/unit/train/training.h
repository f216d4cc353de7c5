/* For unit tests: a training that logs into a temporary folder. */
#ifndef TESTS_UNIT_TRAIN_TRAINING_H
#define TESTS_UNIT_TRAIN_TRAINING_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <setjmp.h>

#include <cmocka.h>

#include "unit/logged.h"

#include <tfevents/train.h>

static inline const char *folder(const char *name)
{
	static char path[1024];
	const char *base = getenv("TMPDIR");
	static unsigned number;
	snprintf(path, sizeof path, "%s/train-%d-%u-%s", base ? base : "/tmp", (int)getpid(),
		 number++, name);
	return path;
}

static inline void remove_folder(const char *dir)
{
	char command[1200];
	snprintf(command, sizeof command, "rm -rf '%s'", dir);
	assert_int_equal(system(command), 0);
}

static inline const char *sub(const char *dir, const char *run)
{
	static char path[1200];
	snprintf(path, sizeof path, "%s/%s", dir, run);
	return path;
}

/* Lists the values of a run as "tag@step", one per line. */
static inline void list(const char *dir, char *out, size_t size)
{
	struct logged l;
	int64_t step;
	const Tfe__Pb__Summary__Value *v;
	size_t used = 0;
	logged_read(&l, dir);
	*out = 0;
	for (size_t i = 0; (v = logged_value(&l, i, &step)); i++)
		used += (size_t)snprintf(out + used, size - used, "%.*s@%lld\n", (int)v->tag.len,
					 (const char *)v->tag.data, (long long)step);
	logged_release(&l);
}

static inline void assert_listed(const char *dir, const char *run, const char *expected)
{
	static char got[1 << 16];
	list(sub(dir, run), got, sizeof got);
	assert_string_equal(got, expected);
}

struct weights {
	tfe_weight weight[8];
	size_t n;
};

static inline bool give(void *context, size_t i, tfe_weight *weight)
{
	const struct weights *w = context;
	if (i < w->n)
		*weight = w->weight[i];
	return i < w->n;
}

static inline tfe_callback *open_in(const char *dir, tfe_callback_options options)
{
	tfe_callback *cb;
	tfe_error error = TFE_ERROR_INIT;
	options.size = sizeof options;
	assert_int_equal(tfe_callback_open(dir, &options, &cb, &error), TFE_OK);
	return cb;
}

#endif
