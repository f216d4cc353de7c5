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
	copy.acknowledged = finding_was_acknowledged(m, &copy);
	list->items[list->n++] = copy;
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

static void clear_counts(struct model *m)
{
	memset(m->findings.count, 0, sizeof m->findings.count);
	for (size_t i = 0; i < m->n_runs; i++)
		memset(m->runs[i]->findings, 0, sizeof m->runs[i]->findings);
	for (int k = 0; k < TAG_KINDS; k++)
		for (size_t i = 0; i < m->tags[k].n; i++)
			memset(m->tags[k].tags[i]->findings, 0,
			       sizeof m->tags[k].tags[i]->findings);
}

void model_count_findings(struct model *m)
{
	clear_counts(m);
	for (size_t i = 0; i < m->findings.n; i++) {
		const struct finding *f = &m->findings.items[i];
		if (!*f->tag || f->run >= m->n_runs || finding_is_quiet(f))
			continue;
		if (!m->runs[f->run]->hidden)
			m->findings.count[f->severity]++;
		m->runs[f->run]->findings[f->severity]++;
		if (run_drawn(m->runs[f->run]))
			count_at_tags(m, f);
	}
}

void model_clear_findings(struct model *m)
{
	finding_list_release(&m->findings);
	clear_counts(m);
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

/* A finding on the way to its row: the next one with the same likely cause, which is the first of
 * its causes. */
struct placing {
	const struct finding *f;
	size_t item, next; /* indexes in findings.items; next: the number of items without one */
	bool hidden, follows;
};

static size_t cause_length(const struct finding *f)
{
	return strcspn(f->causes, "\n");
}

static int compare_causes(const struct finding *a, const struct finding *b)
{
	size_t n = cause_length(a), k = cause_length(b);
	int order = (a->run > b->run) - (a->run < b->run);
	if (!order)
		order = (n > k) - (n < k);
	return order ? order : memcmp(a->causes, b->causes, n);
}

static int by_cause(const void *a, const void *b)
{
	const struct placing *p = a, *q = b;
	int order = compare_causes(p->f, q->f);
	return order ? order : (p->item > q->item) - (p->item < q->item);
}

static int by_item(const void *a, const void *b)
{
	const struct placing *p = a, *q = b;
	return (p->item > q->item) - (p->item < q->item);
}

/* Links the findings that are not quiet to the next one of their run with the same cause. */
static void link_causes(struct placing *list, size_t n)
{
	size_t last = n;
	qsort(list, n, sizeof *list, by_cause);
	for (size_t i = 0; i < n; i++) {
		struct placing *p = &list[i];
		if (p->hidden || finding_is_quiet(p->f) || !cause_length(p->f))
			continue;
		if (last < n && !compare_causes(list[last].f, p->f)) {
			list[last].next = p->item;
			p->follows = true;
		}
		last = i;
	}
	qsort(list, n, sizeof *list, by_item);
}

static void add_rows(struct finding_list *list, const struct placing *placing)
{
	list->n_rows = 0;
	for (size_t i = 0; i < list->n; i++)
		for (size_t k = i; k < list->n; k = placing[k].next) {
			if (placing[i].hidden || placing[i].follows)
				break;
			list->items[k].follows = placing[k].follows;
			list->rows[list->n_rows++] = k;
		}
}

void model_arrange_findings(struct model *m)
{
	struct finding_list *list = &m->findings;
	struct placing *placing = need_zeroed(list->n + 1, sizeof *placing);
	size_t focus = list->n;
	list->rows = need_resize(list->rows, list->n, sizeof *list->rows);
	for (size_t i = 0; i < list->n; i++) {
		const struct finding *f = &list->items[i];
		placing[i] = (struct placing){f, i, list->n, !finding_matches(m, f), false};
		if (!placing[i].hidden && (i <= m->finding_focus || focus == list->n))
			focus = i;
	}
	link_causes(placing, list->n);
	add_rows(list, placing);
	free(placing);
	m->finding_focus = focus < list->n ? focus : 0;
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
