/* tfevents report: Markdown for a comment on a pull request. Names are code, so that they mention
 * nobody and have no format. */
#include "tfevents/report_markdown.h"

#include <string.h>

#include "common/format.h"
#include "common/utf8_decode.h"
#include "tfevents/report_page.h"

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

static void begin(struct out *out, const struct report *r, const char *counts)
{
	out_text(out, "## ");
	put(out, r->title, false);
	out_format(out, "\n\n%zu %s, %s.\n", r->n_runs, format_noun(r->n_runs, "run", "runs"),
		   counts);
}

static void section(struct out *out, const char *title)
{
	out_format(out, "\n### %s\n\n", title);
}

static void table_begin(struct out *out)
{
	(void)out;
}

static void row_begin(struct out *out, bool heading)
{
	(void)heading;
	out_text(out, "|");
}

static void cell(struct out *out, const char *text, enum report_cell kind, bool heading)
{
	(void)heading;
	out_text(out, " ");
	if (kind == CELL_NAME)
		put_code(out, text);
	else if (kind == CELL_VALUE)
		put(out, text, false);
	else
		out_text(out, text);
	out_text(out, " |");
}

static void row_end(struct out *out, bool heading, size_t columns)
{
	out_text(out, heading ? "\n|:--" : "\n");
	for (size_t i = 1; heading && i < columns; i++)
		out_text(out, "|--:");
	out_text(out, heading ? "|\n" : "");
}

static void table_end(struct out *out)
{
	(void)out;
}

static void more(struct out *out, size_t n, const char *noun)
{
	out_format(out, "\n%zu more %s are not shown.\n", n, noun);
}

static void words(struct out *out, const char *text)
{
	out_format(out, "%s\n", text);
}

static void rule_begin(struct out *out, const char *severity, const char *rule, size_t places)
{
	out_format(out, "- **%s: ", severity);
	put(out, rule, false);
	out_text(out, "**");
	if (places > 1)
		out_format(out, ", %zu findings", places);
	out_text(out, "\n");
}

static void place(struct out *out, const tfe_judge_finding *f, const char *steps)
{
	out_text(out, "  - ");
	put_code(out, *f->run ? f->run : f->file);
	if (*f->tag) {
		out_text(out, ", ");
		put_code(out, f->tag);
		if (f->tag_count > 1)
			out_format(out, " and %zu more", f->tag_count - 1);
		out_format(out, ", %s", steps);
	}
	out_text(out, "  \n    ");
	put(out, f->message, false);
	out_text(out, "\n");
}

/* Causes are left to the page: a comment is short. */
static void list(struct out *out, const char *head, const char *const *text)
{
	if (!*text || strcmp(head, "Remedies:") != 0)
		return;
	out_format(out, "\n  %s\n", head);
	for (; *text; text++) {
		out_text(out, "  - ");
		put(out, *text, false);
		out_text(out, "\n");
	}
}

static void rule_end(struct out *out)
{
	(void)out;
}

static void end(struct out *out)
{
	(void)out;
}

void report_markdown(const struct report *r, struct out *out)
{
	static const struct report_format format = {
		begin, section,    table_begin, row_begin, cell,     row_end, table_end, more,
		words, rule_begin, place,       list,      rule_end, NULL,    end,
	};
	report_put(r, &format, out);
}
