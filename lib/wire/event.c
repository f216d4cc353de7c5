/* wire: decodes the bytes of a record to an event and its values.
 *
 * Repeated and misplaced fields are treated as in protobuf: of a scalar or string field that occurs
 * twice, the last one wins; the bytes of a message that occurs twice are concatenated, which merges
 * the two; of a oneof, the last member wins and earlier members are discarded; a field with another
 * wire type is skipped. */
#include "wire/event.h"

#include <string.h>

#include "base/checked.h"
#include "base/le.h"
#include "base/options.h"
#include "base/sized.h"
#include "wire/message_merge.h"
#include "wire/tensor.h"
#include "wire/validate.h"
#include "wire/walk.h"

/* Field numbers of Event.what. */
enum {
	FILE_VERSION = TFE__EVENT_FILE_VERSION,
	GRAPH_DEF = 4,
	SUMMARY = 5,
	LOG_MESSAGE = 6,
	SESSION_LOG = 7,
	RUN_METADATA = 8,
	META_GRAPH_DEF = 9
};

/* Field numbers of Summary.Value.value. */
enum { SIMPLE_VALUE = 2, OLD_HISTOGRAM = 3, IMAGE = 4, HISTOGRAM = 5, AUDIO = 6, TENSOR = 8 };

static tfe_bytes content_of(const struct tfe__field *f)
{
	return (tfe_bytes){f->data, f->size};
}

static float as_float(uint64_t bits)
{
	uint32_t b = (uint32_t)bits;
	float f;
	memcpy(&f, &b, sizeof f);
	return f;
}

static double as_double(uint64_t bits)
{
	double d;
	memcpy(&d, &bits, sizeof d);
	return d;
}

tfe_status tfe__event_decode(struct tfe__arena *arena, const uint8_t *p, size_t n, tfe_event *event)
{
	tfe__arena_reset(arena);
	/* A byte may be copied into the arena up to four times (as part of a summary, a tensor, its
	 * shape, and a dimension), each time with up to four bytes because capacities double. The
	 * same again covers the unused ends of blocks. */
	size_t limit;
	arena->limit_bytes =
		tfe__mul_overflows(n, 32, &limit) || tfe__add_overflows(limit, 65536, &limit)
			? SIZE_MAX
			: limit;
	*event = (tfe_event){.size = sizeof *event, .memory = arena};
	struct tfe__merged content = {0};
	struct tfe__field f;
	const uint8_t *end = p + n;
	while (tfe__next_field(&p, end, &f)) {
		if (f.number == 1 && f.type == TFE__FIXED64) {
			event->wall_time = as_double(f.value);
		} else if (f.number == 2 && f.type == TFE__VARINT) {
			event->step = (int64_t)f.value;
		} else if (f.number >= FILE_VERSION && f.number <= META_GRAPH_DEF &&
			   f.type == TFE__LENGTH) {
			bool is_message = f.number >= SUMMARY && f.number <= RUN_METADATA;
			if (event->what != f.number || !is_message)
				content = (struct tfe__merged){0};
			event->what = f.number;
			tfe_status status = tfe__merge(arena, &content, f.data, f.size);
			if (status)
				return status;
		}
	}
	event->content = content.bytes;
	event->done = !event->what;
	return TFE_OK;
}

bool tfe__is_event(const uint8_t *p, size_t n)
{
	const uint8_t *end = p + n;
	struct tfe__field f;
	if (tfe__validate_event(p, n))
		return false;
	while (tfe__next_field(&p, end, &f)) {
		bool is_time = f.number == 1 && f.type == TFE__FIXED64 && f.value;
		bool is_content = f.number >= FILE_VERSION && f.number <= META_GRAPH_DEF &&
				  f.type == TFE__LENGTH;
		if (is_time || is_content)
			return true;
	}
	return false;
}

static tfe_status decode_metadata(struct tfe__arena *arena, tfe_bytes message, tfe_metadata *m)
{
	struct tfe__merged plugin = {0};
	struct tfe__field f;
	const uint8_t *p = message.data, *end = tfe__end(message);
	while (tfe__next_field(&p, end, &f)) {
		if (f.type == TFE__LENGTH && f.number == 1) {
			tfe_status status = tfe__merge(arena, &plugin, f.data, f.size);
			if (status)
				return status;
		} else if (f.type == TFE__LENGTH && f.number == 2) {
			m->display_name = content_of(&f);
		} else if (f.type == TFE__LENGTH && f.number == 3) {
			m->description = content_of(&f);
		} else if (f.type == TFE__VARINT && f.number == 4) {
			m->data_class = (int32_t)(uint32_t)f.value;
		}
	}
	for (p = plugin.bytes.data, end = tfe__end(plugin.bytes); tfe__next_field(&p, end, &f);) {
		if (f.type == TFE__LENGTH && f.number == 1)
			m->plugin = content_of(&f);
		else if (f.type == TFE__LENGTH && f.number == 2)
			m->content = content_of(&f);
	}
	return TFE_OK;
}

/* Decodes a list of doubles: borrowed if it is one packed field, otherwise merged in the arena. */
static tfe_status add_doubles(struct tfe__arena *arena, struct tfe__merged *m,
			      const struct tfe__field *f)
{
	if (f->type == TFE__LENGTH)
		return tfe__merge(arena, m, f->data, f->size);
	return f->type == TFE__FIXED64 ? tfe__merge(arena, m, f->data, 8) : TFE_OK;
}

static tfe_status decode_histogram(struct tfe__arena *arena, tfe_bytes message, tfe_value *v)
{
	double *const plain[] = {NULL, &v->min, &v->max, &v->num, &v->sum, &v->sum_squares};
	struct tfe__merged limits = {0}, buckets = {0};
	struct tfe__field f;
	const uint8_t *p = message.data, *end = tfe__end(message);
	while (tfe__next_field(&p, end, &f)) {
		tfe_status status = TFE_OK;
		if (f.number <= 5 && f.type == TFE__FIXED64)
			*plain[f.number] = as_double(f.value);
		else if (f.number == 6)
			status = add_doubles(arena, &limits, &f);
		else if (f.number == 7)
			status = add_doubles(arena, &buckets, &f);
		if (status)
			return status;
	}
	v->kind = TFE_KIND_HISTOGRAM;
	v->bucket_limits = (tfe_doubles){limits.bytes.data, limits.bytes.size / 8};
	v->buckets = (tfe_doubles){buckets.bytes.data, buckets.bytes.size / 8};
	return TFE_OK;
}

static void decode_image(tfe_bytes message, tfe_value *v)
{
	struct tfe__field f;
	const uint8_t *p = message.data, *end = tfe__end(message);
	v->kind = TFE_KIND_IMAGE;
	while (tfe__next_field(&p, end, &f)) {
		if (f.type == TFE__VARINT && f.number == 1)
			v->height = (int32_t)(uint32_t)f.value;
		else if (f.type == TFE__VARINT && f.number == 2)
			v->width = (int32_t)(uint32_t)f.value;
		else if (f.type == TFE__LENGTH && f.number == 4)
			v->blob = content_of(&f);
	}
}

static void decode_audio(tfe_bytes message, tfe_value *v)
{
	struct tfe__field f;
	const uint8_t *p = message.data, *end = tfe__end(message);
	v->kind = TFE_KIND_AUDIO;
	while (tfe__next_field(&p, end, &f)) {
		if (f.type == TFE__FIXED32 && f.number == 1)
			v->sample_rate = (double)as_float(f.value);
		else if (f.type == TFE__LENGTH && f.number == 4)
			v->blob = content_of(&f);
	}
}

static bool is(tfe_bytes b, const char *text)
{
	return b.size == strlen(text) && !memcmp(b.data, text, b.size);
}

/* Parses an integer as TensorFlow writes the size of an image: a decimal string. */
static int64_t decimal(tfe_bytes text)
{
	int64_t n = 0;
	for (size_t i = 0; i < text.size && text.data[i] >= '0' && text.data[i] <= '9'; i++) {
		if (n > (INT64_MAX - 9) / 10)
			return n;
		n = n * 10 + (text.data[i] - '0');
	}
	return n;
}

/* Sets the kind of a string tensor by its plugin. */
static void classify_strings(tfe_value *v)
{
	if (is(v->metadata.plugin, "images") && v->tensor.count >= 2) {
		tfe_elements e;
		tfe_bytes width = {0}, height = {0};
		tfe_elements_init(&e, &v->tensor);
		if (tfe_elements_next_bytes(&e, &width))
			v->width = decimal(width);
		if (tfe_elements_next_bytes(&e, &height))
			v->height = decimal(height);
		v->kind = TFE_KIND_IMAGE;
	} else if (is(v->metadata.plugin, "audio")) {
		v->kind = TFE_KIND_AUDIO;
	} else if (is(v->metadata.plugin, "text")) {
		v->kind = TFE_KIND_TEXT;
	}
}

static tfe_status decode_tensor(struct tfe__arena *arena, tfe_bytes message, tfe_value *v)
{
	tfe_status status = tfe__tensor_decode(arena, message, &v->tensor);
	if (status)
		return status;
	const tfe_tensor *t = &v->tensor;
	v->kind = TFE_KIND_TENSOR;
	if (t->dtype == TFE_DTYPE_STRING) {
		classify_strings(v);
	} else if (tfe__tensor_is_scalar(t) && is(v->metadata.plugin, "scalars")) {
		tfe_elements e;
		tfe_number number;
		tfe_elements_init(&e, t);
		if (tfe_elements_next(&e, &number)) {
			v->scalar = number.value;
			v->kind = TFE_KIND_SCALAR;
		}
	} else if (!t->bad && t->rank == 2 && t->dims[1] == 3 &&
		   is(v->metadata.plugin, "histograms")) {
		v->kind = TFE_KIND_HISTOGRAM;
	}
	return TFE_OK;
}

/* Decodes the oneof of a Value: member `which`, with its content merged into `message`. */
static tfe_status decode_content(struct tfe__arena *arena, uint32_t which, tfe_bytes message,
				 tfe_value *v)
{
	switch (which) {
	case SIMPLE_VALUE:
		v->kind = TFE_KIND_SCALAR;
		return TFE_OK;
	case OLD_HISTOGRAM:
		v->kind = TFE_KIND_OLD_HISTOGRAM;
		return TFE_OK;
	case IMAGE:
		decode_image(message, v);
		return TFE_OK;
	case HISTOGRAM:
		return decode_histogram(arena, message, v);
	case AUDIO:
		decode_audio(message, v);
		return TFE_OK;
	case TENSOR:
		return decode_tensor(arena, message, v);
	default:
		v->kind = TFE_KIND_EMPTY;
		return TFE_OK;
	}
}

static bool is_content(const struct tfe__field *f)
{
	if (f->number == SIMPLE_VALUE)
		return f->type == TFE__FIXED32;
	return f->type == TFE__LENGTH &&
	       ((f->number >= OLD_HISTOGRAM && f->number <= AUDIO) || f->number == TENSOR);
}

static tfe_status decode_value(struct tfe__arena *arena, tfe_bytes message, tfe_value *v)
{
	*v = (tfe_value){.size = sizeof *v};
	struct tfe__merged content = {0}, metadata = {0};
	uint32_t which = 0;
	float simple = 0;
	struct tfe__field f;
	const uint8_t *p = message.data, *end = tfe__end(message);
	while (tfe__next_field(&p, end, &f)) {
		tfe_status status = TFE_OK;
		if (is_content(&f)) {
			if (which != f.number || f.number == OLD_HISTOGRAM)
				content = (struct tfe__merged){0};
			which = f.number;
			if (f.number == SIMPLE_VALUE)
				simple = as_float(f.value);
			else
				status = tfe__merge(arena, &content, f.data, f.size);
		} else if (f.type != TFE__LENGTH) {
			continue;
		} else if (f.number == 1) {
			v->tag = content_of(&f);
		} else if (f.number == 7) {
			v->node_name = content_of(&f);
		} else if (f.number == 9) {
			v->has_metadata = true;
			status = tfe__merge(arena, &metadata, f.data, f.size);
		}
		if (status)
			return status;
	}
	if (which == SIMPLE_VALUE)
		v->scalar = (double)simple;
	tfe_status status = decode_metadata(arena, metadata.bytes, &v->metadata);
	return status ? status : decode_content(arena, which, content.bytes, v);
}

static tfe_bytes literal(const char *text)
{
	return (tfe_bytes){(const uint8_t *)text, strlen(text)};
}

/* Decodes the single value of an event without a summary. */
static void decode_other(const tfe_event *event, tfe_value *v)
{
	struct tfe__field f;
	const uint8_t *p = event->content.data, *end = tfe__end(event->content);
	*v = (tfe_value){.size = sizeof *v, .blob = event->content};
	switch (event->what) {
	case FILE_VERSION:
		v->kind = TFE_KIND_FILE_VERSION;
		v->text = event->content;
		break;
	case GRAPH_DEF:
		v->kind = TFE_KIND_GRAPH;
		v->tag = literal("__run_graph__");
		break;
	case META_GRAPH_DEF:
		v->kind = TFE_KIND_META_GRAPH;
		v->tag = literal("__meta_graph__");
		break;
	case LOG_MESSAGE:
		v->kind = TFE_KIND_LOG_MESSAGE;
		break;
	case SESSION_LOG:
		v->kind = TFE_KIND_SESSION_LOG;
		while (tfe__next_field(&p, end, &f))
			if (f.number == 1 && f.type == TFE__VARINT)
				v->status = (int32_t)(uint32_t)f.value;
		break;
	case RUN_METADATA:
		v->kind = TFE_KIND_RUN_METADATA;
		v->blob = (tfe_bytes){0};
		while (tfe__next_field(&p, end, &f)) {
			if (f.number == 1 && f.type == TFE__LENGTH)
				v->tag = content_of(&f);
			else if (f.number == 2 && f.type == TFE__LENGTH)
				v->blob = content_of(&f);
		}
		break;
	}
}

tfe_status tfe__event_next(tfe_event *event, tfe_value *value)
{
	if (event->done || !event->memory) /* without memory no reader has filled it */
		return TFE_E_NOTFOUND;
	if (event->what != SUMMARY) {
		decode_other(event, value);
		event->done = true;
		return TFE_OK;
	}
	struct tfe__field f;
	const uint8_t *p = event->content.data, *end = tfe__end(event->content);
	while (tfe__next_field(&p, end, &f)) {
		tfe_status status = TFE_E_NOTFOUND;
		if (f.number == 1 && f.type == TFE__LENGTH)
			status = decode_value(event->memory, content_of(&f), value);
		if (status == TFE_E_NOMEM)
			return status;
		event->content = (tfe_bytes){p, (size_t)(end - p)};
		if (!status)
			return TFE_OK;
	}
	event->done = true;
	return TFE_E_NOTFOUND;
}

/* The same for a caller whose structs have another size than this library's. */
static tfe_status next_resized(tfe_event *event, tfe_value *value)
{
	tfe_event own_event;
	tfe_value own_value;
	if (!tfe__size_is_set(value) ||
	    tfe__options_copy(&own_event, sizeof own_event, event, "tfe_event", NULL))
		return TFE_E_ARG;
	tfe_status status = tfe__event_next(&own_event, &own_value);
	tfe__result_copy(event, &own_event, sizeof own_event);
	if (!status)
		tfe__result_copy(value, &own_value, sizeof own_value);
	return status;
}

tfe_status tfe_event_next(tfe_event *event, tfe_value *value)
{
	if (event->size == sizeof *event && value->size == sizeof *value)
		return tfe__event_next(event, value);
	return next_resized(event, value);
}

void tfe_blobs_init(tfe_blobs *blobs, const tfe_value *value)
{
	*blobs = (tfe_blobs){.single = value->blob, .stride = 1};
	if (value->tensor.dtype != TFE_DTYPE_STRING) {
		switch (value->kind) {
		case TFE_KIND_IMAGE:
		case TFE_KIND_AUDIO:
		case TFE_KIND_GRAPH:
		case TFE_KIND_META_GRAPH:
		case TFE_KIND_RUN_METADATA:
			if (!blobs->single.data)
				blobs->single = literal("");
			break;
		default:
			blobs->single = (tfe_bytes){0};
		}
		return;
	}
	tfe_elements_init(&blobs->elements, &value->tensor);
	if (value->kind == TFE_KIND_IMAGE)
		blobs->skip = 2; /* the first two strings are width and height */
	if (value->kind == TFE_KIND_AUDIO && value->tensor.rank == 2 && value->tensor.dims[1] > 1)
		blobs->stride = (uint64_t)value->tensor.dims[1]; /* a label follows each sound */
}

bool tfe_blobs_next(tfe_blobs *blobs, tfe_bytes *blob)
{
	if (blobs->single.data) {
		*blob = blobs->single;
		blobs->single.data = NULL;
		return true;
	}
	for (; blobs->skip; blobs->skip--)
		if (!tfe_elements_next_bytes(&blobs->elements, blob))
			return false;
	blobs->skip = blobs->stride - 1;
	return tfe_elements_next_bytes(&blobs->elements, blob);
}

double tfe_doubles_at(const tfe_doubles *doubles, size_t i)
{
	return tfe__le_double(doubles->data + 8 * i);
}
