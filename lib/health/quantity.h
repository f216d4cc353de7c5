/* health: the quantity that a scalar measures, by the words of its tag: "train_loss_step",
 * "train/loss_epoch" and "loss/max" are one quantity, the loss itself. */
#ifndef TFE_HEALTH_QUANTITY_H
#define TFE_HEALTH_QUANTITY_H

#include <stdbool.h>

/* How likely people mean this loss when they speak of "the loss" of a run, in ascending order. */
enum tfe__loss_rank {
	TFE__LOSS_PERPLEXITY, /* has a floor of 1 */
	TFE__LOSS_NAMED,      /* mse, nll: without the word loss */
	TFE__LOSS_PART,       /* box_loss */
	TFE__LOSS_PLAIN,      /* loss, train/loss */
	TFE__LOSS_TOTAL,      /* total_loss */
};

enum { TFE__QUANTITY_BYTES = 96 };

struct tfe__quantity {
	enum tfe__loss_rank rank;
	bool epoch;  /* a mean over an epoch */
	bool batch;  /* of single batches */
	bool aspect; /* a least, greatest or smoothed value of the quantity */
	bool pass; /* of the batches of one pass over the held-out data: no course of a training */
	bool half; /* of a pair that rises and falls against each other: precision and recall */
};

/* Gets the quantity of a tag. `key` becomes its words that distinguish it from other quantities, in
 * lower case and separated by '/': "" for the loss itself. It is truncated if it is too long. */
void tfe__quantity_of(const char *tag, bool validation, struct tfe__quantity *quantity,
		      char key[TFE__QUANTITY_BYTES]);

/* Whether a tag belongs to a codebook (vector quantisation), whose perplexity is the number of
 * codes in use and no loss. */
bool tfe__names_codebook(const char *tag);

#endif
