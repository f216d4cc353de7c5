/* summary: recordings as XSpace, the message of xplane.pb files. Field numbers are those of
 * xplane.proto of OpenXLA: a plane has lines (threads), lines have events, and names are in tables
 * of the plane. */
#include <stdio.h>

#include "summary/profile.h"
#include "wire/put.h"

enum { VALUE_STAT = 1 };

/* Puts a field that a decoder assumes to be 0 if it is missing. */
static void put_number(struct tfe__buf *b, uint32_t field, int64_t value)
{
	if (value)
		tfe__put_int(b, field, value);
}

/* Puts an event: its name, from 1, its begin and its duration. Returns its begin in the buffer. */
static size_t begin_event(struct tfe__buf *b, const tfe_profile *p, uint32_t name, int64_t at_ns,
			  int64_t duration_ns)
{
	size_t event = tfe__put_begin(b, 4);
	tfe__put_int(b, 1, (int64_t)name + 1);
	tfe__put_int(b, 2, (at_ns - p->opened_ns) * 1000); /* picoseconds */
	put_number(b, 3, duration_ns * 1000);
	return event;
}

static size_t begin_line(struct tfe__buf *b, const tfe_profile *p, int64_t id, const char *name)
{
	size_t line = tfe__put_begin(b, 3);
	put_number(b, 1, id);
	tfe__put_text(b, 2, name);
	tfe__put_int(b, 3, p->opened_ns);
	return line;
}

static void put_thread(struct tfe__buf *b, const tfe_profile *p,
		       const struct tfe__profile_thread *t, int64_t now_ns)
{
	char number[32];
	snprintf(number, sizeof number, "thread %d", (int)t->id);
	size_t line = begin_line(b, p, t->id, t->name ? t->name : number);
	for (uint32_t i = t->first; i != TFE__PROFILE_NONE; i = p->span[i].next) {
		const struct tfe__profile_span *s = &p->span[i];
		const int64_t duration =
			s->duration_ns >= 0 ? s->duration_ns : now_ns - s->begin_ns;
		tfe__put_end(b, begin_event(b, p, s->name, s->begin_ns, duration));
	}
	tfe__put_end(b, line);
}

/* Puts the counters: TensorBoard's trace viewer recognises the name of their line. */
static void put_counters(struct tfe__buf *b, const tfe_profile *p)
{
	if (!p->n_values)
		return;
	size_t line = begin_line(b, p, 0, "_counters_");
	for (size_t i = 0; i < p->n_values; i++) {
		const struct tfe__profile_value *v = &p->value[i];
		size_t event = begin_event(b, p, v->name, v->at_ns, 0), stat = tfe__put_begin(b, 4);
		tfe__put_int(b, 1, VALUE_STAT);
		tfe__put_double(b, 2, v->value);
		tfe__put_end(b, stat);
		tfe__put_end(b, event);
	}
	tfe__put_end(b, line);
}

/* Puts an entry of a table of names: map<int64, message with number and name>. */
static void put_name(struct tfe__buf *b, uint32_t field, int64_t number, const char *name)
{
	size_t entry = tfe__put_begin(b, field);
	tfe__put_int(b, 1, number);
	size_t metadata = tfe__put_begin(b, 2);
	tfe__put_int(b, 1, number);
	tfe__put_text(b, 2, name);
	tfe__put_end(b, metadata);
	tfe__put_end(b, entry);
}

void tfe__put_xspace(struct tfe__buf *b, const tfe_profile *p, const char *host, int64_t now_ns)
{
	size_t plane = tfe__put_begin(b, 1);
	tfe__put_text(b, 2, "/host:CPU");
	for (size_t i = 0; i < p->n_threads; i++)
		put_thread(b, p, p->thread[i], now_ns);
	put_counters(b, p);
	for (size_t i = 0; i < p->n_names; i++)
		put_name(b, 4, (int64_t)i + 1, p->name[i]);
	put_name(b, 5, VALUE_STAT, "value");
	tfe__put_end(b, plane);
	tfe__put_text(b, 4, host);
}
