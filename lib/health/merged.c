/* health: merging: findings are sorted by illness, so that those of one illness are neighbours. */
#include "health/merged.h"

#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "health/words.h"

/* Whether a tag names a layer: by a parameter, or by a word with a number, such as conv1. */
static bool names_layer(const char *tag)
{
	char word[TFE__WORD_BYTES];
	size_t length;
	while (tfe__next_word(&tag, word, &length)) {
		bool numbered = word[0] > '9' && word[length - 1] >= '0' && word[length - 1] <= '9';
		if (numbered || tfe__bits_of(word, length) & (W_KERNEL | W_BIAS | W_EMBEDDING))
			return true;
	}
	return false;
}

enum tfe__subject tfe__subject_of(const struct tfe__health_series *s)
{
	const struct tfe__meaning *m = &s->meaning;
	if (!s->histogram)
		return m->role == TFE__ROLE_GRADIENT_NORM && names_layer(s->tag)
			       ? TFE__SUBJECT_NORM
			       : TFE__SUBJECT_OTHER;
	switch (m->role) {
	case TFE__ROLE_WEIGHT:
		return m->parameter == TFE__PARAMETER_KERNEL ? TFE__SUBJECT_KERNEL
							     : TFE__SUBJECT_WEIGHT;
	case TFE__ROLE_GRADIENT:
		return TFE__SUBJECT_GRADIENT;
	case TFE__ROLE_ACTIVATION:
		return TFE__SUBJECT_ACTIVATION;
	case TFE__ROLE_INPUT:
		return TFE__SUBJECT_INPUT;
	default:
		return TFE__SUBJECT_TENSOR;
	}
}

void tfe__count_subjects(const struct tfe__health_run *run, const char *prefix,
			 size_t count[TFE__SUBJECTS])
{
	size_t length = strlen(prefix);
	memset(count, 0, TFE__SUBJECTS * sizeof *count);
	for (size_t i = 0; i < run->n; i++)
		if (!strncmp(run->series[i].tag, prefix, length))
			count[tfe__subject_of(&run->series[i])]++;
}

/* --- the order by illness --------------------------------------------------------------------- */

static int compare_numbers(uintptr_t a, uintptr_t b)
{
	return (a > b) - (a < b);
}

/* Scalars, the norms of layers and tensors are apart. */
static uintptr_t class_of(enum tfe__subject subject)
{
	return subject < TFE__SUBJECT_KERNEL ? subject : TFE__SUBJECT_KERNEL;
}

static int compare_illness(const struct tfe__found *a, const struct tfe__found *b)
{
	const tfe_finding *f = &a->finding, *g = &b->finding;
	int order = compare_numbers((uintptr_t)a->peers, (uintptr_t)b->peers);
	order = order ? order : strcmp(f->rule, g->rule);
	order = order ? order : compare_numbers(f->severity, g->severity);
	order = order ? order : compare_numbers((uintptr_t)f->causes, (uintptr_t)g->causes);
	order = order ? order
		      : compare_numbers(f->state == TFE_FINDING_STATE_PENDING,
					g->state == TFE_FINDING_STATE_PENDING);
	return order ? order : compare_numbers(class_of(a->subject), class_of(b->subject));
}

static int by_illness(const void *pa, const void *pb)
{
	const struct tfe__found *a = *(const struct tfe__found *const *)pa;
	const struct tfe__found *b = *(const struct tfe__found *const *)pb;
	int order = compare_illness(a, b);
	return order ? order : compare_numbers((uintptr_t)a, (uintptr_t)b);
}

static bool share_one(const struct tfe__found *a, const struct tfe__found *b)
{
	return a->subject != TFE__SUBJECT_OTHER && !compare_illness(a, b);
}

/* --- one finding from several ----------------------------------------------------------------- */

/* The distance of the worst value from its limit, as a ratio in either direction. It is 0 without a
 * limit. */
static double excess(const tfe_finding *f)
{
	double x = fabs(log(f->value / f->limit));
	return isnan(x) ? 0 : x;
}

/* The findings of one illness. */
struct group {
	const struct tfe__found **found;
	size_t n;
	const struct tfe__found *first, *worst;
	bool equal; /* none is worse than another one */
};

static struct group summarise(const struct tfe__found **found, size_t n)
{
	struct group g = {found, n, found[0], found[0], true};
	for (size_t i = 1; i < n; i++) {
		const tfe_finding *f = &found[i]->finding, *worst = &g.worst->finding;
		double more = excess(f) - excess(worst);
		g.equal &= !(more < 0) && !(more > 0);
		if (f->step < g.first->finding.step)
			g.first = found[i];
		if (more > 0 || (!(more < 0) && f->step < worst->step))
			g.worst = found[i];
	}
	return g;
}

/* Returns the subject of a group and the number of its series in the run, among others. */
static const char *noun_of(const struct group *g, size_t *total)
{
	static const char *const nouns[TFE__SUBJECTS] = {
		[TFE__SUBJECT_NORM] = "gradient norms",    [TFE__SUBJECT_KERNEL] = "kernels",
		[TFE__SUBJECT_WEIGHT] = "weights",         [TFE__SUBJECT_GRADIENT] = "gradients",
		[TFE__SUBJECT_ACTIVATION] = "activations", [TFE__SUBJECT_INPUT] = "inputs",
		[TFE__SUBJECT_TENSOR] = "tensors",
	};
	const size_t *peers = g->found[0]->peers;
	enum tfe__subject subject = g->found[0]->subject;
	for (size_t i = 1; i < g->n; i++)
		if (g->found[i]->subject != subject)
			subject = TFE__SUBJECT_TENSOR;
	*total = peers[subject];
	if (subject == TFE__SUBJECT_TENSOR)
		for (int s = TFE__SUBJECT_KERNEL; s < TFE__SUBJECT_TENSOR; s++)
			*total += peers[s];
	return nouns[subject];
}

/* Returns the evidence of the worst layer after the number of layers; NULL if there is no
 * memory. */
static const char *message_of(const struct group *g, struct tfe__arena *texts)
{
	const tfe_finding *worst = &g->worst->finding, *first = &g->first->finding;
	size_t total;
	const char *noun = noun_of(g, &total);
	char head[320], begin[160] = "";
	if (!g->equal && worst->step != first->step)
		snprintf(begin, sizeof begin, "first in %s at step %" PRId64 ", ",
			 tfe__error_show(first->tag).text, first->step);
	int n = snprintf(head, sizeof head, "%zu of %zu %s, %s%s in %s: ", g->n, total, noun, begin,
			 g->equal ? "first" : "worst", tfe__error_show(worst->tag).text);
	size_t length = strlen(worst->message), used = (size_t)n;
	char *message = tfe__arena_alloc(texts, used + length + 1);
	if (!message)
		return NULL;
	memcpy(message, head, used);
	memcpy(message + used, worst->message, length + 1);
	return message;
}

static tfe_status merge(const struct group *g, struct tfe__arena *texts, struct tfe__merged *merged)
{
	tfe_finding *f = &merged->finding;
	const char **tags = tfe__arena_alloc(texts, (g->n + 1) * sizeof *tags);
	if (!tags)
		return TFE_E_NOMEM;
	*merged = (struct tfe__merged){g->worst->finding, g->worst};
	for (size_t i = 0; i < g->n; i++) {
		const tfe_finding *one = &g->found[i]->finding;
		tags[i] = one->tag;
		f->last_step = one->last_step > f->last_step ? one->last_step : f->last_step;
		if (one->state == TFE_FINDING_STATE_FIRING)
			f->state = TFE_FINDING_STATE_FIRING;
	}
	tags[g->n] = NULL;
	f->tags = tags;
	f->tag_count = g->n;
	f->step = g->first->finding.step;
	f->tag_step = g->worst->finding.step;
	f->active = f->state == TFE_FINDING_STATE_FIRING;
	if (g->n > 1)
		f->message = message_of(g, texts);
	return f->message ? TFE_OK : TFE_E_NOMEM;
}

tfe_status tfe__merge_findings(const struct tfe__found **found, size_t n, struct tfe__arena *texts,
			       struct tfe__merged *merged, size_t *count)
{
	tfe_status status = TFE_OK;
	*count = 0;
	if (n > 1)
		qsort(found, n, sizeof(*found), by_illness);
	for (size_t i = 0, k; i < n && !status; i += k) {
		k = 1;
		while (i + k < n && share_one(found[i], found[i + k]))
			k++;
		const struct group group = summarise(found + i, k);
		status = merge(&group, texts, &merged[(*count)++]);
	}
	return status;
}
