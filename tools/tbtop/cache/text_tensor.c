/* cache: the statistics of a tensor, and its first elements. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "common/format.h"
#include "tbtop/cache/text_source.h"

enum { ELEMENTS_SHOWN = 64 };

/* What is known about the elements of a tensor. */
struct statistics {
	uint64_t n, zeros, nan, infinite;
	double min, max, mean, spread; /* of finite ones; `spread` is the sum of squares */
};

/* Adds one value to mean and sum of squares (Welford). */
static void add(struct statistics *s, double value)
{
	uint64_t finite = ++s->n - s->nan - s->infinite;
	if (isnan(value)) {
		s->nan++;
		return;
	}
	if (isinf(value)) {
		s->infinite++;
		return;
	}
	double off = value - s->mean;
	s->zeros += value == 0;
	s->min = finite == 1 || value < s->min ? value : s->min;
	s->max = finite == 1 || value > s->max ? value : s->max;
	s->mean += off / (double)finite;
	s->spread += off * (value - s->mean);
}

static void put(struct text_page *page, const char *name, const char *value)
{
	char line[96];
	text_page_new_line(page);
	snprintf(line, sizeof line, "%-10s ", name);
	text_page_add(page, TEXT_FAINT, line, strlen(line));
	text_page_add(page, 0, value, strlen(value));
}

static void put_number(struct text_page *page, const char *name, double number)
{
	char text[FORMAT_TEXT];
	format_value(text, number);
	put(page, name, text);
}

static void put_count(struct text_page *page, const char *name, uint64_t n)
{
	char text[32];
	snprintf(text, sizeof text, "%" PRIu64, n);
	put(page, name, text);
}

static void put_first(struct text_page *page, const tfe_tensor *tensor)
{
	struct text_flow flow = {0};
	tfe_elements elements;
	tfe_number number;
	int n = 0;
	tfe_elements_init(&elements, tensor);
	for (; n < ELEMENTS_SHOWN && tfe_elements_next(&elements, &number); n++) {
		char text[FORMAT_TEXT];
		format_value(text, number.value);
		text_flow_add(&flow, 0, text, strlen(text));
		text_flow_add(&flow, 0, "  ", 2);
	}
	if (tensor->count > (uint64_t)n)
		text_flow_add(&flow, TEXT_FAINT, "\u2026", strlen("\u2026"));
	text_page_new_line(page);
	text_page_wrap(page, &flow, "", "");
	text_flow_release(&flow);
}

void text_tensor_put(const struct blob *blob, struct text_page *page)
{
	const tfe_tensor *tensor = &tfe_fetched_value(blob->fetched)->tensor;
	struct statistics s = {0};
	tfe_elements elements;
	tfe_number number;
	tfe_elements_init(&elements, tensor);
	while (tfe_elements_next(&elements, &number))
		add(&s, number.value);
	char about[96];
	text_about(blob, about, sizeof about);
	put(page, "type", about);
	put_count(page, "elements", s.n);
	if (!s.n)
		return;
	uint64_t finite = s.n - s.nan - s.infinite;
	if (finite) {
		put_number(page, "min", s.min);
		put_number(page, "max", s.max);
		put_number(page, "mean", s.mean);
		put_number(page, "std", sqrt(s.spread / (double)finite));
	}
	put_count(page, "zeros", s.zeros);
	if (s.nan)
		put_count(page, "NaN", s.nan);
	if (s.infinite)
		put_count(page, "infinite", s.infinite);
	put_first(page, tensor);
}
