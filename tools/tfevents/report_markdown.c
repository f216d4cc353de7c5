/* tfevents report: Markdown for a comment on a pull request. Names are code, so that they mention
 * nobody and have no format. */
#include "tfevents/report_markdown.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "common/format.h"
#include "common/utf8_decode.h"
#include "tfevents/logs.h"

/* Appends a text: as code, without backticks, or with references for what Markdown would
 * interpret. It never contains the end of a line or of a cell. */
static void put(struct out *out, const char *text, bool code)
{
	for (size_t left = strlen(text), n; left; text += n, left -= n) {
		uint32_t cp;
		n = utf8_step((const uint8_t *)text, left, &cp);
		if (cp == UTF8_NONE || (cp >= 0x7f && cp < 0xa0))
			out_text(out, "\xef\xbf\xbd");
		else if (cp < ' ')
			out_text(out, " ");
		else if (code && cp == '`')
			out_text(out, "'");
		else if (code && cp == '|')
			out_text(out, "\\|");
		else if (code || cp >= 0x80 || !strchr("\\`*_{}[]<>#+!|&~@:", (int)cp))
			out_bytes(out, text, n);
		else if (cp == '@' || cp == '#' || cp == ':')
			/* No mention, no number of an issue, no address follows. */
			out_format(out, "%c&#8203;", (int)cp);
		else
			out_format(out, "&#%d;", (int)cp);
	}
}

static void put_code(struct out *out, const char *text)
{
	out_text(out, "`` ");
	put(out, *text ? text : " ", true);
	out_text(out, " ``");
}

static void put_more(struct out *out, size_t all, size_t shown, const char *what)
{
	if (all > shown)
		out_format(out, "\n%zu more %s are not shown.\n", all - shown, what);
}

static void put_rule(struct out *out, size_t columns)
{
	out_text(out, "\n|:--");
	for (size_t i = 1; i < columns; i++)
		out_text(out, "|--:");
	out_text(out, "|\n");
}

static void put_runs(const struct report *r, struct out *out)
{
	size_t rows = r->n_runs < REPORT_RUNS ? r->n_runs : REPORT_RUNS;
	size_t values = r->tags < REPORT_VALUES ? r->tags : REPORT_VALUES;
	out_text(out, "\n|");
	for (size_t i = 0; i < REPORT_COLUMNS; i++)
		out_format(out, " %s |", report_columns[i]);
	for (size_t i = 0; i < values; i++) {
		out_text(out, " ");
		put_code(out, r->tag[i]);
		out_text(out, " |");
	}
	put_rule(out, REPORT_COLUMNS + values);
	for (size_t i = 0; i < rows; i++) {
		char cell[REPORT_COLUMNS][REPORT_CELL], value[REPORT_CELL];
		report_row(r->runs[i], cell);
		out_text(out, "| ");
		put_code(out, logs_run_name(r->runs[i]));
		for (size_t k = 1; k < REPORT_COLUMNS; k++)
			out_format(out, " | %s", cell[k]);
		for (size_t k = 0; k < values; k++) {
			report_value(r->runs[i], r->tag[k], value);
			out_format(out, " | %s", value);
		}
		out_text(out, " |\n");
	}
	put_more(out, r->n_runs, rows, "runs");
}

static void put_finding(struct out *out, const tfe_judge_finding *f)
{
	char steps[REPORT_CELL];
	report_steps(f, steps);
	out_format(out, "- **%s: ", tfe_severity_name(f->severity));
	put(out, f->rule, false);
	out_text(out, "** in ");
	put_code(out, *f->run ? f->run : f->file);
	if (*f->tag) {
		out_text(out, ", ");
		put_code(out, f->tag);
		if (f->tag_count > 1)
			out_format(out, " and %zu more", f->tag_count - 1);
		out_format(out, ", %s", steps);
	}
	out_text(out, "  \n  ");
	put(out, f->message, false);
	out_text(out, "\n");
	for (size_t i = 0; f->actions[i]; i++) {
		out_text(out, i ? "" : "\n  Remedies:\n");
		out_text(out, "  - ");
		put(out, f->actions[i], false);
		out_text(out, "\n");
	}
}

static void put_findings(const struct report *r, struct out *out)
{
	size_t n = tfe_judge_finding_count(r->judge);
	size_t shown = n < REPORT_FINDINGS ? n : REPORT_FINDINGS;
	out_text(out, n ? "\n### Findings\n\n" : "");
	for (size_t i = 0; i < shown; i++) {
		tfe_judge_finding finding = TFE_JUDGE_FINDING_INIT;
		if (!tfe_judge_get_finding(r->judge, i, &finding))
			put_finding(out, &finding);
	}
	put_more(out, n, shown, "findings");
}

static void put_hparams(const struct report *r, struct out *out)
{
	char text[HPARAM_TEXT];
	if (!r->hparams.n)
		return;
	out_text(out, "\n### Hyperparameters\n\n| run |");
	for (size_t i = 0; i < r->hparams.n; i++) {
		hparams_columns_name(&r->hparams, i, text);
		out_text(out, " ");
		put_code(out, text);
		out_text(out, " |");
	}
	put_rule(out, 1 + r->hparams.n);
	for (size_t k = 0; k < r->n_runs && k < REPORT_RUNS; k++) {
		if (!r->hparams.of[k])
			continue;
		out_text(out, "| ");
		put_code(out, logs_run_name(r->runs[k]));
		for (size_t i = 0; i < r->hparams.n; i++) {
			hparams_columns_value(&r->hparams, i, r->hparams.of[k], text);
			out_text(out, " | ");
			put(out, text, false);
		}
		out_text(out, " |\n");
	}
}

void report_markdown(const struct report *r, struct out *out)
{
	char counts[REPORT_COUNTS];
	report_counts(r, counts);
	out_text(out, "## ");
	put(out, r->title, false);
	out_format(out, "\n\n%zu %s, %s.\n", r->n_runs, format_noun(r->n_runs, "run", "runs"),
		   counts);
	put_runs(r, out);
	put_findings(r, out);
	put_hparams(r, out);
}
