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
	tfe__free(&r->allocator, r->found);
	tfe__free(&r->allocator, r->merged);
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
	r->status = TFE__GROW(&r->allocator, r->found, r->capacity, r->n + 1);
	if (r->status)
		return;
	const char *message = tfe__arena_strndup(&r->texts, text, (size_t)length);
	if (!message) {
		r->status = TFE_E_NOMEM;
		return;
	}
	const tfe_finding finding = {
		.size = sizeof finding,
		.tag = v->series->tag,
		.rule = r->rule,
		.severity = v->severity,
		.step = v->step,
		.last_step = v->last_step,
		.active = v->active && !v->pending,
		.value = v->value,
		.limit = v->limit,
		.message = message,
		.causes = v->causes ? v->causes : r->causes,
		.actions = v->actions ? v->actions : r->actions,
		.state = v->pending  ? TFE_FINDING_STATE_PENDING
			 : v->active ? TFE_FINDING_STATE_FIRING
				     : TFE_FINDING_STATE_CLEARED,
	};
	r->found[r->n++] = (struct tfe__found){finding, tfe__subject_of(v->series), NULL};
}

struct tfe__verdict tfe__verdict_of_hold(const struct tfe__health_series *series,
					 const struct tfe__hold *hold, tfe_severity severity,
					 double limit)
{
	return (struct tfe__verdict){
		.series = series,
		.severity = severity,
		.step = hold->fired ? hold->first_step : hold->pending_step,
		.last_step = hold->fired ? hold->last_step : hold->hit_step,
		.active = hold->active,
		.pending = !hold->fired,
		.value = hold->worst,
		.limit = limit,
	};
}

static int in_order(const void *pa, const void *pb)
{
	const tfe_finding *a = &((const struct tfe__merged *)pa)->finding;
	const tfe_finding *b = &((const struct tfe__merged *)pb)->finding;
	bool a_pends = a->state == TFE_FINDING_STATE_PENDING;
	bool b_pends = b->state == TFE_FINDING_STATE_PENDING;
	if (a_pends != b_pends)
		return a_pends ? 1 : -1;
	if (a->severity != b->severity)
		return a->severity > b->severity ? -1 : 1;
	if (a->step != b->step)
		return a->step < b->step ? -1 : 1;
	int rules = strcmp(a->rule, b->rule);
	return rules ? rules : strcmp(a->tag, b->tag);
}

void tfe__report_merge(struct tfe__report *r, const struct tfe__health_run *run, bool pending)
{
	if (!r->n || r->status)
		return;
	size_t *peers = tfe__arena_alloc(&r->texts, TFE__SUBJECTS * sizeof *peers);
	const struct tfe__found **found = tfe__alloc_zeroed(&r->allocator, r->n, sizeof(*found));
	r->merged = tfe__alloc_zeroed(&r->allocator, r->n, sizeof *r->merged);
	r->status = peers && found && r->merged ? TFE_OK : TFE_E_NOMEM;
	if (!r->status) {
		size_t n = 0;
		tfe__count_subjects(run, "", peers);
		for (size_t i = 0; i < r->n; i++) {
			r->found[i].peers = peers;
			if (pending || r->found[i].finding.state != TFE_FINDING_STATE_PENDING)
				found[n++] = &r->found[i];
		}
		r->status = tfe__merge_findings(found, n, &r->texts, r->merged, &r->listed);
	}
	if (!r->status && r->listed > 1)
		qsort(r->merged, r->listed, sizeof *r->merged, in_order);
	tfe__free(&r->allocator, found);
}
