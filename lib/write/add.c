/* write: the adds: check, encode and queue the arguments in the calling thread. */
#include <string.h>

#include "base/alloc.h"
#include "base/noun.h"
#include "base/utf8.h"
#include "summary/confusion.h"
#include "summary/image.h"
#include "summary/summary_put.h"
#include "write/writer.h"

/* The maximum size of a record, below what readers accept. */
static const size_t record_limit = (size_t)1 << 30;

/* The state of one add. */
struct add {
	tfe_writer *writer;
	struct tfe__value_header header;
	struct tfe__buf buf;
	unsigned events;
	const char *wrong; /* the error message for a bad argument */
};

static void find_description(tfe_writer *w, struct tfe__value_header *header)
{
	if (!atomic_load_explicit(&w->described, memory_order_acquire))
		return;
	pthread_mutex_lock(&w->lock);
	size_t i = tfe__map_get(&w->descriptions_of, header->tag, header->tag_bytes);
	if (i != TFE__MAP_NONE) {
		header->display_name = w->descriptions[i].display_name;
		header->description = w->descriptions[i].description;
	}
	pthread_mutex_unlock(&w->lock);
}

/* Checks a tag and stores its length in *bytes. */
static tfe_status check_tag(tfe_writer *w, const char *tag, size_t *bytes)
{
	if (!w)
		return TFE_E_ARG;
	if (!tag || !*tag)
		return tfe__writer_refuse(w, TFE_E_ARG, "the tag is empty");
	*bytes = strlen(tag);
	if (!tfe__utf8_valid((const uint8_t *)tag, *bytes))
		return tfe__writer_refuse(w, TFE_E_ARG, "the tag is not UTF-8");
	return TFE_OK;
}

static tfe_status fill_header(struct tfe__value_header *header, tfe_writer *w, const char *tag,
			      int64_t step)
{
	size_t bytes = 0;
	tfe_status status = check_tag(w, tag, &bytes);
	if (status)
		return status;
	*header = (struct tfe__value_header){.tag = tag, .tag_bytes = bytes, .step = step};
	header->wall_time = w->options.clock(w->options.clock_context);
	find_description(w, header);
	return TFE_OK;
}

static tfe_status begin(struct add *a, tfe_writer *w, const char *tag, int64_t step,
			const char *wrong)
{
	a->writer = w;
	a->events = 1;
	a->wrong = wrong;
	tfe__buf_init(&a->buf, w ? &w->allocator : NULL, record_limit);
	return fill_header(&a->header, w, tag, step);
}

/* Queues the encoded record if encoding succeeded. */
static tfe_status end(struct add *a, tfe_status status)
{
	if (!status)
		status = tfe__buf_status(&a->buf);
	if (status)
		tfe__writer_refuse(a->writer, status, "%s: %s", a->header.tag,
				   status == TFE_E_ARG ? a->wrong : tfe_status_text(status));
	else
		status = tfe__writer_push(a->writer, a->buf.data, a->buf.size, a->events);
	tfe__buf_release(&a->buf);
	return status;
}

static tfe_status add_scalar_tensor(tfe_writer *w, const struct tfe__value_header *header,
				    float value)
{
	struct add a = {.writer = w, .header = *header, .events = 1};
	tfe__buf_init(&a.buf, &w->allocator, record_limit);
	tfe__put_scalar_tensor(&a.buf, header, value);
	return end(&a, TFE_OK);
}

tfe_status tfe_writer_add_scalar(tfe_writer *w, const char *tag, int64_t step, double value)
{
	struct tfe__value_header header;
	tfe_status status = fill_header(&header, w, tag, step);
	if (status)
		return status;
	if (header.display_name || header.description)
		return add_scalar_tensor(w, &header, (float)value);
	uint8_t record[512], *p = record;
	size_t n = tfe__simple_value(p, sizeof record, &header, (float)value);
	if (n > sizeof record) {
		p = tfe__alloc(&w->allocator, n);
		if (!p)
			return tfe__writer_refuse(w, TFE_E_NOMEM, "out of memory");
		tfe__simple_value(p, n, &header, (float)value);
	}
	status = tfe__writer_push(w, p, n, 1);
	if (p != record)
		tfe__free(&w->allocator, p);
	return status;
}

tfe_status tfe_writer_add_histogram(tfe_writer *w, const char *tag, int64_t step,
				    const void *values, tfe_dtype dtype, size_t n)
{
	struct add a;
	tfe_status status =
		begin(&a, w, tag, step, "the values are missing or their type is not numeric");
	if (status)
		return status;
	tfe_histogram h;
	tfe_histogram_init(&h, &w->allocator);
	status = tfe_histogram_count(&h, values, dtype, n);
	if (!status)
		tfe__put_histogram(&a.buf, &a.header, &h);
	tfe_histogram_release(&h);
	return end(&a, status);
}

tfe_status tfe_writer_add_histogram_v2(tfe_writer *w, const char *tag, int64_t step,
				       const void *values, tfe_dtype dtype, size_t n,
				       size_t buckets)
{
	struct add a;
	tfe_status status =
		begin(&a, w, tag, step, "the values are missing or their type is not numeric");
	if (status)
		return status;
	tfe_histogram h;
	tfe_histogram_init(&h, &w->allocator);
	buckets = buckets ? buckets : 30;
	status = tfe_histogram_count_uniform(&h, values, dtype, n, buckets);
	if (!status)
		tfe__put_histogram_rows(&a.buf, &a.header, &h, buckets);
	tfe_histogram_release(&h);
	return end(&a, status);
}

tfe_status tfe_writer_add_histogram_counted(tfe_writer *w, const char *tag, int64_t step,
					    const tfe_histogram *histogram)
{
	struct add a;
	tfe_status status = begin(&a, w, tag, step, "the histogram or its rows are missing");
	if (status)
		return status;
	if (!histogram || (histogram->rows && !histogram->row))
		status = TFE_E_ARG;
	else
		tfe__put_histogram(&a.buf, &a.header, histogram);
	return end(&a, status);
}

tfe_status tfe_writer_add_text(tfe_writer *w, const char *tag, int64_t step, const char *text)
{
	struct add a;
	tfe_status status = begin(&a, w, tag, step, "the text is missing or not UTF-8");
	if (status)
		return status;
	if (!text || !tfe__utf8_valid((const uint8_t *)text, strlen(text)))
		status = TFE_E_ARG;
	else
		tfe__put_text_summary(&a.buf, &a.header, text);
	return end(&a, status);
}

tfe_status tfe_writer_add_images(tfe_writer *w, const char *tag, int64_t step,
				 const tfe_image *images, size_t n)
{
	struct add a;
	tfe_status status = begin(&a, w, tag, step,
				  "the images are missing or differ in size, or are not uint8 or "
				  "float32 with 1 to 4 channels");
	return status ? status : end(&a, tfe__put_images(&a.buf, &a.header, images, n));
}

static tfe_status check_confusion(tfe_writer *w, const char *tag, const struct tfe__confusion *m)
{
	if (m->classes < TFE__LEAST_CLASSES || m->classes > TFE__MOST_CLASSES)
		return tfe__writer_refuse(w, TFE_E_ARG, "%s: %zu %s, not %d to %d", tag, m->classes,
					  tfe__noun(m->classes, "class", "classes"),
					  TFE__LEAST_CLASSES, TFE__MOST_CLASSES);
	if (!m->counts)
		return tfe__writer_refuse(w, TFE_E_ARG, "%s: the counts are missing", tag);
	for (size_t i = 0; i < m->classes * m->classes; i++)
		if (m->counts[i] < 0)
			return tfe__writer_refuse(w, TFE_E_ARG,
						  "%s: the count [%zu, %zu] is negative", tag,
						  i / m->classes, i % m->classes);
	for (size_t i = 0; m->names && i < m->classes; i++)
		if (!m->names[i] ||
		    !tfe__utf8_valid((const uint8_t *)m->names[i], strlen(m->names[i])))
			return tfe__writer_refuse(w, TFE_E_ARG,
						  "%s: the name of class %zu is not UTF-8", tag, i);
	return TFE_OK;
}

tfe_status tfe_writer_add_confusion_matrix(tfe_writer *w, const char *tag, int64_t step,
					   const int64_t *counts, size_t classes,
					   const char *const *names)
{
	struct add a;
	const struct tfe__confusion m = {counts, classes, names};
	tfe_status status = begin(&a, w, tag, step, NULL);
	if (!status)
		status = check_confusion(w, tag, &m);
	if (status)
		return status;
	const char suffix[] = "/counts";
	struct tfe__value_header header = a.header;
	char *counts_tag = tfe__alloc(&w->allocator, header.tag_bytes + sizeof suffix);
	if (!counts_tag)
		return end(&a, TFE_E_NOMEM);
	memcpy(counts_tag, tag, header.tag_bytes);
	memcpy(counts_tag + header.tag_bytes, suffix, sizeof suffix);
	header.tag = counts_tag;
	header.tag_bytes += sizeof suffix - 1;
	header.display_name = header.description = NULL;
	find_description(w, &header);
	a.events = 2;
	status = end(&a, tfe__put_confusion(&a.buf, &a.header, &header, &m));
	tfe__free(&w->allocator, counts_tag);
	return status;
}

tfe_status tfe_writer_add_graph(tfe_writer *w, const tfe_graph *graph)
{
	if (!w)
		return TFE_E_ARG;
	tfe_error error = TFE_ERROR_INIT;
	if (graph)
		tfe_graph_get_error(graph, &error);
	struct add a = {.writer = w,
			.header = {.tag = "graph"},
			.events = 1,
			.wrong = graph ? error.message : "the graph is missing"};
	tfe__buf_init(&a.buf, &w->allocator, record_limit);
	return end(&a, tfe__put_graph(&a.buf, w->options.clock(w->options.clock_context), graph));
}

tfe_status tfe_writer_describe(tfe_writer *w, const char *tag, const char *display_name,
			       const char *description)
{
	size_t bytes = 0;
	tfe_status status = check_tag(w, tag, &bytes);
	if (status)
		return status;
	const char *texts[] = {display_name, description};
	for (int i = 0; i < 2; i++)
		if (texts[i] && !tfe__utf8_valid((const uint8_t *)texts[i], strlen(texts[i])))
			return tfe__writer_refuse(w, TFE_E_ARG, "%s: the description is not UTF-8",
						  tag);
	pthread_mutex_lock(&w->lock);
	/* Replaced texts stay in the arena, because an add may still read them. */
	struct tfe__description d = {0};
	if (display_name && *display_name)
		d.display_name = tfe__arena_strndup(&w->arena, display_name, strlen(display_name));
	if (description && *description)
		d.description = tfe__arena_strndup(&w->arena, description, strlen(description));
	bool copied = (!display_name || !*display_name || d.display_name) &&
		      (!description || !*description || d.description);
	size_t i = tfe__map_get(&w->descriptions_of, tag, bytes);
	if (!copied) {
		status = TFE_E_NOMEM;
	} else if (i == TFE__MAP_NONE) {
		char *key = tfe__arena_strndup(&w->arena, tag, bytes);
		i = w->n_descriptions;
		status = key ? TFE__GROW(&w->allocator, w->descriptions, w->descriptions_capacity,
					 i + 1)
			     : TFE_E_NOMEM;
		if (!status)
			status = tfe__map_add(&w->descriptions_of, key, bytes, i);
		if (!status)
			w->n_descriptions++;
	}
	if (!status) {
		w->descriptions[i] = d;
		atomic_store_explicit(&w->described, true, memory_order_release);
	}
	pthread_mutex_unlock(&w->lock);
	return status ? tfe__writer_refuse(w, status, "%s: %s", tag, tfe_status_text(status))
		      : TFE_OK;
}
