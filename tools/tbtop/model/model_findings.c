/* model: findings: copied from the judge, counted, and filtered. */
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tbtop/model/model.h"

static char *lines(const char *const *list)
{
	size_t n = 1;
	for (size_t i = 0; list && list[i]; i++)
		n += strlen(list[i]) + 1;
	char *text = need_zeroed(n, 1), *end = text;
	for (size_t i = 0; list && list[i]; i++) {
		if (i)
			*end++ = '\n';
		size_t length = strlen(list[i]);
		memcpy(end, list[i], length);
		end += length;
	}
	return text;
}

static char **copy_tags(const tfe_finding *f)
{
	char **tags = need_zeroed(f->tag_count, sizeof *tags);
	for (size_t i = 0; i < f->tag_count; i++)
		tags[i] = need_copy(f->tags[i]);
	return tags;
}

static bool is_pending(const struct finding *f)
{
	return f->state == TFE_FINDING_STATE_PENDING;
}

void model_add_finding(struct model *m, size_t run, const tfe_finding *f)
{
	struct finding_list *list = &m->findings;
	list->items = need_room(list->items, list->n, &list->capacity, sizeof *list->items);
	struct finding copy = {
		.run = run,
		.tag = need_copy(f->tag ? f->tag : ""),
		.rule = need_copy(f->rule),
		.message = need_copy(f->message),
		.tags = copy_tags(f),
		.n_tags = f->tag_count,
		.causes = lines(f->causes),
		.actions = lines(f->actions),
		.severity = f->severity,
		.step = f->step,
		.last_step = f->last_step,
		.tag_step = f->tag_step,
		.value = f->value,
		.limit = f->limit,
		.state = f->state,
	};
	list->items[list->n++] = copy;
	if (!*copy.tag || run >= m->n_runs || is_pending(&copy))
		return;
	list->count[copy.severity]++;
	m->runs[run]->findings[copy.severity]++;
}

bool finding_has_tag(const struct finding *f, const char *tag)
{
	size_t i = 0;
	while (i < f->n_tags && strcmp(f->tags[i], tag))
		i++;
	return i < f->n_tags;
}

static void count_at_tags(struct model *m, const struct finding *f)
{
	for (size_t i = 0; i < f->n_tags; i++)
		for (int k = 0; k < TAG_KINDS; k++) {
			struct tag *tag = model_find_tag(m, k, f->tags[i]);
			if (tag)
				tag->findings[f->severity]++;
		}
}

void model_count_findings(struct model *m)
{
	for (int k = 0; k < TAG_KINDS; k++)
		for (size_t i = 0; i < m->tags[k].n; i++)
			memset(m->tags[k].tags[i]->findings, 0,
			       sizeof m->tags[k].tags[i]->findings);
	memset(m->findings.count, 0, sizeof m->findings.count);
	for (size_t i = 0; i < m->findings.n; i++) {
		const struct finding *f = &m->findings.items[i];
		if (*f->tag && f->run < m->n_runs && !m->runs[f->run]->hidden && !is_pending(f))
			m->findings.count[f->severity]++;
		if (f->run < m->n_runs && run_drawn(m->runs[f->run]) && !is_pending(f))
			count_at_tags(m, f);
	}
}

void model_clear_findings(struct model *m)
{
	finding_list_release(&m->findings);
	for (size_t i = 0; i < m->n_runs; i++)
		memset(m->runs[i]->findings, 0, sizeof m->runs[i]->findings);
}

/* A finding about a file has no tag. */
static bool finding_matches(const struct model *m, const struct finding *f)
{
	if (f->run < m->n_runs && !m->runs[f->run]->matches)
		return false;
	for (size_t i = 0; i < f->n_tags; i++)
		for (int k = 0; k < TAG_KINDS; k++) {
			const struct tag *tag = model_find_tag(m, k, f->tags[i]);
			if (tag && tag->matches)
				return true;
		}
	return !f->n_tags;
}

void model_arrange_findings(struct model *m)
{
	struct finding_list *list = &m->findings;
	list->rows = need_resize(list->rows, list->n, sizeof *list->rows);
	list->n_rows = 0;
	size_t focus = 0;
	for (size_t i = 0; i < list->n; i++) {
		if (!finding_matches(m, &list->items[i]))
			continue;
		if (i <= m->finding_focus || !list->n_rows)
			focus = i;
		list->rows[list->n_rows++] = i;
	}
	m->finding_focus = focus;
}

size_t model_finding_row(const struct model *m)
{
	for (size_t i = 0; i < m->findings.n_rows; i++)
		if (m->findings.rows[i] == m->finding_focus)
			return i;
	return 0;
}

const struct finding *model_shown_finding(const struct model *m)
{
	const struct tag *tag = model_focus(m);
	if (!m->findings.n_rows || !m->focused || !m->crosshair || !tag ||
	    m->view == VIEW_FINDINGS || m->settings.axis != TFE_AXIS_STEP)
		return NULL;
	const struct finding *f = &m->findings.items[m->finding_focus];
	bool here = !strcmp(tag->name, f->tag) && m->run_focus == f->run &&
		    m->cross_x == (double)f->tag_step;
	return here ? f : NULL;
}
