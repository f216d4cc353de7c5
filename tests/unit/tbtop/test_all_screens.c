/* Random keys, events of the mouse, commands and stored settings on all screens, over values of all
 * kinds, some of them damaged or hostile. TBTOP_KEYS_S is the duration for each screen in seconds,
 * TBTOP_KEYS_SEED the seed; otherwise a fixed number of keys is pressed. */
#include "unit/loaded.h"
#include "unit/logs_kinds.h"

#include <fcntl.h>
#include <math.h>
#include <time.h>
#include <unistd.h>

#include <tfevents/writer.h>

#include "common/memory.h"

#include "tbtop/cache/read_thread.h"
#include "tbtop/embeddings_sync.h"
#include "tbtop/figure_of.h"
#include "tbtop/layouts.h"
#include "tbtop/model/key_names.h"
#include "tbtop/model/view_facts.h"
#include "tbtop/scores_sync.h"
#include "tbtop/state/remember.h"
#include "tbtop/trials_sync.h"
#include "tbtop/update/commands.h"
#include "tbtop/update/findings_sync.h"
#include "tbtop/update/load.h"
#include "tbtop/update/settings.h"
#include "tbtop/update/update.h"
#include "tbtop/view/frame.h"

enum { KEYS = 150, KEYS_MOST = 10 * KEYS, FRAMES_LEAST = 30 };

static const char *const files[] = {"one/events.out.tfevents.1.host",
				    "two/events.out.tfevents.1.host"};

static size_t any(size_t n)
{
	return n ? (size_t)random() % n : 0;
}

/* A short WAV file: 8 bit, mono. */
static size_t put_wav(uint8_t *p, size_t n)
{
	static const uint8_t head[44] = "RIFF\x24\x10\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x40\x1f\0\0\x40"
					"\x1f\0\0\1\0\x08\0data\0\x10\0";
	memcpy(p, head, sizeof head);
	for (size_t i = sizeof head; i < n; i++)
		p[i] = (uint8_t)random();
	return n;
}

/* A PNG, a JPEG and a GIF of three frames, and the same with wrong bytes. */
static void write_pictures(const char *file, int64_t step)
{
	static const char *const names[] = {"rgba.png", "rgb.jpg", "frames.gif"};
	for (int i = 0; i < 6; i++) {
		uint8_t bytes[2000];
		char path[1024], tag[16];
		const char *src = getenv("SRC");
		snprintf(path, sizeof path, "%s/tests/golden/data/pictures/%s", src ? src : ".",
			 names[i % 3]);
		snprintf(tag, sizeof tag, "picture%d", i);
		FILE *f = fopen(path, "rb");
		assert_non_null(f);
		size_t n = fread(bytes, 1, sizeof bytes, f);
		fclose(f);
		for (int k = 0; k < 3 && i >= 3; k++)
			bytes[(size_t)random() % n] = (uint8_t)random();
		logs_image(file, tag, step, 14, 11, bytes, n);
	}
}

/* A graph of nodes with damaged names and inputs, measurements, and a model. */
static void write_graphs(const char *file, int64_t step, const uint8_t *noise)
{
	static struct logs_message event, graph, node;
	static const char *const models[] = {
		"{\"config\":{\"name\":\"m\",\"layers\":[{\"config\":{\"name\":\"a\"}}]}}", "{"};
	graph.n = 0;
	for (int i = 0; i < 40; i++) {
		char name[64];
		node.n = 0;
		snprintf(name, sizeof name, "s%d/layer_%d/a", i % 3, i);
		logs_text(&node, 1, name);
		logs_text(&node, 2, i % 7 ? "Add" : "\x1b[2J");
		snprintf(name, sizeof name, "s%d/layer_%d/a:1", i % 3, i - 3);
		logs_text(&node, 3, name);
		logs_bytes(&node, 3, noise + i, 5);
		logs_bytes(&node, 5, noise + i, (size_t)i);
		logs_bytes(&graph, 1, node.data, node.n);
	}
	logs_bytes(&graph, 1, noise, 100);
	logs_event(&event, step, 1767225600 + (double)step);
	logs_bytes(&event, 4, graph.data, step % 3 ? graph.n : graph.n / 2);
	logs_append(file, &event);
	logs_strings(file, "keras", "graph_keras_model", step, &models[step % 2], 1);
}

/* Rows (left, right, count) in order, and rows of other numbers. */
static void write_histograms(const char *file, int64_t step)
{
	float rows[8][3], wrong[4][3];
	for (int i = 0; i < 8; i++) {
		rows[i][0] = (float)i;
		rows[i][1] = (float)(i + 1);
		rows[i][2] = (float)(random() % 50);
	}
	for (int i = 0; i < 12; i++)
		wrong[i / 3][i % 3] = random() % 4 ? (float)(random() % 9 - 4) : 3e38F;
	logs_matrix(file, "weights", "histograms", step, rows[0], 8, 3);
	logs_matrix(file, "wrong", "histograms", step, wrong[0], 4, 3);
}

static void write_values(const char *file, int64_t step)
{
	static const char *const texts[] = {
		"# Title\n\n|a|b|\n|-|-|\n|1|2|\n",   "\x1b[2J\x1b]0;x\x07 \xe2\x80\xae\n\n\n",
		"{\"a\": [1, {\"b\": 2}]}",           "",
		"> > > - - 1. *x _y `z [a](b\n```\n", "a: 1\nb: 2\n"};
	static const char *const table[] = {"a", "b", "c", ""};
	static const float numbers[] = {1, 0, -1, 1e30f};
	static uint8_t wav[5000];
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		char tag[16];
		snprintf(tag, sizeof tag, "text%zu", i);
		logs_strings(file, tag, "text", step, &texts[(i + (size_t)step) % 6], 1);
	}
	write_graphs(file, step, wav);
	logs_strings(file, "table", "text", step, table, (size_t)(1 + step % 4));
	logs_matrix(file, "tensor", "unknown", step, numbers, 2, 2);
	int64_t counts[36];
	for (size_t i = 0; i < 36; i++)
		counts[i] = random() % 40 - (step % 5 == 4);
	size_t classes = (size_t)(1 + random() % 6);
	logs_counts(file, "matrix", "tfe_confusion_matrix", step, counts, classes,
		    step % 2 ? texts : NULL);
	static float curve[6 * 5];
	for (size_t i = 0; i < 30; i++)
		curve[i] = (float)(random() % 100) / (random() % 9 ? 100 : 0);
	logs_matrix(file, "pr", "pr_curves", step, curve, 6, 5);
	size_t n = put_wav(wav, sizeof wav - (size_t)(random() % 1000));
	logs_audio(file, "sound", step, 8000, wav, n);
	for (int i = 0; i < 4; i++)
		wav[random() % 60] = (uint8_t)random();
	logs_audio(file, "damaged", step, 8000, wav, n);
	logs_image(file, "image", step, 3, 3, wav, 100);
	write_pictures(file, step);
	write_histograms(file, step);
	static const float scalars[] = {1, 0, -1, 3e38f, NAN, INFINITY, 1e-40f};
	static const char *const tags[] = {"val/loss", "epoch", "\x1b[2Jx/y", "only"};
	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
		if (i < 3 || strstr(file, "two"))
			logs_scalar(file, tags[i], step, 1767225600 + (double)step,
				    scalars[any(7)]);
	/* A loss that diverges is a finding. */
	logs_scalar(file, "loss", step, 1767225600 + (double)step, step > 5 ? NAN : (float)step);
}

/* Writes a session with hostile names and values. */
static void write_trial(const char *run, int i)
{
	char name[4096];
	tfe_writer *w;
	tfe_trial *trial;
	snprintf(name, sizeof name, "%s/%s", logs_folder, run);
	assert_int_equal(tfe_writer_open(name, NULL, &w, NULL), TFE_OK);
	assert_int_equal(tfe_trial_open(NULL, &trial), TFE_OK);
	tfe_trial_set_number(trial, "lr", i * 1e300);
	tfe_trial_set_text(trial, "\x1b[2J|\xe2\x80\xae", i ? "\x07" : "");
	tfe_trial_set_number(trial, "lr ", -0.0);
	memset(name, 'x', 1000);
	name[1000] = '\0';
	tfe_trial_set_bool(trial, name, i);
	const tfe_trial_options options = {.size = sizeof options, .group = i ? "g" : ""};
	tfe_writer_begin_trial(w, trial, &options);
	tfe_trial_close(trial);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
}

/* Writes points with hostile labels. */
static void write_points(const char *run, size_t n)
{
	char path[4096];
	tfe_writer *w;
	tfe_embedding e = TFE_EMBEDDING_INIT;
	static float values[40][3];
	const char *labels[40];
	snprintf(path, sizeof path, "%s/%s", logs_folder, run);
	for (size_t i = 0; i < n; i++) {
		labels[i] = i % 3 ? "\x1b[2J\xe2\x80\xae" : "";
		for (size_t k = 0; k < 3; k++)
			values[i][k] = i % 7 ? (float)(random() % 100) : 3e38f;
	}
	e.values = values[0];
	e.metadata = labels;
	e.n = n;
	e.dimensions = 3;
	assert_int_equal(tfe_writer_open(path, NULL, &w, NULL), TFE_OK);
	assert_int_equal(tfe_writer_add_embedding(w, "\x1b[2J", 1, &e), TFE_OK);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
}

/* Writes a layout of charts: some without curves, with margins, or with expressions that are
 * wrong. */
static void write_layout(const char *run)
{
	char path[4096];
	tfe_writer *w;
	static const char *const all[] = {"loss"}, *const no[] = {"no"},
				 *const wrong[] = {"(", "o*"};
	static const tfe_margin margins[] = {{"loss", "epoch", "val/loss"}, {"a", "b", "only"}};
	static const tfe_chart charts[] = {{"all", all, 1, NULL, 0},
					   {"wrong", wrong, 2, NULL, 0},
					   {"none", no, 1, NULL, 0},
					   {"\x1b[2J", NULL, 0, margins, 2}};
	static const tfe_chart_category categories[] = {{"first", charts, 4, false},
							{"x", charts, 2, true}};
	snprintf(path, sizeof path, "%s/%s", logs_folder, run);
	assert_int_equal(tfe_writer_open(path, NULL, &w, NULL), TFE_OK);
	assert_int_equal(tfe_writer_add_layout(w, categories, 2), TFE_OK);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
}

static double seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Presses a key of the table of bindings, or any key. None quits, and none writes files. */
static void press(struct model *m, const struct geometry *seen)
{
	const struct binding *b = &bindings[any(n_bindings)];
	bool avoided = b->action == DO_QUIT || b->action == DO_SAVE || b->action == DO_PLAY;
	int key = avoided || !b->keys[0] ? '>' : b->keys[0];
	if (random() % 30 == 0)
		key = "[]{}+-=HLtmdrRjkhl9&W#T"[any(23)];
	update_key(m, seen, key);
}

/* An event of the mouse: mostly in what is drawn, sometimes outside of the screen. */
static void point(struct model *m, const struct geometry *seen)
{
	int x = (int)any(600), y = (int)any(200);
	if (seen->n_targets && random() % 8) {
		const struct target *t = &seen->targets[any(seen->n_targets)];
		x = t->x + (int)any((size_t)t->w);
		y = t->y + (int)any((size_t)t->h);
		if (t->kind == TARGET_ACTION && t->index == DO_QUIT)
			return;
	}
	update_input(m, seen, mouse_key((enum mouse_event)any(MOUSE_EVENTS), x, y));
}

static const char *const nonsense[] = {"",
				       "0",
				       "-1",
				       "1e999",
				       "nan",
				       "on",
				       "off",
				       "none",
				       "seeds",
				       "(",
				       "(.*)",
				       "!",
				       "loss",
				       "one",
				       ".",
				       "99999999999999999999",
				       "-9223372036854775808",
				       "0..1",
				       "..",
				       "1e308..",
				       "..-1e308",
				       "column lr",
				       "regex (o|t)",
				       "\x1b[2J\x1b]0;x\x07",
				       "\xe2\x80\xae\xcc\x88",
				       "\xff\xfe",
				       "loss < 0.1",
				       "loss < ",
				       "1 < 2 and (",
				       "a b c d",
				       "auto",
				       "12",
				       "path",
				       "\\",
				       "%s%n"};

/* A command or a setting with any argument. */
static void command(struct model *m)
{
	char line[LINE_BYTES];
	size_t i = any(n_commands + n_settings + 1);
	const char *word = i < n_commands                ? command_words[i].word
			   : i < n_commands + n_settings ? setting_at(i - n_commands)->name
							 : "";
	const char *argument = nonsense[any(sizeof nonsense / sizeof *nonsense)];
	size_t s = i < n_commands ? n_settings : i - n_commands;
	const char *const *words = s < n_settings ? setting_at(s)->words : NULL;
	size_t n = 0;
	while (words && words[n])
		n++;
	if (n && random() % 4)
		argument = words[any(n)];
	snprintf(line, sizeof line, "%s %s", word, argument);
	command_run(m, line);
}

/* Applies entries as they were stored, some with other values or names. */
static void recall_all(struct model *m)
{
	struct entries e = {0}, again = {0};
	size_t n;
	remember(m, &e);
	char *bytes = entries_print(&e, &n);
	assert_int_equal(entries_parse(&again, bytes, n), ENTRIES_GOOD);
	assert_true(entries_equal(&e, &again));
	for (size_t i = 0; i < again.n; i++) {
		const char *other = again.items[any(again.n)].value;
		if (random() % 4 == 0)
			other = nonsense[any(sizeof nonsense / sizeof *nonsense)];
		recall_entry(m, again.items[i].name, random() % 8 ? again.items[i].value : other);
	}
	if (random() % 4 == 0)
		recall_nothing(m);
	recall_finish(m);
	entries_release(&e);
	entries_release(&again);
	free(bytes);
}

/* Plans the figure of what is shown, and draws it. */
static void draw_figure(struct model *m, struct caches *caches, const struct geometry *seen)
{
	struct figure_plan plan;
	char error[FIGURE_ERROR] = "";
	struct out *out = need_zeroed(1, sizeof *out);
	int fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	out_init(out, fd);
	enum figure_format format = (enum figure_format)any(FIGURE_FORMATS);
	bool drawn = figure_of_model(m, caches, seen, &plan, error) &&
		     figure_plan_write(&plan, format, out, error);
	if (!drawn)
		assert_string_not_equal(error, "");
	out_flush(out);
	close(fd);
	free(out);
	figure_plan_release(&plan);
}

static void act(struct model *m, struct caches *caches, const struct geometry *seen)
{
	long kind = random() % 60;
	if (kind == 0)
		command(m);
	else if (kind == 1)
		recall_all(m);
	else if (kind == 2)
		draw_figure(m, caches, seen);
	else if (kind < 25)
		point(m, seen);
	else
		press(m, seen);
	m->wish.kind = WISH_NONE;
	m->quit = m->forget = false;
}

/* tbtop without a terminal, and the frames that it has drawn. */
static struct {
	struct model m;
	struct caches caches;
	struct loader loader;
	struct grid g;
	struct geometry seen;
	size_t pages[TABS], full[TABS]; /* frames with the data of a view */
} program;

static void open_program(tfe_logdir *logdir, const tfe_judge *judge)
{
	struct findings_seen seen = {0};
	program.seen = (struct geometry){0}; /* nothing was drawn yet */
	model_init(&program.m, "logs");
	program.m.now = 1767230000;
	loader_init(&program.loader, logdir);
	loader_sync(&program.loader, &program.m);
	findings_sync(judge, &program.m, &seen);
	caches_open(&program.caches);
	grid_init(&program.g, 120, 40, GLYPHS_BRAILLE);
}

static void close_program(void)
{
	grid_release(&program.g);
	caches_close(&program.caches);
	loader_release(&program.loader);
	model_release(&program.m);
}

static void draw_frame(void)
{
	struct model *m = &program.m;
	struct grid *g = &program.g;
	if (random() % 20 == 0) {
		bool large = random() % 8 == 0;
		g->w = (int)(random() % (large ? 470 : 140) + 30);
		g->h = (int)(random() % (large ? 144 : 50) + 6);
		g->colours = (enum colour_tier)(random() % COLOUR_TIERS);
	}
	g->glyphs = m->settings.glyphs;
	frame_draw(m, &program.caches, g, &program.seen);
	layouts_serve(m, &program.caches);
	trials_sync(m, &program.caches);
	scores_sync(m, &program.caches);
	embeddings_sync(m, &program.caches);
	if (random() % 3)
		read_missed(&program.caches);
	enum view_id view = model_view(m);
	unsigned context = binding_context(m);
	if (view_rows(m, view) > 0) {
		program.pages[view] += (context & IN_PAGE(view)) != 0;
		program.full[view] += (context & IN_FULL(view)) != 0;
	}
}

/* Returns whether a view has charts on a page, one of which is shown in full size. */
static bool has_both(enum view_id view)
{
	return !(IN_VIEW(view) & IN_OTHER);
}

static bool was_seen(enum view_id view)
{
	size_t pages = program.pages[view], full = program.full[view];
	return pages + full >= FRAMES_LEAST && (!has_both(view) || (pages > 0 && full > 0));
}

/* Draws and presses keys. Keys that leave the view are followed for some keys; other views and
 * filters without a match may leave few frames of the view, so that it needs more keys. */
static void press_keys(enum view_id view)
{
	const char *duration = getenv("TBTOP_KEYS_S");
	double end = seconds() + (duration ? atof(duration) : 0);
	for (int i = 0;
	     i < KEYS || (i < KEYS_MOST && !was_seen(view)) || (duration && seconds() < end); i++) {
		if (i == 0 || (model_view(&program.m) != view && random() % 10 == 0)) {
			update_key(&program.m, &program.seen, TK_ESC);
			view_go(&program.m, view);
			if (random() % 2)
				update_key(&program.m, &program.seen, TK_ENTER);
		}
		draw_frame();
		act(&program.m, &program.caches, &program.seen);
	}
}

static void random_keys_are_harmless(void **state)
{
	(void)state;
	const char *seed = getenv("TBTOP_KEYS_SEED");
	srandom(seed ? (unsigned)atoi(seed) : 21);
	for (int64_t step = 0; step < 9; step++)
		write_values(files[step % 2], step / 2 * (step % 3));
	write_trial("one", 0);
	write_trial("two", 1);
	write_trial("two/val", 2);
	write_layout("one");
	write_points("one", 40);
	write_points("two", 1);
	tfe_logdir *logdir = load_logs((tfe_logdir_options){0});
	tfe_judge *judge = findings_open(logdir, &program.m);
	assert_int_equal(tfe_judge_run(judge), TFE_OK);
	for (size_t view = 0; view < TABS; view++) {
		open_program(logdir, judge);
		press_keys((enum view_id)view);
		close_program();
	}
	for (size_t view = 0; view < TABS; view++) {
		print_message("%s: %zu pages, %zu in full size\n", view_facts[view].name,
			      program.pages[view], program.full[view]);
		assert_true(was_seen((enum view_id)view));
	}
	tfe_judge_close(judge);
	tfe_logdir_close(logdir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(random_keys_are_harmless, logs_make, logs_remove),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
