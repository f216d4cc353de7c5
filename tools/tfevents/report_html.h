/* tfevents report: the report as a page of HTML. */
#ifndef TFE_TFEVENTS_REPORT_HTML_H
#define TFE_TFEVENTS_REPORT_HTML_H

#include "common/out.h"
#include "tfevents/report_contents.h"

void report_html(const struct report *report, struct out *out);

#endif
