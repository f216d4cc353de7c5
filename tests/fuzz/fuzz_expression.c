/* Property: any text is compiled or refused with a position in it; a compiled expression is
 * evaluated at any points without overflow, its counts are consistent, and a copy of its state
 * continues exactly as the state itself. Input: an expression up to a zero byte, then points of 9
 * bytes: the tag and the distance of the steps, and the value. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "health/condition.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { POINT_BYTES = 9, FAR = 0x70 };

struct point {
	size_t tag;
	int64_t step;
	double value;
};

/* Reads a point. Small values are frequent, others are any double. */
static struct point point_at(const uint8_t *p, size_t tags, int64_t last_step)
{
	static const int64_t far[] = {INT64_MIN, INT64_MAX, 0, -1};
	struct point point = {.tag = p[0] % tags, .step = last_step};
	int distance = p[0] >> 4;
	if (p[0] < FAR)
		point.step = (int64_t)((uint64_t)last_step + (uint64_t)distance);
	else
		point.step = far[p[0] % 4];
	memcpy(&point.value, p + 1, sizeof point.value);
	if (p[1] % 2)
		point.value = (int8_t)p[2] / 4.0;
	return point;
}

static void check_refusal(const char *text, const tfe_error *error)
{
	if (error->status != TFE_E_ARG || error->offset < 0 ||
	    (size_t)error->offset > strlen(text) ||
	    strncmp(error->message, "character ", strlen("character ")))
		abort();
}

static void check_counts(const struct tfe__condition *c)
{
	const struct tfe__holding *h = &c->holding;
	if (h->held > h->evaluations || h->true_points > h->evaluations ||
	    (h->is_long && (!h->is_true || !h->held)) ||
	    (h->held && h->worst.excess < h->most.excess && h->is_long))
		abort();
}

static void evaluate(const struct tfe__expression *e, const uint8_t *p, size_t n)
{
	const size_t bytes = tfe__condition_bytes(e);
	struct tfe__condition *c = malloc(bytes), *copy = malloc(bytes);
	bool exists[TFE__EXPRESSION_TAGS];
	int64_t step = 0;
	if (!c || !copy)
		abort();
	for (size_t i = 0; i < TFE__EXPRESSION_TAGS; i++)
		exists[i] = n > i;
	tfe__condition_reset(e, c, exists);
	memcpy(copy, c, bytes);
	for (size_t i = 0; i < n; i++) {
		struct point point = point_at(p + i * POINT_BYTES, e->tags, step);
		step = point.step;
		if (i == n / 2)
			memcpy(copy, c, bytes);
		tfe__condition_add(e, c, point.tag, step, point.value);
		tfe__condition_evaluate(e, c, step, point.tag == 0);
		check_counts(c);
		if (i < n / 2)
			continue;
		tfe__condition_add(e, copy, point.tag, step, point.value);
		tfe__condition_evaluate(e, copy, step, point.tag == 0);
	}
	if (n &&
	    (copy->holding.held != c->holding.held || copy->holding.is_true != c->holding.is_true))
		abort();
	free(c);
	free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t length = strnlen((const char *)data, size);
	char *text = malloc(length + 1);
	struct tfe__expression *e;
	tfe_error error = TFE_ERROR_INIT;
	if (!text)
		abort();
	memcpy(text, data, length);
	text[length] = 0;
	if (tfe__expression_compile(text, &tfe__malloc_allocator, &e, &error)) {
		check_refusal(text, &error);
	} else {
		size_t used = length < size ? length + 1 : size;
		evaluate(e, data + used, (size - used) / POINT_BYTES);
		tfe__expression_free(e);
	}
	free(text);
	return 0;
}
