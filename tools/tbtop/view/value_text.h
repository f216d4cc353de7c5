/* view: values as text, with the digits that an axis resolves. */
#ifndef TBTOP_VIEW_VALUE_TEXT_H
#define TBTOP_VIEW_VALUE_TEXT_H

#include "common/number.h"
#include "tbtop/view/axis.h"

enum { VALUE_TEXT = NUMBER_BYTES };

/* Formats a value with at least four significant digits, and with one digit more than the labels of
 * the axis have. Two values whose dots on the axis are far apart have different texts. */
void value_text(char text[VALUE_TEXT], double value, const struct axis *axis);

/* Does the same in at most `width` columns, 10 or more: a longer text is rounded to four
 * significant digits, not cut. */
void value_text_within(char text[VALUE_TEXT], double value, const struct axis *axis, int width);

#endif
