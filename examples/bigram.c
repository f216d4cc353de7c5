/* A language model that logs with logger.h, as llm.c's trainers do: it learns which letter of a
 * text follows which.
 *
 *	bigram logs/letters && tbtop logs */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "logger.h"

enum { LETTERS = 27, STEPS = 40 };

static const char text[] = "a language model assigns a probability to each next letter of a text "
			   "and the loss is the mean of the negative logarithms of the "
			   "probabilities of the letters that follow";
static const char held_out[] = "the model never reads this text and its loss on it is the test";

static float logit[LETTERS][LETTERS];

static int index_of(char c)
{
	return c == ' ' ? 0 : c - 'a' + 1;
}

/* Adds the gradient of the loss of a letter that follows another one. Returns the loss. */
static float backward(int from, int to, float gradient[LETTERS], float share)
{
	float sum = 0;
	for (int i = 0; i < LETTERS; i++)
		sum += expf(logit[from][i]);
	for (int i = 0; gradient && i < LETTERS; i++)
		gradient[i] += share * (expf(logit[from][i]) / sum - (i == to ? 1 : 0));
	return logf(sum) - logit[from][to];
}

/* The mean loss over a text; adds its gradient unless that is NULL. */
static float loss_of(const char *s, float (*gradient)[LETTERS])
{
	const float share = 1 / (float)(strlen(s) - 1);
	float loss = 0;
	for (; s[1]; s++) {
		int from = index_of(s[0]);
		loss += share *
			backward(from, index_of(s[1]), gradient ? gradient[from] : NULL, share);
	}
	return loss;
}

int main(int argc, char **argv)
{
	Logger logger;
	if (argc != 2 || *argv[1] == '-') {
		fputs("usage: bigram LOGDIR\n", stderr);
		return 2;
	}
	logger_init(&logger, argv[1], 0, 0);
	for (int step = 0; step < STEPS; step++) {
		float gradient[LETTERS][LETTERS] = {{0}}, norm = 0, learning_rate = 20;
		float loss = loss_of(text, gradient);
		for (int i = 0; i < LETTERS; i++)
			for (int k = 0; k < LETTERS; k++) {
				norm += gradient[i][k] * gradient[i][k];
				logit[i][k] -= learning_rate * gradient[i][k];
			}
		logger_log_train(&logger, step, loss, learning_rate, sqrtf(norm));
		if (step % 10 == 0) {
			logger_log_val(&logger, step, loss_of(held_out, NULL));
			logger_log_eval(&logger, step, expf(-loss_of(held_out, NULL)));
		}
	}
	return 0;
}
