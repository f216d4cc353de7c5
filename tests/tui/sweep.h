/* tests: a sweep over hyperparameters, written by the library. */
#ifndef TESTS_TUI_SWEEP_H
#define TESTS_TUI_SWEEP_H

#include <math.h>
#include <stdio.h>

#include <tfevents/writer.h>

#include "unit/logs.h"

enum { SWEEP_STEPS = 12 };

/* The time of the first trial; and of now. */
static double sweep_begin = 1767225600, sweep_now;

static inline double sweep_clock(void *context)
{
	(void)context;
	return sweep_now;
}

static inline tfe_writer *sweep_open(const char *folder)
{
	tfe_writer *w;
	const tfe_writer_options options = {
		.size = sizeof options, .clock = sweep_clock, .hostname = "host", .pid = 7};
	assert_int_equal(tfe_writer_open(logs_path(folder), &options, &w, NULL), TFE_OK);
	return w;
}

static inline void sweep_scalars(tfe_writer *w, int i, int step)
{
	static const double lrs[] = {1e-4, 1e-3, 1e-2, 0.1};
	double lr = lrs[i % 4], best = 0.95 - 0.07 * fabs(log10(lr) + 2.5) - 0.01 * (i % 5);
	double accuracy = best * (1 - exp(-(step + 1) / 3.0)) + 0.01 * sin(i * 3.0 + step);
	sweep_now += 1;
	tfe_writer_add_scalar(w, "val/accuracy", step, accuracy);
	tfe_writer_add_scalar(w, "val/loss", step, i == 5 ? NAN : 1 - accuracy);
}

/* Writes trial i of a sweep into logs/trial_NN: 4 learning rates, 3 batch sizes, 2 optimizers, and
 * a dropout that every third trial does not set. Trial i + 12 has the values of trial i, so both
 * are one session group. */
static inline void sweep_trial(int i)
{
	static const char *const optimizers[] = {"adam", "sgd"};
	static const double lrs[] = {1e-4, 1e-3, 1e-2, 0.1};
	char folder[64];
	tfe_trial *trial;
	snprintf(folder, sizeof folder, "logs/trial_%02d", i);
	assert_int_equal(tfe_trial_open(NULL, &trial), TFE_OK);
	tfe_trial_set_number(trial, "lr", lrs[i % 4]);
	tfe_trial_set_int(trial, "batch_size", 16 << i % 3);
	tfe_trial_set_text(trial, "optimizer", optimizers[i % 2]);
	if (i % 3 != 0)
		tfe_trial_set_number(trial, "dropout", i % 12 / 20.0);
	tfe_trial_set_bool(trial, "augment", i % 4 > 1);
	sweep_now = sweep_begin + 100 * i;
	tfe_writer *w = sweep_open(folder);
	assert_int_equal(tfe_writer_begin_trial(w, trial, NULL), TFE_OK);
	for (int step = 0; step < SWEEP_STEPS; step++)
		sweep_scalars(w, i, step);
	assert_int_equal(tfe_writer_end_trial(w, TFE_TRIAL_STATUS_SUCCESS), TFE_OK);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	tfe_trial_close(trial);
}

#endif
