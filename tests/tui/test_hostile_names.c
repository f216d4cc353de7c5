/* No byte of a log reaches the terminal as a control sequence or turns the direction of writing,
 * wherever a name or a text of the log is shown: C0 and C1 controls (as bytes and in UTF-8), CSI,
 * OSC and marks of direction in names of runs, tags, classes, nodes, hyperparameters, points, and
 * in texts. */
#include "tui/program.h"
#include "unit/logs_kinds.h"
#include "unit/logs_screens.h"

/* Valid UTF-8: clear the screen, a title, C1's CSI, bell, delete, and marks of direction. */
#define HOSTILE                                                                                    \
	"\x1b[2J\x1b]0;owned\x07\xc2\x9b"                                                          \
	"31m\x7f\x0e\xe2\x80\xae\xe2\x81\xa6\xd8\x9c"
/* The same with bytes that are not UTF-8, as a file system may have. */
#define HOSTILE_NAME                                                                               \
	"logs/run" HOSTILE "\x9b"                                                                  \
	"31m\x90\xff"

static const char *const tag = "tag" HOSTILE;

static void write_graph(tfe_writer *w)
{
	tfe_graph *graph;
	const char *input = "scope" HOSTILE "/in";
	assert_int_equal(tfe_graph_open(NULL, &graph), TFE_OK);
	tfe_graph_add_node(graph, input, "Op" HOSTILE, NULL, 0, "/device" HOSTILE);
	tfe_graph_add_node(graph, "scope" HOSTILE "/out", "Add", &input, 1, NULL);
	tfe_writer_add_graph(w, graph);
	tfe_graph_close(graph);
}

static void write_points(tfe_writer *w)
{
	static const float values[] = {1, 2, 3, 4, 5, 7, 8, 8, 1};
	static const char *const labels[] = {HOSTILE, "b" HOSTILE, "c"};
	const tfe_embedding e = {
		.size = sizeof e, .values = values, .n = 3, .dimensions = 3, .metadata = labels};
	tfe_writer_add_embedding(w, tag, 1, &e);
}

static void write_predictions(tfe_writer *w)
{
	static const char *const classes[] = {HOSTILE, "dog" HOSTILE};
	static const int64_t counts[] = {5, 1, 2, 7};
	static const uint8_t labels[] = {0, 1, 0, 1};
	static const float scores[] = {0.1f, 0.9f, 0.6f, 0.5f};
	tfe_writer_add_confusion_matrix(w, tag, 1, counts, 2, classes);
	tfe_writer_add_pr_curve(w, tag, 1, labels, scores, TFE_DTYPE_FLOAT32, 4, NULL);
}

static void write_trial(tfe_writer *w)
{
	tfe_trial *trial;
	assert_int_equal(tfe_trial_open(NULL, &trial), TFE_OK);
	tfe_trial_set_text(trial, "name" HOSTILE, "value" HOSTILE);
	tfe_trial_set_number(trial, "lr", 0.1);
	tfe_writer_begin_trial(w, trial, NULL);
	tfe_trial_close(trial);
}

static void write_all(void)
{
	static const float numbers[] = {1, 2, 3, 4};
	static const uint8_t pixels[4] = {0, 80, 160, 255};
	const tfe_image image = {pixels, TFE_DTYPE_UINT8, 2, 2, 1};
	const tfe_sound sound = {numbers, TFE_DTYPE_FLOAT32, 1, 4, HOSTILE};
	char file[512];
	tfe_writer *w = screens_open(HOSTILE_NAME, 1);
	assert_non_null(w);
	write_trial(w);
	for (int step = 0; step < 3; step++) {
		tfe_writer_add_scalar(w, tag, step, step < 2 ? step : NAN);
		tfe_writer_add_text(w, tag, step,
				    "# T" HOSTILE "\n\n|a" HOSTILE "|b|\n|-|-|\n|1|2|\n");
		tfe_writer_add_images(w, tag, step, &image, 1);
		tfe_writer_add_audio(w, tag, step, &sound, 1, 8000);
		tfe_writer_add_histogram(w, tag, step, numbers, TFE_DTYPE_FLOAT32, 4);
	}
	write_predictions(w);
	write_graph(w);
	write_points(w);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	snprintf(file, sizeof file, "%s/events.out.tfevents.9.host", HOSTILE_NAME);
	logs_matrix(file, "tensor" HOSTILE, "own" HOSTILE, 1, numbers, 2, 2);
	logs_image(file, "broken" HOSTILE, 1, 3, 3, "GIF8" HOSTILE, 30);
	logs_scalar("logs/lr=0.1" HOSTILE "/events.out.tfevents.1.host", "raw\x9b\xff" HOSTILE, 1,
		    screens_now, 1);
}

/* Returns whether a code point controls a terminal or the direction of writing. */
static bool is_control(uint32_t c)
{
	return (c < ' ' && c != '\n') || (c >= 0x7f && c < 0xa0) || c == 0x61c ||
	       (c >= 0x200e && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069);
}

/* Skips a sequence that sets colours and attributes: CSI, digits and semicolons, m. */
static const char *skip_colours(const char *at)
{
	size_t n = at[0] == '\x1b' && at[1] == '[' ? strspn(at + 2, "0123456789;") : 0;
	return n && at[2 + n] == 'm' ? at + n + 3 : at;
}

/* Returns the first part of a frame that is a control, or not UTF-8; or NULL. */
static const char *find_control(const char *frame)
{
	for (const char *at = frame; *at;) {
		const char *after = skip_colours(at);
		if (after > at) {
			at = after;
			continue;
		}
		uint32_t c = (unsigned char)*at;
		int more = c < 0x80 ? 0 : c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc2 ? 1 : -1;
		if (more < 0)
			return at;
		c &= more ? 0x3fU >> more : 0x7fU;
		for (int i = 1; i <= more; i++) {
			if (((unsigned char)at[i] & 0xc0) != 0x80)
				return at;
			c = c << 6 | ((unsigned char)at[i] & 0x3f);
		}
		if (is_control(c))
			return at;
		at += 1 + more;
	}
	return NULL;
}

static void expect_harmless(const char *view, const char *keys, const char *format, int *wrong)
{
	char arguments[256];
	snprintf(arguments, sizeof arguments,
		 "--size 110x34 --view %s --keys '%s' --format %s logs", view, keys, format);
	char *frame = frame_of(arguments);
	const char *control = find_control(frame);
	if (control || !strchr(frame, '\n')) {
		print_message("%s: byte %zu is a control\n", arguments,
			      control ? (size_t)(control - frame) : 0);
		++*wrong;
	}
	free(frame);
}

static void nothing_controls_the_terminal(void **state)
{
	(void)state;
	static const char *const views[] = {
		"scalars", "histograms", "distributions", "images",   "confusion", "pr",
		"text",    "graph",      "hparams",       "findings", "audio",     "embeddings"};
	static const char *const keys[] = {"", "Enter", "Enter h", "m d t Enter",
					   "Tab j P K # Enter"};
	int wrong = 0;
	write_all();
	for (size_t v = 0; v < sizeof views / sizeof *views; v++)
		for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
			expect_harmless(views[v], keys[k], k % 2 ? "ansi" : "text", &wrong);
	assert_int_equal(wrong, 0);
}

/* The check itself finds controls. */
static void controls_are_found(void **state)
{
	(void)state;
	assert_null(find_control("a\n\x1b[0;1;38;5;75mb\x1b[0m \xe2\x94\x82"));
	static const char *const bad[] = {"\x1b[2J",      "\x1b]0;x\x07", "\x9b", "\xc2\x9b",
					  "\xe2\x80\xae", "\x7f",         "\r",   "\xd8\x9c"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_non_null(find_control(bad[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(controls_are_found),
		cmocka_unit_test(nothing_controls_the_terminal),
	};
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	unsetenv("NO_COLOR");
	return cmocka_run_group_tests(tests, logs_make, logs_remove);
}
