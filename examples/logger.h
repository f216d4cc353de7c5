/* The logger of llm.c's trainers: the same four functions and arguments, which write event files
 * instead of a text file. Put this file in the place of llmc/logger.h and link with -ltfevents:
 *
 *	LOG_DIR/train        loss, learning_rate, gradient_norm
 *	LOG_DIR/validation   loss, eval (the accuracy of HellaSwag)
 *
 * llm.c never closes its logger: the library writes everything when the program exits. */
#ifndef LOGGER_H
#define LOGGER_H

#include <stdio.h>
#include <stdlib.h>

#include <tfevents.h>

typedef struct {
	tfe_writer *train, *validation; /* NULL: this process does not log */
} Logger;

static inline tfe_writer *logger_open(const char *log_dir, const char *run)
{
	char path[4096];
	tfe_writer *writer;
	tfe_error error = TFE_ERROR_INIT;
	snprintf(path, sizeof path, "%s/%s", log_dir, run);
	if (tfe_writer_open(path, NULL, &writer, &error) != TFE_OK) {
		fprintf(stderr, "logger: %s: %s\n", error.path, error.message);
		exit(EXIT_FAILURE);
	}
	return writer;
}

/* A resumed training continues in new files of the same runs; steps that it repeats supersede the
 * older ones. */
static inline void logger_init(Logger *logger, const char *log_dir, int process_rank, int resume)
{
	(void)resume;
	logger->train = logger->validation = NULL;
	if (log_dir == NULL || process_rank != 0)
		return;
	logger->train = logger_open(log_dir, "train");
	logger->validation = logger_open(log_dir, "validation");
}

static inline void logger_log_eval(Logger *logger, int step, float val)
{
	if (logger->validation)
		tfe_writer_add_scalar(logger->validation, "eval", step, (double)val);
}

static inline void logger_log_val(Logger *logger, int step, float val_loss)
{
	if (logger->validation)
		tfe_writer_add_scalar(logger->validation, "loss", step, (double)val_loss);
}

static inline void logger_log_train(Logger *logger, int step, float train_loss, float learning_rate,
				    float grad_norm)
{
	const tfe_scalar scalars[] = {{"loss", (double)train_loss},
				      {"learning_rate", (double)learning_rate},
				      {"gradient_norm", (double)grad_norm}};
	if (logger->train)
		tfe_writer_add_scalars(logger->train, step, scalars, 3, TFE_DTYPE_FLOAT32);
}

#endif
