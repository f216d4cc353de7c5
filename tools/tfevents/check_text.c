/* tfevents check: findings for people, by run, most severe rules first, one paragraph per rule. */
#include <inttypes.h>
#include <string.h>

#include "common/format.h"
#include "tfevents/check.h"

enum { MOST_OTHERS = 4 };

struct paper {
	struct out *out;
	bool colour;
};

static void paint(const struct paper *p, const char *code)
{
	if (p->colour)
		out_format(p->out, "\033[%sm", code);
}

static const char *colour_of(tfe_severity severity)
{
	return severity == TFE_SEVERITY_ERROR     ? "1;31"
	       : severity == TFE_SEVERITY_WARNING ? "1;33"
						  : "36";
}

static void put(struct out *out, const char *text)
{
	out_visible(out, text, strlen(text));
}

static void put_bullets(const struct paper *p, const char *head, const char *const *text)
{
	if (!*text)
		return;
	paint(p, "2");
	out_format(p->out, "    %s\n", head);
	paint(p, "0");
	for (; *text; text++)
		out_format(p->out, "      - %s\n", *text);
}

static void put_when(const struct paper *p, const tfe_judge_finding *f)
{
	const char *state = f->active ? ", still" : check_is_pending(f) ? ", pending" : "";
	if (f->step == f->last_step)
		out_format(p->out, "step %" PRId64 "%s", f->step, state);
	else
		out_format(p->out, "steps %" PRId64 " to %" PRId64 "%s", f->step, f->last_step,
			   state);
}

/* Prints the messages of the other places, one a line. The log directory limits their number. */
static void put_other_places(const struct paper *p, const tfe_judge_finding *f, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		out_text(p->out, "    ");
		put(p->out, f[i].message);
		out_text(p->out, "\n");
	}
}

/* Prints the other tags of n findings in one line. */
static void put_other_tags(const struct paper *p, const tfe_judge_finding *f, size_t n)
{
	size_t shown = 0, left = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < f[i].tag_count; k++) {
			if (!strcmp(f[i].tags[k], f->tag))
				continue;
			if (shown == MOST_OTHERS) {
				left++;
				continue;
			}
			out_text(p->out, shown++ ? ", " : "    also in ");
			put(p->out, f[i].tags[k]);
		}
	if (left)
		out_format(p->out, " and %zu more", left);
	if (shown)
		out_text(p->out, "\n");
}

static void put_number_of_places(const struct paper *p, const tfe_judge_finding *f, size_t n)
{
	uint64_t places = 0;
	for (size_t i = 0; i < n; i++)
		places += f[i].count;
	if (places > 1)
		out_format(p->out, ": %" PRIu64 " places", places);
}

/* Prints the first finding in full. Other findings of the same rule and advice are listed by name;
 * of tags only the number is printed after a few. */
static void put_paragraph(const struct paper *p, const tfe_judge_finding *f, size_t n)
{
	out_text(p->out, "  ");
	paint(p, colour_of(f->severity));
	out_format(p->out, "%s: %s", tfe_severity_name(f->severity), f->rule);
	paint(p, "0");
	if (check_is_damage(f)) {
		put_number_of_places(p, f, n);
	} else {
		out_text(p->out, " in ");
		put(p->out, f->tag);
		out_text(p->out, " (");
		put_when(p, f);
		out_text(p->out, ")");
	}
	out_text(p->out, "\n    ");
	put(p->out, f->message);
	out_text(p->out, "\n");
	if (check_is_damage(f))
		put_other_places(p, f, n);
	else
		put_other_tags(p, f, n);
	put_bullets(p, "likely:", f->causes);
	put_bullets(p, "try:", f->actions);
}

static bool belong_together(const tfe_judge_finding *a, const tfe_judge_finding *b)
{
	return !strcmp(a->run, b->run) && !strcmp(a->rule, b->rule) && a->severity == b->severity &&
	       a->causes == b->causes && a->tag_count <= 1 && b->tag_count <= 1 &&
	       check_is_pending(a) == check_is_pending(b);
}

size_t check_alike(const struct check *c, size_t i)
{
	const tfe_judge_finding *f = &c->finding[i];
	size_t n = 1;
	while (i + n < c->findings && belong_together(f, f + n))
		n++;
	return n;
}

void check_text(struct out *out, const struct check *c, bool colour)
{
	struct paper p = {out, colour};
	const char *run = NULL;
	for (size_t i = 0, n; i < c->findings; i += n) {
		const tfe_judge_finding *f = &c->finding[i];
		n = check_alike(c, i);
		if (!run || strcmp(run, f->run)) {
			if (run)
				out_text(out, "\n");
			run = f->run;
			paint(&p, "1");
			put(out, *run ? run : "(no run)");
			paint(&p, "0");
			out_text(out, "\n");
		}
		put_paragraph(&p, f, n);
	}
}

void check_summary(struct out *out, const struct check *c)
{
	static const char *const names[][2] = {
		{"info", "info"}, {"warning", "warnings"}, {"error", "errors"}};
	uint64_t count[TFE_SEVERITY_ERROR + 1] = {0}, pending = 0;
	size_t runs = tfe_logdir_run_count(c->logdir);
	for (size_t i = 0; i < c->findings; i++)
		if (check_is_pending(&c->finding[i]))
			pending++;
		else
			count[c->finding[i].severity] += c->finding[i].count;
	if (c->findings)
		out_text(out, "\n");
	const char *between = "";
	for (int s = TFE_SEVERITY_ERROR; s >= TFE_SEVERITY_INFO; s--) {
		if (!count[s])
			continue;
		out_format(out, "%s%" PRIu64 " %s", between, count[s],
			   format_noun(count[s], names[s][0], names[s][1]));
		between = ", ";
	}
	out_format(out, "%s in %zu %s",
		   c->findings > pending  ? ""
		   : c->known || c->muted ? "nothing new"
					  : "nothing found",
		   runs, format_noun(runs, "run", "runs"));
	if (pending)
		out_format(out, ", %" PRIu64 " pending", pending);
	if (c->known)
		out_format(out, ", %" PRIu64 " known %s", c->known,
			   format_noun(c->known, "finding", "findings"));
	if (c->muted)
		out_format(out, ", %" PRIu64 " muted %s", c->muted,
			   format_noun(c->muted, "finding", "findings"));
	out_text(out, "\n");
}
