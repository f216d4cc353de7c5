/* A training that stops by itself: its learning rate is too high, so the loss grows, and the
 * tripwire of the callback returns the finding that is the reason.
 *
 *	stop logs/line && tbtop logs */
#include <stdbool.h>
#include <stdio.h>

#include <tfevents.h>

enum { EPOCHS = 100, POINTS = 32 };

/* The line y = slope * x + offset. */
struct line {
	double slope, offset;
};

/* Makes one step of gradient descent towards y = 2 x + 1. Returns the mean squared error before
 * the step. */
static double descend(struct line *line, double learning_rate)
{
	double loss = 0, by_slope = 0, by_offset = 0;
	for (int i = 0; i < POINTS; i++) {
		double x = i / 8.0, error = line->slope * x + line->offset - (2 * x + 1);
		loss += error * error / POINTS;
		by_slope += 2 * error * x / POINTS;
		by_offset += 2 * error / POINTS;
	}
	line->slope -= learning_rate * by_slope;
	line->offset -= learning_rate * by_offset;
	return loss;
}

static void train(tfe_callback *callback, double learning_rate)
{
	struct line line = {0, 0};
	tfe_finding finding = TFE_FINDING_INIT;
	bool stop = false;
	tfe_callback_train_begin(callback);
	for (int epoch = 0; epoch < EPOCHS && !stop; epoch++) {
		const tfe_metric logs[] = {{"loss", descend(&line, learning_rate)}};
		tfe_callback_epoch_begin(callback, epoch);
		tfe_callback_epoch_end(callback, epoch, logs, 1);
		tfe_callback_check_stop(callback, TFE_SEVERITY_ERROR, &stop, &finding);
		if (stop)
			printf("stopped after epoch %d: %s in %s: %s\n", epoch, finding.rule,
			       finding.tag, finding.message);
	}
	tfe_callback_train_end(callback);
}

int main(int argc, char **argv)
{
	if (argc != 2 || *argv[1] == '-') {
		fputs("usage: stop LOGDIR\n", stderr);
		return 2;
	}
	tfe_callback *callback;
	tfe_error error = TFE_ERROR_INIT;
	if (tfe_callback_open(argv[1], NULL, &callback, &error) == TFE_OK) {
		train(callback, 0.25); /* 0.1 is low enough */
		if (tfe_callback_close(callback, &error) == TFE_OK)
			return 0;
	}
	fprintf(stderr, "stop: %s: %s\n", error.path, error.message);
	return 2;
}
