/* A training loop in plain C with everything that a long training needs: virtual epochs, early
 * stopping, checkpoints, and a scheduler that ends the job with a signal. Started again, it
 * continues where it was stopped.
 *
 *	loop logs/line            SIGTERM, SIGINT, and SIGUSR1 of Slurm, end it after a checkpoint
 *	sbatch --signal=USR1@60 --requeue job.sh */
#include <math.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <tfevents.h>

enum { EXAMPLES = 1000, BATCH = 32, EPOCHS = 200 };

/* The model: the line y = weight * x + bias, which shall become y = 2 x + 1. */
struct line {
	double weight, bias;
};

/* The callback that the handler of the signals stops. */
static tfe_callback *running;

static void on_signal(int number)
{
	(void)number;
	tfe_callback_request_stop(running);
}

static bool save(void *context, const char *path)
{
	const struct line *line = context;
	FILE *f = fopen(path, "w");
	bool saved = f && fprintf(f, "%.17g %.17g\n", line->weight, line->bias) > 0;
	return f && !fclose(f) && saved;
}

static bool load(struct line *line, const char *path)
{
	FILE *f = fopen(path, "r");
	bool loaded = f && fscanf(f, "%lf %lf", &line->weight, &line->bias) == 2;
	return f && !fclose(f) && loaded;
}

static double x_of(int64_t example)
{
	return (double)(example % EXAMPLES) / EXAMPLES;
}

/* The error of the model for an example; the data have a fixed noise. */
static double error_of(const struct line *line, int64_t example)
{
	double x = x_of(example), noise = 0.1 * sin(1e4 * x);
	return line->weight * x + line->bias - (2 * x + 1 + noise);
}

/* Makes one step of gradient descent on a batch. Returns the mean squared error before it. */
static double train_batch(struct line *line, const int64_t *batch, size_t n, float gradient[2])
{
	double loss = 0;
	gradient[0] = gradient[1] = 0;
	for (size_t i = 0; i < n; i++) {
		double e = error_of(line, batch[i]);
		loss += e * e / (double)n;
		gradient[0] += (float)(2 * e * x_of(batch[i]) / (double)n);
		gradient[1] += (float)(2 * e / (double)n);
	}
	line->weight -= 0.02 * (double)gradient[0];
	line->bias -= 0.02 * (double)gradient[1];
	return loss;
}

static double validate(const struct line *line)
{
	double loss = 0;
	for (int64_t i = 0; i < EXAMPLES; i++)
		loss += error_of(line, i) * error_of(line, i) / EXAMPLES;
	return loss;
}

/* Trains the rest of an epoch. Returns its mean loss. */
static double train_epoch(tfe_callback *callback, struct line *line, tfe_shuffle *shuffle,
			  long pace_ms)
{
	const struct timespec pace = {pace_ms / 1000, pace_ms % 1000 * 1000000};
	static const int64_t shape[] = {2};
	int64_t batch[BATCH];
	double sum = 0;
	size_t n, batches = 0;
	while (!tfe_callback_stop_is_requested(callback) &&
	       (n = tfe_shuffle_next(shuffle, batch, BATCH)) > 0) {
		float gradient[2];
		const tfe_array gradients = {gradient, TFE_DTYPE_FLOAT32, 1, shape, NULL};
		double loss = train_batch(line, batch, n, gradient);
		tfe_callback_add_examples(callback, (int64_t)n);
		if (batches % 8 == 0)
			tfe_callback_add_layer(callback, "line", NULL, &gradients);
		tfe_callback_batch_end(callback, (int64_t)batches++, (tfe_metric[]){{"loss", loss}},
				       1);
		sum += loss;
		nanosleep(&pace, NULL);
	}
	return batches ? sum / (double)batches : 0;
}

/* Trains from a checkpoint on, or from the beginning: then it is all zero. */
static void train(tfe_callback *callback, struct line *line, const tfe_checkpoint *from,
		  long epochs, long pace_ms)
{
	tfe_shuffle shuffle = TFE_SHUFFLE_INIT;
	tfe_finding reason = TFE_FINDING_INIT;
	int64_t done = from->examples - from->epoch * EXAMPLES; /* of the first epoch */
	bool stop = false;
	shuffle.seed = 1;
	shuffle.examples = EXAMPLES;
	tfe_callback_train_begin(callback);
	for (int64_t epoch = from->epoch; epoch < epochs && !stop; epoch++, done = 0) {
		if (tfe_shuffle_begin(&shuffle, epoch, done) != TFE_OK)
			break;
		tfe_callback_epoch_begin(callback, epoch);
		double loss = train_epoch(callback, line, &shuffle, pace_ms);
		if (!tfe_callback_stop_is_requested(callback)) {
			const tfe_metric logs[] = {{"loss", loss},
						   {"val_loss", validate(line)},
						   {"learning_rate", 0.02}};
			tfe_callback_epoch_end(callback, epoch, logs, 3);
			printf("epoch %lld: loss %g\n", (long long)epoch, loss);
			fflush(stdout);
		}
		tfe_callback_check_stop(callback, TFE_SEVERITY_ERROR, &stop, &reason);
	}
	if (stop)
		printf("stopped: %s: %s\n", reason.rule, reason.message);
	tfe_callback_save_checkpoint(callback);
	tfe_callback_train_end(callback);
}

static tfe_status run(const char *log_dir, long epochs, long pace_ms, tfe_error *error)
{
	struct line line = {0, 0};
	const tfe_early_stopping early = {
		.size = sizeof early, .metric = "val_loss", .patience = 5, .min_delta = 1e-6};
	const tfe_checkpoint_options checkpoints = {.size = sizeof checkpoints,
						    .save = save,
						    .context = &line,
						    .suffix = ".txt",
						    .metric = "val_loss",
						    .keep = 2,
						    .every = 4};
	tfe_callback_options options = {.size = sizeof options,
					.update_freq = 10,
					.write_steps_per_second = true,
					.early_stopping = &early,
					.checkpoints = &checkpoints,
					.resources_interval_s = 0.1};
	tfe_checkpoint from = TFE_CHECKPOINT_INIT;
	char dir[1024];
	snprintf(dir, sizeof dir, "%s/checkpoints", log_dir);
	tfe_status status = tfe_checkpoint_find(dir, TFE_CHECKPOINT_WHICH_LATEST, &from, error);
	if (status == TFE_OK && load(&line, from.path)) {
		options.resume = &from;
		printf("continues with step %lld of epoch %lld, from %s\n", (long long)from.step,
		       (long long)from.epoch, from.path);
	} else if (status != TFE_E_NOTFOUND) {
		return status ? status : TFE_E_DAMAGED;
	}
	status = tfe_callback_open(log_dir, &options, &running, error);
	if (status)
		return status;
	struct sigaction action = {.sa_handler = on_signal}, ignored = {.sa_handler = SIG_IGN};
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGUSR1, &action, NULL);
	train(running, &line, &from, epochs, pace_ms);
	sigaction(SIGTERM, &ignored, NULL); /* the handler must not use a closed callback */
	sigaction(SIGINT, &ignored, NULL);
	sigaction(SIGUSR1, &ignored, NULL);
	return tfe_callback_close(running, error);
}

int main(int argc, char **argv)
{
	if (argc < 2 || argc > 4 || *argv[1] == '-') {
		fputs("usage: loop LOGDIR [EPOCHS [MILLISECONDS_OF_A_BATCH]]\n", stderr);
		return 2;
	}
	tfe_error error = TFE_ERROR_INIT;
	long epochs = argc > 2 ? strtol(argv[2], NULL, 10) : EPOCHS;
	long pace_ms = argc > 3 ? strtol(argv[3], NULL, 10) : 0;
	if (run(argv[1], epochs, pace_ms, &error) != TFE_OK) {
		fprintf(stderr, "loop: %s: %s\n", error.path, error.message);
		return 2;
	}
	return 0;
}
