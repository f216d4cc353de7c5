/* Events and their values, decoded: views of the bytes of a record. */
#ifndef TFEVENTS_EVENT_H
#define TFEVENTS_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfevents/dtype.h>
#include <tfevents/kind.h>
#include <tfevents/status.h>

TFE_BEGIN_DECLS

/* A piece of memory that somebody else owns; may hold any byte, and no NUL ends it. */
typedef struct tfe_bytes {
	const uint8_t *data;
	size_t size;
} tfe_bytes;

/* One event of a file: what was logged at one step. An event is a view: it, and everything reached through it,
 * lives until its reader reads the next one or is closed. Nothing has to be released. */
typedef struct tfe_event {
	size_t size;
	double wall_time; /* seconds since 1970; may be anything, NaN too */
	int64_t step;
	uint64_t offset; /* where its record begins in the file */
	uint64_t bytes;  /* how long the record is there, frame and all */
	/* Private. */
	uint32_t what;
	bool done;
	tfe_bytes content;
	void *memory;
} tfe_event;

#define TFE_EVENT_INIT TFE_SIZED(tfe_event)

/* What a summary says of itself. All texts are UTF-8. */
typedef struct tfe_metadata {
	tfe_bytes plugin;  /* the plugin's name: "scalars", "images", ... */
	tfe_bytes content; /* for that plugin to read */
	tfe_bytes display_name;
	tfe_bytes description; /* Markdown */
	int32_t data_class;    /* 0 unknown, 1 scalar, 2 tensor, 3 blobs */
} tfe_metadata;

/* A tensor, its elements still as they are in the file: read them with tfe_elements. */
typedef struct tfe_tensor {
	int32_t dtype; /* a tfe_dtype, or a number of TensorFlow's that is none; 0 where a value is no tensor */
	size_t rank;
	const int64_t *dims; /* `rank` of them */
	uint64_t
		count; /* elements; of TFE_DTYPE_STRING those that are stored, else the product of dims */
	bool bad; /* the data do not fill the shape, or it is of no dtype that is listed here: no elements. A
	             single stored element fills a shape of up to a million, as TensorFlow writes constants */
	/* Private. */
	tfe_bytes message, content;
} tfe_tensor;

/* Numbers as they stand in the file, little-endian float64. */
typedef struct tfe_doubles {
	const uint8_t *data;
	size_t count;
} tfe_doubles;

/* One value of an event. Which fields mean something depends on its kind; the others are zero. */
typedef struct tfe_value {
	size_t size;
	tfe_kind kind;
	tfe_bytes tag; /* UTF-8. Of graphs, which have none, "__run_graph__" and "__meta_graph__" */
	tfe_bytes node_name;
	bool has_metadata;
	tfe_metadata metadata;
	/* TFE_KIND_SCALAR: the number, whatever it was written as. */
	double scalar;
	/* TFE_KIND_HISTOGRAM as TensorFlow 1 and torch write it; as TensorFlow 2 does, `tensor` has a row of left
	 * edge, right edge and count for each bucket. */
	double min, max, num, sum, sum_squares;
	tfe_doubles bucket_limits,
		buckets; /* right edges; counts; in a bad file not as many of each */
	/* TFE_KIND_IMAGE */
	int64_t width, height;
	/* TFE_KIND_AUDIO; 0 where the file itself must be asked */
	double sample_rate;
	/* TFE_KIND_SESSION_LOG: 1 start, 2 stop, 3 checkpoint */
	int32_t status;
	/* TFE_KIND_FILE_VERSION: the text. Blobs and texts in general come from tfe_blobs. */
	tfe_bytes text;
	/* Where the value was written as a tensor: as such, of any kind. */
	tfe_tensor tensor;
	/* Private. */
	tfe_bytes blob;
} tfe_value;

#define TFE_VALUE_INIT TFE_SIZED(tfe_value)

/* Takes the next value out of an event: one for each Summary.Value, one for any other content, none for an event
 * without. Returns TFE_E_NOTFOUND behind the last; TFE_E_NOMEM, the event then stays where it is. */
TFE_API TFE_MUST_CHECK tfe_status tfe_event_next(tfe_event *event, tfe_value *value);

/* What an element of a tensor of numbers is. */
typedef enum tfe_number_type {
	TFE_NUMBER_TYPE_FLOAT,
	TFE_NUMBER_TYPE_SIGNED,
	TFE_NUMBER_TYPE_UNSIGNED,
	TFE_NUMBER_TYPE_BOOL,
	TFE_NUMBER_TYPE_COMPLEX
} tfe_number_type;

/* One element of a tensor of numbers. */
typedef struct tfe_number {
	tfe_number_type type;
	double value;     /* the element, its real part, or the nearest double to an integer */
	double imaginary; /* of TFE_NUMBER_TYPE_COMPLEX */
	int64_t i;        /* exact, of TFE_NUMBER_TYPE_SIGNED; 0 or 1 of TFE_NUMBER_TYPE_BOOL */
	uint64_t u;       /* exact, of TFE_NUMBER_TYPE_UNSIGNED */
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

/* Begins at the first element. A bad tensor has none. */
TFE_API void tfe_elements_init(tfe_elements *elements, const tfe_tensor *tensor);

/* Takes the next one; false behind the last. Of TFE_DTYPE_STRING tensors use the second. */
TFE_API bool tfe_elements_next(tfe_elements *elements, tfe_number *number);
TFE_API bool tfe_elements_next_bytes(tfe_elements *elements, tfe_bytes *bytes);

/* A cursor over what a value holds in whole pieces. All fields are private. */
typedef struct tfe_blobs {
	tfe_elements elements;
	tfe_bytes single;
	uint64_t skip, stride;
} tfe_blobs;

/* Begins at the first: encoded pictures of TFE_KIND_IMAGE, sounds of TFE_KIND_AUDIO (without their labels), texts
 * of TFE_KIND_TEXT, the message of TFE_KIND_GRAPH, _META_GRAPH and _RUN_METADATA, elements of a TFE_DTYPE_STRING tensor.
 * Other kinds have none. */
TFE_API void tfe_blobs_init(tfe_blobs *blobs, const tfe_value *value);
TFE_API bool tfe_blobs_next(tfe_blobs *blobs, tfe_bytes *blob);

/* Number i of a list. */
TFE_API double tfe_doubles_at(const tfe_doubles *doubles, size_t i);

TFE_END_DECLS

#endif
