/* cache: the text of a value: its strings. */
#include "tbtop/cache/text_source.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "common/format.h"

enum { MOST_STRINGS = 10000 }; /* more strings of a value are not shown */

bool text_is_string(const struct blob *blob)
{
	const tfe_value *value = tfe_fetched_value(blob->fetched);
	return value->kind == TFE_KIND_TEXT || value->tensor.dtype == TFE_DTYPE_STRING;
}

size_t text_source(const struct blob *blob, struct text_flow *flow)
{
	tfe_blobs blobs;
	tfe_bytes text;
	size_t left = TEXT_MOST, omitted = 0;
	tfe_blobs_init(&blobs, tfe_fetched_value(blob->fetched));
	for (bool first = true; tfe_blobs_next(&blobs, &text); first = false) {
		size_t n = text.size < left ? text.size : left;
		if (!first && left)
			text_flow_add(flow, 0, "\n", 1);
		text_flow_add(flow, 0, (const char *)text.data, n);
		omitted += text.size - n;
		left -= n;
	}
	return omitted;
}

bool text_source_table(const struct blob *blob, struct text_table *table)
{
	const tfe_value *value = tfe_fetched_value(blob->fetched);
	const tfe_tensor *t = &value->tensor;
	tfe_blobs blobs;
	tfe_bytes text;
	*table = (struct text_table){.columns = 1};
	if (t->bad || t->rank < 1 || t->count < 2 || t->count > MOST_STRINGS)
		return false;
	if (t->rank > 1)
		table->columns = t->dims[t->rank - 1] > 0 ? (size_t)t->dims[t->rank - 1] : 1;
	if (t->count % table->columns)
		return false;
	size_t left = TEXT_MOST;
	tfe_blobs_init(&blobs, value);
	while (table->n_cells < t->count && tfe_blobs_next(&blobs, &text)) {
		size_t n = text.size < left ? text.size : left;
		text_flow_add(text_table_add(table), 0, (const char *)text.data, n);
		left -= n;
	}
	return table->n_cells == t->count;
}

/* Writes "28 x 28 x 3"; nothing for a scalar. */
static void shape_text(const tfe_tensor *t, char *text, size_t size)
{
	size_t n = 0;
	text[0] = '\0';
	for (size_t i = 0; i < t->rank && n + 24 < size; i++)
		n += (size_t)snprintf(text + n, size - n, "%s%" PRId64, i ? " x " : "", t->dims[i]);
}

static void tensor_about(const tfe_value *value, char *text, size_t size)
{
	const tfe_tensor *t = &value->tensor;
	const char *name = tfe_dtype_name(t->dtype);
	char shape[80];
	if (!t->dtype) {
		snprintf(text, size, "%s, without a tensor", tfe_kind_name(value->kind));
		return;
	}
	shape_text(t, shape, sizeof shape);
	snprintf(text, size, "%s, %s%s", name ? name : tfe_kind_name(value->kind),
		 *shape ? "shape " : "a scalar", shape);
}

void text_about(const struct blob *blob, char *text, size_t size)
{
	const tfe_value *value = tfe_fetched_value(blob->fetched);
	tfe_blobs blobs;
	tfe_bytes one;
	uint64_t bytes = 0, strings = 0;
	char sum[FORMAT_TEXT];
	if (!text_is_string(blob)) {
		tensor_about(value, text, size);
		return;
	}
	tfe_blobs_init(&blobs, value);
	for (; tfe_blobs_next(&blobs, &one); strings++)
		bytes += one.size;
	format_bytes(sum, bytes);
	snprintf(text, size, "%s in %" PRIu64 " %s", sum, strings,
		 format_noun(strings, "string", "strings"));
}
