/* For unit tests: log directories larger than their memory budget, and the results that must equal
 * those without a budget. */
#ifndef TESTS_UNIT_READ_RUN_BUDGETED_H
#define TESTS_UNIT_READ_RUN_BUDGETED_H

#include "unit/loaded.h"

enum { MIB = 1 << 20 };

static struct logs_message batch;

/* Adds one event with the values `from`...`to` that `put` writes. */
static inline void add_event(const char *name, int64_t step, double wall_time, int from, int to,
			     void (*put)(struct logs_message *value, int i, int64_t step))
{
	static struct logs_message event, summary, value;
	summary.n = 0;
	for (int i = from; i < to; i++) {
		value.n = 0;
		put(&value, i, step);
		logs_bytes(&summary, 1, value.data, value.n);
	}
	logs_summary_event(&event, step, wall_time, &summary);
	logs_add(name, &batch, &event);
}

static inline double wall_at(int64_t step)
{
	return 1e9 + (double)step * 0.25;
}

static inline float value_of(int tag, int64_t step)
{
	if (step == 4321 && tag == 3)
		return 1e6F; /* a spike */
	return (float)((uint64_t)step * 2654435761U % 10007 + (uint64_t)tag) / 7;
}

static inline void put_scalar(struct logs_message *value, int i, int64_t step)
{
	char tag[32];
	snprintf(tag, sizeof tag, "tag/%d", i);
	logs_text(value, 1, tag);
	logs_float(value, 2, value_of(i, step));
}

static inline void add_scalars(const char *name, int tags, int64_t from, int64_t to)
{
	for (int64_t step = from; step < to; step++)
		add_event(name, step, wall_at(step), 0, tags, put_scalar);
	logs_flush(name, &batch);
}

static inline tfe_logdir *load(size_t memory_bytes)
{
	return load_logs((tfe_logdir_options){.threads = 2, .memory_bytes = memory_bytes});
}

static inline tfe_progress progress_of(const tfe_logdir *d)
{
	tfe_progress p = TFE_PROGRESS_INIT;
	tfe_logdir_get_progress(d, &p);
	return p;
}

#endif
