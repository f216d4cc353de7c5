/* view: a short text in place of content. */
#include "tbtop/view/notice.h"

#include "tbtop/view/wrap.h"

void notice_draw(struct grid *g, struct rect r, colour fg, const char *text)
{
	int width = text_width(text), room = r.w > 2 ? r.w - 2 : r.w;
	int lines = room > 0 ? (width + room - 1) / room : 0;
	if (lines < 1 || r.h < 1)
		return;
	int x = r.x + (width < room ? (r.w - width) / 2 : r.w > 2);
	int y = r.y + (lines < r.h ? (r.h - lines) / 2 : 0);
	wrap_text(g, (struct rect){x, y, r.x + r.w - x, r.y + r.h - y}, text,
		  (struct style){.fg = fg});
}
