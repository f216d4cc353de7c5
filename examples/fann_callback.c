/* The smallest use: FANN runs the training, and its callback logs each reported epoch.
 *
 *   fann_callback logs/xor && tbtop logs */
#include <stdio.h>
#include <stdlib.h>

#include <floatfann.h>
#include <tfevents.h>

enum { MAX_EPOCHS = 500, REPORT_EVERY = 10 };

static int on_report(struct fann *ann, struct fann_train_data *data, unsigned max_epochs,
		     unsigned epochs_between_reports, float desired_error, unsigned epochs)
{
	(void)data, (void)max_epochs, (void)epochs_between_reports, (void)desired_error;
	const tfe_metric logs[] = {
		{"loss", (double)fann_get_MSE(ann)},
		{"wrong", fann_get_bit_fail(ann)},
	};
	/* A negative result would end FANN's training. */
	return tfe_callback_epoch_end(fann_get_user_data(ann), epochs, logs, 2) == TFE_OK ? 0 : -1;
}

/* Exclusive or of the inputs -1 and 1. */
static struct fann_train_data *make_data(void)
{
	struct fann_train_data *data = fann_create_train(4, 2, 1);
	for (unsigned i = 0; data && i < 4; i++) {
		data->input[i][0] = i & 1 ? 1 : -1;
		data->input[i][1] = i & 2 ? 1 : -1;
		data->output[i][0] = data->input[i][0] != data->input[i][1] ? 1 : -1;
	}
	return data;
}

int main(int argc, char **argv)
{
	if (argc != 2 || *argv[1] == '-') {
		fputs("usage: fann_callback LOGDIR\n", stderr);
		return 2;
	}
	tfe_callback *callback;
	tfe_error error = TFE_ERROR_INIT;
	if (tfe_callback_open(argv[1], NULL, &callback, &error) != TFE_OK) {
		fprintf(stderr, "fann_callback: %s: %s\n", error.path, error.message);
		return 2;
	}
	struct fann_train_data *data = make_data();
	struct fann *ann = fann_create_standard(3, 2, 4, 1);
	if (!data || !ann) {
		fputs("fann_callback: out of memory\n", stderr);
		return 2;
	}
	fann_set_activation_function_hidden(ann, FANN_SIGMOID_SYMMETRIC);
	fann_set_activation_function_output(ann, FANN_SIGMOID_SYMMETRIC);
	fann_set_user_data(ann, callback);
	fann_set_callback(ann, on_report);

	tfe_callback_train_begin(callback);
	fann_train_on_data(ann, data, MAX_EPOCHS, REPORT_EVERY, 0.0001f);
	tfe_callback_train_end(callback);

	printf("mean squared error: %g\n", (double)fann_get_MSE(ann));
	fann_destroy(ann);
	fann_destroy_train(data);
	if (tfe_callback_close(callback, &error) != TFE_OK) {
		fprintf(stderr, "fann_callback: %s: %s\n", error.path, error.message);
		return 2;
	}
	return 0;
}
