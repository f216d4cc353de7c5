/* judge: rule similar_runs: runs whose scalars have equal points. */
#include "judge/similar_runs.h"

#include <stdio.h>
#include <string.h>

#include <tfevents/series.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/map.h"

enum { SLICE = 512 };

static const char *const causes[] = {
	"one run is a copy of the other",
	"the same training was started twice, with the same seed and the same settings",
	"a run continues a copy of the log of another one",
	NULL,
};
static const char *const actions[] = {
	"delete or move the copy: it adds nothing to a comparison, and weighs twice in a mean",
	"check that the setting that should differ reaches the training",
	"give each run a seed of its own",
	NULL,
};

/* A telling series: the first one with its tag and its first points. */
struct owner {
	const struct tfe__member *member;
	const struct tfe__feed *feed;
	const tfe_series *series;
};

struct search {
	const tfe_allocator *allocator;
	struct tfe__map map; /* tags with prints of the first points to owners */
	struct tfe__arena keys;
	struct owner *owner;
	size_t n, capacity;
};

/* A run, and what it has in common with an earlier one. */
struct pair {
	struct owner mine, other; /* the first series that both have; `member` is NULL: none */
	size_t telling;           /* series of the run that may be compared */
	size_t equal;             /* of these, series whose first points are those of the other */
};

/* Returns the owner of the first points of a series; TFE__MAP_NONE on lack of memory. A series that
 * has no equal becomes an owner. */
static size_t owner_of(struct search *s, const struct owner *mine)
{
	const char *tag = tfe_series_tag(mine->series);
	const struct tfe__point_print *print = &mine->feed->print;
	const uint32_t head[2] = {print->head_steps, print->head_values};
	size_t length = strlen(tag), bytes = length + sizeof head;
	char *key = tfe__arena_alloc(&s->keys, bytes);
	if (!key)
		return TFE__MAP_NONE;
	memcpy(key, head, sizeof head);
	memcpy(key + sizeof head, tag, length);
	size_t found = tfe__map_get(&s->map, key, bytes);
	if (found != TFE__MAP_NONE)
		return found;
	if (TFE__GROW(s->allocator, s->owner, s->capacity, s->n + 1) ||
	    tfe__map_add(&s->map, key, bytes, s->n))
		return TFE__MAP_NONE;
	s->owner[s->n] = *mine;
	return s->n++;
}

/* Compares the series of a run with those of the runs before it. */
static tfe_status compare(struct search *s, const struct tfe__member *m, struct pair *pair)
{
	*pair = (struct pair){0};
	for (size_t i = 0; i < m->feeds; i++) {
		const struct owner mine = {m, &m->feed[i], tfe_run_series_at(m->run, i)};
		if (!mine.feed->telling)
			continue;
		size_t found = owner_of(s, &mine);
		if (found == TFE__MAP_NONE)
			return TFE_E_NOMEM;
		const struct owner *other = &s->owner[found];
		pair->telling++;
		if (other->member->run == m->run)
			continue;
		if (!pair->equal) {
			pair->mine = mine;
			pair->other = *other;
		}
		if (other->member->run != pair->other.member->run)
			continue;
		pair->equal++;
	}
	return TFE_OK;
}

/* --- findings --------------------------------------------------------------------------------- */

/* The number of equal points at the beginning of two series, as far as they are in memory, and the
 * step of the last of them. */
static uint64_t common(const tfe_series *a, const tfe_series *b, int64_t *last_step)
{
	const tfe_view x = tfe_series_view(a), y = tfe_series_view(b);
	int64_t step[2][SLICE];
	double value[2][SLICE];
	for (uint64_t at = 0;;) {
		size_t n = tfe_view_get_values(&x, at, step[0], value[0], SLICE);
		size_t m = tfe_view_get_values(&y, at, step[1], value[1], SLICE);
		size_t i = 0;
		n = n < m ? n : m;
		while (i < n && step[0][i] == step[1][i] &&
		       !memcmp(&value[0][i], &value[1][i], sizeof value[0][i]))
			i++;
		if (i)
			*last_step = step[0][i - 1];
		at += i;
		if (i == 0 || i < n)
			return at;
	}
}

static bool is_equal(const struct tfe__point_print *a, const struct tfe__point_print *b)
{
	return a->count == b->count && a->steps == b->steps && a->values == b->values;
}

static tfe_status add_pair(struct tfe__finding_list *list, const struct pair *p)
{
	const char *tag = tfe_series_tag(p->mine.series);
	const struct tfe__point_print *print = &p->mine.feed->print;
	int64_t last_step = p->mine.feed->first_step;
	uint64_t count = print->count, equal = common(p->mine.series, p->other.series, &last_step);
	equal = is_equal(print, &p->other.feed->print) ? count
		: equal < TFE__PRINT_HEAD              ? TFE__PRINT_HEAD
						       : equal;
	char text[512], range[64], others[96] = "";
	snprintf(range, sizeof range, equal == count ? "all %llu" : "the first %llu of %llu",
		 (unsigned long long)equal, (unsigned long long)count);
	if (p->telling > 1)
		snprintf(others, sizeof others, "; so have %zu of %zu other metrics", p->equal - 1,
			 p->telling - 1);
	snprintf(text, sizeof text,
		 "%s has the same steps and values as in run \"%s\" at %s points%s",
		 tfe__error_show(tag).text, tfe__error_show(p->other.member->name).text, range,
		 others);
	const tfe_finding f = {
		.size = sizeof f,
		.rule = "similar_runs",
		.severity = TFE_SEVERITY_INFO,
		.step = p->mine.feed->first_step,
		.last_step = last_step,
		.active = equal == count,
		.value = (double)equal,
		.limit = TFE__PRINT_HEAD,
		.message = text,
		.causes = causes,
		.actions = actions,
	};
	return tfe__finding_list_add(list, p->mine.member, tag, &f);
}

tfe_status tfe__similar_runs(struct tfe__finding_list *list, const struct tfe__training *training,
			     size_t n)
{
	struct search s = {.allocator = &list->allocator};
	tfe_status status = TFE_OK;
	tfe__map_init(&s.map, s.allocator);
	tfe__arena_init(&s.keys, s.allocator, 0);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < training[i].members && !status; k++) {
			struct pair pair;
			status = compare(&s, &training[i].member[k], &pair);
			if (!status && pair.equal)
				status = add_pair(list, &pair);
		}
	tfe__free(s.allocator, s.owner);
	tfe__map_release(&s.map);
	tfe__arena_release(&s.keys);
	return status;
}
