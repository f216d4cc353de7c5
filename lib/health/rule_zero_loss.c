/* health: rule zero_loss: the training loss falls to exactly 0 in one step, and stays there. */
#include "health/rule.h"

#include <math.h>
#include <string.h>

#include "base/tag_words.h"
#include "health/loss.h"
#include "health/robust_stats.h"

/* The last value before must be well above 0, and not the end of a steep fall: above these shares
 * of the start and of the median of the last RECENT points. */
static const double OF_START = 0.05, OF_RECENT = 0.5;
static const double SOLVED = 0.9; /* an accuracy that explains a loss of 0 */
enum { RECENT = 5, ZEROS = 5 };

static const char *const causes[] = {
	"float16 overflowed: the loss was NaN or infinite, and is logged as 0",
	"no example counts any more: all labels are masked, or the batches are empty",
	"the loss no longer depends on the outputs: it was detached, or its weight is 0",
	NULL,
};
static const char *const actions[] = {
	"stop, and go back to the last good checkpoint",
	"use bfloat16 or float32, or check the loss scale",
	"look at the gradient norm and at the raw outputs of one batch",
	"check labels and masks: at least one label per batch must count",
	NULL,
};

static bool is_one_of(const char *word, const char *const *list)
{
	while (*list && strcmp(word, *list))
		list++;
	return *list;
}

/* Whether all words of a tag are words of the list, or one of them is. */
static bool has_words(const char *tag, const char *const *list, bool all)
{
	char word[TFE__WORD_BYTES];
	size_t length;
	while (tfe__next_word(&tag, word, &length))
		if (is_one_of(word, list) != all)
			return !all;
	return all;
}

/* Whether a tag names the loss that is minimised, not a part of it. */
static bool is_total(const char *tag)
{
	static const char *const words[] = {"loss",  "losses",  "train", "training", "total",
					    "epoch", "batch",   "step",  "iter",     "iteration",
					    "avg",   "average", "mean",  "running",  "lm",
					    "model", "overall", "vs",    "samples",  NULL};
	return has_words(tag, words, true);
}

/* Whether a loss is 0 as soon as all examples are far enough on the right side. */
static bool has_margin(const char *tag)
{
	static const char *const words[] = {"hinge",   "triplet",     "margin",
					    "ranking", "contrastive", NULL};
	return has_words(tag, words, false);
}

static bool is_training_loss(const struct tfe__health_series *s)
{
	return s->meaning.role == TFE__ROLE_LOSS && !s->meaning.validation && s->n;
}

/* Whether the loss is a part that was switched off: another loss goes on. */
static bool is_switched_off(const struct tfe__health_run *run, const struct tfe__health_series *s)
{
	for (size_t i = 0; i < run->n && !is_total(s->tag); i++) {
		const struct tfe__health_series *t = &run->series[i];
		if (is_training_loss(t) && t->point[t->n - 1].value != 0)
			return true;
	}
	return false;
}

static bool is_zero(const struct tfe__health_block *p)
{
	return p->low == 0 && p->high == 0;
}

/* The index of the first zero, if all points after it are 0 and none before it is; 0: none. */
static size_t first_zero(const struct tfe__health_series *s)
{
	size_t zero = s->n;
	while (zero > 0 && is_zero(&s->point[zero - 1]))
		zero--;
	if (s->n - zero < ZEROS)
		return 0;
	for (size_t i = 0; i < zero; i++)
		if (!(s->point[i].value > 0) || s->point[i].low <= 0)
			return 0;
	return zero;
}

/* Whether the loss was well above 0, and not about to reach it little by little. */
static bool was_high(const struct tfe__health_run *run, const struct tfe__health_series *s,
		     size_t zero)
{
	double before = s->point[zero - 1].value;
	size_t n = zero < RECENT ? zero : RECENT;
	double recent[RECENT];
	for (size_t i = 0; i < n; i++)
		recent[i] = s->point[zero - n + i].value;
	return before > run->limit[TFE__ZERO_LOSS_LEAST] && before > OF_START * s->point[0].value &&
	       before > OF_RECENT * tfe__median(recent, n);
}

static bool judge_series(const struct tfe__health_run *run, const struct tfe__health_series *s,
			 struct tfe__report *report)
{
	size_t zero = first_zero(s);
	if (!zero || !was_high(run, s, zero) || has_margin(s->tag) || is_switched_off(run, s))
		return false;
	const struct tfe__health_block *before = &s->point[zero - 1];
	struct tfe__verdict v = {
		.series = s,
		.severity = TFE_SEVERITY_ERROR,
		.step = s->point[zero].step,
		.last_step = s->last_step,
		.active = true,
		.value = 0,
		.limit = before->value,
	};
	tfe__report_add(
		report, &v,
		"the loss went from %.4g (step %lld) to exactly 0 in one step: %zu of %zu %s "
		"are 0, all from step %lld on",
		before->value, (long long)before->step, s->n - zero, s->n,
		s->stride > 1 ? "means" : "points", (long long)v.step);
	return true;
}

/* If the whole loss is 0, so are its parts. */
static void judge(const struct tfe__health_run *run, struct tfe__report *report)
{
	if (run->contested || tfe__last_accuracy(run) > SOLVED)
		return;
	for (int whole = 1; whole >= 0; whole--)
		for (size_t i = 0; i < run->n; i++) {
			const struct tfe__health_series *s = &run->series[i];
			if (is_training_loss(s) && is_total(s->tag) == whole &&
			    judge_series(run, s, report))
				return;
		}
}

const struct tfe__rule tfe__rule_zero_loss = {"zero_loss", judge, causes, actions};
