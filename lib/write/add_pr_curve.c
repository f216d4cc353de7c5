/* write: adds of precision-recall curves. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "summary/pr_curve.h"
#include "summary/values.h"
#include "write/add.h"

/* The examples of a curve: predictions[i * stride + offset] is that of example i. */
struct examples {
	const uint8_t *labels;  /* not 0: positive */
	const int32_t *classes; /* or: positive if equal to `offset` */
	const void *predictions;
	tfe_dtype dtype;
	size_t n, stride, offset;
	const double *weights;
};

/* Counts examples into a curve; *bad is the example that was refused. */
static tfe_status count(struct tfe__pr_curve *c, const struct examples *e, size_t *bad)
{
	const bool is_float = tfe__values_fit_float(e->dtype);
	for (size_t i = 0; i < e->n; i++) {
		double prediction;
		tfe__values_load_double(&prediction, e->predictions, e->dtype,
					i * e->stride + e->offset, 1);
		int64_t reached = tfe__pr_threshold_of(c, prediction, is_float);
		double weight = e->weights ? e->weights[i] : 1;
		bool positive = e->classes ? (size_t)e->classes[i] == e->offset : e->labels[i] != 0;
		*bad = i;
		if (reached < 0 || !(weight >= 0 && isfinite(weight)))
			return TFE_E_ARG;
		tfe__pr_count(c, reached, positive, weight);
	}
	tfe__pr_finish(c);
	return TFE_OK;
}

/* Puts the records of a curve at TAG/suffix, or at TAG if suffix is "". */
static tfe_status put(struct tfe__add *a, const char *suffix, const struct tfe__pr_curve *c,
		      bool roc)
{
	static const char *const endings[] = {"", "/roc", "/roc/points"};
	struct tfe__value_header header[3];
	tfe_status status = TFE_OK;
	size_t n = roc ? 3 : 1, made = 0;
	for (; made < n && !status; made++)
		status = tfe__add_tag(a, &header[made], suffix, endings[made]);
	if (status)
		made--;
	else
		tfe__put_pr_curve(&a->buf, &header[0], c);
	if (!status && roc)
		status = tfe__put_roc(&a->buf, &header[1], &header[2], c);
	while (made > 0)
		tfe__free(&a->buf.allocator, (void *)(uintptr_t)header[--made].tag);
	return status;
}

/* Begins an add of curves and checks what is common to all of them. */
static tfe_status begin(struct tfe__add *a, tfe_writer *w, const char *tag, int64_t step,
			const tfe_pr_curve_options *given, tfe_pr_curve_options *options)
{
	tfe_status status = tfe__add_begin(a, w, tag, step, NULL);
	if (!status)
		status = tfe__add_options(a, options, sizeof *options, given,
					  "tfe_pr_curve_options");
	if (status)
		return status;
	options->thresholds = options->thresholds ? options->thresholds : 201;
	if (options->thresholds < TFE__LEAST_THRESHOLDS ||
	    options->thresholds > TFE__MOST_THRESHOLDS)
		return tfe__add_refuse(a, "%u thresholds, not %d to %d",
				       (unsigned)options->thresholds, TFE__LEAST_THRESHOLDS,
				       TFE__MOST_THRESHOLDS);
	return TFE_OK;
}

/* Counts and puts one curve. On TFE_E_ARG the add has ended. */
static tfe_status add_curve(struct tfe__add *a, const char *suffix, const struct examples *e,
			    const tfe_pr_curve_options *options)
{
	struct tfe__pr_curve c;
	size_t bad = 0;
	tfe_status status = tfe__pr_curve_init(&c, &a->buf.allocator, options->thresholds);
	if (status)
		return status;
	status = count(&c, e, &bad);
	if (!status)
		status = put(a, suffix, &c, options->roc);
	tfe__pr_curve_release(&c);
	if (status == TFE_E_ARG)
		return tfe__add_refuse(a,
				       "example %zu: the prediction is not from 0 to 1, or the "
				       "weight is negative or not finite",
				       bad);
	return status;
}

tfe_status tfe_writer_add_pr_curve(tfe_writer *w, const char *tag, int64_t step,
				   const uint8_t *labels, const void *predictions, tfe_dtype dtype,
				   size_t n, const tfe_pr_curve_options *given)
{
	struct tfe__add a;
	tfe_pr_curve_options options;
	tfe_status status = begin(&a, w, tag, step, given, &options);
	if (status)
		return status;
	if (n && (!labels || !predictions))
		return tfe__add_refuse(&a, "the labels or predictions are missing");
	if (!tfe__values_are_numbers(dtype))
		return tfe__add_refuse(&a, "the type of the predictions is not numeric");
	const struct examples e = {.labels = labels,
				   .predictions = predictions,
				   .dtype = dtype,
				   .n = n,
				   .stride = 1,
				   .weights = options.weights};
	status = add_curve(&a, "", &e, &options);
	if (status == TFE_E_ARG)
		return status;
	a.events = options.roc ? 3 : 1;
	return tfe__add_end(&a, status);
}

/* Checks the labels and names of a multi-class add. */
static tfe_status check_classes(struct tfe__add *a, const int32_t *labels, size_t n, size_t classes,
				const char *const *names)
{
	for (size_t i = 0; i < n; i++)
		if (labels[i] < 0 || (size_t)labels[i] >= classes)
			return tfe__add_refuse(a, "the label of example %zu is not 0 to %zu", i,
					       classes - 1);
	for (size_t i = 0; names && i < classes; i++)
		if (!names[i] || !*names[i] ||
		    !tfe__utf8_valid((const uint8_t *)names[i], strlen(names[i])))
			return tfe__add_refuse(a, "the name of class %zu is empty or not UTF-8", i);
	return TFE_OK;
}

tfe_status tfe_writer_add_pr_curves(tfe_writer *w, const char *tag, int64_t step,
				    const int32_t *labels, const void *predictions, tfe_dtype dtype,
				    size_t n, size_t classes, const char *const *names,
				    const tfe_pr_curve_options *given)
{
	struct tfe__add a;
	tfe_pr_curve_options options;
	tfe_status status = begin(&a, w, tag, step, given, &options);
	if (status)
		return status;
	if (classes < 2 || classes > 1000)
		return tfe__add_refuse(&a, "%zu classes, not 2 to 1000", classes);
	if (n && (!labels || !predictions))
		return tfe__add_refuse(&a, "the labels or predictions are missing");
	if (!tfe__values_are_numbers(dtype))
		return tfe__add_refuse(&a, "the type of the predictions is not numeric");
	status = check_classes(&a, labels, n, classes, names);
	for (size_t i = 0; i < classes && !status; i++) {
		char number[24];
		const struct examples e = {.classes = labels,
					   .predictions = predictions,
					   .dtype = dtype,
					   .n = n,
					   .stride = classes,
					   .offset = i,
					   .weights = options.weights};
		snprintf(number, sizeof number, "%zu", i);
		status = add_curve(&a, names ? names[i] : number, &e, &options);
	}
	if (status == TFE_E_ARG)
		return status;
	a.events = (unsigned)classes * (options.roc ? 3 : 1);
	return tfe__add_end(&a, status);
}

/* Returns whether the n numbers of a given row are finite and not negative. */
static bool are_counts(const double *row, size_t n)
{
	for (size_t i = 0; row && i < n; i++)
		if (!(row[i] >= 0 && isfinite(row[i])))
			return false;
	return true;
}

tfe_status tfe_writer_add_pr_curve_counted(tfe_writer *w, const char *tag, int64_t step,
					   const tfe_pr_curve *curve)
{
	static const char *const names[] = {"true positives",  "false positives", "true negatives",
					    "false negatives", "precision",       "recall"};
	struct tfe__add a;
	struct tfe__pr_curve c;
	tfe_status status = tfe__add_begin(&a, w, tag, step, NULL);
	if (status)
		return status;
	if (!curve || curve->n < TFE__LEAST_THRESHOLDS || curve->n > TFE__MOST_THRESHOLDS)
		return tfe__add_refuse(&a, "the curve is missing or has not %d to %d thresholds",
				       TFE__LEAST_THRESHOLDS, TFE__MOST_THRESHOLDS);
	const double *const rows[TFE__PR_ROWS] = {curve->true_positives, curve->false_positives,
						  curve->true_negatives, curve->false_negatives,
						  curve->precision,      curve->recall};
	for (size_t row = 0; row < TFE__PR_ROWS; row++)
		if ((row < TFE__PR_P && !rows[row]) || !are_counts(rows[row], curve->n))
			return tfe__add_refuse(&a, "the %s are missing, negative or not finite",
					       names[row]);
	status = tfe__pr_curve_init(&c, &a.buf.allocator, curve->n);
	if (status)
		return tfe__add_end(&a, status);
	for (size_t row = 0; row < TFE__PR_ROWS; row++)
		if (rows[row])
			memcpy(tfe__pr_row(&c, (enum tfe__pr_row)row), rows[row],
			       c.n * sizeof *c.element);
	if (!curve->precision)
		tfe__pr_precision(&c);
	if (!curve->recall)
		tfe__pr_recall(&c);
	tfe__put_pr_curve(&a.buf, &a.header, &c);
	tfe__pr_curve_release(&c);
	return tfe__add_end(&a, TFE_OK);
}
