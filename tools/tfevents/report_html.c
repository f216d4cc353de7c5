/* tfevents report: a page of HTML without scripts and without other files. */
#include "tfevents/report_html.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "common/format.h"
#include "common/xml.h"
#include "tfevents/logs.h"
#include "tfevents/report_page.h"

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
	".finding p,.finding ul{margin:.4em 0}code{overflow-wrap:anywhere}"
	/* Inverted, the figures keep their hues. */
	"@media screen and (prefers-color-scheme:dark){body{color:#d8d8d8;background:#1c1c1c}"
	"td,th{border-color:#444}.finding{background:#282828}"
	"svg{filter:invert(.89) hue-rotate(180deg)}}"
	"@media print{body{max-width:none;margin:0}figure,.finding,tr{break-inside:avoid}"
	"table{display:table;font-size:75%}td,th{padding:.1em .4em;overflow-wrap:anywhere}}";

static void put_element(struct out *out, const char *name, const char *text)
{
	out_format(out, "<%s>", name);
	xml_text(out, text);
	out_format(out, "</%s>", name);
}

/* --- text ------------------------------------------------------------------------------------- */

static void begin(struct out *out, const struct report *r, const char *counts)
{
	out_text(out, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
	put_element(out, "title", r->title);
	out_text(out, "\n<meta name=\"viewport\" content=\"width=device-width\">\n"
		      "<meta name=\"color-scheme\" content=\"light dark\">\n<style>");
	out_text(out, style);
	out_text(out, "</style></head><body>\n");
	put_element(out, "h1", r->title);
	out_format(out, "\n<p>%zu %s, %s.</p>\n", r->n_runs, format_noun(r->n_runs, "run", "runs"),
		   counts);
}

static void section(struct out *out, const char *title)
{
	put_element(out, "h2", title);
	out_text(out, "\n");
}

static void table_begin(struct out *out)
{
	out_text(out, "<table>");
}

static void row_begin(struct out *out, bool heading)
{
	out_text(out, heading ? "<thead><tr>" : "<tr>");
}

static void cell(struct out *out, const char *text, enum report_cell kind, bool heading)
{
	(void)kind;
	put_element(out, heading ? "th" : "td", text);
}

static void row_end(struct out *out, bool heading, size_t columns)
{
	(void)columns;
	out_text(out, heading ? "</tr></thead><tbody>\n" : "</tr>\n");
}

static void table_end(struct out *out)
{
	out_text(out, "</tbody></table>\n");
}

static void more(struct out *out, size_t n, const char *noun)
{
	out_format(out, "<p>%zu more %s are not shown.</p>\n", n, noun);
}

static void words(struct out *out, const char *text)
{
	put_element(out, "p", text);
	out_text(out, "\n");
}

static void rule_begin(struct out *out, const char *severity, const char *rule, size_t places)
{
	out_format(out, "<div class=\"finding %s\"><p><strong>%s: ", severity, severity);
	xml_text(out, rule);
	out_text(out, "</strong>");
	if (places > 1)
		out_format(out, ", %zu findings", places);
	out_text(out, "</p>\n");
}

static void place(struct out *out, const tfe_judge_finding *f, const char *steps)
{
	out_text(out, "<p>");
	put_element(out, "code", *f->run ? f->run : f->file);
	if (*f->tag) {
		out_text(out, ", ");
		put_element(out, "code", f->tag);
		if (f->tag_count > 1)
			out_format(out, " and %zu more", f->tag_count - 1);
		out_text(out, ", ");
		xml_text(out, steps);
	}
	out_text(out, ": ");
	xml_text(out, f->message);
	out_text(out, "</p>\n");
}

static void list(struct out *out, const char *head, const char *const *text)
{
	if (!*text)
		return;
	put_element(out, "p", head);
	out_text(out, "<ul>");
	for (; *text; text++)
		put_element(out, "li", *text);
	out_text(out, "</ul>\n");
}

static void rule_end(struct out *out)
{
	out_text(out, "</div>\n");
}

static void end(struct out *out)
{
	out_text(out, "</body></html>\n");
}

/* --- figures ---------------------------------------------------------------------------------- */

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
	section(out, "Scalars");
	for (size_t i = 0; i < shown; i++)
		put_chart(r, out, r->tag[i]);
	if (r->tags > shown)
		more(out, r->tags - shown, "tags");
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
				section(out, "Confusion matrices");
			if (shown < REPORT_MATRICES)
				shown += put_matrix(out, logs_run_name(r->runs[i]), series);
		}
	if (found > shown)
		more(out, found - shown, "matrices");
}

static void figures(const struct report *r, struct out *out)
{
	put_charts(r, out);
	put_matrices(r, out);
}

void report_html(const struct report *r, struct out *out)
{
	static const struct report_format format = {
		.columns = REPORT_HPARAMS,
		.begin = begin,
		.section = section,
		.table_begin = table_begin,
		.row_begin = row_begin,
		.cell = cell,
		.row_end = row_end,
		.table_end = table_end,
		.more = more,
		.words = words,
		.rule_begin = rule_begin,
		.place = place,
		.list = list,
		.rule_end = rule_end,
		.figures = figures,
		.end = end,
	};
	report_put(r, &format, out);
}
