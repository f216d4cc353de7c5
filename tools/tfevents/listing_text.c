/* tfevents dump: text for people, one line for each value of each event. */
#include <inttypes.h>
#include <string.h>

#include "common/format.h"
#include "common/number.h"
#include "tfevents/listing.h"

/* The number of bytes of a text that are shown. */
enum { MOST_TEXT = 60 };

static void number(struct out *out, double d)
{
	char text[NUMBER_BYTES];
	number_plain(text, d);
	out_text(out, text);
}

/* Prints all digits of an integer. */
static void scalar(struct out *out, const tfe_value *v)
{
	tfe_elements elements;
	tfe_number n = {.type = TFE_NUMBER_TYPE_FLOAT};
	tfe_elements_init(&elements, &v->tensor);
	if (v->tensor.dtype && !tfe_elements_next(&elements, &n))
		return;
	if (n.type == TFE_NUMBER_TYPE_SIGNED)
		out_format(out, "%" PRId64, n.i);
	else if (n.type == TFE_NUMBER_TYPE_UNSIGNED)
		out_format(out, "%" PRIu64, n.u);
	else
		number(out, v->scalar);
}

static void excerpt(struct out *out, tfe_bytes text)
{
	size_t n = text.size;
	if (n > MOST_TEXT)
		for (n = MOST_TEXT;
		     n && (text.data[n] & 0xc0) == 0x80;) /* does not divide a character */
			n--;
	out_text(out, "\"");
	out_visible(out, text.data, n);
	out_text(out, n < text.size ? "...\"" : "\"");
}

static void shape(struct out *out, const tfe_tensor *t)
{
	const char *name = tfe_dtype_name(t->dtype);
	out_text(out, name ? name : "unknown type");
	out_text(out, " [");
	for (size_t i = 0; i < t->rank; i++)
		out_format(out, "%s%" PRId64, i ? "," : "", t->dims[i]);
	out_text(out, t->bad ? "], bad: the data do not match the shape" : "]");
}

static void blobs(struct out *out, const tfe_value *v)
{
	tfe_blobs cursor;
	tfe_bytes b;
	const char *before = "";
	tfe_blobs_init(&cursor, v);
	while (tfe_blobs_next(&cursor, &b)) {
		out_format(out, "%s%zu %s", before, b.size, format_noun(b.size, "byte", "bytes"));
		before = ", ";
	}
}

static void texts(struct out *out, const tfe_value *v)
{
	tfe_blobs cursor;
	tfe_bytes b;
	const char *before = "";
	tfe_blobs_init(&cursor, v);
	while (tfe_blobs_next(&cursor, &b)) {
		out_text(out, before);
		excerpt(out, b);
		before = " ";
	}
}

static void histogram(struct out *out, const tfe_value *v)
{
	if (v->tensor.dtype) {
		out_format(out, "%" PRId64 " %s", v->tensor.dims[0],
			   format_noun((uint64_t)v->tensor.dims[0], "bucket", "buckets"));
		return;
	}
	number(out, v->num);
	out_text(out, v->num == 1 ? " value from " : " values from ");
	number(out, v->min);
	out_text(out, " to ");
	number(out, v->max);
	out_format(out, " in %zu %s", v->buckets.count,
		   format_noun(v->buckets.count, "bucket", "buckets"));
}

static const char *session(int32_t status)
{
	static const char *const words[] = {"unspecified", "start", "stop", "checkpoint"};
	return status >= 0 && status < 4 ? words[status] : "unknown";
}

static void content(struct out *out, const tfe_value *v)
{
	switch (v->kind) {
	case TFE_KIND_SCALAR:
		scalar(out, v);
		break;
	case TFE_KIND_HISTOGRAM:
		histogram(out, v);
		break;
	case TFE_KIND_IMAGE:
		out_format(out, "%" PRId64 "x%" PRId64 ", ", v->width, v->height);
		blobs(out, v);
		break;
	case TFE_KIND_TEXT:
		texts(out, v);
		break;
	case TFE_KIND_TENSOR:
		shape(out, &v->tensor);
		break;
	case TFE_KIND_AUDIO:
	case TFE_KIND_GRAPH:
	case TFE_KIND_META_GRAPH:
	case TFE_KIND_RUN_METADATA:
		blobs(out, v);
		break;
	case TFE_KIND_SESSION_LOG:
		out_text(out, session(v->status));
		break;
	case TFE_KIND_FILE_VERSION:
		excerpt(out, v->text);
		break;
	case TFE_KIND_EMPTY:
		if (v->metadata.plugin.size) {
			out_text(out, "for plugin ");
			excerpt(out, v->metadata.plugin);
		}
		break;
	case TFE_KIND_LOG_MESSAGE:
	case TFE_KIND_OLD_HISTOGRAM:
		break;
	}
}

static void print_value(struct out *out, const struct event_file *file, const tfe_event *event,
			const tfe_value *v)
{
	out_visible(out, file->run, strlen(file->run));
	out_format(out, "\t%" PRId64 "\t%s\t", event->step, tfe_kind_name(v->kind));
	out_visible(out, v->tag.data, v->tag.size);
	out_text(out, "\t");
	content(out, v);
	out_text(out, "\n");
}

static void print_gap(struct out *out, const struct event_file *file, const tfe_gap *gap,
		      bool truncated)
{
	out_visible(out, file->run, strlen(file->run));
	out_text(out, "\t\terror\t");
	out_visible(out, file->name, strlen(file->name));
	out_format(out, "\t%s: %" PRIu64 " %s at byte offset %" PRIu64 ", %s\n",
		   truncated ? "truncated" : "corrupt", gap->bytes,
		   format_noun(gap->bytes, "byte", "bytes"), gap->offset, gap->reason);
}

const struct listing text_listing = {print_value, print_gap};
