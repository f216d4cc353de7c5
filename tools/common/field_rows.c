/* common: rows of named fields, as CSV or as JSON lines. */
#include "common/field_rows.h"

#include <inttypes.h>
#include <string.h>

#include "common/csv.h"

/* Begins a field: appends the comma, or the name of the member. */
static void begin(struct field_rows *r, const char *name)
{
	if (r->csv) {
		out_text(r->out, r->begun ? "," : "");
	} else {
		if (!r->begun) {
			r->json = (struct json){.out = r->out};
			json_begin(&r->json, NULL);
		}
		json_name(&r->json, name, strlen(name));
	}
	r->begun = true;
}

void field_head(struct field_rows *r, const char *name)
{
	if (!r->csv)
		return;
	begin(r, name);
	csv_text(r->out, name);
}

void field_text(struct field_rows *r, const char *name, const char *text)
{
	begin(r, name);
	if (r->csv)
		csv_text(r->out, text);
	else
		json_text(&r->json, NULL, text);
}

void field_double(struct field_rows *r, const char *name, double value)
{
	begin(r, name);
	if (r->csv)
		csv_double(r->out, value);
	else
		json_double(&r->json, NULL, value);
}

void field_int(struct field_rows *r, const char *name, int64_t value)
{
	begin(r, name);
	if (r->csv)
		out_format(r->out, "%" PRId64, value);
	else
		json_int(&r->json, NULL, value);
}

void field_none(struct field_rows *r, const char *name)
{
	begin(r, name);
	if (!r->csv)
		json_null(&r->json, NULL);
}

void field_end(struct field_rows *r)
{
	if (r->begun && r->csv)
		out_text(r->out, "\n");
	else if (r->begun)
		json_end_line(&r->json);
	r->begun = false;
}
