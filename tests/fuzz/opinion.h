/* For tests: compares the library's decoder of events with protobuf-c. */
#ifndef TESTS_FUZZ_OPINION_H
#define TESTS_FUZZ_OPINION_H

#include <stdlib.h>
#include <string.h>

#include "event.pb-c.h"

#include "fuzz/elements.h"

#include "wire/event.h"
#include "wire/validate.h"

#define AGREE(condition)                                                                           \
	do {                                                                                       \
		if (!(condition))                                                                  \
			return #condition;                                                         \
	} while (0)

static inline bool same_bytes(tfe_bytes a, ProtobufCBinaryData b)
{
	return a.size == b.len && (!a.size || !memcmp(a.data, b.data, a.size));
}

/* Returns whether two doubles are equal, or both are NaN. */
static inline bool same_double(double a, double b)
{
	return a == b || (a != a && b != b);
}

static inline bool same_doubles(const tfe_doubles *a, size_t n, const double *b)
{
	bool same = a->count == n;
	for (size_t i = 0; same && i < n; i++)
		same = same_double(tfe_doubles_at(a, i), b[i]);
	return same;
}

static inline const char *compare_tensors(const tfe_tensor *t, const Tfe__Pb__TensorProto *want)
{
	tfe_elements cursor;
	tfe_number number;
	tfe_bytes bytes;
	AGREE(t->dtype == want->dtype);
	AGREE(t->rank == (want->tensor_shape ? want->tensor_shape->n_dim : 0));
	for (size_t i = 0; i < t->rank; i++)
		AGREE(t->dims[i] == want->tensor_shape->dim[i]->size);
	tfe_elements_init(&cursor, t);
	if (t->dtype == TFE_DTYPE_STRING) {
		AGREE(t->count == want->n_string_val);
		for (size_t i = 0; i < want->n_string_val; i++)
			AGREE(tfe_elements_next_bytes(&cursor, &bytes) &&
			      same_bytes(bytes, want->string_val[i]));
		AGREE(!tfe_elements_next_bytes(&cursor, &bytes));
		return NULL;
	}
	size_t i = 0;
	tfe_number last = {0};
	for (; tfe_elements_next(&cursor, &number); i++) {
		element_of(want, i, &last);
		AGREE(same_double(number.value, last.value));
		AGREE(same_double(number.imaginary, last.imaginary));
		AGREE(number.i == last.i && number.u == last.u);
	}
	AGREE(i == (t->bad ? 0 : t->count));
	return NULL;
}

static inline const char *compare_metadata(const tfe_value *v, const Tfe__Pb__SummaryMetadata *m)
{
	AGREE(v->has_metadata == (m != NULL));
	if (!m)
		return NULL;
	AGREE(same_bytes(v->metadata.display_name, m->display_name));
	AGREE(same_bytes(v->metadata.description, m->summary_description));
	AGREE(v->metadata.data_class == m->data_class);
	if (m->plugin_data) {
		AGREE(same_bytes(v->metadata.plugin, m->plugin_data->plugin_name));
		AGREE(same_bytes(v->metadata.content, m->plugin_data->content));
	}
	return NULL;
}

static inline const char *compare_values(const tfe_value *v, const Tfe__Pb__Summary__Value *want)
{
	tfe_blobs blobs;
	tfe_bytes blob = {0};
	AGREE(same_bytes(v->tag, want->tag));
	AGREE(same_bytes(v->node_name, want->node_name));
	const char *why = compare_metadata(v, want->metadata);
	if (why)
		return why;
	tfe_blobs_init(&blobs, v);
	switch (want->value_case) {
	case TFE__PB__SUMMARY__VALUE__VALUE_SIMPLE_VALUE:
		AGREE(v->kind == TFE_KIND_SCALAR &&
		      same_double(v->scalar, (double)want->simple_value));
		return NULL;
	case TFE__PB__SUMMARY__VALUE__VALUE_OBSOLETE_OLD_STYLE_HISTOGRAM:
		AGREE(v->kind == TFE_KIND_OLD_HISTOGRAM);
		return NULL;
	case TFE__PB__SUMMARY__VALUE__VALUE_IMAGE:
		AGREE(v->kind == TFE_KIND_IMAGE && v->width == want->image->width &&
		      v->height == want->image->height);
		AGREE(tfe_blobs_next(&blobs, &blob) &&
		      same_bytes(blob, want->image->encoded_image_string));
		return NULL;
	case TFE__PB__SUMMARY__VALUE__VALUE_AUDIO:
		AGREE(v->kind == TFE_KIND_AUDIO &&
		      same_double(v->sample_rate, (double)want->audio->sample_rate));
		AGREE(tfe_blobs_next(&blobs, &blob) &&
		      same_bytes(blob, want->audio->encoded_audio_string));
		return NULL;
	case TFE__PB__SUMMARY__VALUE__VALUE_HISTO:
		AGREE(v->kind == TFE_KIND_HISTOGRAM && same_double(v->min, want->histo->min) &&
		      same_double(v->max, want->histo->max) &&
		      same_double(v->num, want->histo->num) &&
		      same_double(v->sum, want->histo->sum) &&
		      same_double(v->sum_squares, want->histo->sum_squares));
		AGREE(same_doubles(&v->bucket_limits, want->histo->n_bucket_limit,
				   want->histo->bucket_limit));
		AGREE(same_doubles(&v->buckets, want->histo->n_bucket, want->histo->bucket));
		return NULL;
	case TFE__PB__SUMMARY__VALUE__VALUE_TENSOR:
		return compare_tensors(&v->tensor, want->tensor);
	default:
		AGREE(v->kind == TFE_KIND_EMPTY);
		return NULL;
	}
}

static inline const char *compare_events(tfe_event *e, const Tfe__Pb__Event *want)
{
	tfe_value v = TFE_VALUE_INIT;
	AGREE(same_double(e->wall_time, want->wall_time));
	AGREE(e->step == want->step);
	if (want->what_case == TFE__PB__EVENT__WHAT_SUMMARY) {
		for (size_t i = 0; i < want->summary->n_value; i++) {
			AGREE(!tfe_event_next(e, &v));
			const char *why = compare_values(&v, want->summary->value[i]);
			if (why)
				return why;
		}
	} else if (want->what_case) {
		AGREE(!tfe_event_next(e, &v));
		if (want->what_case == TFE__PB__EVENT__WHAT_FILE_VERSION)
			AGREE(same_bytes(v.text, want->file_version));
		if (want->what_case == TFE__PB__EVENT__WHAT_GRAPH_DEF)
			AGREE(v.kind == TFE_KIND_GRAPH && same_bytes(v.blob, want->graph_def));
		if (want->what_case == TFE__PB__EVENT__WHAT_SESSION_LOG)
			AGREE(v.status == want->session_log->status);
		if (want->what_case == TFE__PB__EVENT__WHAT_TAGGED_RUN_METADATA)
			AGREE(same_bytes(v.tag, want->tagged_run_metadata->tag) &&
			      same_bytes(v.blob, want->tagged_run_metadata->run_metadata));
	}
	AGREE(tfe_event_next(e, &v) == TFE_E_NOTFOUND);
	return NULL;
}

/* Returns whether protobuf-c would encode the event as these bytes. Only then it can judge them,
 * because it does not merge messages as protobuf requires and does not support groups. */
static inline bool is_canonical(const Tfe__Pb__Event *e, const uint8_t *p, size_t n)
{
	if (tfe__pb__event__get_packed_size(e) != n)
		return false;
	uint8_t *again = malloc(n ? n : 1);
	bool same = again && tfe__pb__event__pack(e, again) == n && !memcmp(again, p, n);
	free(again);
	return same;
}

/* Returns NULL if the decoders agree, otherwise the property that is violated. *judged counts the
 * events that protobuf-c judged. */
static inline const char *second_opinion(const uint8_t *p, size_t n, size_t *judged)
{
	struct tfe__arena arena;
	tfe_event event = TFE_EVENT_INIT;
	if (tfe__validate_event(p, n))
		return NULL;
	const char *why = NULL;
	tfe__arena_init(&arena, NULL, 0);
	if (tfe__event_decode(&arena, p, n, &event))
		why = "decode";
	Tfe__Pb__Event *e = why ? NULL : tfe__pb__event__unpack(NULL, n, p);
	if (e && is_canonical(e, p, n)) {
		++*judged;
		why = compare_events(&event, e);
	}
	tfe__pb__event__free_unpacked(e, NULL);
	tfe__arena_release(&arena);
	return why;
}

#endif
