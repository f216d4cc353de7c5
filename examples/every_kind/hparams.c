/* Hyperparameters: an experiment and three trials, each a run of its own. */
#include "every_kind.h"

struct config {
	double rate;
	int32_t batch;
	const char *optimizer;
};

static const double batches[] = {16, 32, 64};
static const char *const optimizers[] = {"adam", "sgd"};

static void experiment(void)
{
	static const tfe_experiment_domain domains[] = {
		{.name = "rate", .type = TFE_HPARAM_TYPE_NUMBER, .has_interval = true, .max = 0.1},
		{.name = "batch", .type = TFE_HPARAM_TYPE_NUMBER, .numbers = batches, .n = 3},
		{.name = "optimizer", .type = TFE_HPARAM_TYPE_TEXT, .texts = optimizers, .n = 2},
	};
	static const tfe_experiment_metric metrics[] = {{.tag = "loss", .display_name = "Loss"}};
	tfe_experiment e = TFE_EXPERIMENT_INIT;
	e.name = "sweep";
	e.domains = domains;
	e.n_domains = 3;
	e.metrics = metrics;
	e.n_metrics = 1;
	tfe_writer_add_experiment(writer, &e);
}

/* The same hyperparameters from a C struct, from the arguments of a program, from texts. */
static void set_hyperparameters(tfe_trial *trial, int i, const struct config *config)
{
	static const tfe_trial_field fields[] = {
		TFE_TRIAL_FIELD(struct config, rate, TFE_DTYPE_FLOAT64),
		TFE_TRIAL_FIELD(struct config, batch, TFE_DTYPE_INT32),
		TFE_TRIAL_FIELD(struct config, optimizer, TFE_DTYPE_STRING),
	};
	static const char *const argv[] = {"train", "--rate=0.02", "--batch", "32",
					   "--optimizer=sgd"};
	switch (i) {
	case 0:
		tfe_trial_set_fields(trial, config, fields, 3);
		break;
	case 1:
		tfe_trial_set_arguments(trial, 5, argv);
		break;
	default:
		tfe_trial_set_pair(trial, "rate=0.03");
		tfe_trial_set_pair(trial, "batch=64");
		tfe_trial_set_pair(trial, "optimizer=adam");
	}
}

/* Writes a trial. The last one has no end, as if it were still running. */
static void write_trial(int i, const tfe_trial *trial)
{
	char path[4096];
	tfe_writer *run;
	snprintf(path, sizeof path, "%s/trial-%d", logdir, i);
	if (tfe_writer_open(path, NULL, &run, NULL) != TFE_OK)
		return;
	tfe_writer_begin_trial(run, trial, NULL);
	for (int step = 0; step < STEPS; step++)
		tfe_writer_add_scalar(run, "loss", step, 1.0 / (1 + i + step));
	if (i < 2)
		tfe_writer_end_trial(run, i ? TFE_TRIAL_STATUS_FAILURE : TFE_TRIAL_STATUS_SUCCESS);
	if (tfe_writer_close(run) != TFE_OK)
		fprintf(stderr, "%s: not all is written\n", path);
}

void hparams(void)
{
	static const struct config configs[] = {
		{0.01, 16, "adam"}, {0.02, 32, "sgd"}, {0.03, 64, "adam"}};
	static const char *const statuses[] = {"SUCCESS", "FAILURE", "UNKNOWN"};
	if (writer)
		experiment();
	for (int i = 0; i < 3; i++) {
		tfe_trial *trial;
		char group[TFE_TRIAL_GROUP_BYTES] = "";
		if (tfe_trial_open(NULL, &trial) != TFE_OK)
			return;
		set_hyperparameters(trial, i, &configs[i]);
		if (tfe_trial_get_group(trial, group) != TFE_OK)
			fputs("every_kind: no group name\n", stderr);
		if (writer)
			write_trial(i, trial);
		list("{\"kind\": \"hparams\", \"run\": \"trial-%d\", \"hparams\": {\"rate\": %.9g, "
		     "\"batch\": %d, \"optimizer\": \"%s\"}, \"group\": \"%s\", \"status\": "
		     "\"STATUS_%s\", \"loss\": %.9g}",
		     i, configs[i].rate, (int)configs[i].batch, configs[i].optimizer, group,
		     statuses[i], 1.0 / (STEPS + i));
		tfe_trial_close(trial);
	}
}
