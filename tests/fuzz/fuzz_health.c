/* Property: for any input, the rules give the same findings if they judge once at the end as if
 * they judge in between, and every finding is complete. Input: operations of a byte each, followed
 * by their operands.
 *
 * A judgement reads all points, so judging after each of them is quadratic: long inputs are judged
 * after every 16th operation, and are truncated. No rule needs more than a hundred points. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <tfevents/health.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_POINTS = 400, ASKED_EACH = 48, THEN_EVERY = 16 };

struct input {
	const uint8_t *data;
	size_t size;
};

static uint8_t byte(struct input *in)
{
	if (in->size == 0)
		return 0;
	in->size--;
	return *in->data++;
}

/* Returns a number that is mostly of normal size, and sometimes any double. */
static double number(struct input *in)
{
	uint8_t kind = byte(in);
	if (kind < 200)
		return ldexp(kind - 100, byte(in) % 16 - 10);
	uint8_t bytes[8];
	double d;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = byte(in);
	memcpy(&d, bytes, sizeof(d));
	return d;
}

static const char *const tags[] = {
	"loss",
	"val_loss",
	"accuracy",
	"lr",
	"grad_norm",
	"d_loss",
	"mse",
	"other",
	"fc1/kernel",
	"fc1/bias",
	"fc2/kernel",
	"fc2/bias",
	"grads/fc1/kernel",
	"grads/fc2/kernel",
	"act1/relu",
	"input",
};

static void must(tfe_status status)
{
	if (status != TFE_OK)
		abort();
}

static void add_scalar(struct input *in, tfe_health *once, tfe_health *often, const char *tag,
		       int64_t step)
{
	double value = number(in);
	must(tfe_health_add_scalar(once, tag, step, value));
	must(tfe_health_add_scalar(often, tag, step, value));
}

static void add_histogram(struct input *in, tfe_health *once, tfe_health *often, const char *tag,
			  int64_t step)
{
	double values[64];
	size_t n = byte(in) % 65;
	for (size_t i = 0; i < n; i++)
		values[i] = number(in);
	tfe_histogram h;
	tfe_histogram_init(&h, NULL);
	must(tfe_histogram_count(&h, values, TFE_DTYPE_FLOAT64, n));
	must(tfe_health_add_histogram(once, tag, step, &h));
	must(tfe_health_add_histogram(often, tag, step, &h));
	tfe_histogram_release(&h);
}

/* Returns whether the worst tag is among all tags, and their number is right. */
static int has_tags(const tfe_finding *f)
{
	int found = 0;
	for (size_t i = 0; i < f->tag_count; i++)
		found |= !strcmp(f->tags[i], f->tag);
	return found && !f->tags[f->tag_count];
}

static void compare(tfe_health *once, tfe_health *often)
{
	tfe_finding a = TFE_FINDING_INIT, b = TFE_FINDING_INIT;
	must(tfe_health_judge(once));
	must(tfe_health_judge(often));
	size_t n = tfe_health_finding_count(once);
	if (n != tfe_health_finding_count(often))
		abort();
	for (size_t i = 0; i < n; i++) {
		must(tfe_health_get_finding(once, i, &a));
		must(tfe_health_get_finding(often, i, &b));
		if (strcmp(a.rule, b.rule) || strcmp(a.tag, b.tag) || a.step != b.step ||
		    strcmp(a.message, b.message) || !a.causes[0] || !a.actions[0])
			abort();
		if (a.state != b.state || a.tag_count != b.tag_count || !has_tags(&a))
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = {data, size};
	tfe_health *once, *often;
	must(tfe_health_open(NULL, &once));
	must(tfe_health_open(NULL, &often));
	tfe_health_list_pending(once, true);
	tfe_health_list_pending(often, true);
	for (int64_t step = 0, at = 0; in.size && at < MOST_POINTS; step++, at++) {
		uint8_t op = byte(&in);
		const char *tag = tags[op % 16];
		char odd[9] = {0};
		if (op & 16)
			step -= byte(&in);
		if (op & 32) {
			for (size_t i = 0; i + 1 < sizeof(odd); i++)
				odd[i] = (char)byte(&in);
			tag = odd;
		}
		if ((op & 15) < 8)
			add_scalar(&in, once, often, tag, step);
		else
			add_histogram(&in, once, often, tag, step);
		if (at < ASKED_EACH || at % THEN_EVERY == 0)
			must(tfe_health_judge(often));
	}
	compare(once, often);
	tfe_health_close(once);
	tfe_health_close(often);
	return 0;
}
