/* view: the table of views. */
#include "tbtop/view/frame.h"

const struct view_entry view_table[VIEWS] = {
	[VIEW_SCALARS] = {"Scalars", scalars_draw},
	[VIEW_HISTOGRAMS] = {"Histograms", histograms_draw},
	[VIEW_FINDINGS] = {"Findings", findings_draw},
	[VIEW_HELP] = {NULL, help_draw},
};
