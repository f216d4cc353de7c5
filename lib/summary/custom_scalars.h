/* summary: layouts of custom scalars as records. */
#ifndef TFE_SUMMARY_CUSTOM_SCALARS_H
#define TFE_SUMMARY_CUSTOM_SCALARS_H

#include <tfevents/layout.h>

#include "summary/value.h"

/* Puts a valid layout. The tag of the header is replaced by that of the plugin. Returns TFE_E_NOMEM
 * or TFE_E_LIMIT. */
tfe_status tfe__put_layout(struct tfe__buf *b, const struct tfe__value_header *header,
			   const tfe_chart_category *categories, size_t n) TFE_MUST_CHECK;

#endif
