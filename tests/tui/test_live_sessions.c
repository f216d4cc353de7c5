/* Programs that write one run in every way that occurs in practice, at random, while tbtop and a
 * log directory of the library follow it: a training that is resumed, an evaluation and a second
 * worker beside it, copies of files, and renamed files. At every pause the screen and every series
 * are those of a fresh start.
 *
 * LIVE_SECONDS and LIVE_SEED select the duration and the actions. A failure prints the seed and the
 * last actions. */
#include <dirent.h>
#include <fcntl.h>

#include <tfevents/cursor.h>

#include "tui/terminal.h"

#define NOW "--now=1767230000"

enum { FILES_MAX = 24, ACTIONS_MAX = 12 };

/* The processes that write, and the files of the run. */
struct writer {
	char file[128]; /* "": it does not run */
	int64_t step;
};

static struct {
	uint64_t seed;
	double wall;
	unsigned files; /* begun so far */
	struct writer training, evaluation, worker;
	char journal[8192];
} scene;

static unsigned random_below(unsigned n)
{
	scene.seed = scene.seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(scene.seed >> 33) % n;
}

/* Records an action; the oldest ones are forgotten. */
static void note(const char *action, const char *file)
{
	size_t n = strlen(scene.journal), half = sizeof scene.journal / 2;
	if (n + 300 > sizeof scene.journal) {
		memmove(scene.journal, scene.journal + half, n - half + 1);
		n -= half;
	}
	snprintf(scene.journal + n, sizeof scene.journal - n, "%s %.200s\n", action, file);
}

/* --- actions ---------------------------------------------------------------------------------- */

static void begin(struct writer *w, const char *who)
{
	scene.wall += 2;
	snprintf(w->file, sizeof w->file, "logs/run/events.out.tfevents.%.0f.%s.%u", scene.wall,
		 who, scene.files++);
	logs_version(w->file, scene.wall);
	note("begin", w->file);
}

static void log_points(struct writer *w, const char *const *tags, unsigned n, unsigned steps)
{
	for (; steps; steps--, w->step++) {
		scene.wall += 0.25;
		for (unsigned i = 0; i < n; i++)
			logs_scalar(w->file, tags[i], w->step, scene.wall,
				    (float)(100 * (i + 1)) / (float)(w->step + 10) +
					    (float)random_below(100) / 100);
	}
	note("log", w->file);
}

static void train(void)
{
	static const char *const tags[] = {"loss", "accuracy", "epoch"};
	if (!*scene.training.file)
		begin(&scene.training, "train");
	log_points(&scene.training, tags, 3, 1 + random_below(20));
}

static void resume(void)
{
	int64_t back = random_below(40);
	struct writer *w = &scene.training;
	w->step = w->step > back ? w->step - back : 0;
	begin(w, "train");
	if (random_below(2))
		logs_session(w->file, w->step, scene.wall, 1);
	train();
}

static void evaluate(void)
{
	static const char *const tags[] = {"val/loss"};
	struct writer *w = &scene.evaluation;
	if (!*w->file)
		begin(w, "eval");
	w->step = scene.training.step > 5 ? scene.training.step - random_below(5) : 0;
	log_points(w, tags, 1, 1 + random_below(3));
}

static void stop_evaluation(void)
{
	note("stop", scene.evaluation.file);
	*scene.evaluation.file = '\0';
}

static void work_beside(void)
{
	static const char *const tags[] = {"loss"};
	struct writer *w = &scene.worker;
	if (!*w->file) {
		begin(w, "worker");
		w->step = scene.training.step;
	}
	log_points(w, tags, 1, 1 + random_below(8));
	if (!random_below(4))
		*w->file = '\0';
}

static int by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* Chooses an event file of the run. Returns false if there is none. */
static bool choose(char name[128])
{
	char all[FILES_MAX * 4][128];
	size_t n = 0;
	DIR *dir = opendir(logs_path("logs/run"));
	for (struct dirent *e; dir && (e = readdir(dir)) && n < sizeof all / sizeof *all;)
		if (*e->d_name != '.' || strstr(e->d_name, ".events"))
			snprintf(all[n++], sizeof *all, "logs/run/%.100s", e->d_name);
	if (dir)
		closedir(dir);
	if (n) {
		/* The order of a directory is not repeatable. */
		qsort(all, n, sizeof *all, by_text);
		memcpy(name, all[random_below((unsigned)n)], 128);
	}
	return n > 0;
}

static bool is_copy(const char *name)
{
	return strstr(name, ".copy") || strstr(name, "/.events");
}

/* Copies a file, or only its beginning, as cp and rsync do. */
static void copy(void)
{
	char from[128], to[160], command[4096];
	if (!choose(from) || is_copy(from) || scene.files >= FILES_MAX)
		return;
	bool partial = random_below(2);
	if (partial)
		snprintf(to, sizeof to, "logs/run/.%s.a1B2c3", strrchr(from, '/') + 1);
	else
		snprintf(to, sizeof to, "%s.copy", from);
	struct stat st;
	assert_int_equal(stat(logs_path(from), &st), 0);
	long bytes = partial ? (long)random_below((unsigned)st.st_size + 1) : (long)st.st_size;
	snprintf(command, sizeof command, "head -c %ld '%s' >'%s'", bytes, logs_path(from),
		 logs_path(to));
	assert_int_equal(system(command), 0);
	if (random_below(2)) {
		const struct timespec times[2] = {st.st_atim, st.st_mtim};
		assert_int_equal(utimensat(AT_FDCWD, logs_path(to), times, 0), 0);
	}
	note(partial ? "copy the beginning of" : "copy", from);
}

static void rename_file(void)
{
	char from[128], to[160];
	if (!choose(from))
		return;
	/* Another host or number: the time in the name stays. */
	snprintf(to, sizeof to, "%.100s.r%u", from, random_below(10));
	struct writer *const all[] = {&scene.training, &scene.evaluation, &scene.worker};
	if (strlen(from) > 90 || rename(logs_path(from), logs_path(to)))
		return;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (!strcmp(all[i]->file, from))
			snprintf(all[i]->file, sizeof all[i]->file, "%.120s", to);
	note("rename", from);
}

static void remove_copy(void)
{
	char name[128];
	if (!choose(name) || !is_copy(name))
		return;
	assert_int_equal(unlink(logs_path(name)), 0);
	note("remove", name);
}

static void act(void)
{
	static void (*const actions[])(void) = {train,    train,  train,       evaluate,
						evaluate, resume, work_beside, stop_evaluation,
						copy,     copy,   rename_file, remove_copy};
	actions[random_below(sizeof actions / sizeof *actions)]();
}

static void fail_showing(const char *want, const char *have)
{
	fprintf(stderr, "%s", scene.journal);
	show_difference(want, have);
	fail();
}

/* --- what readers show ------------------------------------------------------------------------ */

/* A text that grows. */
struct description {
	char text[1 << 16];
	size_t n;
};

static void describe_line(struct description *d, const char *format, ...)
{
	va_list values;
	va_start(values, format);
	int n = vsnprintf(d->text + d->n, sizeof d->text - d->n, format, values);
	va_end(values);
	assert_in_range(n, 1, sizeof d->text - d->n - 1);
	d->n += (size_t)n;
}

static void describe_damage(struct description *d, const tfe_run *run)
{
	tfe_damage damage = TFE_DAMAGE_INIT;
	char what[512];
	/* The list becomes shorter while the run is read from its beginning. */
	for (size_t i = 0; !tfe_run_get_damage(run, i, &damage); i++) {
		tfe_damage_get_text(&damage, what, sizeof what);
		describe_line(d, "%s at %lld: %s\n", strrchr(damage.path, '/'),
			      (long long)damage.offset, what);
	}
}

/* Lists the files that exist. */
static void describe_files(struct description *d, const tfe_run *run)
{
	static char lines[4 * FILES_MAX][160];
	tfe_run_file file = TFE_RUN_FILE_INIT;
	size_t n = 0;
	for (size_t i = 0; i < tfe_run_file_count(run) && n < sizeof lines / sizeof *lines; i++)
		if (!tfe_run_get_file(run, i, &file) && !file.gone)
			snprintf(lines[n++], sizeof *lines, "%.120s: %llu bytes\n",
				 strrchr(file.path, '/'), (unsigned long long)file.bytes_read);
	qsort(lines, n, sizeof *lines, by_text);
	for (size_t i = 0; i < n; i++)
		describe_line(d, "%s", lines[i]);
}

/* Describes a series by its numbers and the CRC-32 of its points. */
static void describe_series(struct description *d, const tfe_series *series)
{
	if (!series)
		return;
	tfe_series_info info = TFE_SERIES_INFO_INIT;
	tfe_view view = tfe_series_view(series);
	tfe_cursor *cursor;
	uint32_t crc = 0;
	tfe_view_get_info(&view, &info);
	assert_int_equal(tfe_cursor_open(series, NULL, &cursor, NULL), TFE_OK);
	assert_int_equal(tfe_cursor_get_crc32(cursor, &crc), TFE_OK);
	tfe_cursor_close(cursor);
	describe_line(d, "%s: %llu points, %llu superseded, crc %08x\n", info.tag,
		      (unsigned long long)info.count, (unsigned long long)info.superseded, crc);
}

/* Series are described in the order of this list, because a reader lists them in the order in which
 * it found them. */
static const char *const tags_written[] = {"accuracy", "epoch", "loss", "val/loss"};

static void describe(struct description *d, const tfe_logdir *logdir)
{
	d->n = 0;
	for (size_t r = 0; r < tfe_logdir_run_count(logdir); r++) {
		const tfe_run *run = tfe_logdir_run_at(logdir, r);
		tfe_run_info info = TFE_RUN_INFO_INIT;
		tfe_run_get_info(run, &info);
		describe_line(d, "%s: %llu files, %llu bytes, %llu superseded\n", info.name,
			      (unsigned long long)info.files, (unsigned long long)info.bytes_total,
			      (unsigned long long)info.superseded);
		describe_files(d, run);
		describe_damage(d, run);
		for (size_t i = 0; i < sizeof tags_written / sizeof *tags_written; i++)
			describe_series(d, tfe_run_find_series(run, tags_written[i]));
	}
}

static tfe_logdir *open_logs(void)
{
	const char *const paths[] = {logs_path("logs")};
	tfe_logdir *d;
	assert_int_equal(tfe_logdir_open(paths, 1, NULL, &d, NULL), TFE_OK);
	return d;
}

/* Waits until a log directory that is followed has what a fresh one loads. */
static void expect_series(tfe_logdir *followed)
{
	static struct description want, have;
	tfe_logdir *fresh = open_logs();
	assert_int_equal(tfe_logdir_load(fresh), TFE_OK);
	describe(&want, fresh);
	tfe_logdir_close(fresh);
	double begin = seconds();
	for (;;) {
		struct pollfd p = {.fd = tfe_logdir_fd(followed), .events = POLLIN};
		tfe_logdir_acknowledge(followed);
		describe(&have, followed);
		if (!strcmp(want.text, have.text))
			return;
		if (seconds() - begin > PATIENCE_MS / 1000.0)
			fail_showing(want.text, have.text);
		poll(&p, 1, 100);
	}
}

/* Removes the sidebar from all lines but the first: only a program that is running knows which runs
 * are live. */
static void remove_sidebar(char *text)
{
	char *to = strchr(text, '\n');
	for (char *line = to; line && *line;) {
		char *end = line + 1 + strcspn(line + 1, "\n"), *bar = strstr(line, "│");
		char *from = bar && bar < end ? bar : line + 1;
		*to++ = '\n';
		memmove(to, from, (size_t)(end - from));
		to += end - from;
		line = *end ? end : NULL;
	}
	*to = '\0';
}

static void expect_screen(struct terminal *t)
{
	static char have[1 << 20];
	char *want = frame_of("--format text --color 256 --size 120x40 logs");
	remove_sidebar(want);
	double begin = seconds();
	for (;;) {
		snprintf(have, sizeof have, "%s", screen_text(t));
		remove_sidebar(have);
		if (!strcmp(want, have))
			break;
		if (seconds() - begin > PATIENCE_MS / 1000.0 || !take(t, 100))
			fail_showing(want, have);
	}
	free(want);
}

static void live_readers_show_what_a_fresh_start_shows(void **state)
{
	(void)state;
	const char *text = getenv("LIVE_SECONDS");
	double end = seconds() + (text ? atof(text) : 8);
	text = getenv("LIVE_SEED");
	uint64_t first_seed = text ? strtoull(text, NULL, 10) : 1;
	unsigned pauses = 0;
	for (uint64_t seed = first_seed; seconds() < end; seed++) {
		struct terminal t;
		const char *const argv[] = {built("tbtop"), NOW, "logs", NULL};
		memset(&scene, 0, sizeof scene);
		scene.seed = seed;
		scene.wall = logs_start;
		snprintf(scene.journal, sizeof scene.journal, "LIVE_SEED=%llu\n",
			 (unsigned long long)seed);
		train();
		start(&t, 120, 40, "xterm-256color", "C.UTF-8", argv);
		tfe_logdir *followed = open_logs();
		assert_int_equal(tfe_logdir_watch(followed), TFE_OK);
		while (scene.files < FILES_MAX && seconds() < end) {
			for (unsigned n = 1 + random_below(ACTIONS_MAX); n; n--)
				act();
			note("pause", "");
			expect_series(followed);
			expect_screen(&t);
			pauses++;
		}
		tfe_logdir_close(followed);
		type(&t, "q");
		assert_int_equal(finish(&t), 0);
		stop(&t);
		assert_int_equal(logs_remove(state), 0);
		assert_int_equal(logs_make(state), 0);
	}
	assert_true(pauses > 0);
	print_message("%u pauses\n", pauses);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(live_readers_show_what_a_fresh_start_shows,
						logs_make, logs_remove),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
