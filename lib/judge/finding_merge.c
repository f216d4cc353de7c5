/* judge: the public list of findings: those that are wanted, merged by run and illness, and
 * sorted. */
#include "judge/finding_merge.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* Describes a finding for the public list. */
static tfe_judge_finding describe(const tfe_finding *f, const struct tfe__single *s)
{
	return (tfe_judge_finding){
		.size = sizeof(tfe_judge_finding),
		.run = s->run,
		.tag = f->tag,
		.file = s->file,
		.rule = f->rule,
		.severity = f->severity,
		.step = f->step,
		.last_step = f->last_step,
		.active = f->active,
		.unread = s->unread,
		.value = f->value,
		.limit = f->limit,
		.message = f->message,
		.causes = f->causes,
		.actions = f->actions,
		.offset = s->offset,
		.count = s->count,
		.tags = f->tags,
		.tag_count = f->tag_count,
		.state = f->state,
		.tag_step = f->tag_step,
	};
}

/* Asks whether a single finding is wanted, which may change its severity. */
static bool is_wanted(struct tfe__single *s, const struct tfe__choice *choice)
{
	tfe_finding *f = &s->found.finding;
	if (f->state == TFE_FINDING_STATE_PENDING && !choice->pending)
		return false;
	if (!choice->wanted)
		return true;
	const char *const tags[] = {f->tag, NULL};
	tfe_judge_finding finding = describe(f, s);
	finding.tags = *f->tag ? tags : tags + 1;
	finding.tag_count = *f->tag != '\0';
	bool wanted = choice->wanted(choice->context, &finding);
	f->severity = finding.severity;
	return wanted;
}

static int compare_sizes(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

static int worst_first(const void *pa, const void *pb)
{
	const struct tfe__listed *x = pa, *y = pb;
	const tfe_judge_finding *a = &x->finding, *b = &y->finding;
	bool a_pends = a->state == TFE_FINDING_STATE_PENDING;
	bool b_pends = b->state == TFE_FINDING_STATE_PENDING;
	if (a_pends != b_pends)
		return a_pends ? 1 : -1;
	if (a->severity != b->severity)
		return a->severity > b->severity ? -1 : 1;
	bool a_is_file = !*a->tag, b_is_file = !*b->tag;
	if (a_is_file || b_is_file)
		return a_is_file && b_is_file ? compare_sizes(x->nth, y->nth) : a_is_file ? 1 : -1;
	int order = strcmp(a->run, b->run);
	if (order)
		return order;
	if (a->step != b->step)
		return a->step < b->step ? -1 : 1;
	order = strcmp(a->rule, b->rule);
	order = order ? order : strcmp(a->tag, b->tag);
	return order ? order : compare_sizes(x->nth, y->nth);
}

/* The arrays of a merge, each with space for all singles. */
struct merge {
	struct tfe__single *wanted; /* copies */
	const struct tfe__found **found;
	struct tfe__merged *merged;
	struct tfe__listed *listed;
};

static tfe_status merge_wanted(struct tfe__public_list *list, struct merge *m, size_t n)
{
	for (size_t i = 0; i < n; i++)
		m->found[i] = &m->wanted[i].found;
	tfe_status status = tfe__merge_findings(m->found, n, &list->texts, m->merged, &list->n);
	for (size_t i = 0; i < list->n && !status; i++) {
		/* `found` is the first member of a single. */
		const struct tfe__single *s = (const struct tfe__single *)m->merged[i].worst;
		tfe_judge_finding finding = describe(&m->merged[i].finding, s);
		finding.tag_count = *finding.tag ? finding.tag_count : 0;
		finding.tags = *finding.tag ? finding.tags : finding.tags + 1;
		m->listed[i] = (struct tfe__listed){finding, (size_t)(s - m->wanted), s->is_file};
	}
	return status;
}

static size_t copy_wanted(struct tfe__single *wanted, const struct tfe__single *single, size_t n,
			  const struct tfe__choice *choice)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++) {
		wanted[kept] = single[i];
		kept += is_wanted(&wanted[kept], choice);
	}
	return kept;
}

void tfe__public_list_init(struct tfe__public_list *list, const tfe_allocator *allocator)
{
	*list = (struct tfe__public_list){.allocator = *allocator};
	tfe__arena_init(&list->texts, allocator, 0);
}

void tfe__public_list_release(struct tfe__public_list *list)
{
	tfe__free(&list->allocator, list->item);
	tfe__arena_release(&list->texts);
}

tfe_status tfe__public_list_build(struct tfe__public_list *list, const struct tfe__single *single,
				  size_t n, const struct tfe__choice *choice)
{
	const tfe_allocator *a = &list->allocator;
	struct merge m = {tfe__alloc_zeroed(a, n, sizeof *m.wanted),
			  tfe__alloc_zeroed(a, n, sizeof(*m.found)),
			  tfe__alloc_zeroed(a, n, sizeof *m.merged),
			  tfe__alloc_zeroed(a, n, sizeof *m.listed)};
	tfe_status status = m.wanted && m.found && m.merged && m.listed ? TFE_OK : TFE_E_NOMEM;
	list->n = 0;
	tfe__arena_reset(&list->texts);
	if (!status)
		status = merge_wanted(list, &m, copy_wanted(m.wanted, single, n, choice));
	list->n = status ? 0 : list->n;
	if (list->n)
		qsort(m.listed, list->n, sizeof *m.listed, worst_first);
	tfe__free(a, list->item);
	list->item = m.listed;
	tfe__free(a, m.wanted);
	tfe__free(a, m.found);
	tfe__free(a, m.merged);
	return status;
}
