/* summary: Markdown made from rows, pairs and files. Everything that a caller passes stays within
 * its cell, item or fence, for Python-Markdown (TensorBoard) and CommonMark alike. */
#include "summary/markdown.h"

#include <stdbool.h>
#include <string.h>

static void append(struct tfe__buf *b, const char *text)
{
	tfe__buf_append(b, text, strlen(text));
}

/* Appends a plain text as Markdown that shows it. "|" would divide a cell of a table. */
static void append_plain(struct tfe__buf *b, const char *text)
{
	for (const char *p = text ? text : ""; *p;) {
		size_t plain = strcspn(p, "\\`*_[]<&|\r\n");
		tfe__buf_append(b, p, plain);
		p += plain;
		switch (*p) {
		case '\0':
			return;
		case '\r':
		case '\n':
			append(b, "<br>");
			p += p[0] == '\r' && p[1] == '\n';
			break;
		case '<':
			append(b, "&lt;");
			break;
		case '&':
			append(b, "&amp;");
			break;
		case '|':
			append(b, "&#124;");
			break;
		default:
			append(b, "\\");
			tfe__buf_append(b, p, 1);
		}
		p++;
	}
}

void tfe__markdown_table(struct tfe__buf *b, const char *const *cells, size_t rows, size_t columns)
{
	for (size_t row = 0; row < rows; row++) {
		for (size_t column = 0; column < columns; column++) {
			append(b, "| ");
			append_plain(b, cells[row * columns + column]);
			append(b, " ");
		}
		append(b, "|\n");
		for (size_t column = 0; row == 0 && column < columns; column++)
			append(b, "| --- ");
		append(b, row == 0 ? "|\n" : "");
	}
}

void tfe__markdown_pairs(struct tfe__buf *b, const char *const *texts, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		append(b, "- **");
		append_plain(b, texts[2 * i]);
		append(b, "**: ");
		append_plain(b, texts[2 * i + 1]);
		append(b, "\n");
	}
}

void tfe__markdown_fenced(struct tfe__buf *b, const char *text, size_t bytes, const char *language)
{
	size_t longest = 2, run = 0;
	for (size_t i = 0; i < bytes; i++) {
		run = text[i] == '`' ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	for (int end = 0; end < 2; end++) {
		if (end && bytes && text[bytes - 1] != '\n')
			append(b, "\n");
		for (size_t i = 0; i <= longest; i++)
			append(b, "`");
		if (end)
			break;
		append(b, language);
		append(b, "\n");
		tfe__buf_append(b, text, bytes);
	}
	append(b, "\n");
}
