/* tfevents report: the order and the contents of a report, the same in each format. */
#ifndef TFE_TFEVENTS_REPORT_PAGE_H
#define TFE_TFEVENTS_REPORT_PAGE_H

#include "common/out.h"
#include "tfevents/report_contents.h"

/* What a cell of a table has: a name of the log, words of the report, or a value of the log. */
enum report_cell { CELL_NAME, CELL_WORDS, CELL_VALUE };

/* How a format writes the parts of a report. */
struct report_format {
	size_t section_bytes; /* the bytes after which a section ends; 0: no limit */
	size_t columns;       /* of hyperparameters at most */
	void (*begin)(struct out *out, const struct report *report, const char *counts);
	void (*section)(struct out *out, const char *title);
	/* A table; its first row is the heading. */
	void (*table_begin)(struct out *out);
	void (*row_begin)(struct out *out, bool heading);
	void (*cell)(struct out *out, const char *text, enum report_cell kind, bool heading);
	void (*row_end)(struct out *out, bool heading, size_t columns);
	void (*table_end)(struct out *out);
	/* "N more runs are not shown." */
	void (*more)(struct out *out, size_t n, const char *noun);
	void (*words)(struct out *out, const char *text);
	/* Findings of one rule with the same advice: its places, then the advice. */
	void (*rule_begin)(struct out *out, const char *severity, const char *rule, size_t places);
	void (*place)(struct out *out, const tfe_judge_finding *finding, const char *steps);
	void (*list)(struct out *out, const char *head, const char *const *text);
	void (*rule_end)(struct out *out);
	/* Curves and matrices. NULL: the format has no figures. */
	void (*figures)(const struct report *report, struct out *out);
	void (*end)(struct out *out);
};

/* Writes a report. */
void report_put(const struct report *report, const struct report_format *format, struct out *out);

#endif
