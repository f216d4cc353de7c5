/* update: keys of the view of texts: the steps, and scrolling in one text. */
#include "tbtop/update/search.h"
#include "tbtop/update/update.h"

static void scroll(struct model *m, long by)
{
	size_t far = (size_t)(by < 0 ? -by : by);
	if (by > 0)
		m->text_scroll += far;
	else
		m->text_scroll -= far < m->text_scroll ? far : m->text_scroll;
}

/* Returns whether the action scrolls in a text in full size. */
static bool scrolled(struct model *m, const struct geometry *seen, enum action action)
{
	long page = seen->list_rows > 1 ? seen->list_rows - 1 : 1;
	size_t last = seen->text_end;
	switch (action) {
	case DO_DOWN:
		scroll(m, 1);
		break;
	case DO_UP:
		scroll(m, -1);
		break;
	case DO_PAGE_DOWN:
		scroll(m, page);
		break;
	case DO_PAGE_UP:
		scroll(m, -page);
		break;
	case DO_FIRST:
		m->text_scroll = 0;
		break;
	case DO_LAST:
		m->text_scroll = last;
		break;
	default:
		return false;
	}
	m->text_scroll = m->text_scroll < last ? m->text_scroll : last;
	return true;
}

void update_texts(struct model *m, const struct geometry *seen, enum action action)
{
	const struct tag *before = model_focus(m);
	if (m->focused && (search_again(m, seen, action) || scrolled(m, seen, action)))
		return;
	if (action == DO_MODE)
		m->text_source = !m->text_source;
	else
		update_steps(m, seen, action);
	if (model_focus(m) != before || !m->focused)
		m->text_scroll = 0;
}
