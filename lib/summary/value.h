/* summary: what every summary is wrapped in: record, event, tag and metadata. */
#ifndef TFE_SUMMARY_VALUE_H
#define TFE_SUMMARY_VALUE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* What precedes the data of a value: tag, wall time, step. `display_name` and `description` may be NULL. */
struct tfe__value_header {
	const char *tag;
	size_t tag_bytes;
	double wall_time;
	int64_t step;
	const char *display_name, *description;
};

/* A record with an event, in the course of being put. */
struct tfe__event {
	struct tfe__buf *buf;
	size_t record;
};

void tfe__event_begin(struct tfe__event *e, struct tfe__buf *buf, double wall_time, int64_t step);
void tfe__event_end(struct tfe__event *e);

/* A record with an event with a summary of one value, in the course of being put. Between begin and end go the fields
 * of Summary.Value that hold it. */
struct tfe__value {
	struct tfe__event event;
	size_t summary, value;
	const struct tfe__value_header *header;
};

void tfe__value_begin(struct tfe__value *v, struct tfe__buf *buf,
		      const struct tfe__value_header *header);
/* `plugin` is NULL for values that TensorBoard knows by their field, and has no content where that is NULL. */
void tfe__value_end(struct tfe__value *v, const char *plugin, const struct tfe__buf *content);

/* The first fields of a TensorProto, after which come its contents: field 8 of a value is begun, and ended by
 * tfe__put_end. */
size_t tfe__tensor_begin(struct tfe__buf *b, int dtype, const int64_t *dims, size_t n_dims);

/* A TensorShapeProto as field `field`; -1 for a dimension that is not known. */
void tfe__shape_put(struct tfe__buf *b, uint32_t field, const int64_t *dims, size_t n_dims);

#endif
