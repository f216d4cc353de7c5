/* XGBoost through its C API: each boosting round is an epoch. The best and the newest models are
 * kept, and the training stops when the held-out error no longer falls.
 *
 *	xgboost_trees logs/trees && tbtop logs */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tfevents.h>
#include <xgboost/c_api.h>

enum { ROWS = 400, HELD_OUT = 200, COLUMNS = 3, ROUNDS = 100 };

static void check(int failed)
{
	if (!failed)
		return;
	fprintf(stderr, "xgboost_trees: %s\n", XGBGetLastError());
	exit(2);
}

/* A noisy function of three variables. */
static DMatrixHandle make_data(unsigned rows, unsigned seed)
{
	static float x[ROWS][COLUMNS], y[ROWS];
	DMatrixHandle data;
	for (unsigned i = 0; i < rows; i++) {
		for (unsigned k = 0; k < COLUMNS; k++) {
			seed = seed * 1664525 + 1013904223;
			x[i][k] = (float)(seed >> 8) / (1 << 24);
		}
		y[i] = sinf(6 * x[i][0]) + x[i][1] * x[i][1] + 0.2f * (x[i][2] - 0.5f);
	}
	check(XGDMatrixCreateFromMat(x[0], rows, COLUMNS, NAN, &data));
	check(XGDMatrixSetFloatInfo(data, "label", y, rows));
	return data;
}

/* XGBoost chooses the format of a model by the suffix of its name. */
static bool save(void *booster, const char *path)
{
	return XGBoosterSaveModel(booster, path) == 0;
}

/* The number after `name` in a line such as "[3]	train-rmse:0.25	val-rmse:0.5". */
static double metric_of(const char *line, const char *name)
{
	const char *at = strstr(line, name);
	return at ? strtod(at + strlen(name), NULL) : (double)NAN;
}

static void train(BoosterHandle booster, DMatrixHandle data[2], tfe_callback *callback)
{
	const char *names[] = {"train", "val"}, *line;
	tfe_finding reason = TFE_FINDING_INIT;
	bool stop = false;
	tfe_callback_train_begin(callback);
	for (int round = 0; round < ROUNDS && !stop; round++) {
		tfe_callback_epoch_begin(callback, round);
		check(XGBoosterUpdateOneIter(booster, round, data[0]));
		check(XGBoosterEvalOneIter(booster, round, data, names, 2, &line));
		const tfe_metric logs[] = {{"rmse", metric_of(line, "train-rmse:")},
					   {"val_rmse", metric_of(line, "val-rmse:")}};
		tfe_callback_epoch_end(callback, round, logs, 2);
		tfe_callback_check_stop(callback, TFE_SEVERITY_ERROR, &stop, &reason);
	}
	if (stop)
		printf("stopped: %s: %s\n", reason.rule, reason.message);
	tfe_callback_train_end(callback);
}

int main(int argc, char **argv)
{
	if (argc != 2 || *argv[1] == '-') {
		fputs("usage: xgboost_trees LOGDIR\n", stderr);
		return 2;
	}
	DMatrixHandle data[] = {make_data(ROWS, 1), make_data(HELD_OUT, 2)};
	BoosterHandle booster;
	check(XGBoosterCreate(data, 2, &booster));
	check(XGBoosterSetParam(booster, "eta", "0.3"));
	check(XGBoosterSetParam(booster, "max_depth", "4"));
	check(XGBoosterSetParam(booster, "nthread", "1"));
	const tfe_early_stopping early = {
		.size = sizeof early, .metric = "val_rmse", .patience = 5, .min_delta = 1e-4};
	const tfe_checkpoint_options checkpoints = {.size = sizeof checkpoints,
						    .save = save,
						    .context = booster,
						    .suffix = ".json",
						    .metric = "val_rmse",
						    .every = 5};
	const tfe_callback_options options = {
		.size = sizeof options, .early_stopping = &early, .checkpoints = &checkpoints};
	tfe_callback *callback;
	tfe_error error = TFE_ERROR_INIT;
	tfe_status status = tfe_callback_open(argv[1], &options, &callback, &error);
	if (status == TFE_OK) {
		train(booster, data, callback);
		status = tfe_callback_close(callback, &error);
	}
	if (status != TFE_OK)
		fprintf(stderr, "xgboost_trees: %s: %s\n", error.path, error.message);
	XGBoosterFree(booster);
	XGDMatrixFree(data[0]);
	XGDMatrixFree(data[1]);
	return status == TFE_OK ? 0 : 2;
}
