/* summary: recordings in the Trace Event Format (JSON), which Chrome's trace viewer and Perfetto
 * open, compressed with gzip. Times are microseconds since the begin of the recording. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <zlib.h>

#include "base/alloc.h"
#include "base/json_string.h"
#include "base/numeral.h"
#include "summary/profile.h"

/* The JSON text is compressed in pieces of about this size. */
enum { PIECE = 1 << 16, PROCESS = 1 };

/* A compression: `text` is not compressed yet. */
struct gzip {
	z_stream z;
	struct tfe__buf text, *out;
	tfe_status status;
	bool begun; /* an event was put */
};

static voidpf allocate(voidpf context, uInt n, uInt bytes)
{
	return tfe__alloc_zeroed(context, n, bytes);
}

static void release(voidpf context, voidpf block)
{
	tfe__free(context, block);
}

/* Compresses the text so far; `how` is Z_NO_FLUSH or Z_FINISH. */
static void compress_text(struct gzip *g, int how)
{
	if (!g->status)
		g->status = tfe__buf_status(&g->text);
	g->z.next_in = g->text.data;
	g->z.avail_in = (uInt)g->text.size;
	for (int done = Z_OK; !g->status && done == Z_OK;) {
		uint8_t *p = tfe__buf_reserve(g->out, PIECE);
		if (!p) {
			g->status = tfe__buf_status(g->out);
			return;
		}
		g->z.next_out = p;
		g->z.avail_out = PIECE;
		done = deflate(&g->z, how);
		tfe__buf_commit(g->out, PIECE - g->z.avail_out);
		if (how == Z_NO_FLUSH && g->z.avail_out)
			break;
	}
	tfe__buf_clear(&g->text);
}

static void append(struct gzip *g, const char *text)
{
	tfe__buf_append(&g->text, text, strlen(text));
}

/* Appends nanoseconds as microseconds. */
static void append_time(struct gzip *g, const char *key, int64_t ns)
{
	char text[64];
	ns = ns > 0 ? ns : 0;
	snprintf(text, sizeof text, ", \"%s\": %" PRId64 ".%03d", key, ns / 1000, (int)(ns % 1000));
	append(g, text);
}

/* Begins an event of a phase: metadata M, complete X, counter C. */
static void begin_event(struct gzip *g, char phase, int64_t thread, const char *name)
{
	char text[96];
	snprintf(text, sizeof text,
		 "%s{\"ph\": \"%c\", \"pid\": %d, \"tid\": %" PRId64 ", \"name\": ",
		 g->begun ? ",\n" : "", phase, PROCESS, thread);
	g->begun = true;
	append(g, text);
	tfe__json_string(&g->text, name);
}

static void end_event(struct gzip *g)
{
	append(g, "}");
	if (g->text.size >= PIECE)
		compress_text(g, Z_NO_FLUSH);
}

/* Names the process or a thread. */
static void put_name(struct gzip *g, int64_t thread, const char *what, const char *name)
{
	begin_event(g, 'M', thread, what);
	append(g, ", \"args\": {\"name\": ");
	tfe__json_string(&g->text, name);
	append(g, "}");
	end_event(g);
}

static void put_thread(struct gzip *g, const tfe_profile *p, const struct tfe__profile_thread *t,
		       int64_t now_ns)
{
	if (t->name)
		put_name(g, t->id, "thread_name", t->name);
	for (uint32_t i = t->first; i != TFE__PROFILE_NONE && !g->status; i = p->span[i].next) {
		const struct tfe__profile_span *s = &p->span[i];
		begin_event(g, 'X', t->id, p->name[s->name]);
		append_time(g, "ts", s->begin_ns - p->opened_ns);
		append_time(g, "dur", s->duration_ns >= 0 ? s->duration_ns : now_ns - s->begin_ns);
		end_event(g);
	}
}

static void put_value(struct gzip *g, const tfe_profile *p, const struct tfe__profile_value *v)
{
	char number[TFE__NUMERAL_BYTES];
	begin_event(g, 'C', 0, p->name[v->name]);
	append_time(g, "ts", v->at_ns - p->opened_ns);
	append(g, ", \"args\": {\"value\": ");
	tfe__numeral_repr(number, v->value);
	append(g, number);
	append(g, "}");
	end_event(g);
}

tfe_status tfe__put_trace(struct tfe__buf *b, const tfe_profile *p, const char *host,
			  int64_t now_ns)
{
	enum { GZIP_WINDOW = 15 + 16, FASTEST = 1, MEMORY_LEVEL = 8 };
	tfe_allocator a = b->allocator;
	struct gzip g = {.z = {.zalloc = allocate, .zfree = release, .opaque = &a}, .out = b};
	if (deflateInit2(&g.z, FASTEST, Z_DEFLATED, GZIP_WINDOW, MEMORY_LEVEL, Z_DEFAULT_STRATEGY))
		return TFE_E_NOMEM;
	tfe__buf_init(&g.text, &a, b->limit);
	append(&g, "{\"displayTimeUnit\": \"ns\", \"traceEvents\": [\n");
	put_name(&g, 0, "process_name", host);
	for (size_t i = 0; i < p->n_threads; i++)
		put_thread(&g, p, p->thread[i], now_ns);
	for (size_t i = 0; i < p->n_values && !g.status; i++)
		put_value(&g, p, &p->value[i]);
	append(&g, "\n]}\n");
	compress_text(&g, Z_FINISH);
	deflateEnd(&g.z);
	tfe__buf_release(&g.text);
	return g.status;
}
