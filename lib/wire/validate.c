/* wire: validates that the bytes of a record are an event, with the same result as TensorBoard's
 * own parser. */
#include "wire/validate.h"

#include "base/utf8.h"
#include "wire/walk.h"

/* How a field of a known message is validated. */
enum form {
	PLAIN, /* unknown field, number or bytes: skipping it finds every error */
	TEXT,  /* UTF-8 */
	MESSAGE,
	VARINTS, /* list of numbers, packed or not */
	FIXED32S,
	FIXED64S
};

enum message {
	EVENT,
	SUMMARY,
	VALUE,
	METADATA,
	PLUGIN_DATA,
	IMAGE,
	AUDIO,
	HISTOGRAM,
	TENSOR,
	SHAPE,
	DIM,
	RESOURCE,
	DTYPE_AND_SHAPE,
	VARIANT,
	LOG_MESSAGE,
	SESSION_LOG,
	RUN_METADATA,
	SOURCE_METADATA,
	HPARAMS,
	HPARAMS_EXPERIMENT,
	HPARAMS_INFO,
	HPARAMS_METRIC,
	HPARAMS_METRIC_NAME,
	HPARAMS_START,
	HPARAMS_ENTRY,
	HPARAMS_VALUE,
	HPARAMS_STRUCT,
	HPARAMS_LIST,
	MESSAGES
};

enum { FIELDS = 18 };

struct rule {
	uint8_t form, message;
};

/* The fields by number; all others are PLAIN. They follow TensorFlow's event.proto, summary.proto,
 * histogram.proto, tensor.proto, tensor_shape.proto and resource_handle.proto; for hyperparameters
 * TensorBoard's plugin_data.proto and api.proto, and protobuf's struct.proto. */
static const struct rule rules[MESSAGES][FIELDS] = {
	[EVENT] = {[3] = {TEXT, 0},
		   [5] = {MESSAGE, SUMMARY},
		   [6] = {MESSAGE, LOG_MESSAGE},
		   [7] = {MESSAGE, SESSION_LOG},
		   [8] = {MESSAGE, RUN_METADATA},
		   [10] = {MESSAGE, SOURCE_METADATA}},
	[SUMMARY] = {[1] = {MESSAGE, VALUE}},
	[VALUE] = {[1] = {TEXT, 0},
		   [4] = {MESSAGE, IMAGE},
		   [5] = {MESSAGE, HISTOGRAM},
		   [6] = {MESSAGE, AUDIO},
		   [7] = {TEXT, 0},
		   [8] = {MESSAGE, TENSOR},
		   [9] = {MESSAGE, METADATA}},
	[METADATA] = {[1] = {MESSAGE, PLUGIN_DATA}, [2] = {TEXT, 0}, [3] = {TEXT, 0}},
	[PLUGIN_DATA] = {[1] = {TEXT, 0}},
	[AUDIO] = {[5] = {TEXT, 0}},
	[HISTOGRAM] = {[6] = {FIXED64S, 0}, [7] = {FIXED64S, 0}},
	[TENSOR] = {[2] = {MESSAGE, SHAPE},
		    [5] = {FIXED32S, 0},
		    [6] = {FIXED64S, 0},
		    [7] = {VARINTS, 0},
		    [9] = {FIXED32S, 0},
		    [10] = {VARINTS, 0},
		    [11] = {VARINTS, 0},
		    [12] = {FIXED64S, 0},
		    [13] = {VARINTS, 0},
		    [14] = {MESSAGE, RESOURCE},
		    [15] = {MESSAGE, VARIANT},
		    [16] = {VARINTS, 0},
		    [17] = {VARINTS, 0}},
	[SHAPE] = {[2] = {MESSAGE, DIM}},
	[DIM] = {[2] = {TEXT, 0}},
	[RESOURCE] = {[1] = {TEXT, 0},
		      [2] = {TEXT, 0},
		      [3] = {TEXT, 0},
		      [5] = {TEXT, 0},
		      [6] = {MESSAGE, DTYPE_AND_SHAPE}},
	[DTYPE_AND_SHAPE] = {[2] = {MESSAGE, SHAPE}},
	[VARIANT] = {[1] = {TEXT, 0}, [3] = {MESSAGE, TENSOR}},
	[LOG_MESSAGE] = {[2] = {TEXT, 0}},
	[SESSION_LOG] = {[2] = {TEXT, 0}, [3] = {TEXT, 0}},
	[RUN_METADATA] = {[1] = {TEXT, 0}},
	[SOURCE_METADATA] = {[1] = {TEXT, 0}},
	[HPARAMS] = {[2] = {MESSAGE, HPARAMS_EXPERIMENT}, [3] = {MESSAGE, HPARAMS_START}},
	[HPARAMS_EXPERIMENT] = {[1] = {TEXT, 0},
				[2] = {TEXT, 0},
				[4] = {MESSAGE, HPARAMS_INFO},
				[5] = {MESSAGE, HPARAMS_METRIC},
				[6] = {TEXT, 0}},
	[HPARAMS_INFO] =
		{[1] = {TEXT, 0}, [2] = {TEXT, 0}, [3] = {TEXT, 0}, [5] = {MESSAGE, HPARAMS_LIST}},
	[HPARAMS_METRIC] = {[1] = {MESSAGE, HPARAMS_METRIC_NAME}, [3] = {TEXT, 0}, [4] = {TEXT, 0}},
	[HPARAMS_METRIC_NAME] = {[1] = {TEXT, 0}, [2] = {TEXT, 0}},
	[HPARAMS_START] =
		{[1] = {MESSAGE, HPARAMS_ENTRY}, [2] = {TEXT, 0}, [3] = {TEXT, 0}, [4] = {TEXT, 0}},
	[HPARAMS_ENTRY] = {[1] = {TEXT, 0}, [2] = {MESSAGE, HPARAMS_VALUE}},
	[HPARAMS_VALUE] =
		{[3] = {TEXT, 0}, [5] = {MESSAGE, HPARAMS_STRUCT}, [6] = {MESSAGE, HPARAMS_LIST}},
	[HPARAMS_STRUCT] = {[1] = {MESSAGE, HPARAMS_ENTRY}},
	[HPARAMS_LIST] = {[1] = {MESSAGE, HPARAMS_VALUE}},
};

static const char *const not_protobuf = "the data are not a protobuf message";

static const char *varints(const uint8_t *p, const uint8_t *end)
{
	while (p < end) {
		uint64_t v;
		p = tfe__get_varint(p, end, &v);
		if (!p)
			return "a packed list ends inside a number";
	}
	return NULL;
}

static const char *message(const uint8_t *p, const uint8_t *end, enum message m, int depth);

/* Validates the content of a known field; returns NULL or a reason. */
static const char *content(const uint8_t *p, size_t n, const struct rule *rule, int depth)
{
	switch (rule->form) {
	case TEXT:
		return tfe__utf8_valid(p, n) ? NULL : "a string is not UTF-8";
	case MESSAGE:
		if (depth < 1)
			return "messages are nested too deeply";
		return message(p, p + n, rule->message, depth - 1);
	case VARINTS:
		return varints(p, p + n);
	case FIXED32S:
		return n % 4 ? "a packed list ends inside a number" : NULL;
	case FIXED64S:
		return n % 8 ? "a packed list ends inside a number" : NULL;
	default:
		return NULL;
	}
}

static const char *message(const uint8_t *p, const uint8_t *end, enum message m, int depth)
{
	while (p < end) {
		uint32_t number;
		enum tfe__wire_type type;
		size_t n = 0;
		uint64_t v;
		p = tfe__get_tag(p, end, &number, &type);
		/* 0 is not a field number; upb, however, accepts it within a group */
		if (!p || !number)
			return not_protobuf;
		switch (type) {
		case TFE__VARINT:
			p = tfe__get_varint(p, end, &v);
			break;
		case TFE__FIXED64:
			p = end - p >= 8 ? p + 8 : NULL;
			break;
		case TFE__FIXED32:
			p = end - p >= 4 ? p + 4 : NULL;
			break;
		case TFE__START_GROUP:
			p = tfe__skip_group(p, end, number, depth);
			break;
		case TFE__END_GROUP:
			p = NULL;
			break;
		case TFE__LENGTH:
			p = tfe__get_length(p, end, &n);
			if (p && number < FIELDS) {
				const char *why = content(p, n, &rules[m][number], depth);
				if (why)
					return why;
			}
			p = p ? p + n : NULL;
			break;
		}
		if (!p)
			return not_protobuf;
	}
	return NULL;
}

const char *tfe__validate_event(const uint8_t *p, size_t n)
{
	return n ? message(p, p + n, EVENT, TFE__DEPTH) : NULL;
}

const char *tfe__validate_hparams(const uint8_t *p, size_t n)
{
	return n ? message(p, p + n, HPARAMS, TFE__DEPTH) : NULL;
}
