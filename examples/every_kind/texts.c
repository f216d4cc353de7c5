/* Texts: Markdown, tables, lists and code. */
#include "every_kind.h"

static void list_text(const char *tag, int step, const char *form, const char *const *texts, int n)
{
	if (writer)
		return;
	printf("{\"kind\": \"text\", \"tag\": \"%s\", \"step\": %d, \"form\": \"%s\"", tag, step,
	       form);
	list_texts("texts", texts, n);
	puts("}");
}

void texts(void)
{
	for (int step = 0; step < STEPS; step++) {
		char number[32];
		const char *const cells[] = {"name",      "value",      "step", number,
					     "a|b `c` d", "*not* bold", "<b>",  "back\\slash"};
		const char *const pairs[] = {"learning_rate", number, "optimizer", "adam & [co]"};
		const char *code = "if (a < b)\n    puts(\"```\");\n````\n", *bold = "strong words";
		char markdown[64];
		snprintf(number, sizeof number, "%d", step);
		snprintf(markdown, sizeof markdown, "**%s** of step %d", bold, step);
		if (writer) {
			tfe_writer_add_text(writer, "text/markdown", step, markdown);
			tfe_writer_add_text_table(writer, "text/table", step, cells, 4, 2);
			tfe_writer_add_text_pairs(writer, "text/pairs", step, pairs, 2);
			tfe_writer_add_text_fenced(writer, "text/code", step, code, "c");
		}
		list_text("text/markdown", step, "strong", &bold, 1);
		list_text("text/table", step, "table", cells, 8);
		list_text("text/pairs", step, "pairs", pairs, 4);
		list_text("text/code", step, "code", &code, 1);
	}
}
