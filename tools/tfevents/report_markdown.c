/* tfevents report: Markdown for a comment on a pull request. Names are code, so that they mention
 * nobody and have no format. */
#include "tfevents/report_markdown.h"

#include <string.h>

#include "common/format.h"
#include "common/utf8_decode.h"
#include "tfevents/report_page.h"

/* The characters of a name or a value, of which the end is shown. */
enum { NAME_MOST = 100 };

static size_t characters(const char *text)
{
	size_t n = 0;
	for (; *text; text++)
		n += ((unsigned char)*text & 0xc0) != 0x80;
	return n;
}

/* Returns the part of a text that is shown: at most NAME_MOST characters of its end. */
static const char *shown_part(const char *text)
{
	size_t skipped = characters(text);
	skipped = skipped > NAME_MOST ? skipped - NAME_MOST : 0;
	while (skipped) {
		text++;
		skipped -= ((unsigned char)*text & 0xc0) != 0x80;
	}
	return text;
}

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
	const char *part = shown_part(text);
	out_text(out, part == text ? "`` " : "`` \xe2\x80\xa6");
	put(out, *part ? part : " ", true);
	out_text(out, " ``");
}

static void begin(struct out *out, const struct report *r, const char *counts)
{
	out_text(out, "## ");
	put(out, shown_part(r->title), false);
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
		put(out, shown_part(text), false);
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

/* A comment on GitHub has at most 65536 characters. There are three sections, and the last row of
 * each may go beyond its size. */
enum { SECTION_BYTES = 17000, COLUMNS = 20 };

void report_markdown(const struct report *r, struct out *out)
{
	static const struct report_format format = {
		.section_bytes = SECTION_BYTES,
		.columns = COLUMNS,
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
		.end = end,
	};
	report_put(r, &format, out);
}
