/* write: the common parts of all adds: the checks of tag and options, the wall time, descriptions,
 * refusals. Arguments are encoded and queued in the calling thread. */
#include "write/add.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/options.h"
#include "base/utf8.h"

double tfe__add_time(tfe_writer *w, uint64_t *system_ns)
{
	double given = atomic_load_explicit(&w->wall_time, memory_order_relaxed);
	*system_ns = 0;
	if (given != 0)
		return given;
	return w->uses_lanes ? tfe__wall_seconds_and_ns(system_ns)
			     : w->options.clock(w->options.clock_context);
}

tfe_status tfe_writer_set_wall_time(tfe_writer *w, double seconds)
{
	if (!w)
		return TFE_E_ARG;
	if (!isfinite(seconds))
		return tfe__writer_refuse(w, TFE_E_ARG, "the wall time is not finite");
	atomic_store_explicit(&w->wall_time, seconds, memory_order_relaxed);
	return TFE_OK;
}

void tfe__add_describe(tfe_writer *w, struct tfe__value_header *header)
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

tfe_status tfe__add_header(struct tfe__value_header *header, tfe_writer *w, const char *tag,
			   int64_t step)
{
	size_t bytes = 0;
	tfe_status status = check_tag(w, tag, &bytes);
	if (status)
		return status;
	*header = (struct tfe__value_header){.tag = tag, .tag_bytes = bytes, .step = step};
	header->wall_time = tfe__add_time(w, &header->system_ns);
	tfe__add_describe(w, header);
	return TFE_OK;
}

tfe_status tfe__add_tag(struct tfe__add *a, struct tfe__value_header *header, const char *part,
			const char *ending)
{
	const size_t bytes = a->header.tag_bytes + strlen(part) + strlen(ending) + 2;
	char *tag = tfe__alloc(&a->writer->allocator, bytes);
	if (!tag)
		return TFE_E_NOMEM;
	int n = snprintf(tag, bytes, "%s%s%s%s", a->header.tag, *part ? "/" : "", part, ending);
	*header = (struct tfe__value_header){.tag = tag,
					     .tag_bytes = (size_t)n,
					     .wall_time = a->header.wall_time,
					     .step = a->header.step};
	tfe__add_describe(a->writer, header);
	return TFE_OK;
}

tfe_status tfe__add_begin(struct tfe__add *a, tfe_writer *w, const char *tag, int64_t step,
			  const char *wrong)
{
	a->writer = w;
	a->events = 1;
	a->wrong = wrong;
	tfe__buf_init(&a->buf, w ? &w->allocator : NULL, TFE__RECORD_LIMIT);
	return tfe__add_header(&a->header, w, tag, step);
}

tfe_status tfe__add_options(struct tfe__add *a, void *to, size_t bytes, const void *given,
			    const char *type)
{
	tfe_error error = TFE_ERROR_INIT;
	if (!tfe__options_copy(to, bytes, given, type, &error))
		return TFE_OK;
	return tfe__add_refuse(a, "%s", error.message);
}

tfe_status tfe__add_refuse(struct tfe__add *a, const char *format, ...)
{
	char message[256];
	va_list args;
	va_start(args, format);
	vsnprintf(message, sizeof message, format, args);
	va_end(args);
	tfe__buf_release(&a->buf);
	return tfe__writer_refuse(a->writer, TFE_E_ARG, "%s: %s", a->header.tag, message);
}

tfe_status tfe__add_lacks(struct tfe__add *a, const char *library, const char *instead)
{
	tfe__buf_release(&a->buf);
	return tfe__writer_refuse(a->writer, TFE_E_UNSUPPORTED,
				  "%s: libtfevents was built without %s; %s", a->header.tag,
				  library, instead);
}

tfe_status tfe__add_end(struct tfe__add *a, tfe_status status)
{
	if (!status)
		status = tfe__buf_status(&a->buf);
	if (status == TFE_E_ARG)
		return tfe__add_refuse(a, "%s", a->wrong);
	if (status)
		tfe__writer_refuse(a->writer, status, "%s: %s", a->header.tag,
				   tfe_status_text(status));
	else
		status = tfe__writer_push(a->writer, a->buf.data, a->buf.size, a->events);
	tfe__buf_release(&a->buf);
	return status;
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
