/* model: findings that the user has acknowledged. */
#include "tbtop/model/acknowledged.h"

#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tbtop/model/model.h"

bool finding_has_tag(const struct finding *f, const char *tag)
{
	size_t i = 0;
	while (i < f->n_tags && strcmp(f->tags[i], tag))
		i++;
	return i < f->n_tags;
}

static const char *run_of(const struct model *m, const struct finding *f)
{
	return f->run < m->n_runs ? m->runs[f->run]->name : "";
}

static bool is_same(const struct model *m, const struct acknowledged *a, const struct finding *f)
{
	if (strcmp(a->rule, f->rule) != 0 || strcmp(a->run, run_of(m, f)) != 0)
		return false;
	return f->n_tags ? finding_has_tag(f, a->what) : !strcmp(a->what, f->message);
}

bool finding_was_acknowledged(const struct model *m, const struct finding *f)
{
	for (size_t i = 0; i < m->acknowledged.n; i++)
		if (is_same(m, &m->acknowledged.items[i], f))
			return true;
	return false;
}

static void release(struct acknowledged *a)
{
	free(a->run);
	free(a->rule);
	free(a->what);
}

static void forget(struct model *m, const struct finding *f)
{
	struct acknowledged_list *list = &m->acknowledged;
	size_t kept = 0;
	for (size_t i = 0; i < list->n; i++)
		if (is_same(m, &list->items[i], f))
			release(&list->items[i]);
		else
			list->items[kept++] = list->items[i];
	list->n = kept;
}

static void append(struct acknowledged_list *list, const char *run, const char *rule,
		   const char *what)
{
	list->items = need_room(list->items, list->n, &list->capacity, sizeof *list->items);
	list->items[list->n++] =
		(struct acknowledged){need_copy(run), need_copy(rule), need_copy(what)};
}

void finding_acknowledge(struct model *m, struct finding *f, bool acknowledged)
{
	forget(m, f);
	f->acknowledged = acknowledged;
	const char *what = f->n_tags ? f->tags[0] : f->message;
	if (acknowledged)
		append(&m->acknowledged, run_of(m, f), f->rule, what);
}

static void mark_findings(struct model *m)
{
	for (size_t i = 0; i < m->findings.n; i++) {
		struct finding *f = &m->findings.items[i];
		f->acknowledged = finding_was_acknowledged(m, f);
	}
}

void acknowledged_add(struct model *m, const char *run, const char *rule, const char *what)
{
	append(&m->acknowledged, run, rule, what);
	mark_findings(m);
}

void acknowledged_clear(struct model *m)
{
	acknowledged_release(&m->acknowledged);
	mark_findings(m);
}

bool finding_is_quiet(const struct finding *f)
{
	return f->acknowledged || f->state == TFE_FINDING_STATE_PENDING;
}

void acknowledged_release(struct acknowledged_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		release(&list->items[i]);
	free(list->items);
	*list = (struct acknowledged_list){0};
}
