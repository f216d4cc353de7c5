/* tfevents report: the order and the contents of a report. */
#include "tfevents/report_page.h"

#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tfevents/logs.h"

static void put_more(const struct report_format *f, struct out *out, size_t all, size_t shown,
		     const char *noun)
{
	if (all > shown)
		f->more(out, all - shown, noun);
}

/* Returns whether a section that began at a number of bytes of the output has its size. */
static bool is_full(const struct report_format *f, const struct out *out, size_t begun)
{
	return f->section_bytes && out->written - begun > f->section_bytes;
}

/* --- tables ----------------------------------------------------------------------------------- */

static void put_run(const struct report *r, const struct report_format *f, struct out *out,
		    const tfe_run *run, size_t values)
{
	char cell[REPORT_COLUMNS][REPORT_CELL], value[REPORT_CELL];
	report_row(run, cell);
	f->row_begin(out, false);
	f->cell(out, logs_run_name(run), CELL_NAME, false);
	for (size_t i = 1; i < REPORT_COLUMNS; i++)
		f->cell(out, cell[i], CELL_WORDS, false);
	for (size_t i = 0; i < values; i++) {
		report_value(run, r->value_tag[i], value);
		f->cell(out, value, CELL_WORDS, false);
	}
	f->row_end(out, false, REPORT_COLUMNS + values);
}

static void put_runs(const struct report *r, const struct report_format *f, struct out *out)
{
	size_t rows = r->n_runs < REPORT_RUNS ? r->n_runs : REPORT_RUNS, shown = 0;
	const size_t begun = out->written;
	f->section(out, "Runs");
	f->table_begin(out);
	f->row_begin(out, true);
	for (size_t i = 0; i < REPORT_COLUMNS; i++)
		f->cell(out, report_columns[i], CELL_WORDS, true);
	for (size_t i = 0; i < r->value_tags; i++)
		f->cell(out, r->value_tag[i], CELL_NAME, true);
	f->row_end(out, true, REPORT_COLUMNS + r->value_tags);
	for (; shown < rows && !is_full(f, out, begun); shown++)
		put_run(r, f, out, r->runs[shown], r->value_tags);
	f->table_end(out);
	put_more(f, out, r->n_runs, shown, "runs");
}

static void put_trial(const struct report *r, const struct report_format *f, struct out *out,
		      size_t run, size_t columns)
{
	char text[HPARAM_TEXT];
	f->row_begin(out, false);
	f->cell(out, logs_run_name(r->runs[run]), CELL_NAME, false);
	for (size_t i = 0; i < columns; i++) {
		hparams_columns_value(&r->hparams, i, r->hparams.of[run], text);
		f->cell(out, text, CELL_VALUE, false);
	}
	f->row_end(out, false, 1 + columns);
}

static void put_hparams(const struct report *r, const struct report_format *f, struct out *out)
{
	char text[HPARAM_TEXT];
	const size_t columns = r->hparams.n < f->columns ? r->hparams.n : f->columns;
	const size_t begun = out->written;
	size_t rows = 0, shown = 0;
	if (!columns)
		return;
	f->section(out, "Hyperparameters");
	f->table_begin(out);
	f->row_begin(out, true);
	f->cell(out, "run", CELL_WORDS, true);
	for (size_t i = 0; i < columns; i++) {
		hparams_columns_name(&r->hparams, i, text);
		f->cell(out, text, CELL_NAME, true);
	}
	f->row_end(out, true, 1 + columns);
	for (size_t k = 0; k < r->n_runs; k++) {
		if (!r->hparams.of[k])
			continue;
		rows++;
		if (k >= REPORT_RUNS || is_full(f, out, begun))
			continue;
		put_trial(r, f, out, k, columns);
		shown++;
	}
	f->table_end(out);
	put_more(f, out, r->hparams.n, columns, "hyperparameters");
	put_more(f, out, rows, shown, "rows");
}

/* --- findings --------------------------------------------------------------------------------- */

static bool same_list(const char *const *a, const char *const *b)
{
	for (; *a && *b; a++, b++)
		if (strcmp(*a, *b))
			return false;
	return !*a && !*b;
}

/* Returns whether two findings differ by their place and evidence only. */
static bool same_advice(const tfe_judge_finding *a, const tfe_judge_finding *b)
{
	return a->severity == b->severity && !strcmp(a->rule, b->rule) &&
	       same_list(a->causes, b->causes) && same_list(a->actions, b->actions);
}

/* Writes the finding and those after it that have the same advice, and marks them, until the
 * section that began at a number of bytes is full. Returns the number that was written. */
static size_t put_rule(const struct report_format *f, struct out *out,
		       const tfe_judge_finding *finding, bool *done, size_t n, size_t begun)
{
	size_t places = 0, shown = 0;
	for (size_t i = 0; i < n; i++)
		places += !done[i] && same_advice(&finding[i], finding);
	f->rule_begin(out, tfe_severity_name(finding->severity), finding->rule, places);
	for (size_t i = 0; i < n; i++) {
		char steps[REPORT_CELL];
		if (done[i] || !same_advice(&finding[i], finding))
			continue;
		done[i] = true;
		if (shown && is_full(f, out, begun))
			continue;
		shown++;
		report_steps(&finding[i], steps);
		f->place(out, &finding[i], steps);
	}
	f->list(out, "Probable causes:", finding->causes);
	f->list(out, "Remedies:", finding->actions);
	f->rule_end(out);
	return shown;
}

static void put_findings(const struct report *r, const struct report_format *f, struct out *out)
{
	size_t all = tfe_judge_finding_count(r->judge);
	size_t most = all < REPORT_FINDINGS ? all : REPORT_FINDINGS, n = 0, shown = 0;
	const size_t begun = out->written;
	tfe_judge_finding *finding = need_zeroed(most + 1, sizeof *finding);
	bool *done = need_zeroed(most + 1, sizeof *done);
	f->section(out, "Findings");
	if (!all)
		f->words(out, "There are no findings.");
	for (size_t i = 0; i < most; i++) {
		finding[n] = (tfe_judge_finding)TFE_JUDGE_FINDING_INIT;
		n += !tfe_judge_get_finding(r->judge, i, &finding[n]);
	}
	for (size_t i = 0; i < n; i++)
		if (!done[i] && !is_full(f, out, begun))
			shown += put_rule(f, out, &finding[i], &done[i], n - i, begun);
	put_more(f, out, all, shown, "findings");
	free(finding);
	free(done);
}

void report_put(const struct report *r, const struct report_format *f, struct out *out)
{
	char counts[REPORT_COUNTS];
	report_counts(r, counts);
	f->begin(out, r, counts);
	put_runs(r, f, out);
	put_findings(r, f, out);
	if (f->figures)
		f->figures(r, out);
	put_hparams(r, f, out);
	f->end(out);
}
