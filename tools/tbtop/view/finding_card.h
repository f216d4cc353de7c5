/* view: one finding in full: measurement, position, causes and remedies. */
#ifndef TBTOP_VIEW_FINDING_CARD_H
#define TBTOP_VIEW_FINDING_CARD_H

#include "tbtop/view/chart.h"
#include "tbtop/view/frame.h"

void finding_card_draw(const struct frame *f, struct rect r, const struct finding *finding);

/* Marks the first step of a finding in the chart of its tag, which was just drawn. */
void finding_mark(struct grid *g, const struct chart_places *places, const struct finding *f);

/* Colour and symbol of a severity. */
colour severity_colour(tfe_severity severity);
uint32_t severity_glyph(tfe_severity severity);

#endif
