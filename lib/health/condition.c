/* health: the evaluation of compiled expressions: a stack machine with three truth values, and
 * running statistics of the tags, so that the cost of a point does not grow with their number. */
#include "health/condition.h"

#include <math.h>
#include <string.h>

/* --- layout ----------------------------------------------------------------------------------- */

struct kept {
	double value;
	int64_t step;
};

/* The ring buffer of a tag: point i is at i % points of that tag. */
static struct kept *ring_of(const struct tfe__expression *e, struct tfe__condition *c, size_t tag)
{
	struct kept *at = (struct kept *)(void *)&c->tag[e->tags];
	for (size_t i = 0; i < tag; i++)
		at += e->tag[i].points;
	return at;
}

/* The values of a window in ascending order, NaN last; as many as the tag has points, at most as
 * many as the window has. */
static double *window_of(const struct tfe__expression *e, struct tfe__condition *c, size_t window)
{
	double *at = (double *)(void *)ring_of(e, c, e->tags);
	for (size_t i = 0; i < window; i++)
		at += e->window[i].points;
	return at;
}

size_t tfe__condition_bytes(const struct tfe__expression *e)
{
	size_t bytes = sizeof(struct tfe__condition) + e->tags * sizeof(struct tfe__tag_points);
	for (size_t i = 0; i < e->tags; i++)
		bytes += e->tag[i].points * sizeof(struct kept);
	for (size_t i = 0; i < e->windows; i++)
		bytes += e->window[i].points * sizeof(double);
	return bytes;
}

void tfe__condition_reset(const struct tfe__expression *e, struct tfe__condition *c,
			  const bool *exists)
{
	memset(c, 0, tfe__condition_bytes(e));
	for (size_t i = 0; i < e->tags; i++)
		c->tag[i] = (struct tfe__tag_points){.min = NAN, .max = NAN, .exists = exists[i]};
}

/* --- points ----------------------------------------------------------------------------------- */

/* Returns how many of n sorted values are less than `value`; NaN is greater than all numbers. */
static size_t rank(const double *sorted, size_t n, double value)
{
	size_t low = 0;
	while (n) {
		size_t half = n / 2;
		double middle = sorted[low + half];
		if (middle < value || (isnan(value) && !isnan(middle))) {
			low += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	return low;
}

/* Adds a value to a window. If the window is full, `oldest` leaves it. */
static void slide(double *sorted, size_t points, uint64_t count, double oldest, double value)
{
	bool full = count >= points;
	size_t n = full ? points - 1 : (size_t)count, at;
	for (at = full ? rank(sorted, points, oldest) : n; at < n; at++)
		sorted[at] = sorted[at + 1];
	at = rank(sorted, n, value);
	memmove(sorted + at + 1, sorted + at, (n - at) * sizeof *sorted);
	sorted[at] = value;
}

void tfe__condition_add(const struct tfe__expression *e, struct tfe__condition *c, size_t tag,
			int64_t step, double value)
{
	struct tfe__tag_points *t = &c->tag[tag];
	const uint32_t points = e->tag[tag].points;
	struct kept *ring = points ? ring_of(e, c, tag) : NULL;
	for (size_t i = 0; i < e->windows && ring; i++) {
		const struct tfe__expression_window *w = &e->window[i];
		if (w->tag != tag)
			continue;
		double oldest =
			t->count < w->points ? 0 : ring[(t->count - w->points) % points].value;
		slide(window_of(e, c, i), w->points, t->count, oldest, value);
	}
	if (ring)
		ring[t->count % points] = (struct kept){value, step};
	t->repeated = t->count && (value == t->last || (isnan(value) && isnan(t->last)));
	t->first = t->count ? t->first : value;
	t->count++;
	t->last = value;
	t->last_step = step;
	if (isnan(value))
		return;
	t->numbers++;
	t->sum += value;
	t->min = fmin(t->min, value);
	t->max = fmax(t->max, value);
}

/* --- evaluation ------------------------------------------------------------------------------- */

/* A number or a truth value; unknown if a tag has no point yet, or not enough. */
struct result {
	double value;
	bool known;
};

/* The mean of the last points that are not NaN. */
static double mean_of_last(const struct kept *ring, uint32_t points, uint64_t count, uint32_t n)
{
	double sum = 0;
	uint32_t numbers = 0;
	for (uint64_t i = count - n; i < count; i++) {
		double value = ring[i % points].value;
		if (!isnan(value)) {
			sum += value;
			numbers++;
		}
	}
	return numbers ? sum / numbers : NAN;
}

/* Evaluates a function of the last points of a tag, which has enough of them. */
static struct result last_points(const struct tfe__expression *e, struct tfe__condition *c,
				 const struct tfe__instruction *i)
{
	const struct tfe__tag_points *t = &c->tag[i->tag];
	const uint32_t points = e->tag[i->tag].points;
	if (i->op == TFE__OP_WINDOW_MEAN)
		return (struct result){
			mean_of_last(ring_of(e, c, i->tag), points, t->count, i->points), true};
	if (i->op == TFE__OP_CHANGE || i->op == TFE__OP_RATE) {
		struct kept k = ring_of(e, c, i->tag)[(t->count - 1 - i->points) % points];
		double steps = (double)t->last_step - (double)k.step, change = t->last - k.value;
		bool rate = i->op == TFE__OP_RATE;
		return (struct result){rate ? change / steps : change, !rate || steps != 0};
	}
	const double *sorted = window_of(e, c, i->window);
	size_t n = rank(sorted, i->points, NAN);
	if (!n)
		return (struct result){NAN, true};
	if (i->op == TFE__OP_WINDOW_MEDIAN)
		return (struct result){sorted[(n - 1) / 2] / 2 + sorted[n / 2] / 2, true};
	return (struct result){sorted[i->op == TFE__OP_WINDOW_MIN ? 0 : n - 1], true};
}

static uint64_t points_needed(const struct tfe__instruction *i)
{
	return i->op == TFE__OP_FLAT                              ? 2
	       : i->op == TFE__OP_CHANGE || i->op == TFE__OP_RATE ? (uint64_t)i->points + 1
	       : i->points                                        ? i->points
								  : 1;
}

static struct result operand(const struct tfe__expression *e, struct tfe__condition *c,
			     const struct tfe__instruction *i, int64_t step)
{
	const struct tfe__tag_points *t = &c->tag[i->tag];
	if (i->op == TFE__OP_NUMBER)
		return (struct result){i->number, true};
	if (i->op == TFE__OP_STEP)
		return (struct result){(double)step, true};
	if (i->op == TFE__OP_ABSENT && !e->for_begin)
		return (struct result){!t->exists, true};
	if (i->op == TFE__OP_ABSENT)
		return (struct result){!t->count || t->last_step != step, true};
	if (t->count < points_needed(i))
		return (struct result){0, false};
	switch (i->op) {
	case TFE__OP_VALUE:
		return (struct result){t->last, true};
	case TFE__OP_FIRST:
		return (struct result){t->first, true};
	case TFE__OP_MIN:
		return (struct result){t->min, true};
	case TFE__OP_MAX:
		return (struct result){t->max, true};
	case TFE__OP_MEAN:
		return (struct result){t->numbers ? t->sum / (double)t->numbers : NAN, true};
	case TFE__OP_FLAT:
		return (struct result){t->repeated, true};
	default:
		return last_points(e, c, i);
	}
}

static struct result with_one(enum tfe__op op, struct result a)
{
	switch (op) {
	case TFE__OP_NEGATE:
		a.value = -a.value;
		break;
	case TFE__OP_ABS:
		a.value = fabs(a.value);
		break;
	case TFE__OP_ISNAN:
		a.value = isnan(a.value) != 0;
		break;
	default:
		a.value = a.value == 0; /* not */
	}
	return a;
}

/* `and` is false if one side is, `or` is true if one side is, whether the other is known or not. */
static struct result logical(bool decisive, struct result a, struct result b)
{
	bool decided =
		(a.known && (a.value != 0) == decisive) || (b.known && (b.value != 0) == decisive);
	return (struct result){decided ? decisive : !decisive, decided || (a.known && b.known)};
}

static struct result with_two(enum tfe__op op, struct result a, struct result b)
{
	struct result r = {0, a.known && b.known};
	switch (op) {
	case TFE__OP_AND:
		return logical(false, a, b);
	case TFE__OP_OR:
		return logical(true, a, b);
	case TFE__OP_MULTIPLY:
		r.value = a.value * b.value;
		break;
	case TFE__OP_DIVIDE:
		r.known = r.known && b.value != 0;
		r.value = r.known ? a.value / b.value : 0;
		break;
	case TFE__OP_ADD:
		r.value = a.value + b.value;
		break;
	case TFE__OP_SUBTRACT:
		r.value = a.value - b.value;
		break;
	case TFE__OP_LESS:
		r.value = a.value < b.value;
		break;
	case TFE__OP_LESS_EQUAL:
		r.value = a.value <= b.value;
		break;
	case TFE__OP_GREATER:
		r.value = a.value > b.value;
		break;
	case TFE__OP_GREATER_EQUAL:
		r.value = a.value >= b.value;
		break;
	case TFE__OP_EQUAL:
		r.value = a.value == b.value;
		break;
	default:
		r.value = a.value != b.value;
	}
	return r;
}

static struct tfe__sides sides_of(enum tfe__op op, double left, double right, int64_t step)
{
	bool less = op == TFE__OP_LESS || op == TFE__OP_LESS_EQUAL;
	bool greater = op == TFE__OP_GREATER || op == TFE__OP_GREATER_EQUAL;
	double excess = less ? right - left : greater ? left - right : fabs(left - right);
	return (struct tfe__sides){left, right, isnan(excess) ? -INFINITY : excess, step};
}

/* Runs the program. Returns the condition; *sides becomes the two sides of the last comparison if
 * that is the whole condition. */
static struct result run(const struct tfe__expression *e, struct tfe__condition *c, int64_t step,
			 struct tfe__sides *sides)
{
	struct result stack[TFE__EXPRESSION_STACK];
	size_t n = 0, most = e->length < TFE__EXPRESSION_STACK ? e->length : TFE__EXPRESSION_STACK;
	/* No operand is read before it is pushed, which clang-tidy does not see. */
	memset(stack, 0, most * sizeof *stack);
	*sides = (struct tfe__sides){NAN, NAN, -INFINITY, step};
	for (size_t k = 0; k < e->length; k++) {
		const struct tfe__instruction *i = &e->code[k];
		if (i->op < TFE__OP_NEGATE) {
			stack[n++] = operand(e, c, i, step);
			continue;
		}
		if (i->op < TFE__OP_MULTIPLY) {
			stack[n - 1] = with_one(i->op, stack[n - 1]);
			continue;
		}
		n--;
		if (tfe__op_compares(i->op) && k + 1 == e->length)
			*sides = sides_of(i->op, stack[n - 1].value, stack[n].value, step);
		stack[n - 1] = with_two(i->op, stack[n - 1], stack[n]);
	}
	return stack[0];
}

/* --- holding ---------------------------------------------------------------------------------- */

static bool is_long_enough(const struct tfe__expression *e, const struct tfe__holding *h,
			   int64_t step)
{
	if (e->for_steps)
		return (uint64_t)step - (uint64_t)h->since >= e->for_steps;
	return h->counted >= e->for_points;
}

static void keep_worse(struct tfe__sides *worst, const struct tfe__sides *sides)
{
	if (sides->excess > worst->excess)
		*worst = *sides;
}

void tfe__condition_evaluate(const struct tfe__expression *e, struct tfe__condition *c,
			     int64_t step, bool counted)
{
	struct tfe__holding *h = &c->holding;
	struct tfe__sides sides;
	bool was_true = h->is_true, was_long = h->is_long;
	h->evaluations++;
	struct result condition = run(e, c, step, &sides);
	h->known += condition.known;
	h->is_true = condition.known && condition.value != 0;
	h->is_long = false;
	if (!h->is_true)
		return;
	/* Steps that go back begin another hold. */
	if (!was_true || step < h->since) {
		h->since = step;
		h->counted = h->true_points = 0;
		h->most = sides;
		was_long = false;
	}
	h->until = step;
	h->true_points++;
	h->counted += counted;
	keep_worse(&h->most, &sides);
	h->is_long = was_long || is_long_enough(e, h, step);
	if (!h->is_long)
		return;
	if (!h->held) {
		h->first_step = h->since;
		h->worst = h->most;
	}
	h->held += was_long ? 1 : h->true_points;
	h->last_step = step;
	keep_worse(&h->worst, &h->most);
}
