/* view: the table of views. */
#include "tbtop/view/frame.h"

#define VIEW_DECLARE(id, name, digit, wide, medium, narrow, noun, kind, update, entry)             \
	extern const struct view_entry entry;
VIEW_MAP(VIEW_DECLARE)
#undef VIEW_DECLARE
extern const struct view_entry help_view, view_list_view, deletion_view;

const struct view_entry *const view_table[VIEWS] = {
#define VIEW_ENTRY(id, name, digit, wide, medium, narrow, noun, kind, update, entry) [id] = &entry,
	VIEW_MAP(VIEW_ENTRY)
#undef VIEW_ENTRY
		[VIEW_HELP] = &help_view,
	[VIEW_LIST] = &view_list_view,
	[VIEW_DELETION] = &deletion_view,
};
