/* common: the points of a scalar series as rows of CSV or lines of JSON. */
#include "common/point_rows.h"

#include <inttypes.h>

#include "common/csv.h"
#include "common/json.h"

static void csv_number(struct out *out, const tfe_number *n)
{
	if (n->type == TFE_NUMBER_TYPE_SIGNED)
		out_format(out, "%" PRId64, n->i);
	else if (n->type == TFE_NUMBER_TYPE_UNSIGNED)
		out_format(out, "%" PRIu64, n->u);
	else
		csv_double(out, n->value);
}

static void csv_row(struct out *out, const char *run, const char *tag, const tfe_point *p,
		    const tfe_number *value)
{
	if (run) {
		csv_text(out, run);
		out_text(out, ",");
		csv_text(out, tag);
		out_format(out, ",%" PRId64 ",", p->step);
		csv_double(out, p->wall_time);
	} else {
		csv_double(out, p->wall_time);
		out_format(out, ",%" PRId64, p->step);
	}
	out_text(out, ",");
	csv_number(out, value);
	out_text(out, "\n");
}

static void json_row(struct out *out, const char *run, const char *tag, const tfe_point *p,
		     const tfe_number *value)
{
	struct json j = {.out = out};
	json_begin(&j, NULL);
	if (run) {
		json_text(&j, "run", run);
		json_text(&j, "tag", tag);
	}
	json_int(&j, "step", p->step);
	json_double(&j, "wall_time", p->wall_time);
	if (value->type == TFE_NUMBER_TYPE_SIGNED)
		json_int(&j, "value", value->i);
	else if (value->type == TFE_NUMBER_TYPE_UNSIGNED)
		json_uint(&j, "value", value->u);
	else
		json_double(&j, "value", value->value);
	json_end_line(&j);
}

/* The CSV file of one series has the head of TensorBoard's download link. */
const struct point_rows point_rows[POINT_FORMATS] = {
	[POINTS_CSV] = {".csv", "run,tag,step,wall_time,value\n", "Wall time,Step,Value\n",
			csv_row},
	[POINTS_JSONL] = {".jsonl", "", "", json_row},
};
