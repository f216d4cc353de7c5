/* update: copies findings of the health rules and damage of files into the model. */
#include "tbtop/update/findings_sync.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/damage_text.h"

enum { DAMAGES = 100 }; /* maximum per run that is listed; a file may have any number */

static void add_judged(struct judge *judge, struct model *m)
{
	size_t n;
	const struct judged *list = judge_findings(judge, &n, NULL);
	for (size_t i = 0; i < n; i++) {
		const struct run *run = model_find_run(m, list[i].run);
		tfe_finding finding = *list[i].finding;
		finding.tag = list[i].tag;
		if (run)
			model_add_finding(m, run->index, &finding);
	}
}

static void add_damage(struct model *m, size_t run, const tfe_damage *damage)
{
	tfe_finding finding = TFE_FINDING_INIT;
	char *message = damage_finding(damage, &finding);
	model_add_finding(m, run, &finding);
	free(message);
}

static void add_rest(struct model *m, size_t run, size_t n)
{
	tfe_finding finding = TFE_FINDING_INIT;
	char text[96];
	tfe_damage damage = {.kind = TFE_DAMAGE_KIND_LIMIT, .path = "", .offset = -1, .reason = ""};
	free(damage_finding(&damage, &finding));
	snprintf(text, sizeof text, "%zu more damaged places; `tfevents check` lists all of them",
		 n);
	finding.message = text;
	model_add_finding(m, run, &finding);
}

static void add_damages(const tfe_logdir *logdir, struct model *m)
{
	tfe_damage damage = TFE_DAMAGE_INIT;
	for (size_t r = 0; r <= m->n_runs; r++) {
		const tfe_run *run = r < m->n_runs ? m->runs[r]->data : NULL;
		size_t n = run ? tfe_run_damage_count(run) : tfe_logdir_damage_count(logdir);
		for (size_t i = 0; i < n && i < DAMAGES; i++) {
			if (run)
				tfe_run_get_damage(run, i, &damage);
			else
				tfe_logdir_get_damage(logdir, i, &damage);
			add_damage(m, run ? r : NO_RUN, &damage);
		}
		if (n > DAMAGES)
			add_rest(m, run ? r : NO_RUN, n - DAMAGES);
	}
}

/* Keeps the focus on the same finding when the list changes. If the first row has the focus, the
 * first row keeps it. */
static void keep_focus(struct model *m, const struct finding *was)
{
	for (size_t i = 0; i < m->findings.n; i++) {
		const struct finding *f = &m->findings.items[i];
		if (f->run == was->run && !strcmp(f->tag, was->tag) &&
		    !strcmp(f->rule, was->rule) && (*f->tag || !strcmp(f->message, was->message)))
			m->finding_focus = i;
	}
}

static void add_all(struct judge *judge, const tfe_logdir *logdir, struct model *m)
{
	struct finding_list before = m->findings;
	m->findings = (struct finding_list){0};
	model_clear_findings(m);
	add_judged(judge, m);
	add_damages(logdir, m);
	model_order_findings(m);
	model_count_findings(m);
	bool top = !before.n_rows || m->finding_focus == before.rows[0];
	if (top)
		m->finding_focus = 0;
	else if (m->finding_focus < before.n)
		keep_focus(m, &before.items[m->finding_focus]);
	model_arrange_findings(m);
	finding_list_release(&before);
}

bool findings_sync(struct judge *judge, const tfe_logdir *logdir, struct model *m,
		   struct findings_seen *seen)
{
	struct findings_seen now = {.damages = m->damages};
	size_t n;
	judge_findings(judge, &n, &now.generation);
	m->judged = true;
	if (now.generation == seen->generation && now.damages == seen->damages)
		return false;
	*seen = now;
	add_all(judge, logdir, m);
	return true;
}
