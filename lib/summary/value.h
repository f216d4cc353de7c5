/* summary: the wrapping of every summary: record, event, tag and metadata. */
#ifndef TFE_SUMMARY_VALUE_H
#define TFE_SUMMARY_VALUE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* The tag, step and time of a value. `display_name` and `description` may be NULL. */
struct tfe__value_header {
	const char *tag;
	size_t tag_bytes;
	double wall_time;
	uint64_t system_ns; /* the wall time if it is that of the system, otherwise 0 */
	int64_t step;
	const char *display_name, *description;
};

/* A record with an event that is being put. */
struct tfe__event {
	struct tfe__buf *buf;
	size_t record;
};

void tfe__event_begin(struct tfe__event *e, struct tfe__buf *buf, double wall_time, int64_t step);
void tfe__event_end(struct tfe__event *e);

/* A record with an event with a summary of one value that is being put. Between begin and end the
 * caller puts the fields of Summary.Value. */
struct tfe__value {
	struct tfe__event event;
	size_t summary, value;
	const struct tfe__value_header *header;
};

void tfe__value_begin(struct tfe__value *v, struct tfe__buf *buf,
		      const struct tfe__value_header *header);
/* Ends the value. `plugin` is NULL for values that TensorBoard identifies by their field; then
 * there is no content either. */
void tfe__value_end(struct tfe__value *v, const char *plugin, const struct tfe__buf *content);

/* Puts the SummaryMetadata of a value; `plugin` and `content` as above. */
void tfe__metadata_put(struct tfe__buf *b, const struct tfe__value_header *header,
		       const char *plugin, const struct tfe__buf *content);

/* Begins a TensorProto as field 8 of a value; the caller puts its contents and then calls
 * tfe__put_end. */
size_t tfe__tensor_begin(struct tfe__buf *b, int dtype, const int64_t *dims, size_t n_dims);

/* Puts a TensorShapeProto as field `field`; -1 is an unknown dimension. */
void tfe__shape_put(struct tfe__buf *b, uint32_t field, const int64_t *dims, size_t n_dims);

#endif
