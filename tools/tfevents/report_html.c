/* tfevents report: a page of HTML without scripts and without other files. */
#include "tfevents/report_html.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "common/format.h"
#include "common/xml.h"
#include "tfevents/logs.h"

static const char style[] =
	"body{font:15px/1.4 Helvetica,Arial,sans-serif;color:#303030;background:#fff;"
	"max-width:1000px;margin:2em auto;padding:0 1em}"
	"table{border-collapse:collapse;margin:1em 0;display:block;overflow-x:auto}"
	"td,th{padding:.2em .8em;text-align:right;border-bottom:1px solid #ddd;"
	"font-variant-numeric:tabular-nums}"
	"td:first-child,th:first-child{text-align:left}"
	"figure{display:inline-block;margin:.3em;max-width:100%}svg{max-width:100%;height:auto}"
	".finding{border-left:4px solid #56b4e9;padding:.1em 1em;margin:1em 0;background:#f6f6f6}"
	".error{border-color:#c00}.warning{border-color:#e69f00}"
	".finding p,.finding ul{margin:.4em 0}code{overflow-wrap:anywhere}";

static void put_element(struct out *out, const char *name, const char *text)
{
	out_format(out, "<%s>", name);
	xml_text(out, text);
	out_format(out, "</%s>", name);
}

static void put_more(struct out *out, size_t all, size_t shown, const char *what)
{
	if (all > shown)
		out_format(out, "<p>%zu more %s are not shown.</p>\n", all - shown, what);
}

static void put_runs(const struct report *r, struct out *out)
{
	size_t rows = r->n_runs < REPORT_RUNS ? r->n_runs : REPORT_RUNS;
	size_t values = r->tags < REPORT_VALUES ? r->tags : REPORT_VALUES;
	out_text(out, "<h2>Runs</h2>\n<table><thead><tr>");
	for (size_t i = 0; i < REPORT_COLUMNS; i++)
		put_element(out, "th", report_columns[i]);
	for (size_t i = 0; i < values; i++)
		put_element(out, "th", r->tag[i]);
	out_text(out, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < rows; i++) {
		char cell[REPORT_COLUMNS][REPORT_CELL], value[REPORT_CELL];
		report_row(r->runs[i], cell);
		out_text(out, "<tr>");
		put_element(out, "td", logs_run_name(r->runs[i]));
		for (size_t k = 1; k < REPORT_COLUMNS; k++)
			put_element(out, "td", cell[k]);
		for (size_t k = 0; k < values; k++) {
			report_value(r->runs[i], r->tag[k], value);
			put_element(out, "td", value);
		}
		out_text(out, "</tr>\n");
	}
	out_text(out, "</tbody></table>\n");
	put_more(out, r->n_runs, rows, "runs");
}

static void put_list(struct out *out, const char *head, const char *const *text)
{
	if (!*text)
		return;
	put_element(out, "p", head);
	out_text(out, "<ul>");
	for (; *text; text++)
		put_element(out, "li", *text);
	out_text(out, "</ul>\n");
}

static void put_finding(struct out *out, const tfe_judge_finding *f)
{
	char steps[REPORT_CELL];
	const char *severity = tfe_severity_name(f->severity);
	report_steps(f, steps);
	out_format(out, "<div class=\"finding %s\"><p><strong>%s: ", severity, severity);
	xml_text(out, f->rule);
	out_text(out, "</strong> in ");
	put_element(out, "code", *f->run ? f->run : f->file);
	if (*f->tag) {
		out_text(out, ", ");
		put_element(out, "code", f->tag);
		if (f->tag_count > 1)
			out_format(out, " and %zu more", f->tag_count - 1);
		out_text(out, ", ");
		xml_text(out, steps);
	}
	out_text(out, "</p>\n");
	put_element(out, "p", f->message);
	put_list(out, "Probable causes:", f->causes);
	put_list(out, "Remedies:", f->actions);
	out_text(out, "</div>\n");
}

static void put_findings(const struct report *r, struct out *out)
{
	size_t n = tfe_judge_finding_count(r->judge);
	size_t shown = n < REPORT_FINDINGS ? n : REPORT_FINDINGS;
	out_text(out, "<h2>Findings</h2>\n");
	if (!n)
		out_text(out, "<p>There are no findings.</p>\n");
	for (size_t i = 0; i < shown; i++) {
		tfe_judge_finding finding = TFE_JUDGE_FINDING_INIT;
		if (!tfe_judge_get_finding(r->judge, i, &finding))
			put_finding(out, &finding);
	}
	put_more(out, n, shown, "findings");
}

static void put_hparams(const struct report *r, struct out *out)
{
	if (!r->hparams.n)
		return;
	out_text(out, "<h2>Hyperparameters</h2>\n<table><thead><tr><th>run</th>");
	char text[HPARAM_TEXT];
	for (size_t i = 0; i < r->hparams.n; i++) {
		hparams_columns_name(&r->hparams, i, text);
		put_element(out, "th", text);
	}
	out_text(out, "</tr></thead><tbody>\n");
	for (size_t k = 0; k < r->n_runs && k < REPORT_RUNS; k++) {
		const tfe_hparams *h = r->hparams.of[k];
		if (!h)
			continue;
		out_text(out, "<tr>");
		put_element(out, "td", logs_run_name(r->runs[k]));
		for (size_t i = 0; i < r->hparams.n; i++) {
			hparams_columns_value(&r->hparams, i, h, text);
			put_element(out, "td", text);
		}
		out_text(out, "</tr>\n");
	}
	out_text(out, "</tbody></table>\n");
}

static void put_chart(const struct report *r, struct out *out, const char *tag)
{
	struct figure_plan plan;
	size_t curves = report_curves(r, tag, &plan);
	if (figure_plan_write_inner(&plan, "<figure>", out)) {
		if (curves > REPORT_CURVES)
			out_format(out, "<figcaption>%zu of %zu runs</figcaption>",
				   (size_t)REPORT_CURVES, curves);
		out_text(out, "</figure>\n");
	}
	figure_plan_release(&plan);
}

static void put_charts(const struct report *r, struct out *out)
{
	size_t shown = r->tags < REPORT_CHARTS ? r->tags : REPORT_CHARTS;
	if (!shown)
		return;
	out_text(out, "<h2>Scalars</h2>\n");
	for (size_t i = 0; i < shown; i++)
		put_chart(r, out, r->tag[i]);
	put_more(out, r->tags, shown, "tags");
}

static bool put_matrix(struct out *out, const char *run, const tfe_series *series)
{
	struct figure_counts counts;
	const tfe_view view = tfe_series_view(series);
	char title[300], ignored[FIGURE_ERROR];
	if (!view.count || !figure_counts_read(&counts, &view, view.count - 1, ignored))
		return false;
	bool fits = counts.classes <= REPORT_CLASSES;
	snprintf(title, sizeof title, "%.120s %.120s, step %" PRId64, run, tfe_series_tag(series),
		 counts.step);
	figure_counts_release(&counts);
	if (!fits)
		return false;
	struct figure_plan plan;
	figure_plan_init(&plan);
	plan.kind = FIGURE_CONFUSION;
	plan.width = 460;
	plan.height = 380;
	figure_plan_add(&plan, &view, "", run, 0);
	figure_plan_label(&plan, title, "");
	bool drawn = figure_plan_write_inner(&plan, "<figure>", out);
	out_text(out, drawn ? "</figure>\n" : "");
	figure_plan_release(&plan);
	return drawn;
}

static void put_matrices(const struct report *r, struct out *out)
{
	size_t found = 0, shown = 0;
	for (size_t i = 0; i < r->n_runs; i++)
		for (size_t k = 0; k < tfe_run_series_count(r->runs[i]); k++) {
			const tfe_series *series = tfe_run_series_at(r->runs[i], k);
			if (!figure_has_counts(series))
				continue;
			if (!found++)
				out_text(out, "<h2>Confusion matrices</h2>\n");
			if (shown < REPORT_MATRICES)
				shown += put_matrix(out, logs_run_name(r->runs[i]), series);
		}
	put_more(out, found, shown, "matrices");
}

void report_html(const struct report *r, struct out *out)
{
	char counts[REPORT_COUNTS];
	report_counts(r, counts);
	out_text(out, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
	put_element(out, "title", r->title);
	out_format(out,
		   "\n<meta name=\"viewport\" content=\"width=device-width\">\n"
		   "<style>%s</style></head><body>\n",
		   style);
	put_element(out, "h1", r->title);
	out_format(out, "\n<p>%zu %s, %s.</p>\n", r->n_runs, format_noun(r->n_runs, "run", "runs"),
		   counts);
	put_runs(r, out);
	put_findings(r, out);
	put_charts(r, out);
	put_matrices(r, out);
	put_hparams(r, out);
	out_text(out, "</body></html>\n");
}
