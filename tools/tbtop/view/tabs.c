/* view: the tabs: the current view and those that the log has data for. */
#include <stdio.h>

#include "tbtop/model/keymap.h"
#include "tbtop/model/view_facts.h"
#include "tbtop/view/frame.h"

/* What a line of tabs shows of each view, from wide to narrow. In the narrowest form only the
 * current view and the findings have a tab. */
enum tab_form {
	TABS_LONG,   /* " 2 Histograms "; the current one "[2 Histograms]" */
	TABS_MEDIUM, /* " 2 Hist " */
	TABS_SHORT,  /* " 2Hi" */
	TABS_ONE,
	TAB_FORMS
};

enum { TAB_TEXT = 32, NAMED_LEAST = 4 };
/* Columns that are enough for most settings of a view. */
enum { SETTINGS_WIDTH = 30 };

static bool has_tab(const struct model *m, enum view_id view, enum tab_form form)
{
	if (view == model_view(m) || view == VIEW_FINDINGS)
		return true;
	/* Few runs with values in their names are not worth a tab; the digit shows them. */
	if (view == VIEW_HPARAMS && m->trials.from_names && m->trials.n_rows < NAMED_LEAST)
		return false;
	return form != TABS_ONE && view_present(m, view);
}

static void add_digit(char digit, bool apart, char text[TAB_TEXT])
{
	if (digit)
		snprintf(text, TAB_TEXT, apart ? "%c " : "%c", digit);
	else
		text[0] = '\0';
}

/* Returns the number of errors and warnings, which the tab of the findings shows. */
static unsigned alarms(const struct model *m)
{
	return m->findings.count[TFE_SEVERITY_ERROR] + m->findings.count[TFE_SEVERITY_WARNING];
}

static void tab_text(const struct model *m, enum view_id view, enum tab_form form,
		     char text[TAB_TEXT])
{
	static const enum title_form titles[TAB_FORMS] = {TITLE_LONG, TITLE_MEDIUM, TITLE_SHORT,
							  TITLE_SHORT};
	const struct view_facts *facts = &view_facts[view];
	bool current = view == model_view(m);
	char digit[TAB_TEXT];
	add_digit(keymap_digit(m->keymap, view), current || form <= TABS_MEDIUM, digit);
	const char *title = facts->title[current ? TITLE_LONG : titles[form]];
	unsigned n = view == VIEW_FINDINGS ? alarms(m) : 0;
	if (n && !current && form > TABS_LONG)
		snprintf(text, TAB_TEXT, "%s!%u", digit, n);
	else if (n)
		snprintf(text, TAB_TEXT, "%s%s !%u", digit, title, n);
	else
		snprintf(text, TAB_TEXT, "%s%s", digit, title);
}

static struct style tab_style(const struct model *m, enum view_id view)
{
	if (view == model_view(m))
		return (struct style){.fg = ROLE_ACCENT, .attr = ATTR_BOLD};
	if (view != VIEW_FINDINGS || !alarms(m))
		return (struct style){.fg = ROLE_FAINT};
	bool error = m->findings.count[TFE_SEVERITY_ERROR] > 0;
	return (struct style){.fg = error ? ROLE_ERROR : ROLE_WARNING};
}

/* Draws one tab: in the wide forms between two blanks or brackets, in the narrow forms after a
 * blank, and then the brackets of the current one. Returns the number of columns used. Without a
 * grid, only that is computed. */
static int draw_tab(const struct model *m, struct grid *g, struct rect r, enum view_id view,
		    enum tab_form form)
{
	char text[TAB_TEXT];
	tab_text(m, view, form, text);
	struct style style = tab_style(m, view);
	bool narrow = form >= TABS_SHORT, current = view == model_view(m);
	int width = text_width(text), x = r.x + 1 + (narrow && current);
	if (g)
		grid_text(g, x, r.y, r.x + r.w - x, text, style);
	if (g && current) {
		grid_char(g, x - 1, r.y, form == TABS_ONE ? 0x2039 : '[', style);
		grid_char(g, x + width, r.y, form == TABS_ONE ? 0x203a : ']', style);
	}
	int used = x + width - r.x + (!narrow || current);
	if (g)
		grid_target(g, (struct rect){r.x, r.y, used, 1},
			    (struct target){.kind = TARGET_VIEW, .index = view});
	return used;
}

static int draw_form(const struct model *m, struct grid *g, struct rect r, enum tab_form form)
{
	int used = 0;
	for (int v = 0; v < TABS; v++)
		if (has_tab(m, (enum view_id)v, form))
			used += draw_tab(m, g, (struct rect){r.x + used, r.y, r.w - used, 1},
					 (enum view_id)v, form);
	return used;
}

int tab_titles_draw(const struct model *m, struct grid *g, struct rect r, int needed)
{
	/* The rest of the line is for filters and settings. */
	int rest = r.w * 3 / 10 < SETTINGS_WIDTH ? r.w * 3 / 10 : SETTINGS_WIDTH;
	int room = r.w - (needed > rest ? needed : rest);
	enum tab_form form = TABS_LONG;
	while (form < TABS_ONE && draw_form(m, NULL, r, form) > room)
		form++;
	return r.x + draw_form(m, g, r, form);
}
