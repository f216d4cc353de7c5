/* summary: the wrapping of every summary: record, event, tag and metadata. Field numbers are those
 * of proto/event.proto. */
#include "summary/value.h"

#include "wire/put.h"

void tfe__event_begin(struct tfe__event *e, struct tfe__buf *buf, double wall_time, int64_t step)
{
	e->buf = buf;
	e->record = tfe__put_record_begin(buf);
	tfe__put_double(buf, 1, wall_time);
	if (step)
		tfe__put_int(buf, 2, step);
}

void tfe__event_end(struct tfe__event *e)
{
	tfe__put_record_end(e->buf, e->record);
}

void tfe__value_begin(struct tfe__value *v, struct tfe__buf *buf,
		      const struct tfe__value_header *header)
{
	tfe__event_begin(&v->event, buf, header->wall_time, header->step);
	v->header = header;
	v->summary = tfe__put_begin(buf, 5);
	v->value = tfe__put_begin(buf, 1);
	tfe__put_bytes(buf, 1, header->tag, header->tag_bytes);
}

void tfe__metadata_put(struct tfe__buf *b, const struct tfe__value_header *header,
		       const char *plugin, const struct tfe__buf *content)
{
	size_t metadata = tfe__put_begin(b, 9);
	if (plugin) {
		size_t data = tfe__put_begin(b, 1);
		tfe__put_text(b, 1, plugin);
		if (content && content->size)
			tfe__put_bytes(b, 2, content->data, content->size);
		tfe__put_end(b, data);
	}
	if (header->display_name)
		tfe__put_text(b, 2, header->display_name);
	if (header->description)
		tfe__put_text(b, 3, header->description);
	tfe__put_end(b, metadata);
}

void tfe__value_end(struct tfe__value *v, const char *plugin, const struct tfe__buf *content)
{
	struct tfe__buf *b = v->event.buf;
	if (plugin || v->header->display_name || v->header->description)
		tfe__metadata_put(b, v->header, plugin, content);
	tfe__put_end(b, v->value);
	tfe__put_end(b, v->summary);
	tfe__event_end(&v->event);
}

void tfe__shape_put(struct tfe__buf *b, uint32_t field, const int64_t *dims, size_t n_dims)
{
	size_t shape = tfe__put_begin(b, field);
	for (size_t i = 0; i < n_dims; i++) {
		size_t dim = tfe__put_begin(b, 2);
		if (dims[i])
			tfe__put_int(b, 1, dims[i]);
		tfe__put_end(b, dim);
	}
	tfe__put_end(b, shape);
}

size_t tfe__tensor_begin(struct tfe__buf *b, int dtype, const int64_t *dims, size_t n_dims)
{
	size_t tensor = tfe__put_begin(b, 8);
	tfe__put_int(b, 1, dtype);
	tfe__shape_put(b, 2, dims, n_dims);
	return tensor;
}
