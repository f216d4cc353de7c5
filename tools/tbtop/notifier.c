/* tbtop: notifications: a finding fires, a run ends, or a condition of the user first holds. */
#include "tbtop/notifier.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/hash.h"
#include "common/memory.h"
#include "tbtop/model/conditions.h"
#include "tbtop/model/run_notes.h"
#include "tbtop/notify_command.h"
#include "tbtop/term/term.h"
#include "tbtop/update/update.h"

void notifier_release(struct notifier *n)
{
	free(n->known);
	free(n->was_live);
	*n = (struct notifier){0};
}

/* Returns the hash of texts and the ends between them. */
static uint64_t hash_of(const char *rule, const char *run, const char *tag)
{
	uint64_t hash = hash_add_bytes(hash_of_nothing, rule, strlen(rule) + 1);
	hash = hash_add_bytes(hash, run, strlen(run) + 1);
	return hash_add_bytes(hash, tag, strlen(tag) + 1);
}

/* Returns whether it is new, and remembers it. The hashes are sorted. */
static bool is_new(struct notifier *n, uint64_t hash)
{
	size_t low = 0, high = n->n_known;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (n->known[middle] < hash)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < n->n_known && n->known[low] == hash)
		return false;
	n->known = need_room(n->known, n->n_known, &n->known_capacity, sizeof *n->known);
	memmove(n->known + low + 1, n->known + low, (n->n_known - low) * sizeof *n->known);
	n->known[low] = hash;
	n->n_known++;
	return true;
}

static void tell(const struct notifier *n, struct model *m, const struct notice *notice)
{
	char text[400];
	unsigned ways = m->notify_ways ? m->notify_ways : NOTIFY_BELL;
	snprintf(text, sizeof text, "%.120s: %.250s", notice->run, notice->message);
	if (ways & NOTIFY_BELL)
		term_bell();
	if (ways & NOTIFY_OSC9)
		term_notify_9(text);
	if (ways & NOTIFY_OSC777)
		term_notify_777("tbtop", text);
	if (ways & NOTIFY_COMMAND && n->command && !notify_command(n->command, notice))
		say(m, true, "%.100s cannot be started", n->command);
	else if (!m->prompt.kind)
		say(m, false, "%s", text);
}

/* A condition is notified in any case; other findings from warnings on, if the user wants it. */
static bool is_wanted(const struct model *m, const struct finding *f, bool condition)
{
	if (f->state == TFE_FINDING_STATE_PENDING)
		return false;
	return condition || (m->notify_ways && f->severity >= TFE_SEVERITY_WARNING);
}

static void tell_finding(const struct notifier *n, struct model *m, const struct finding *f,
			 const char *run, bool condition)
{
	const struct notice notice = {.what = condition ? "condition" : "finding",
				      .run = run,
				      .tag = f->tag,
				      .rule = f->rule,
				      .message = f->message,
				      .step = f->step,
				      .severity = tfe_severity_name(f->severity)};
	tell(n, m, &notice);
}

/* Says that the conditions wait, and whether one waits for a tag. */
static void say_waiting(struct model *m)
{
	char unknown[160];
	for (size_t i = 0; i < m->n_conditions; i++)
		if (condition_has_unknown_tag(m, m->conditions[i], unknown)) {
			say(m, true, "waits for %.80s: %s", m->conditions[i], unknown);
			return;
		}
	say(m, false, "no run meets the condition yet");
}

/* Notifies new findings. At first, and of conditions that were just added, those that hold already
 * are only shown. */
static void follow_findings(struct notifier *n, struct model *m)
{
	bool held = false;
	for (size_t i = 0; i < m->findings.n; i++) {
		const struct finding *f = &m->findings.items[i];
		const struct run *run = f->run < m->n_runs ? m->runs[f->run] : NULL;
		const char *name = run ? run->name : "";
		/* The rule of a condition is only its number, which another one may get. */
		const char *condition = condition_of_rule(m, f->rule);
		const char *what = condition ? condition : f->rule;
		if (!is_wanted(m, f, condition) || !is_new(n, hash_of(what, name, f->tag)))
			continue;
		if (n->begun && (!condition || n->conditions_known))
			tell_finding(n, m, f, run ? run_title(run) : "", condition);
		else if (condition && !held)
			say(m, false, "already in %.100s: %.140s", name, f->message);
		held |= condition != NULL;
	}
	if (!n->conditions_known && m->n_conditions && !held && !m->prompt.kind)
		say_waiting(m);
	n->conditions_known = true;
}

static bool run_is_silent(const struct run *run)
{
	return run->state == RUN_STALE || run->state == RUN_QUIET;
}

/* A run ends with its report of it, or, since few programs write one, with silence. A run that goes
 * on may fall silent again, at another step. */
static void follow_run(struct notifier *n, struct model *m, const struct run *run)
{
	char message[80], step[24] = "";
	bool silent = run_is_silent(run);
	if (silent)
		snprintf(step, sizeof step, "%" PRId64, run->last_step);
	if (!m->notify_ways || !is_new(n, hash_of("", run->name, step)))
		return;
	snprintf(message, sizeof message,
		 silent ? "silent since step %" PRId64 ": it ended, or hangs"
			: "the run ended at step %" PRId64,
		 run->last_step);
	const struct notice notice = {.what = "end",
				      .run = run_title(run),
				      .tag = "",
				      .rule = "",
				      .message = message,
				      .step = run->last_step,
				      .severity = "info"};
	tell(n, m, &notice);
}

static void follow_runs(struct notifier *n, struct model *m)
{
	n->was_live = need_resize(n->was_live, m->n_runs, sizeof *n->was_live);
	for (; n->n_runs < m->n_runs; n->n_runs++)
		n->was_live[n->n_runs] = false;
	for (size_t i = 0; i < m->n_runs; i++) {
		const struct run *run = m->runs[i];
		bool was_live = n->was_live[i], silent = run_is_silent(run);
		n->was_live[i] = run->state == RUN_LIVE;
		if (n->begun && was_live && (run->state == RUN_DONE || silent))
			follow_run(n, m, run);
	}
}

void notifier_follow(struct notifier *n, struct model *m)
{
	follow_findings(n, m);
	follow_runs(n, m);
	n->begun = true;
}
