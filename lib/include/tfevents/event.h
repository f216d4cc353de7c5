/* Decoded events and their values: views of the bytes of a record. The messages are those of
 * proto/event.proto. */
#ifndef TFEVENTS_EVENT_H
#define TFEVENTS_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/dtype.h>
#include <tfevents/kind.h>
#include <tfevents/status.h>

TFE_BEGIN_DECLS

/* Borrowed memory. It may contain any byte and is not terminated by NUL. */
typedef struct tfe_bytes {
	const uint8_t *data;
	size_t size;
} tfe_bytes;

/* One event of a file: the values logged at one step. Ownership: an event is a view; it, and
 * everything reached through it, is valid until its reader reads the next event or is closed.
 * Nothing has to be released. */
typedef struct tfe_event {
	size_t size;
	double wall_time; /* seconds since 1970, as written; may be NaN */
	int64_t step;
	uint64_t offset; /* byte offset of its record in the file */
	uint64_t bytes;  /* size of the record in the file, frame included */
	/* Private. */
	uint32_t what;
	bool done;
	tfe_bytes content;
	void *memory;
} tfe_event;

#define TFE_EVENT_INIT TFE_SIZED(tfe_event)

/* The metadata of a summary (SummaryMetadata). All texts are UTF-8. */
typedef struct tfe_metadata {
	tfe_bytes plugin;  /* name of the plugin: "scalars", "images", ... */
	tfe_bytes content; /* content defined by that plugin */
	tfe_bytes display_name;
	tfe_bytes description; /* Markdown */
	int32_t data_class;    /* 0 unknown, 1 scalar, 2 tensor, 3 blobs */
} tfe_metadata;

/* A tensor. Its elements are still encoded; tfe_elements decodes them. */
typedef struct tfe_tensor {
	int32_t dtype; /* a tfe_dtype or another number of TensorFlow; 0: the value is no tensor */
	size_t rank;
	const int64_t *dims; /* `rank` dimensions */
	/* Number of elements: of TFE_DTYPE_STRING the stored ones, else the product of dims. */
	uint64_t count;
	/* The data do not match the shape, or the type is not listed in dtype.h: the tensor has no
	 * elements. A single stored element fills a shape of up to 2^20 elements, as TensorFlow
	 * writes constants. */
	bool bad;
	/* Private. */
	tfe_bytes message, content;
} tfe_tensor;

/* A list of numbers in the file: little-endian float64. */
typedef struct tfe_doubles {
	const uint8_t *data;
	size_t count;
} tfe_doubles;

/* One value of an event. Its kind decides which fields have a meaning; all others are zero. */
typedef struct tfe_value {
	size_t size;
	tfe_kind kind;
	tfe_bytes tag; /* UTF-8; graphs have no tag and get "__run_graph__" or "__meta_graph__" */
	tfe_bytes node_name;
	bool has_metadata;
	tfe_metadata metadata;
	/* TFE_KIND_SCALAR: the number, converted from any type. */
	double scalar;
	/* TFE_KIND_HISTOGRAM in the format of TensorFlow 1 and torch (v1). In the format of
	 * TensorFlow 2 (v2), `tensor` has a row of left edge, right edge and count for each
	 * bucket. */
	double min, max, num, sum, sum_squares;
	tfe_doubles bucket_limits,
		buckets; /* Right edges and counts; their numbers differ in a damaged file. */
	/* TFE_KIND_IMAGE */
	int64_t width, height;
	/* TFE_KIND_AUDIO: in Hz; 0: not stored, only the encoded sound contains it. */
	double sample_rate;
	/* TFE_KIND_SESSION_LOG: 1 start, 2 stop, 3 checkpoint */
	int32_t status;
	/* TFE_KIND_FILE_VERSION: the text. Other texts and blobs are read with tfe_blobs. */
	tfe_bytes text;
	/* The tensor of a value that was written as one, of any kind. */
	tfe_tensor tensor;
	/* Private. */
	tfe_bytes blob;
} tfe_value;

#define TFE_VALUE_INIT TFE_SIZED(tfe_value)

/* Gets the next value of an event: one for each Summary.Value, one for any other content, none for
 * an event without content. Returns TFE_E_NOTFOUND after the last value, or TFE_E_NOMEM; the event
 * is then unchanged. Ownership: see tfe_event. Threads: those of the reader. */
TFE_API TFE_MUST_CHECK tfe_status tfe_event_next(tfe_event *event, tfe_value *value);

/* The type of an element of a numeric tensor. */
typedef enum tfe_number_type {
	TFE_NUMBER_TYPE_FLOAT,
	TFE_NUMBER_TYPE_SIGNED,
	TFE_NUMBER_TYPE_UNSIGNED,
	TFE_NUMBER_TYPE_BOOL,
	TFE_NUMBER_TYPE_COMPLEX
} tfe_number_type;

/* One element of a numeric tensor. */
typedef struct tfe_number {
	tfe_number_type type;
	double value;     /* the element, its real part, or the float64 nearest to an integer */
	double imaginary; /* imaginary part of TFE_NUMBER_TYPE_COMPLEX */
	/* Exact value of TFE_NUMBER_TYPE_SIGNED; 0 or 1 for TFE_NUMBER_TYPE_BOOL. */
	int64_t i;
	uint64_t u; /* exact value of TFE_NUMBER_TYPE_UNSIGNED */
} tfe_number;

/* A cursor over the elements of a tensor, in row-major order. All fields are private. */
typedef struct tfe_elements {
	tfe_tensor tensor;
	uint64_t left;
	const uint8_t *next, *end;           /* in the message */
	const uint8_t *list_next, *list_end; /* in a packed list */
	uint32_t type;
	tfe_number last;
} tfe_elements;

/* Starts before the first element. A bad tensor has none. */
TFE_API void tfe_elements_init(tfe_elements *elements, const tfe_tensor *tensor);

/* Gets the next element; tfe_elements_next_bytes is for TFE_DTYPE_STRING tensors. Returns false
 * after the last one. Ownership: *bytes is valid as long as the event. */
TFE_API bool tfe_elements_next(tfe_elements *elements, tfe_number *number);
TFE_API bool tfe_elements_next_bytes(tfe_elements *elements, tfe_bytes *bytes);

/* A cursor over the blobs of a value: bytes that are decoded by other libraries. All fields are
 * private. */
typedef struct tfe_blobs {
	tfe_elements elements;
	tfe_bytes single;
	uint64_t skip, stride;
} tfe_blobs;

/* Starts before the first blob. The blobs are the encoded pictures of TFE_KIND_IMAGE, the encoded
 * sounds of TFE_KIND_AUDIO (without their labels), the texts of TFE_KIND_TEXT, the messages of
 * TFE_KIND_GRAPH, _META_GRAPH and _RUN_METADATA, and the elements of a TFE_DTYPE_STRING tensor.
 * Other kinds have no blobs. tfe_blobs_next returns false after the last one. */
TFE_API void tfe_blobs_init(tfe_blobs *blobs, const tfe_value *value);
TFE_API bool tfe_blobs_next(tfe_blobs *blobs, tfe_bytes *blob);

/* The i-th number of a list (i < doubles->count). */
TFE_API double tfe_doubles_at(const tfe_doubles *doubles, size_t i);

TFE_END_DECLS

#endif
