/* tbtop: the findings that began, ended or were withdrawn since they were last printed. */
#include "tbtop/finding_changes.h"

#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tbtop/facts.h"

/* Returns whether two findings are the same one, perhaps in another state. A finding in several
 * layers is the same one if another layer is the worst now. */
static bool same(const struct finding *a, const struct finding *b)
{
	if (a->run != b->run || a->severity != b->severity || strcmp(a->rule, b->rule))
		return false;
	return *a->tag ? finding_has_tag(b, a->tag) || !strcmp(a->tag, b->tag)
		       : !strcmp(a->message, b->message);
}

static struct finding copy_of(const struct finding *f)
{
	struct finding copy = *f;
	copy.tag = need_copy(f->tag);
	copy.rule = need_copy(f->rule);
	copy.message = need_copy(f->message);
	copy.tags = NULL;
	copy.causes = copy.actions = NULL;
	return copy;
}

static void free_copy(struct finding *f)
{
	free(f->tag);
	free(f->rule);
	free(f->message);
}

static const char *run_of(const struct model *m, const struct finding *f)
{
	return f->run < m->n_runs ? m->runs[f->run]->name : "";
}

static struct finding *find(struct finding_changes *c, const struct finding *f)
{
	for (size_t i = 0; i < c->n; i++)
		if (same(&c->printed[i], f))
			return &c->printed[i];
	return NULL;
}

static bool is_listed(const struct model *m, const struct finding *printed)
{
	for (size_t i = 0; i < m->findings.n_rows; i++)
		if (same(printed, &m->findings.items[m->findings.rows[i]]))
			return true;
	return false;
}

/* A finding about a file that is superseded by a later one, such as a count of damages, is not
 * withdrawn; nor is one that was only pending. */
static void print_withdrawn(struct finding_changes *c, const struct model *m, struct out *out)
{
	size_t kept = 0;
	for (size_t i = 0; i < c->n; i++) {
		struct finding *f = &c->printed[i];
		if (is_listed(m, f)) {
			c->printed[kept++] = *f;
			continue;
		}
		if (*f->tag && f->state == TFE_FINDING_STATE_FIRING)
			facts_finding(out, run_of(m, f), f, true);
		free_copy(f);
	}
	c->n = kept;
}

void finding_changes_print(struct finding_changes *c, const struct model *m, struct out *out)
{
	print_withdrawn(c, m, out);
	for (size_t i = 0; i < m->findings.n_rows; i++) {
		const struct finding *f = &m->findings.items[m->findings.rows[i]];
		struct finding *before = find(c, f);
		if (before && before->state == f->state)
			continue;
		facts_finding(out, run_of(m, f), f, false);
		if (before) {
			before->state = f->state;
			continue;
		}
		c->printed = need_room(c->printed, c->n, &c->capacity, sizeof *c->printed);
		c->printed[c->n++] = copy_of(f);
	}
}

void finding_changes_release(struct finding_changes *c)
{
	for (size_t i = 0; i < c->n; i++)
		free_copy(&c->printed[i]);
	free(c->printed);
	*c = (struct finding_changes){0};
}
