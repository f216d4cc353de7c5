/* common: text in XML, SVG and HTML. */
#ifndef COMMON_XML_H
#define COMMON_XML_H

#include "common/out.h"

/* Appends a text as content or as the value of an attribute in double quotes. Bytes that are not
 * UTF-8, and characters that XML or HTML does not allow, become U+FFFD. */
void xml_text(struct out *out, const char *text);

#endif
