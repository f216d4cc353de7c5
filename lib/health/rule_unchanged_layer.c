/* health: rule unchanged_layer: a kernel whose weights do not change. */
#include "health/rule.h"

#include <math.h>
#include <string.h>

#include "base/noun.h"
#include "health/loss.h"

/* Two equal histograms count as three if the loss changes between them for more than a share of the
 * run. */
enum { LEAST_VALUES = 16, SHORT = 10 };
static const double LONG = 0.25;
static const double ROUNDING = 1e-7;
static const double LOSS_LEFT = 0.7; /* below it the network learns without the layer */
static const double LOSS_LEFT_AT_THE_END = 0.3, LEARNED_NOTHING = 0.15;

static const char *const causes_one[] = {
	"the layer is not in the optimizer, or is frozen (requires_grad, trainable)",
	"no gradient reaches the layer: detach(), or dead or saturated units after it",
	NULL,
};
static const char *const causes_all[] = {
	"the learning rate is 0, or so small that the update is lost in rounding",
	"all units are dead or saturated: no gradient reaches the layers",
	"the optimizer has no parameters, or step() is not called",
	NULL,
};
static const char *const actions[] = {
	"check that the layer is in the optimizer and trainable, and that its gradient is not 0",
	"check the learning rate and its schedule",
	"for dead units: use another initialisation, a lower learning rate, rescaled inputs",
	"do nothing if the layer is frozen on purpose",
	NULL,
};

/* Values on a few levels may all change and still be counted the same: as many binary weights may
 * turn from -1 to 1 as from 1 to -1. */
static const double LEVELS = 0.95;

static bool is_same(const struct tfe__tensor_digest *a, const struct tfe__tensor_digest *b)
{
	return a->fingerprint == b->fingerprint && fabs(a->rms - b->rms) <= ROUNDING * a->rms;
}

/* Twice the longest sequence of equal histograms before `end`, 0 if there is none. Such sequences
 * occur if weights are logged more often than they are updated. */
static size_t longest_pause(const struct tfe__health_series *s, size_t end)
{
	size_t longest = 0, length = 1;
	for (size_t i = 1; i < end; i++) {
		length = is_same(&s->digest[i - 1], &s->digest[i]) ? length + 1 : 1;
		longest = length > longest ? length : longest;
	}
	return longest > 1 ? 2 * longest : 0;
}

/* Whether the training went on for long between the last two histograms of a kernel. */
static bool is_long(const struct tfe__health_run *run, const struct tfe__health_series *s)
{
	const struct tfe__health_series *loss = tfe__main_loss(run, false);
	if (!loss || s->n < 2)
		return false;
	int64_t from = s->digest[s->n - 2].step, to = s->digest[s->n - 1].step;
	bool changes = false;
	for (size_t k = 1; k < loss->n; k++)
		changes = changes || (loss->point[k].step > from && loss->point[k].step <= to &&
				      loss->point[k].value != loss->point[k - 1].value);
	double all = (double)loss->last_step - (double)loss->first_step;
	return changes && (double)to - (double)from > LONG * all;
}

/* Returns the histogram from which on a kernel did not change until the end; s->n if it changed, or
 * if the rest is too short. */
static size_t stopped_at(const struct tfe__health_run *run, const struct tfe__health_series *s)
{
	if (!tfe__is_kernel(run, s, TFE__ROLE_WEIGHT) || s->digest[0].num < LEAST_VALUES ||
	    (double)s->digest[s->n - 1].roughness > LEVELS)
		return s->n;
	size_t from = s->n - 1;
	while (from > 0 && is_same(&s->digest[from - 1], &s->digest[s->n - 1]))
		from--;
	size_t length = s->n - from;
	size_t counted = length == 2 && is_long(run, s) ? 3 : length;
	bool enough = (double)counted >= run->limit[TFE__UNCHANGED_LAYER_HISTOGRAMS];
	return enough && length > longest_pause(s, from) ? from : s->n;
}

/* The numbers of kernels, in the order of the layers. */
struct census {
	size_t kernels, stopped;
	size_t prefix;  /* number of kernels at the beginning that never changed */
	bool gradients; /* some of the stopped kernels have a gradient */
};

static struct census count_kernels(const struct tfe__health_run *run)
{
	struct census c = {0};
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i];
		if (!tfe__is_kernel(run, s, TFE__ROLE_WEIGHT) || s->digest[0].num < LEAST_VALUES)
			continue;
		size_t from = stopped_at(run, s);
		c.prefix += c.prefix == c.kernels && from == 0;
		c.kernels++;
		c.stopped += from < s->n;
		c.gradients = c.gradients || (from < s->n && s->gradient != TFE__MAP_NONE);
	}
	return c;
}

/* Returns whether the loss falls. The medians of a short series follow its points late. */
static bool is_learning(const struct tfe__health_run *run)
{
	const struct tfe__health_series *loss = tfe__main_loss(run, false);
	if (tfe__loss_left(run) < LOSS_LEFT)
		return true;
	return loss && loss->n < SHORT &&
	       loss->point[loss->n - 1].value < LOSS_LEFT * tfe__start(loss);
}

/* Whether a pretrained part is frozen: two or more of the first layers never change, all others do,
 * the frozen ones have no gradients, and the loss falls. */
static bool is_transfer(const struct tfe__health_run *run, const struct census *c)
{
	return c->prefix >= 2 && c->prefix == c->stopped && c->stopped < c->kernels &&
	       !c->gradients && is_learning(run);
}

/* Whether the training is at its end: all layers stopped after a large fall of the loss, because
 * the learning rate became 0 or nothing is left to learn. A loss that began far too large falls to
 * that of a guess. */
static bool is_over(const struct tfe__health_run *run, bool all, size_t from)
{
	double accuracy = tfe__last_accuracy(run);
	return all && from > 0 && tfe__loss_left(run) < LOSS_LEFT_AT_THE_END &&
	       !(accuracy < LEARNED_NOTHING);
}

/* Whether LoRA trains factors in place of the kernels. */
static bool has_lora(const struct tfe__health_run *run)
{
	for (size_t i = 0; i < run->n; i++)
		if (run->series[i].histogram && strstr(run->series[i].layer, "lora"))
			return true;
	return false;
}

static bool is_named_frozen(const char *layer)
{
	static const char *const words[] = {"frozen",     "backbone", "pretrained",
					    "base/model", "teacher",  "target"};
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strstr(layer, words[i]))
			return true;
	return false;
}

static void judge(const struct tfe__health_run *run, struct tfe__report *report)
{
	struct census c = count_kernels(run);
	bool all = c.stopped == c.kernels;
	for (size_t i = 0; i < run->n; i++) {
		const struct tfe__health_series *s = &run->series[i];
		size_t from = stopped_at(run, s);
		if (from == s->n)
			continue;
		bool intended = is_transfer(run, &c) || is_over(run, all, from) ||
				is_named_frozen(s->layer) || (from == 0 && has_lora(run));
		struct tfe__verdict v = {
			.series = s,
			.severity = intended ? TFE_SEVERITY_INFO : TFE_SEVERITY_WARNING,
			.step = s->digest[from].step,
			.last_step = s->digest[s->n - 1].step,
			.active = true,
			.value = (double)(s->n - from),
			.limit = run->limit[TFE__UNCHANGED_LAYER_HISTOGRAMS],
			.causes = all ? causes_all : causes_one,
		};
		tfe__report_add(report, &v, "no weight changed since step %lld (%zu %s)%s",
				(long long)s->digest[from].step, s->n - from,
				tfe__noun(s->n - from, "histogram", "histograms"),
				all ? ", in every layer" : "");
	}
}

const struct tfe__rule tfe__rule_unchanged_layer = {"unchanged_layer", judge, causes_one, actions};
