/* For unit tests of the kinds of summaries: what an add writes, and what it refuses.
 *
 * Each function runs an add, which returns its first error, with a writer of its own in a temporary
 * log directory, whose clock, host name and process number are fixed. */
#ifndef TESTS_UNIT_KINDS_H
#define TESTS_UNIT_KINDS_H

#include "unit/logdir_bytes.h"

#include <tfevents/writer.h>

typedef tfe_status kinds_add(tfe_writer *writer);

static inline double kinds_clock(void *context)
{
	return *(double *)context += 0.25;
}

/* Opens a writer on a log directory; `now` lives as long as the writer. */
static inline tfe_status kinds_open(const char *dir, const tfe_allocator *allocator, double *now,
				    tfe_writer **writer)
{
	const tfe_writer_options options = {.size = sizeof options,
					    .allocator = allocator,
					    .clock = kinds_clock,
					    .clock_context = now,
					    .hostname = "host",
					    .pid = 7};
	*now = 1700000000;
	return tfe_writer_open(dir, &options, writer, NULL);
}

/* Runs an add, which must succeed. Returns the bytes of the event file; the caller frees them. */
static inline uint8_t *kinds_written(kinds_add *add, size_t *n)
{
	char *dir = make_logdir();
	double now;
	tfe_writer *w;
	tfe_writer_stats stats = TFE_WRITER_STATS_INIT;
	assert_int_equal(kinds_open(dir, NULL, &now, &w), TFE_OK);
	tfe_writer_get_stats(w, &stats);
	assert_int_equal(add(w), TFE_OK);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	uint8_t *bytes = read_whole_file(stats.path, n);
	remove_logdir(dir);
	return bytes;
}

/* An add writes the bytes of tests/golden/data/kinds/NAME on every machine. With BLESS in the
 * environment the file is created. */
static inline void kinds_check_golden(const char *name, kinds_add *add)
{
	const char *src = getenv("SRC");
	char path[4096];
	snprintf(path, sizeof path, "%s/tests/golden/data/kinds/%s/events.out.tfevents.1",
		 src ? src : ".", name);
	size_t n, n_golden;
	uint8_t *bytes = kinds_written(add, &n);
	if (getenv("BLESS")) {
		FILE *f = fopen(path, "wb");
		assert_non_null(f);
		assert_int_equal(fwrite(bytes, 1, n, f), n);
		assert_int_equal(fclose(f), 0);
	}
	uint8_t *want = read_whole_file(path, &n_golden);
	assert_int_equal(n, n_golden);
	assert_memory_equal(bytes, want, n);
	free(bytes);
	free(want);
}

/* Runs every add of a list. Each one must return TFE_E_ARG with a message that contains `word`,
 * and write nothing; afterwards the writer still works. */
struct kinds_refusal {
	kinds_add *add;
	const char *word;
};

static inline void kinds_check_refused(const struct kinds_refusal *refusal, size_t n)
{
	char *dir = make_logdir();
	double now;
	tfe_writer *w;
	assert_int_equal(kinds_open(dir, NULL, &now, &w), TFE_OK);
	for (size_t i = 0; i < n; i++) {
		tfe_error error = TFE_ERROR_INIT;
		tfe_status status = refusal[i].add(w);
		if (status != TFE_E_ARG)
			fail_msg("refusal %zu (%s): status %d", i, refusal[i].word, (int)status);
		assert_int_equal(refusal[i].add(NULL), TFE_E_ARG);
		tfe_writer_get_error(w, &error);
		if (!strstr(error.message, refusal[i].word))
			fail_msg("refusal %zu: \"%s\" does not contain \"%s\"", i, error.message,
				 refusal[i].word);
	}
	assert_int_equal(tfe_writer_flush(w), TFE_E_ARG);
	assert_int_equal(events_in(dir), 1); /* the file version */
	assert_int_equal(tfe_writer_add_scalar(w, "loss", 0, 1), TFE_OK);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	assert_int_equal(events_in(dir), 2);
	remove_logdir(dir);
}

static inline tfe_status kinds_scenario(const tfe_allocator *allocator, void *context)
{
	kinds_add **add = context;
	char *dir = make_logdir();
	double now;
	tfe_writer *w;
	tfe_status status = kinds_open(dir, allocator, &now, &w);
	if (!status) {
		status = (*add)(w);
		tfe_status closed = tfe_writer_close(w);
		status = status ? status : closed;
		/* The adds of a test write their events together or not at all. */
		if (status)
			assert_true(events_in(dir) <= 1);
	}
	remove_logdir(dir);
	return status;
}

/* Each allocation of an add fails once: it returns TFE_E_NOMEM, writes nothing, and leaks
 * nothing. */
static inline void kinds_check_memory(kinds_add *add)
{
	assert_true(inject_every_allocation(kinds_scenario, &add) > 0);
}

/* Calls f for each event that an add writes, except the file version. */
struct kinds_visit {
	per_event *f;
	void *context;
};

static inline void kinds_visit_event(const tfe_event *event, void *context)
{
	const struct kinds_visit *visit = context;
	tfe_event copied = *event;
	tfe_value v = TFE_VALUE_INIT;
	if (!tfe_event_next(&copied, &v) && v.kind != TFE_KIND_FILE_VERSION)
		visit->f(event, visit->context);
}

static inline void kinds_visit_file(const char *path, void *context)
{
	for_each_event(path, kinds_visit_event, context);
}

static inline void kinds_for_each_event(kinds_add *add, per_event *f, void *context)
{
	struct kinds_visit visit = {f, context};
	char *dir = make_logdir();
	double now;
	tfe_writer *w;
	assert_int_equal(kinds_open(dir, NULL, &now, &w), TFE_OK);
	assert_int_equal(add(w), TFE_OK);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	for_each_file(dir, kinds_visit_file, &visit);
	remove_logdir(dir);
}

#endif
