/* health: rule overfit: the loss of held-out data rises while the loss of training data continues
 * to fall. */
#include "health/rule.h"

#include <assert.h>
#include <math.h>

#include "health/loss.h"

static const double LIMIT = 1.15, LEAST_OF_FALL = 0.15, TRAIN_FELL = 0.9;
enum { SMOOTH = 3, SMOOTH_TRAINING = 5, NEED = 3, LEAST_POINTS = 6 };
static_assert((int)SMOOTH <= (int)TFE__SMOOTH_MAX && (int)SMOOTH_TRAINING <= (int)TFE__SMOOTH_MAX,
	      "a window fits");

static const char *const causes[] = {
	"the model memorises the training examples: it is too large for their number",
	"there is no regularisation, or training took too long",
	"the held-out data differ from the training data, or labels are wrong",
	NULL,
};
static const char *const actions[] = {
	"stop at the best step, and keep its checkpoint",
	"use more data, or augmentation",
	"regularise: weight decay, dropout",
	"use a smaller model",
	NULL,
};

/* The smoothed training loss after a share of the training. Points are matched by this share,
 * because the two series may have different steps and intervals. */
static double loss_at(const struct tfe__health_series *train, double share)
{
	size_t i = (size_t)(share * (double)(train->n - 1) + 0.5);
	return tfe__smoothed(train, i < train->n ? i : train->n - 1, SMOOTH_TRAINING);
}

static void judge(const struct tfe__health_run *run, struct tfe__report *report)
{
	const struct tfe__health_series *train = tfe__main_loss(run, false),
					*val = tfe__main_loss(run, true);
	if (!train || !val || val->n < LEAST_POINTS || val->nonfinite.any || train->nonfinite.any)
		return;
	double start = val->point[0].value, best = INFINITY, limit = 0;
	size_t best_at = 0, least = 0;
	struct tfe__hold hold = {.need = NEED, .forget = 3};
	for (size_t i = 0; i < val->n; i++) {
		double x = tfe__smoothed(val, i, SMOOTH);
		if (!(x > 0))
			return;
		if (x < best) {
			best = x;
			best_at = i;
		}
		if (val->point[i].value < val->point[least].value)
			least = i;
		double from = (double)best_at / (double)(val->n - 1),
		       to = (double)i / (double)(val->n - 1);
		double over = fmax(LIMIT * best, best + LEAST_OF_FALL * (start - best));
		bool falls = loss_at(train, to) < TRAIN_FELL * loss_at(train, from);
		tfe__hold_add(&hold, val->point[i].step, x > over && falls, x);
		if (hold.worst == x)
			limit = over;
	}
	if (!hold.active)
		return;
	struct tfe__verdict v = tfe__verdict_of_hold(val, &hold, TFE_SEVERITY_WARNING, limit);
	v.step = hold.latest_first_step;
	tfe__report_add(report, &v,
			"the held-out loss rose from %.4g (step %lld) to %.4g, while the "
			"training loss falls",
			val->point[least].value, (long long)val->point[least].step,
			tfe__smoothed(val, val->n - 1, SMOOTH));
}

const struct tfe__rule tfe__rule_overfit = {"overfit", judge, causes, actions};
