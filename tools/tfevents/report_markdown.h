/* tfevents report: the report as Markdown. */
#ifndef TFE_TFEVENTS_REPORT_MARKDOWN_H
#define TFE_TFEVENTS_REPORT_MARKDOWN_H

#include "common/out.h"
#include "tfevents/report_contents.h"

void report_markdown(const struct report *report, struct out *out);

#endif
