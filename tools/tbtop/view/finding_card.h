/* view: one finding in full: what was measured, where, why that happens and what helps. */
#ifndef TBTOP_VIEW_FINDING_CARD_H
#define TBTOP_VIEW_FINDING_CARD_H

#include "tbtop/view/chart.h"
#include "tbtop/view/frame.h"

void finding_card_draw(const struct frame *f, struct rect r, const struct finding *finding);

/* Marks where a finding first held in a chart that was just drawn. */
void finding_mark(struct grid *g, const struct chart_places *places, const struct finding *f);

/* How severities are shown. */
colour severity_colour(tfe_severity severity);
uint32_t severity_glyph(tfe_severity severity);

#endif
