/* Precision-recall curves of a binary classifier and of several classes. */
#include "every_kind.h"

enum { THRESHOLDS = 11 };

/* The examples that are predicted as positive at each threshold t: those for which floor(10 p)
 * reaches t. */
static void count(double *tp, double *fp, const uint8_t *labels, const float *scores,
		  const double *weights)
{
	for (int t = 0; t < THRESHOLDS; t++) {
		tp[t] = fp[t] = 0;
		for (int i = 0; i < EXAMPLES; i++)
			if ((int)floorf(scores[i] * (THRESHOLDS - 1)) >= t)
				*(labels[i] ? &tp[t] : &fp[t]) += weights ? weights[i] : 1;
	}
}

static void list_pr_curve(const char *tag, int step, const double *tp, const double *fp)
{
	if (writer)
		return;
	printf("{\"kind\": \"pr_curve\", \"tag\": \"%s\", \"step\": %d", tag, step);
	list_numbers("true_positives", tp, THRESHOLDS);
	list_numbers("false_positives", fp, THRESHOLDS);
	puts("}");
}

/* The points of the ROC curve: threshold, false positive rate, true positive rate. */
static void list_roc(const char *tag, int step, const double *tp, const double *fp)
{
	double points[3 * THRESHOLDS];
	for (int t = 0; t < THRESHOLDS; t++) {
		points[t] = (double)t / (THRESHOLDS - 1);
		points[THRESHOLDS + t] = fp[t] / fp[0];
		points[2 * THRESHOLDS + t] = tp[t] / tp[0];
	}
	list_tensor(tag, step, "[3, 11]", points, 3 * THRESHOLDS);
}

/* A binary classifier: with its ROC curve, with weights, and with numbers that were counted before.
 * They are those of the weights. */
static void binary(int step)
{
	uint8_t labels[EXAMPLES];
	float scores[EXAMPLES];
	double weights[EXAMPLES], tp[THRESHOLDS], fp[THRESHOLDS], tn[THRESHOLDS], fn[THRESHOLDS];
	tfe_pr_curve_options options = TFE_PR_CURVE_OPTIONS_INIT;
	for (int i = 0; i < EXAMPLES; i++) {
		labels[i] = i % 2;
		scores[i] = (float)(i * 7 % 20 + (labels[i] ? 4 * step : 0)) / 32;
		weights[i] = 1 + i % 3;
	}
	options.thresholds = THRESHOLDS;
	options.roc = true; /* also an image at pr_curve/binary/roc, and a tensor */
	if (writer)
		tfe_writer_add_pr_curve(writer, "pr_curve/binary", step, labels, scores,
					TFE_DTYPE_FLOAT32, EXAMPLES, &options);
	count(tp, fp, labels, scores, NULL);
	list_pr_curve("pr_curve/binary", step, tp, fp);
	list_roc("pr_curve/binary/roc/points", step, tp, fp);
	options.roc = false;
	options.weights = weights;
	count(tp, fp, labels, scores, weights);
	for (int t = 0; t < THRESHOLDS; t++) {
		tn[t] = fp[0] - fp[t];
		fn[t] = tp[0] - tp[t];
	}
	const tfe_pr_curve counted = {tp, fp, tn, fn, NULL, NULL, THRESHOLDS};
	if (writer) {
		tfe_writer_add_pr_curve(writer, "pr_curve/weighted", step, labels, scores,
					TFE_DTYPE_FLOAT32, EXAMPLES, &options);
		tfe_writer_add_pr_curve_counted(writer, "pr_curve/counted", step, &counted);
	}
	list_pr_curve("pr_curve/weighted", step, tp, fp);
	list_pr_curve("pr_curve/counted", step, tp, fp);
}

/* Each class against all others. */
static void multi_class(int step)
{
	uint8_t is_class[CLASSES][EXAMPLES];
	float of_class[CLASSES][EXAMPLES], all[EXAMPLES][CLASSES];
	int32_t classes[EXAMPLES];
	tfe_pr_curve_options options = TFE_PR_CURVE_OPTIONS_INIT;
	options.thresholds = THRESHOLDS;
	for (int i = 0; i < EXAMPLES; i++) {
		classes[i] = i % CLASSES;
		for (int c = 0; c < CLASSES; c++) {
			is_class[c][i] = c == classes[i];
			all[i][c] = of_class[c][i] =
				(float)(i * (5 + c) % 13 + 6 * is_class[c][i]) / 32;
		}
	}
	if (writer)
		tfe_writer_add_pr_curves(writer, "pr_curve", step, classes, all, TFE_DTYPE_FLOAT32,
					 EXAMPLES, CLASSES, class_names, &options);
	for (int c = 0; c < CLASSES; c++) {
		char tag[64];
		double tp[THRESHOLDS], fp[THRESHOLDS];
		count(tp, fp, is_class[c], of_class[c], NULL);
		snprintf(tag, sizeof tag, "pr_curve/%s", class_names[c]);
		list_pr_curve(tag, step, tp, fp);
	}
}

void pr_curves(void)
{
	for (int step = 0; step < STEPS; step++) {
		binary(step);
		multi_class(step);
	}
}
