/* view: the table of views. */
#include "tbtop/view/frame.h"
#include "tbtop/view/pages.h"

const struct view_entry view_table[VIEWS] = {
	[VIEW_SCALARS] = {"Scalars", pages_measure, scalars_draw},
	[VIEW_HISTOGRAMS] = {"Histograms", pages_measure, histograms_draw},
	[VIEW_FINDINGS] = {"Findings", findings_measure, findings_draw},
	[VIEW_HELP] = {NULL, help_measure, help_draw},
};
