/* health: rule reward_collapse: the reward of a policy falls far below its best level, and stays
 * there. */
#include "health/rule.h"

#include <math.h>
#include <stdio.h>

#include "health/policy.h"
#include "health/robust_stats.h"

/* Without a rise before it, the fall must exceed this share of the best level. */
static const double WITHOUT_RISE = 0.5;
/* Shares of the points that must be below the limit at the end, and of the fall that a policy which
 * learns again has made up for. */
static const double HELD = 0.125, HELD_SHORT = 0.25, HELD_WITHOUT_RISE = 0.5, RECOVERS = 0.15,
		    RECOVERED = 0.25;
/* DEEP: an earlier fall that was made up for, relative to the limit. JUMP: the KL divergence of an
 * update relative to the highest before. */
static const double DEEP = 0.5, JUMP = 4;
enum { LEAST_POINTS = 20, SHORT = 40, HELD_LEAST = 10, HELD_LEAST_SHORT = 5 };

static const char *const causes[] = {
	"the learning rate is too high for the policy that was reached",
	"the updates were too large: too many epochs on one batch, too wide a clip range",
	"the value function diverged, or the observations and their normalisation changed",
	"the entropy of the policy fell too early, so that it cannot explore a way back",
	NULL,
};
static const char *const after_large_updates[] = {
	"the updates were too large: too high a learning rate, too many epochs on one batch, too "
	"wide a clip range",
	"the value function diverged, or the observations and their normalisation changed",
	NULL,
};
static const char *const actions[] = {
	"go back to the checkpoint of the best reward",
	"lower the learning rate, or let it decay",
	"limit the updates: fewer epochs, a smaller clip range, a target KL; clip the gradient "
	"norm",
	"keep up the exploration: a higher entropy coefficient, a slower schedule",
	"look at the value loss, and at episodes from before and after the fall",
	NULL,
};

/* The fall of a reward, in blocks of a course. */
struct fall {
	double best, limit, level; /* the best level, the limit, the level since the fall */
	size_t best_at, from;      /* the first blocks at the best level, and below the limit */
	bool rose;                 /* the policy had learned before */
};

/* The number of blocks that the longest earlier fall of about this depth took until it was made up
 * for: a curriculum, a change of the environment. */
static size_t longest_detour(const struct tfe__course *c, const struct fall *f)
{
	size_t longest = 0, detour = 0;
	double best = c->block[0];
	for (size_t b = 0; b < f->from; b++) {
		bool away = c->block[b] < best - DEEP * (f->best - f->limit);
		detour = away ? detour + 1 : 0;
		longest = detour > longest && b < f->best_at ? detour : longest;
		best = fmax(best, c->block[b]);
	}
	return longest;
}

static bool is_long(const struct tfe__health_series *s, const struct tfe__course *c,
		    const struct fall *f)
{
	double share = !f->rose ? HELD_WITHOUT_RISE : s->n < SHORT ? HELD_SHORT : HELD;
	double need = fmax(share * (double)s->n, s->n < SHORT ? HELD_LEAST_SHORT : HELD_LEAST);
	if ((double)(s->n - tfe__course_point(s, c, f->from)) < need)
		return false;
	return c->n - f->from > 2 * longest_detour(c, f);
}

/* Whether the policy learns again after the fall. */
static bool recovers(const struct tfe__health_series *s, const struct tfe__course *c,
		     const struct fall *f)
{
	double since[TFE__WINDOW_MAX], low = INFINITY, depth = f->best - f->level;
	size_t first = tfe__course_point(s, c, f->from), n = 0;
	size_t pace = (s->n - first + TFE__WINDOW_MAX - 1) / TFE__WINDOW_MAX;
	for (size_t i = first; i < s->n; i += pace)
		since[n++] = s->point[i].value;
	if (tfe__slope(since, n) * (double)(n - 1) > RECOVERS * depth)
		return true;
	for (size_t b = f->from; b < c->n; b++)
		low = fmin(low, c->block[b]);
	return c->block[c->n - 1] > low + fmax(RECOVERED * depth, c->noise / 2);
}

static bool fell(const struct tfe__health_run *run, const struct tfe__health_series *s,
		 const struct tfe__course *c, struct fall *f)
{
	f->best = tfe__course_best(c, &f->best_at);
	double rise = f->best - c->start,
	       least = run->limit[TFE__REWARD_COLLAPSE_BEST] * fabs(f->best);
	f->rose = rise > c->noise && rise > least;
	double depth = f->rose ? fmax(run->limit[TFE__REWARD_COLLAPSE_FALL] * rise, least)
			       : WITHOUT_RISE * fabs(f->best);
	f->limit = f->best - fmax(depth, c->noise);
	for (f->from = c->n; f->from > 0 && c->block[f->from - 1] < f->limit; f->from--)
		;
	if (f->from == c->n || f->from <= f->best_at)
		return false;
	f->level = tfe__window_median(c->block + f->from, c->n - f->from);
	return is_long(s, c, f) && !recovers(s, c, f);
}

/* Returns the greatest measure of an update between the best level and the end of the fall; NULL if
 * it is not far above those before. */
static const struct tfe__health_block *large_update(const struct tfe__health_series *s,
						    int64_t from, int64_t to)
{
	const struct tfe__health_block *largest = NULL;
	double before = 0;
	for (size_t i = 0; s && i < s->n; i++) {
		const struct tfe__health_block *p = &s->point[i];
		if (p->step < from)
			before = fmax(before, p->high);
		else if (p->step <= to && (!largest || p->high > largest->high))
			largest = p;
	}
	return largest && before > 0 && largest->high > JUMP * before ? largest : NULL;
}

/* Writes what shows that the updates were too large; false if nothing does. */
static bool explain(const struct tfe__health_run *run, int64_t from, int64_t to, char *text,
		    size_t size)
{
	static const struct {
		enum tfe__role role;
		const char *name;
	} measures[] = {{TFE__ROLE_POLICY_KL, "KL divergence"},
			{TFE__ROLE_CLIP_FRACTION, "clipped share"}};
	for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
		const struct tfe__health_block *p =
			large_update(tfe__policy_series(run, measures[i].role, false), from, to);
		if (!p)
			continue;
		snprintf(text, size, "; the %s of the updates reached %.3g (step %lld)",
			 measures[i].name, p->high, (long long)p->step);
		return true;
	}
	*text = '\0';
	return false;
}

static void report_fall(const struct tfe__health_run *run, const struct tfe__health_series *s,
			const struct tfe__course *c, const struct fall *f,
			struct tfe__report *report)
{
	size_t i = tfe__course_point(s, c, f->from - 1), below = 0;
	while (!(s->point[i].value < f->limit))
		i++;
	for (size_t k = i; k < s->n; k++)
		below += s->point[k].value < f->limit;
	int64_t best_step = s->point[tfe__course_point(s, c, f->best_at)].step;
	char why[96];
	bool update = explain(run, best_step, s->point[i].step, why, sizeof why);
	struct tfe__verdict v = {
		.series = s,
		.severity = TFE_SEVERITY_WARNING,
		.step = s->point[i].step,
		.last_step = s->last_step,
		.active = true,
		.value = f->level,
		.limit = f->limit,
		.causes = update ? after_large_updates : NULL,
	};
	tfe__report_add(
		report, &v,
		"the reward fell from about %.4g (step %lld) to about %.4g: %zu of the %zu %s "
		"since step %lld are below %.4g%s",
		f->best, (long long)best_step, f->level, below, s->n - i,
		s->stride > 1 ? "means" : "points", (long long)v.step, f->limit, why);
}

static bool judge_series(const struct tfe__health_run *run, const struct tfe__health_series *s,
			 struct tfe__report *report)
{
	if (!s || s->n < LEAST_POINTS)
		return false;
	struct tfe__course c;
	struct fall f = {0};
	tfe__course_of(s, &c);
	if (!fell(run, s, &c, &f) ||
	    tfe__has_new_lesson(run, s->point[tfe__course_point(s, &c, f.best_at)].step))
		return false;
	report_fall(run, s, &c, &f, report);
	return true;
}

static void judge(const struct tfe__health_run *run, struct tfe__report *report)
{
	if (run->contested &&
	    !judge_series(run, tfe__policy_series(run, TFE__ROLE_RETURN, false), report))
		judge_series(run, tfe__policy_series(run, TFE__ROLE_RETURN, true), report);
}

const struct tfe__rule tfe__rule_reward_collapse = {"reward_collapse", judge, causes, actions};
