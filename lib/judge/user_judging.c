/* judge: the rules of the user applied to the runs of a training: to which runs a rule applies, and
 * the series that its tags mean there. */
#include "judge/user_judging.h"

#include <string.h>

#include "base/alloc.h"

void tfe__user_rules_forget(const struct tfe__training *t, struct tfe__member *m)
{
	for (size_t i = 0; m->watch && i < t->rules->n; i++)
		tfe__rule_watch_close(m->watch[i], t->allocator);
	tfe__free(t->allocator, m->watch);
}

/* Returns the series of a run that a tag means, by its name or by PART/TAG. NULL if it has none. */
static const tfe_series *own_series(const struct tfe__member *m, const char *tag)
{
	const tfe_series *s = tfe_run_find_series_of_kind(m->run, tag, TFE_KIND_SCALAR);
	size_t prefix = m->prefix ? strlen(m->prefix) : 0;
	if (!s && prefix && !strncmp(tag, m->prefix, prefix))
		s = tfe_run_find_series_of_kind(m->run, tag + prefix, TFE_KIND_SCALAR);
	return s;
}

/* Returns the series that a tag means in a rule for a run: its own, or one of another run of the
 * training, of which the tag has the part. */
static const tfe_series *series_for(const struct tfe__training *t, const struct tfe__member *m,
				    const char *tag)
{
	const tfe_series *s = own_series(m, tag);
	for (size_t k = 0; k < t->members && !s; k++) {
		const struct tfe__member *other = &t->member[k];
		size_t prefix = other->prefix ? strlen(other->prefix) : 0;
		if (prefix && !strncmp(tag, other->prefix, prefix))
			s = tfe_run_find_series_of_kind(other->run, tag + prefix, TFE_KIND_SCALAR);
	}
	return s;
}

static bool is_in_training(const struct tfe__training *t, const char *tag)
{
	for (size_t k = 0; k < t->members; k++)
		if (own_series(&t->member[k], tag))
			return true;
	return false;
}

/* Returns the tag that decides to which runs a rule applies: the first one that any run has, those
 * whose points count before those in absent(). NULL: there is none. */
static const char *deciding_tag(const struct tfe__training *t, const struct tfe__expression *e)
{
	for (int valued = 1; valued >= 0; valued--)
		for (size_t i = 0; i < e->tags; i++)
			if (e->tag[i].valued == valued && is_in_training(t, e->tag[i].name))
				return e->tag[i].name;
	return NULL;
}

static bool is_input(const struct tfe__rule_watch *w, const tfe_series *series)
{
	for (size_t i = 0; i + 1 < w->inputs; i++)
		if (w->input[i].series == series)
			return true;
	return false;
}

/* Returns the scalar series of a training with the most points, except those that are inputs. */
static const tfe_series *clock_of(const struct tfe__training *t, const struct tfe__rule_watch *w)
{
	const tfe_series *found = NULL, *s;
	uint64_t most = 0;
	for (size_t k = 0; k < t->members; k++)
		for (size_t i = 0; (s = tfe_run_series_at(t->member[k].run, i)); i++) {
			bool scalar = tfe_series_kind(s) == TFE_KIND_SCALAR;
			uint64_t count = scalar ? tfe_series_view(s).count : 0;
			if (count > most && !is_input(w, s)) {
				found = s;
				most = count;
			}
		}
	return found;
}

/* Evaluates a rule for a run. Returns whether it is done. */
static bool judge_run(struct tfe__training *t, const struct tfe__member *m,
		      struct tfe__rule_watch *w, double deadline)
{
	const struct tfe__expression *e = w->rule->expression;
	bool done;
	w->reread = t->reread;
	for (size_t i = 0; i < e->tags; i++)
		tfe__rule_watch_set(w, i, series_for(t, m, e->tag[i].name));
	if (e->has_absent)
		tfe__rule_watch_set(w, e->tags, clock_of(t, w));
	t->changed |= !w->complete;
	tfe_status status = tfe__rule_watch_step(w, t->allocator, deadline, &done);
	if (!status)
		return done;
	t->status = t->status ? t->status : status;
	t->unread_series += status != TFE_E_NOMEM;
	return done || status == TFE_E_NOMEM;
}

/* Returns the place of the watch of a rule for a run; NULL if there is no memory. */
static struct tfe__rule_watch **watch_of(struct tfe__training *t, struct tfe__member *m,
					 size_t rule)
{
	if (!m->watch)
		m->watch = tfe__alloc_zeroed(t->allocator, t->rules->n, sizeof(void *));
	if (m->watch && !m->watch[rule])
		m->watch[rule] = tfe__rule_watch_open(&t->rules->rule[rule], t->allocator);
	return m->watch && m->watch[rule] ? &m->watch[rule] : NULL;
}

/* Evaluates a rule for all runs to which it applies. Returns whether it is done. */
static bool judge_rule(struct tfe__training *t, size_t rule, double deadline)
{
	const struct tfe__expression *e = t->rules->rule[rule].expression;
	const char *tag = deciding_tag(t, e);
	for (size_t k = 0; k < t->members; k++) {
		struct tfe__member *m = &t->member[k];
		bool applies = tag ? own_series(m, tag) != NULL : e->has_absent && k == 0;
		if (!applies && m->watch && m->watch[rule]) {
			tfe__rule_watch_close(m->watch[rule], t->allocator);
			m->watch[rule] = NULL;
			t->changed = true;
		}
		if (!applies)
			continue;
		struct tfe__rule_watch **w = watch_of(t, m, rule);
		if (!w)
			t->status = TFE_E_NOMEM;
		else if (!judge_run(t, m, *w, deadline))
			return false;
	}
	return true;
}

bool tfe__user_rules_judge(struct tfe__training *t, double deadline)
{
	for (; t->at_rule < t->rules->n; t->at_rule++)
		if (!judge_rule(t, t->at_rule, deadline))
			return false;
	t->at_rule = 0;
	return true;
}
