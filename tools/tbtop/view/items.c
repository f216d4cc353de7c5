/* view: names with values in a line, as many as fit. */
#include "tbtop/view/items.h"

#include <stdarg.h>
#include <stdio.h>

void items_add(struct items *i, const char *name, const char *format, ...)
{
	char value[128];
	va_list args;
	va_start(args, format);
	vsnprintf(value, sizeof value, format, args);
	va_end(args);
	int before = *name ? text_width(name) + 1 : 0, end = i->r.x + i->r.w;
	if (i->x + before + text_width(value) > end)
		return;
	grid_text(i->g, i->x, i->r.y, end - i->x, name, (struct style){.fg = ROLE_FAINT});
	i->x += before;
	i->x += grid_text(i->g, i->x, i->r.y, end - i->x, value, (struct style){0}) + 2;
}
