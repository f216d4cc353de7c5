/* summary: precision-recall curves: counting as TensorBoard does, and their record.
 *
 * An example is counted at the last threshold that its prediction reaches. The sums from each
 * threshold to the end are then the examples predicted as positive at that threshold. */
#include "summary/pr_curve.h"

#include <math.h>

#include "base/alloc.h"
#include "plugins.pb-c.h"
#include "summary/image.h"
#include "wire/pack.h"
#include "wire/put.h"

tfe_status tfe__pr_curve_init(struct tfe__pr_curve *c, const tfe_allocator *allocator, size_t n)
{
	*c = (struct tfe__pr_curve){.n = n, .allocator = *allocator};
	c->element = tfe__alloc_zeroed(allocator, n * TFE__PR_ROWS, sizeof *c->element);
	return c->element ? TFE_OK : TFE_E_NOMEM;
}

void tfe__pr_curve_release(struct tfe__pr_curve *c)
{
	tfe__free(&c->allocator, c->element);
	c->element = NULL;
}

int64_t tfe__pr_threshold_of(const struct tfe__pr_curve *c, double prediction, bool is_float)
{
	if (!(prediction >= 0 && prediction <= 1))
		return -1;
	if (is_float)
		return (int64_t)((float)prediction * (float)(c->n - 1));
	return (int64_t)(prediction * (double)(c->n - 1));
}

void tfe__pr_precision(struct tfe__pr_curve *c)
{
	const double *tp = tfe__pr_row(c, TFE__PR_TP), *fp = tfe__pr_row(c, TFE__PR_FP);
	for (size_t i = 0; i < c->n; i++)
		tfe__pr_row(c, TFE__PR_P)[i] = tp[i] / fmax(TFE__PR_MINIMUM_COUNT, tp[i] + fp[i]);
}

void tfe__pr_recall(struct tfe__pr_curve *c)
{
	const double *tp = tfe__pr_row(c, TFE__PR_TP), *fn = tfe__pr_row(c, TFE__PR_FN);
	for (size_t i = 0; i < c->n; i++)
		tfe__pr_row(c, TFE__PR_R)[i] = tp[i] / fmax(TFE__PR_MINIMUM_COUNT, tp[i] + fn[i]);
}

void tfe__pr_finish(struct tfe__pr_curve *c)
{
	double *tp = tfe__pr_row(c, TFE__PR_TP), *fp = tfe__pr_row(c, TFE__PR_FP);
	for (size_t i = c->n - 1; i-- > 0;) {
		tp[i] += tp[i + 1];
		fp[i] += fp[i + 1];
	}
	for (size_t i = 0; i < c->n; i++) {
		tfe__pr_row(c, TFE__PR_TN)[i] = fp[0] - fp[i];
		tfe__pr_row(c, TFE__PR_FN)[i] = tp[0] - tp[i];
	}
	tfe__pr_precision(c);
	tfe__pr_recall(c);
}

/* Puts a float32 tensor of rows of n numbers; `at` returns a number. */
static void put_floats(struct tfe__buf *b, size_t rows, const struct tfe__pr_curve *c,
		       double (*at)(const struct tfe__pr_curve *c, size_t row, size_t i))
{
	const int64_t dims[] = {(int64_t)rows, (int64_t)c->n};
	size_t tensor = tfe__tensor_begin(b, TFE_DTYPE_FLOAT32, dims, 2);
	size_t content = tfe__put_begin(b, 4);
	for (size_t row = 0; row < rows; row++)
		for (size_t i = 0; i < c->n; i++)
			tfe__put_raw_float(b, (float)at(c, row, i));
	tfe__put_end(b, content);
	tfe__put_end(b, tensor);
}

static double element_at(const struct tfe__pr_curve *c, size_t row, size_t i)
{
	return c->element[row * c->n + i];
}

void tfe__put_pr_curve(struct tfe__buf *b, const struct tfe__value_header *header,
		       const struct tfe__pr_curve *c)
{
	struct tfe__value v;
	struct tfe__buf content;
	Tfe__Pb__PrCurveContent message = TFE__PB__PR_CURVE_CONTENT__INIT;
	message.num_thresholds = (uint32_t)c->n;
	tfe__buf_init(&content, &b->allocator, b->limit);
	tfe__pack(&content, &message.base);
	if (tfe__buf_status(&content) && !b->status)
		b->status = tfe__buf_status(&content);
	tfe__value_begin(&v, b, header);
	put_floats(b, TFE__PR_ROWS, c, element_at);
	tfe__value_end(&v, "pr_curves", &content);
	tfe__buf_release(&content);
}

tfe_status tfe_pr_curve_get_thresholds(tfe_bytes content, uint32_t *thresholds)
{
	struct tfe__arena arena;
	ProtobufCMessage *message;
	*thresholds = 0;
	tfe__arena_init(&arena, NULL, 0);
	tfe_status status =
		tfe__unpack(&arena, &tfe__pb__pr_curve_content__descriptor, content, &message);
	if (!status) {
		const Tfe__Pb__PrCurveContent *c = (const Tfe__Pb__PrCurveContent *)message;
		*thresholds = c->num_thresholds;
		status = c->version ? TFE_E_DAMAGED : TFE_OK;
	}
	tfe__arena_release(&arena);
	return status;
}

/* --- ROC -------------------------------------------------------------------------------------- */

static double point_at(const struct tfe__pr_curve *c, size_t row, size_t i)
{
	return row == 0   ? (double)i / (double)(c->n - 1)
	       : row == 1 ? tfe__roc_false_rate(c, i)
			  : tfe__roc_true_rate(c, i);
}

tfe_status tfe__put_roc(struct tfe__buf *b, const struct tfe__value_header *picture,
			const struct tfe__value_header *points, const struct tfe__pr_curve *c)
{
	struct tfe__canvas canvas;
	tfe_status status = tfe__roc_draw(&canvas, &b->allocator, c);
	if (status)
		return status;
	const struct tfe__pixels pixels = tfe__canvas_pixels(&canvas);
	status = tfe__put_picture(b, picture, &pixels);
	tfe__canvas_release(&canvas);
	if (status)
		return status;
	struct tfe__value v;
	tfe__value_begin(&v, b, points);
	put_floats(b, 3, c, point_at);
	tfe__value_end(&v, "tfe_roc", NULL);
	return tfe__buf_status(b);
}
