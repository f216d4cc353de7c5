/* model: charts of several tags that a layout of custom scalars defines. */
#ifndef TBTOP_MODEL_CUSTOM_CHARTS_H
#define TBTOP_MODEL_CUSTOM_CHARTS_H

#include <tfevents/layout.h>

#include "tbtop/model/model.h"

/* Adds a chart of a layout to the tags of the kind TAG_CHARTS; its name is "category/title". A
 * chart of the same name, of another run or an earlier layout, gets its tags, as in TensorBoard.
 * The texts are copied. Charts beyond CHARTS_MOST are ignored. */
enum { CHARTS_MOST = 1000 };
void model_add_chart(struct model *m, const tfe_chart_category *category, const tfe_chart *chart);

/* Finds the tags that each chart shows. Call it after tags or charts were added, and model_arrange
 * after it. */
void model_match_charts(struct model *m);

#endif
