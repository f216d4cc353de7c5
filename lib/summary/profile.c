/* summary: recordings of spans and counters in memory. A mutex guards them: a call takes about
 * 0.2 us, most of which is for the clock and the number of the thread. */
#define _GNU_SOURCE
#include "summary/profile.h"

#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/options.h"
#include "base/sized.h"
#include "base/utf8.h"

static int64_t nanoseconds_of(clockid_t id)
{
	struct timespec t;
	clock_gettime(id, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int64_t tfe__profile_now(const tfe_profile *p)
{
	if (p->options.clock_ns)
		return p->options.clock_ns(p->options.clock_context);
	return p->opened_ns + (nanoseconds_of(CLOCK_MONOTONIC) - p->monotonic_ns);
}

tfe_status tfe_profile_open(const tfe_profile_options *options, tfe_profile **out)
{
	enum { DEFAULT_EVENTS = 1 << 20 };
	tfe_profile_options o;
	*out = NULL;
	if (tfe__options_copy(&o, sizeof o, options, "tfe_profile_options", NULL) ||
	    o.most_events >= TFE__PROFILE_NONE)
		return TFE_E_ARG;
	tfe_allocator a = tfe__allocator_or_default(o.allocator);
	tfe_profile *p = tfe__alloc_zeroed(&a, 1, sizeof *p);
	if (!p)
		return TFE_E_NOMEM;
	p->allocator = a;
	p->options = o;
	p->options.most_events = o.most_events ? o.most_events : DEFAULT_EVENTS;
	if (pthread_mutex_init(&p->lock, NULL)) {
		tfe__free(&a, p);
		return TFE_E_NOMEM;
	}
	tfe__map_init(&p->names, &a);
	tfe__map_init(&p->threads_of, &a);
	tfe__arena_init(&p->arena, &a, 0);
	p->opened_ns = o.clock_ns ? o.clock_ns(o.clock_context) : nanoseconds_of(CLOCK_REALTIME);
	p->monotonic_ns = nanoseconds_of(CLOCK_MONOTONIC);
	*out = p;
	return TFE_OK;
}

void tfe_profile_close(tfe_profile *p)
{
	if (!p)
		return;
	tfe_allocator a = p->allocator;
	pthread_mutex_destroy(&p->lock);
	tfe__map_release(&p->names);
	tfe__map_release(&p->threads_of);
	tfe__arena_release(&p->arena);
	tfe__free(&a, p->span);
	tfe__free(&a, p->value);
	tfe__free(&a, p->thread);
	tfe__free(&a, p->name);
	tfe__free(&a, p);
}

static bool is_text(const char *s)
{
	return s && *s && tfe__utf8_valid((const uint8_t *)s, strlen(s));
}

/* --- the following functions are called with the lock held ------------------------------------ */

/* Gets the thread that calls. */
static tfe_status get_thread(tfe_profile *p, struct tfe__profile_thread **out)
{
	const int32_t id = (int32_t)syscall(SYS_gettid);
	size_t i = tfe__map_get(&p->threads_of, (const char *)&id, sizeof id);
	if (i != TFE__MAP_NONE) {
		*out = p->thread[i];
		return TFE_OK;
	}
	if (p->n_threads == TFE__PROFILE_MOST_THREADS)
		return TFE_E_LIMIT;
	struct tfe__profile_thread *t = tfe__arena_alloc(&p->arena, sizeof *t);
	if (!t || TFE__GROW(&p->allocator, p->thread, p->thread_capacity, p->n_threads + 1))
		return TFE_E_NOMEM;
	*t = (struct tfe__profile_thread){
		.id = id, .first = TFE__PROFILE_NONE, .last = TFE__PROFILE_NONE};
	if (tfe__map_add(&p->threads_of, (const char *)&t->id, sizeof t->id, p->n_threads))
		return TFE_E_NOMEM;
	*out = p->thread[p->n_threads++] = t;
	return TFE_OK;
}

/* Gets the number of a name. */
static tfe_status get_name(tfe_profile *p, const char *name, uint32_t *number)
{
	const size_t length = strlen(name);
	size_t i = tfe__map_get(&p->names, name, length);
	if (i == TFE__MAP_NONE) {
		i = p->n_names;
		const char *copy = tfe__arena_strndup(&p->arena, name, length);
		if (!copy || TFE__GROW(&p->allocator, p->name, p->name_capacity, i + 1) ||
		    tfe__map_add(&p->names, copy, length, i))
			return TFE_E_NOMEM;
		p->name[p->n_names++] = copy;
	}
	*number = (uint32_t)i;
	return TFE_OK;
}

static bool is_full(const tfe_profile *p)
{
	return p->n_spans + p->n_values >= p->options.most_events;
}

/* Adds a span to its thread. */
static tfe_status add_span(tfe_profile *p, struct tfe__profile_thread *t, const char *name,
			   uint32_t *added)
{
	uint32_t number;
	if (is_full(p))
		return TFE_E_LIMIT;
	tfe_status status = get_name(p, name, &number);
	if (!status)
		status = TFE__GROW(&p->allocator, p->span, p->span_capacity, p->n_spans + 1);
	if (status)
		return status;
	*added = (uint32_t)p->n_spans++;
	if (t->last == TFE__PROFILE_NONE)
		t->first = *added;
	else
		p->span[t->last].next = *added;
	t->last = *added;
	p->open++;
	/* The clock is read last, so that a span does not contain the work above. */
	p->span[*added] =
		(struct tfe__profile_span){tfe__profile_now(p), -1, number, TFE__PROFILE_NONE};
	return TFE_OK;
}

static tfe_status begin(tfe_profile *p, const char *name)
{
	struct tfe__profile_thread *t;
	uint32_t added = TFE__PROFILE_NONE;
	tfe_status status = get_thread(p, &t);
	if (status)
		return status;
	const size_t depth = t->depth++;
	if (depth >= TFE__PROFILE_MOST_DEPTH)
		return TFE_E_LIMIT;
	status = add_span(p, t, name, &added);
	t->open[depth] = added;
	return status;
}

static tfe_status end(tfe_profile *p, int64_t now_ns)
{
	struct tfe__profile_thread *t;
	tfe_status status = get_thread(p, &t);
	if (status)
		return status;
	if (t->depth == 0)
		return TFE_E_ARG;
	const size_t depth = --t->depth;
	if (depth >= TFE__PROFILE_MOST_DEPTH || t->open[depth] == TFE__PROFILE_NONE)
		return TFE_OK; /* a span that was dropped and counted */
	struct tfe__profile_span *s = &p->span[t->open[depth]];
	s->duration_ns = now_ns > s->begin_ns ? now_ns - s->begin_ns : 0;
	p->open--;
	return TFE_OK;
}

static tfe_status add_value(tfe_profile *p, const char *name, double value)
{
	uint32_t number;
	if (is_full(p))
		return TFE_E_LIMIT;
	tfe_status status = get_name(p, name, &number);
	if (!status)
		status = TFE__GROW(&p->allocator, p->value, p->value_capacity, p->n_values + 1);
	if (!status)
		p->value[p->n_values++] =
			(struct tfe__profile_value){tfe__profile_now(p), value, number};
	return status;
}

/* --- marks ------------------------------------------------------------------------------------ */

tfe_status tfe_profile_begin(tfe_profile *p, const char *name)
{
	if (!p || !is_text(name))
		return TFE_E_ARG;
	pthread_mutex_lock(&p->lock);
	tfe_status status = begin(p, name);
	p->dropped += status != TFE_OK;
	pthread_mutex_unlock(&p->lock);
	return status;
}

tfe_status tfe_profile_end(tfe_profile *p)
{
	if (!p)
		return TFE_E_ARG;
	/* A clock of the caller is not called by two threads at once. */
	const bool own = !p->options.clock_ns;
	int64_t now_ns = own ? tfe__profile_now(p) : 0;
	pthread_mutex_lock(&p->lock);
	tfe_status status = end(p, own ? now_ns : tfe__profile_now(p));
	pthread_mutex_unlock(&p->lock);
	return status;
}

tfe_status tfe_profile_name_thread(tfe_profile *p, const char *name)
{
	struct tfe__profile_thread *t;
	if (!p || !is_text(name))
		return TFE_E_ARG;
	pthread_mutex_lock(&p->lock);
	tfe_status status = get_thread(p, &t);
	const char *copy = status ? NULL : tfe__arena_strndup(&p->arena, name, strlen(name));
	if (!status && !copy)
		status = TFE_E_NOMEM;
	if (!status)
		t->name = copy;
	pthread_mutex_unlock(&p->lock);
	return status;
}

tfe_status tfe_profile_add_counter(tfe_profile *p, const char *name, double value)
{
	if (!p || !is_text(name) || !isfinite(value))
		return TFE_E_ARG;
	pthread_mutex_lock(&p->lock);
	tfe_status status = add_value(p, name, value);
	p->dropped += status != TFE_OK;
	pthread_mutex_unlock(&p->lock);
	return status;
}

/* Reads the resident pages of the process from /proc; 0 if they are not there. */
static unsigned long resident_pages(void)
{
	char text[128];
	int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
	if (fd >= 0)
		close(fd);
	text[n > 0 ? n : 0] = '\0';
	const char *second = strchr(text, ' ');
	return second ? strtoul(second, NULL, 10) : 0;
}

tfe_status tfe_profile_add_memory(tfe_profile *p)
{
	if (!p)
		return TFE_E_ARG;
	const unsigned long pages = resident_pages();
	if (!pages)
		return TFE_E_UNSUPPORTED;
	return tfe_profile_add_counter(p, "resident memory",
				       (double)pages * (double)sysconf(_SC_PAGESIZE));
}

void tfe_profile_get_stats(tfe_profile *p, tfe_profile_stats *stats)
{
	pthread_mutex_lock(&p->lock);
	const tfe_profile_stats own = {.size = sizeof own,
				       .spans = p->n_spans,
				       .counters = p->n_values,
				       .threads = p->n_threads,
				       .open = p->open,
				       .dropped = p->dropped};
	pthread_mutex_unlock(&p->lock);
	tfe__result_copy(stats, &own, sizeof own);
}
