/* summary: the rates of a ROC curve and the area under it. */
#include <math.h>

#include "summary/pr_curve.h"

double tfe__roc_false_rate(const struct tfe__pr_curve *c, size_t i)
{
	const double fp = tfe__pr_row(c, TFE__PR_FP)[i], tn = tfe__pr_row(c, TFE__PR_TN)[i];
	return fp / fmax(TFE__PR_MINIMUM_COUNT, fp + tn);
}

double tfe__roc_true_rate(const struct tfe__pr_curve *c, size_t i)
{
	return tfe__pr_row(c, TFE__PR_R)[i];
}

double tfe__roc_area(const struct tfe__pr_curve *c)
{
	double area = 0, x = 0, y = 0;
	for (size_t i = c->n; i-- > 0;) {
		double next_x = tfe__roc_false_rate(c, i), next_y = tfe__roc_true_rate(c, i);
		area += (next_x - x) * (next_y + y) / 2;
		x = next_x;
		y = next_y;
	}
	return x > 0 && y > 0 ? area : NAN;
}
