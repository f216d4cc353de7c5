/* health: the findings of the rules, with their texts. */
#include "health/report.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

void tfe__report_init(struct tfe__report *r, const tfe_allocator *allocator)
{
	memset(r, 0, sizeof *r);
	r->allocator = *allocator;
	tfe__arena_init(&r->texts, allocator, 0);
}

void tfe__report_release(struct tfe__report *r)
{
	tfe__free(&r->allocator, r->finding);
	tfe__arena_release(&r->texts);
}

void tfe__report_add(struct tfe__report *r, const struct tfe__verdict *v, const char *format, ...)
{
	if (r->status)
		return;
	char text[512];
	va_list args;
	va_start(args, format);
	int length = vsnprintf(text, sizeof text, format, args);
	va_end(args);
	if (length < 0)
		length = 0;
	if ((size_t)length >= sizeof text)
		length = sizeof text - 1;
	r->status = TFE__GROW(&r->allocator, r->finding, r->capacity, r->n + 1);
	if (r->status)
		return;
	const char *message = tfe__arena_strndup(&r->texts, text, (size_t)length);
	if (!message) {
		r->status = TFE_E_NOMEM;
		return;
	}
	r->finding[r->n++] = (tfe_finding){
		.size = sizeof(tfe_finding),
		.tag = v->series->tag,
		.rule = r->rule,
		.severity = v->severity,
		.step = v->step,
		.last_step = v->last_step,
		.active = v->active,
		.value = v->value,
		.limit = v->limit,
		.message = message,
		.causes = v->causes ? v->causes : r->causes,
		.actions = v->actions ? v->actions : r->actions,
	};
}

struct tfe__verdict tfe__verdict_of_hold(const struct tfe__health_series *series,
					 const struct tfe__hold *hold, tfe_severity severity,
					 double limit)
{
	return (struct tfe__verdict){
		.series = series,
		.severity = severity,
		.step = hold->first_step,
		.last_step = hold->last_step,
		.active = hold->active,
		.value = hold->worst,
		.limit = limit,
	};
}

int tfe__finding_compare(const tfe_finding *a, const tfe_finding *b)
{
	if (a->severity != b->severity)
		return a->severity > b->severity ? -1 : 1;
	if (a->step != b->step)
		return a->step < b->step ? -1 : 1;
	int rules = strcmp(a->rule, b->rule);
	return rules ? rules : strcmp(a->tag, b->tag);
}

static int in_order(const void *a, const void *b)
{
	return tfe__finding_compare(a, b);
}

void tfe__report_sort(struct tfe__report *r)
{
	if (r->n > 1)
		qsort(r->finding, r->n, sizeof *r->finding, in_order);
}
