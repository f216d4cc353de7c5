/* write: recordings of spans and counters, and their files. */
#define _GNU_SOURCE
#include <math.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <zlib.h>

#include "unit/kinds.h"

#include "wire/walk.h"

static int64_t ticks(void *context)
{
	int64_t *now = context;
	return *now += 1000;
}

static const int64_t start_ns = 1700000000000000000;

static tfe_status open_ticking(const tfe_allocator *allocator, int64_t *now, size_t most,
			       tfe_profile **p)
{
	const tfe_profile_options options = {.size = sizeof options,
					     .most_events = most,
					     .allocator = allocator,
					     .clock_ns = ticks,
					     .clock_context = now};
	*now = start_ns - 1000; /* the first reading is the time of opening */
	return tfe_profile_open(&options, p);
}

/* Records a span within a span, a counter, and a span without an end. */
static void record(tfe_profile *p)
{
	tfe_profile_name_thread(p, "main \"1\"");
	tfe_profile_begin(p, "outer");
	tfe_profile_begin(p, "in\xc3\xa9r");
	tfe_profile_end(p);
	tfe_profile_add_counter(p, "queue", 2.5);
	tfe_profile_end(p);
	tfe_profile_begin(p, "outer");
}

/* --- the files -------------------------------------------------------------------------------- */

struct made {
	char *dir;
	uint8_t *xspace;
	size_t xspace_bytes;
	char trace[4096];
};

static void read_trace(struct made *m, const char *path)
{
	gzFile file = gzopen(path, "rb");
	assert_non_null(file);
	int n = gzread(file, m->trace, sizeof m->trace - 1);
	assert_true(n > 0);
	m->trace[n] = '\0';
	gzclose(file);
}

static void make(struct made *m, const char *name, const char *folder)
{
	char path[4096];
	int64_t now_ns;
	double now;
	tfe_profile *p;
	tfe_writer *w;
	m->dir = make_logdir();
	assert_int_equal(kinds_open(m->dir, NULL, &now, &w), TFE_OK);
	assert_int_equal(open_ticking(NULL, &now_ns, 0, &p), TFE_OK);
	record(p);
	assert_int_equal(tfe_writer_add_profile(w, name, p), TFE_OK);
	tfe_profile_close(p);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	snprintf(path, sizeof path, "%s/plugins/profile/%s/host.xplane.pb", m->dir, folder);
	m->xspace = read_whole_file(path, &m->xspace_bytes);
	snprintf(path, sizeof path, "%s/plugins/profile/%s/host.trace.json.gz", m->dir, folder);
	read_trace(m, path);
}

static void release(struct made *m)
{
	char command[4200];
	free(m->xspace);
	snprintf(command, sizeof command, "rm -rf '%s/plugins'", m->dir);
	assert_int_equal(system(command), 0);
	remove_logdir(m->dir);
}

/* Gets the i-th field with a number of a message. */
static struct tfe__field field(struct tfe__field message, uint32_t number, int i)
{
	const uint8_t *p = message.data, *end = p + message.size;
	struct tfe__field f;
	while (tfe__next_field(&p, end, &f))
		if (f.number == number && i-- == 0)
			return f;
	return (struct tfe__field){0};
}

static void assert_text(struct tfe__field f, const char *want)
{
	assert_int_equal(f.size, strlen(want));
	assert_memory_equal(f.data, want, f.size);
}

static void assert_event(struct tfe__field line, int i, uint64_t name, uint64_t offset_ns,
			 uint64_t duration_ns)
{
	struct tfe__field event = field(line, 4, i);
	assert_int_equal(field(event, 1, 0).value, name);
	assert_int_equal(field(event, 2, 0).value, offset_ns * 1000);
	assert_int_equal(field(event, 3, 0).value, duration_ns * 1000);
}

static void an_xplane_has_threads_spans_and_counters(void **state)
{
	(void)state;
	struct made m;
	make(&m, "one", "one");
	const struct tfe__field space = {.data = m.xspace, .size = m.xspace_bytes};
	assert_text(field(space, 4, 0), "host");
	const struct tfe__field plane = field(space, 1, 0), line = field(plane, 3, 0);
	assert_text(field(plane, 2, 0), "/host:CPU");
	assert_int_equal(field(line, 1, 0).value, syscall(SYS_gettid));
	assert_text(field(line, 2, 0), "main \"1\"");
	assert_int_equal(field(line, 3, 0).value, start_ns);
	assert_event(line, 0, 1, 1000, 4000);
	assert_event(line, 1, 2, 2000, 1000);
	assert_event(line, 2, 1, 6000, 1000); /* without an end: until the files were written */
	assert_int_equal(field(line, 4, 3).number, 0);
	const struct tfe__field counters = field(plane, 3, 1);
	assert_text(field(counters, 2, 0), "_counters_");
	assert_event(counters, 0, 3, 4000, 0);
	uint64_t bits = field(field(field(counters, 4, 0), 4, 0), 2, 0).value;
	double value;
	memcpy(&value, &bits, sizeof value);
	assert_true(value == 2.5);
	static const char *const names[] = {"outer", "in\xc3\xa9r", "queue"};
	for (int i = 0; i < 3; i++) {
		struct tfe__field entry = field(plane, 4, i);
		assert_int_equal(field(entry, 1, 0).value, i + 1);
		assert_text(field(field(entry, 2, 0), 2, 0), names[i]);
	}
	release(&m);
}

static void a_trace_follows_the_trace_event_format(void **state)
{
	(void)state;
	struct made m;
	make(&m, NULL, "2023_11_14_22_13_20");
	char want[2048];
	int tid = (int)syscall(SYS_gettid);
	snprintf(
		want, sizeof want,
		"{\"displayTimeUnit\": \"ns\", \"traceEvents\": [\n"
		"{\"ph\": \"M\", \"pid\": 1, \"tid\": 0, \"name\": \"process_name\", \"args\": "
		"{\"name\": \"host\"}},\n"
		"{\"ph\": \"M\", \"pid\": 1, \"tid\": %d, \"name\": \"thread_name\", \"args\": "
		"{\"name\": \"main \\\"1\\\"\"}},\n"
		"{\"ph\": \"X\", \"pid\": 1, \"tid\": %d, \"name\": \"outer\", \"ts\": 1.000, "
		"\"dur\": 4.000},\n"
		"{\"ph\": \"X\", \"pid\": 1, \"tid\": %d, \"name\": \"in\\u00e9r\", \"ts\": 2.000, "
		"\"dur\": 1.000},\n"
		"{\"ph\": \"X\", \"pid\": 1, \"tid\": %d, \"name\": \"outer\", \"ts\": 6.000, "
		"\"dur\": 1.000},\n"
		"{\"ph\": \"C\", \"pid\": 1, \"tid\": 0, \"name\": \"queue\", \"ts\": 4.000, "
		"\"args\": {\"value\": 2.5}}\n]}\n",
		tid, tid, tid, tid);
	assert_string_equal(m.trace, want);
	release(&m);
}

/* --- recording -------------------------------------------------------------------------------- */

static tfe_profile_stats stats_of(tfe_profile *p)
{
	tfe_profile_stats s = TFE_PROFILE_STATS_INIT;
	tfe_profile_get_stats(p, &s);
	return s;
}

enum { THREADS = 4, SPANS = 500 };

static void *mark(void *profile)
{
	for (int i = 0; i < SPANS; i++) {
		tfe_profile_begin(profile, i % 2 ? "a" : "b");
		tfe_profile_add_counter(profile, "c", i);
		tfe_profile_end(profile);
	}
	return NULL;
}

static void any_thread_may_mark(void **state)
{
	(void)state;
	pthread_t threads[THREADS];
	tfe_profile *p;
	assert_int_equal(tfe_profile_open(NULL, &p), TFE_OK);
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, mark, p), 0);
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	assert_int_equal(tfe_profile_add_memory(p), TFE_OK);
	const tfe_profile_stats s = stats_of(p);
	assert_int_equal(s.spans, THREADS * SPANS);
	assert_int_equal(s.counters, THREADS * SPANS + 1);
	assert_in_range(s.threads, 1, THREADS); /* a number may be used again */
	assert_int_equal(s.open, 0);
	assert_int_equal(s.dropped, 0);
	tfe_profile_close(p);
	tfe_profile_close(NULL);
}

static void limits_drop_and_count(void **state)
{
	(void)state;
	int64_t now;
	tfe_profile *p;
	assert_int_equal(open_ticking(NULL, &now, 66, &p), TFE_OK);
	for (int i = 0; i < 64; i++)
		assert_int_equal(tfe_profile_begin(p, "deep"), TFE_OK);
	assert_int_equal(tfe_profile_begin(p, "too deep"), TFE_E_LIMIT);
	for (int i = 0; i < 65; i++)
		assert_int_equal(tfe_profile_end(p), TFE_OK);
	assert_int_equal(tfe_profile_end(p), TFE_E_ARG);
	assert_int_equal(tfe_profile_add_counter(p, "c", 1), TFE_OK);
	assert_int_equal(tfe_profile_begin(p, "last"), TFE_OK);
	assert_int_equal(tfe_profile_begin(p, "full"), TFE_E_LIMIT);
	assert_int_equal(tfe_profile_add_counter(p, "c", 1), TFE_E_LIMIT);
	assert_int_equal(tfe_profile_end(p), TFE_OK); /* that of the dropped span */
	assert_int_equal(stats_of(p).open, 1);
	assert_int_equal(tfe_profile_end(p), TFE_OK);
	assert_int_equal(stats_of(p).open, 0);
	assert_int_equal(stats_of(p).spans, 65);
	assert_int_equal(stats_of(p).dropped, 3);
	tfe_profile_close(p);
}

static void wrong_marks_are_refused(void **state)
{
	(void)state;
	tfe_profile *p;
	assert_int_equal(tfe_profile_open(NULL, &p), TFE_OK);
	assert_int_equal(tfe_profile_begin(p, NULL), TFE_E_ARG);
	assert_int_equal(tfe_profile_begin(p, ""), TFE_E_ARG);
	assert_int_equal(tfe_profile_begin(p, "\xff"), TFE_E_ARG);
	assert_int_equal(tfe_profile_begin(NULL, "a"), TFE_E_ARG);
	assert_int_equal(tfe_profile_end(p), TFE_E_ARG);
	assert_int_equal(tfe_profile_end(NULL), TFE_E_ARG);
	assert_int_equal(tfe_profile_name_thread(p, ""), TFE_E_ARG);
	assert_int_equal(tfe_profile_add_counter(p, "", 1), TFE_E_ARG);
	assert_int_equal(tfe_profile_add_counter(p, "c", (double)NAN), TFE_E_ARG);
	assert_int_equal(tfe_profile_add_counter(p, "c", (double)INFINITY), TFE_E_ARG);
	assert_int_equal(tfe_profile_add_memory(NULL), TFE_E_ARG);
	assert_int_equal(stats_of(p).spans + stats_of(p).counters, 0);
	tfe_profile_close(p);
	const tfe_profile_options many = {.size = sizeof many, .most_events = SIZE_MAX};
	assert_int_equal(tfe_profile_open(&many, &p), TFE_E_ARG);
	assert_null(p);
}

/* --- failures --------------------------------------------------------------------------------- */

static tfe_status scenario(const tfe_allocator *allocator, void *context)
{
	int64_t now;
	double clock;
	tfe_profile *p;
	tfe_writer *w;
	char *dir = make_logdir(), command[4200];
	(void)context;
	tfe_status status = open_ticking(allocator, &now, 0, &p);
	if (!status) {
		const tfe_status marks[] = {tfe_profile_name_thread(p, "main"),
					    tfe_profile_begin(p, "a"),
					    tfe_profile_add_counter(p, "c", 1), tfe_profile_end(p)};
		for (int i = 3; i >= 0; i--)
			if (marks[i] == TFE_E_NOMEM)
				status = marks[i];
		tfe_status opened = kinds_open(dir, allocator, &clock, &w);
		status = status ? status : opened;
		if (!opened) {
			tfe_status added = tfe_writer_add_profile(w, "p", p);
			tfe_status closed = tfe_writer_close(w);
			status = status ? status : added ? added : closed;
		}
	}
	tfe_profile_close(p);
	snprintf(command, sizeof command, "rm -rf '%s/plugins'", dir);
	assert_int_equal(system(command), 0);
	remove_logdir(dir);
	return status;
}

static void memory_may_be_missing(void **state)
{
	(void)state;
	assert_true(inject_every_allocation(scenario, NULL) > 10);
}

static tfe_status add_named(tfe_writer *w, const char *name)
{
	tfe_profile *p;
	if (tfe_profile_open(NULL, &p))
		return TFE_E_NOMEM;
	tfe_status status = tfe_writer_add_profile(w, name, p);
	tfe_profile_close(p);
	return status;
}
static tfe_status no_profile(tfe_writer *w)
{
	return tfe_writer_add_profile(w, "a", NULL);
}
static tfe_status empty_name(tfe_writer *w)
{
	return add_named(w, "");
}
static tfe_status hidden_name(tfe_writer *w)
{
	return add_named(w, "..");
}
static tfe_status path_as_name(tfe_writer *w)
{
	return add_named(w, "a/b");
}

static void wrong_arguments_are_refused(void **state)
{
	(void)state;
	const struct kinds_refusal refusals[] = {{no_profile, "recording is missing"},
						 {empty_name, "the name has"},
						 {hidden_name, "the name has"},
						 {path_as_name, "the name has"}};
	kinds_check_refused(refusals, sizeof refusals / sizeof *refusals);
}

static void files_that_cannot_be_written_are_named(void **state)
{
	(void)state;
	char path[4096];
	double now;
	tfe_writer *w;
	tfe_error error = TFE_ERROR_INIT;
	char *dir = make_logdir();
	assert_int_equal(kinds_open(dir, NULL, &now, &w), TFE_OK);
	snprintf(path, sizeof path, "%s/plugins", dir);
	FILE *file = fopen(path, "w"); /* where the directory would be */
	assert_non_null(file);
	fclose(file);
	assert_int_equal(add_named(w, "a"), TFE_E_IO);
	tfe_writer_get_error(w, &error);
	assert_non_null(strstr(error.message, "plugins"));
	assert_int_equal(tfe_writer_close(w), TFE_E_IO);
	unlink(path);
	remove_logdir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_xplane_has_threads_spans_and_counters),
		cmocka_unit_test(a_trace_follows_the_trace_event_format),
		cmocka_unit_test(any_thread_may_mark),
		cmocka_unit_test(limits_drop_and_count),
		cmocka_unit_test(wrong_marks_are_refused),
		cmocka_unit_test(memory_may_be_missing),
		cmocka_unit_test(wrong_arguments_are_refused),
		cmocka_unit_test(files_that_cannot_be_written_are_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
