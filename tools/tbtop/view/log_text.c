/* view: the labels of decades. */
#include "tbtop/view/log_text.h"

#include <math.h>
#include <stdio.h>

void log_text(char text[TICK_TEXT], double value)
{
	if (value == 0) {
		snprintf(text, TICK_TEXT, "0");
		return;
	}
	int power = (int)lround(log10(fabs(value)));
	const char *sign = value < 0 ? "-" : "";
	if (power >= -3 && power <= 3)
		snprintf(text, TICK_TEXT, "%s%.*f", sign, power < 0 ? -power : 0, pow(10, power));
	else
		snprintf(text, TICK_TEXT, "%s1e%d", sign, power);
}
