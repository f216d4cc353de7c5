/* tfevents: `dump --json`: one object for each value of each event. */
#include <stdio.h>
#include <string.h>

#include "common/crc32.h"
#include "common/json.h"
#include "tfevents/graph_json.h"
#include "tfevents/listing.h"
#include "tfevents/plugin_json.h"

static void bytes_member(struct json *j, const char *key, tfe_bytes b)
{
	json_bytes(j, key, b.data, b.size);
}

/* Prints a content as its length and CRC-32. */
static void blob(struct json *j, const char *key, tfe_bytes b)
{
	char crc[9];
	snprintf(crc, sizeof crc, "%08x", (unsigned)crc32_of(0, b.data, b.size));
	json_begin(j, key);
	json_uint(j, "length", b.size);
	json_text(j, "crc32", crc);
	json_end(j);
}

static void blobs(struct json *j, const tfe_value *v)
{
	tfe_blobs cursor;
	tfe_bytes b;
	json_begin_array(j, "blobs");
	tfe_blobs_init(&cursor, v);
	while (tfe_blobs_next(&cursor, &b))
		blob(j, NULL, b);
	json_end_array(j);
}

static void strings(struct json *j, const tfe_value *v)
{
	tfe_blobs cursor;
	tfe_bytes b;
	json_begin_array(j, "strings");
	tfe_blobs_init(&cursor, v);
	while (tfe_blobs_next(&cursor, &b))
		bytes_member(j, NULL, b);
	json_end_array(j);
}

/* Prints the label of each sound, if there are any. */
static void labels(struct json *j, const tfe_value *v)
{
	tfe_elements cursor;
	tfe_bytes sound, label;
	if (v->tensor.rank != 2 || v->tensor.dims[1] != 2)
		return;
	json_begin_array(j, "labels");
	tfe_elements_init(&cursor, &v->tensor);
	while (tfe_elements_next_bytes(&cursor, &sound) && tfe_elements_next_bytes(&cursor, &label))
		bytes_member(j, NULL, label);
	json_end_array(j);
}

static void metadata(struct json *j, const tfe_metadata *m)
{
	json_begin(j, "metadata");
	bytes_member(j, "plugin", m->plugin);
	blob(j, "content", m->content);
	bytes_member(j, "display_name", m->display_name);
	bytes_member(j, "description", m->description);
	json_int(j, "data_class", m->data_class);
	json_end(j);
}

static void number(struct json *j, const char *key, const tfe_number *n)
{
	switch (n->type) {
	case TFE_NUMBER_TYPE_FLOAT:
		json_double(j, key, n->value);
		break;
	case TFE_NUMBER_TYPE_SIGNED:
		json_int(j, key, n->i);
		break;
	case TFE_NUMBER_TYPE_UNSIGNED:
		json_uint(j, key, n->u);
		break;
	case TFE_NUMBER_TYPE_BOOL:
		json_bool(j, key, n->i);
		break;
	case TFE_NUMBER_TYPE_COMPLEX:
		json_begin_array(j, key);
		json_double(j, NULL, n->value);
		json_double(j, NULL, n->imaginary);
		json_end_array(j);
		break;
	}
}

/* Prints all elements, in rows of `row` elements if row is not 0. */
static void elements(struct json *j, const char *key, const tfe_tensor *t, uint64_t row)
{
	tfe_elements cursor;
	tfe_number n;
	json_begin_array(j, key);
	tfe_elements_init(&cursor, t);
	for (uint64_t i = 0; tfe_elements_next(&cursor, &n); i++) {
		if (row && i % row == 0)
			json_begin_array(j, NULL);
		number(j, NULL, &n);
		if (row && i % row == row - 1)
			json_end_array(j);
	}
	json_end_array(j);
}

static void doubles(struct json *j, const char *key, const tfe_doubles *d)
{
	json_begin_array(j, key);
	for (size_t i = 0; i < d->count; i++)
		json_double(j, NULL, tfe_doubles_at(d, i));
	json_end_array(j);
}

static void shape(struct json *j, const tfe_tensor *t)
{
	json_begin_array(j, "shape");
	for (size_t i = 0; i < t->rank; i++)
		json_int(j, NULL, t->dims[i]);
	json_end_array(j);
}

static void tensor(struct json *j, const tfe_value *v)
{
	const tfe_tensor *t = &v->tensor;
	const char *name = tfe_dtype_name(t->dtype);
	if (name)
		json_text(j, "dtype", name);
	else
		json_int(j, "dtype", t->dtype);
	shape(j, t);
	if (t->dtype == TFE_DTYPE_STRING)
		blobs(j, v);
	else if (t->bad)
		json_text(j, "error", "bad tensor");
	else
		elements(j, "values", t, 0);
}

/* Prints all digits of an integer; a boolean is 0 or 1. */
static void scalar(struct json *j, const tfe_value *v)
{
	tfe_elements cursor;
	tfe_number n;
	tfe_elements_init(&cursor, &v->tensor);
	if (v->tensor.dtype && tfe_elements_next(&cursor, &n) && n.type != TFE_NUMBER_TYPE_BOOL)
		number(j, "value", &n);
	else
		json_double(j, "value", v->scalar);
}

static void histogram(struct json *j, const tfe_value *v)
{
	if (v->tensor.dtype) {
		elements(j, "buckets", &v->tensor, 3);
		return;
	}
	json_double(j, "min", v->min);
	json_double(j, "max", v->max);
	json_double(j, "num", v->num);
	json_double(j, "sum", v->sum);
	json_double(j, "sum_squares", v->sum_squares);
	doubles(j, "limits", &v->bucket_limits);
	doubles(j, "counts", &v->buckets);
}

/* Prints the members that only values of this kind have. */
static void content(struct json *j, const tfe_value *v)
{
	switch (v->kind) {
	case TFE_KIND_SCALAR:
		scalar(j, v);
		break;
	case TFE_KIND_HISTOGRAM:
		histogram(j, v);
		break;
	case TFE_KIND_IMAGE:
		json_int(j, "width", v->width);
		json_int(j, "height", v->height);
		blobs(j, v);
		break;
	case TFE_KIND_AUDIO:
		if (v->tensor.dtype == 0)
			json_double(j, "sample_rate", v->sample_rate);
		blobs(j, v);
		labels(j, v);
		break;
	case TFE_KIND_TEXT:
		shape(j, &v->tensor);
		strings(j, v);
		break;
	case TFE_KIND_TENSOR:
		tensor(j, v);
		break;
	case TFE_KIND_GRAPH:
		blobs(j, v);
		graph_nodes_json(j, v, TFE_GRAPH_FORM_GRAPH_DEF);
		break;
	case TFE_KIND_META_GRAPH:
		blobs(j, v);
		graph_nodes_json(j, v, TFE_GRAPH_FORM_META_GRAPH_DEF);
		break;
	case TFE_KIND_RUN_METADATA:
		blobs(j, v);
		break;
	case TFE_KIND_SESSION_LOG:
		json_int(j, "status", v->status);
		break;
	case TFE_KIND_FILE_VERSION:
		bytes_member(j, "version", v->text);
		break;
	case TFE_KIND_EMPTY:
	case TFE_KIND_LOG_MESSAGE:
	case TFE_KIND_OLD_HISTOGRAM:
		break;
	}
}

/* Returns whether values of this kind have a tag, which may be empty. */
static bool has_tag(tfe_kind kind)
{
	return kind != TFE_KIND_FILE_VERSION && kind != TFE_KIND_SESSION_LOG &&
	       kind != TFE_KIND_LOG_MESSAGE;
}

static void print_value(struct out *out, const struct event_file *file, const tfe_event *event,
			const tfe_value *v)
{
	struct json j = {.out = out};
	json_begin(&j, NULL);
	json_text(&j, "run", file->run);
	json_int(&j, "step", event->step);
	json_double(&j, "wall_time", event->wall_time);
	if (has_tag(v->kind))
		bytes_member(&j, "tag", v->tag);
	if (v->has_metadata)
		metadata(&j, &v->metadata);
	json_text(&j, "kind", tfe_kind_name(v->kind));
	content(&j, v);
	plugin_content_json(&j, v);
	json_end_line(&j);
}

static void print_gap(struct out *out, const struct event_file *file, const tfe_gap *gap,
		      bool truncated)
{
	struct json j = {.out = out};
	json_begin(&j, NULL);
	json_text(&j, "run", file->run);
	json_text(&j, "file", file->name);
	json_text(&j, "kind", "error");
	json_uint(&j, "offset", gap->offset);
	json_text(&j, "error", truncated ? "truncated" : "corrupt");
	if (gap->framing)
		json_uint(&j, "skipped", gap->bytes);
	json_end_line(&j);
}

const struct listing json_listing = {print_value, print_gap};
