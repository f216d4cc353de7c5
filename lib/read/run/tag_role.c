/* read/run: the role of a tag in a training, by its words. */
#include "read/run/tag_role.h"

#include <stdbool.h>
#include <string.h>

#include "base/tag_words.h"

static const char *const held_out[] = {"dev",  "eval",    "evaluation", "heldout", "holdout",
				       "test", "testing", "val",        "valid",   "validation"};
static const char *const counters[] = {
	"elapsed", "epoch", "epochs", "iter",  "iteration", "iterations", "iters",
	"step",    "steps", "time",   "times", "timestep",  "timesteps",  "walltime"};
/* Words that a counter may have beside its name: global_step, total_timesteps. */
static const char *const fillers[] = {"cur",    "current",  "env",   "global", "num",
				      "number", "relative", "total", "wall"};

#define HAS(list, word) has(list, sizeof(list) / sizeof *(list), word)

static bool has(const char *const *list, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(list[i], word))
			return true;
	return false;
}

/* "held_out" and "hold-out" are two words each. */
static bool is_held_out(const char *tag)
{
	char word[TFE__WORD_BYTES], before[TFE__WORD_BYTES] = "";
	size_t n;
	while (tfe__next_word(&tag, word, &n)) {
		bool is_out = !strcmp(word, "out");
		if (HAS(held_out, word) ||
		    (is_out && (!strcmp(before, "held") || !strcmp(before, "hold"))))
			return true;
		memcpy(before, word, sizeof word);
	}
	return false;
}

/* Whether the last component of a tag consists of the words of a counter: train/epoch, but neither
 * train_loss_epoch nor epoch/loss. */
static bool is_counter(const char *tag)
{
	char word[TFE__WORD_BYTES];
	size_t n;
	bool counts = false;
	const char *slash = strrchr(tag, '/');
	const char *rest = slash ? slash + 1 : tag;
	while (tfe__next_word(&rest, word, &n)) {
		if (HAS(counters, word))
			counts = true;
		else if (!HAS(fillers, word))
			return false;
	}
	return counts;
}

enum tfe__tag_role tfe__tag_role_of(const char *tag)
{
	if (is_counter(tag))
		return TFE__TAG_ROLE_COUNTER;
	return is_held_out(tag) ? TFE__TAG_ROLE_HELD_OUT : TFE__TAG_ROLE_TRAINING;
}
