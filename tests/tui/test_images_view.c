/* The view of images: frames, saving, and steps that another process writes. */
#include "tui/golden.h"
#include "tui/live.h"
#include "unit/logs_kinds.h"

#include "tbtop/cache/picture_sequence.h"

static const struct golden frames[] = {
	{"images-80x24", "--size 80x24 --view images"},
	{"images-120x40", "--size 120x40 --view images --keys 'j'"},
	{"image-80x24", "--size 80x24 --view images --tags rings --keys 'Enter'"},
	{"image-120x40", "--size 120x40 --view images --tags rings --keys 'Enter l l j [ ) ) ;'"},
	{"image-200x60", "--size 200x60 --view images --tags rings --keys 'Enter G { r'"},
	{"image-40x10", "--size 40x10 --view images --tags rings --keys 'Enter l'"},
	{"image-ascii", "--size 80x24 --view images --tags rings --keys 'Enter l' --glyphs ascii"},
	{"image-256",
	 "--size 80x24 --view images --tags rings --keys 'Enter' --format ansi --color 256"},
	{"image-true",

	 "--size 40x12 --view images --tags files --runs =0.1 --keys 'Enter . .' --format ansi "
	 "--color true"},
	{"image-difference", "--size 120x40 --view images --tags rings --keys 'Enter m r [ d l'"},
	{"image-difference-40x10", "--size 40x10 --view images --tags rings --keys 'Enter m [ d'"},
	{"image-sizes", "--size 120x40 --view images --tags files --keys 'Enter m r d'"},
	{"image-several",
	 "--size 80x24 --view images --tags files --runs =0.1 --keys 'Enter . . l'"},
	{"image-frame", "--size 80x24 --view images --tags animation --keys 'Enter . .'"},
	{"image-broken", "--size 80x24 --view images --tags broken"},
	{"image-none", "--size 80x24 --view images --tags nothing"},
};

static double now;

/* Writes one step of a run: rings that move, in a picture of 40 x 24 pixels. */
static void write_step(tfe_writer *w, int run, int i)
{
	enum { W = 40, H = 24 };
	uint8_t pixels[H][W][3];
	for (int y = 0; y < H; y++)
		for (int x = 0; x < W; x++) {
			double r = hypot(x - 20 + i, y - 12);
			pixels[y][x][0] = (uint8_t)(127 + 120 * cos(r / 2 + run));
			pixels[y][x][1] = (uint8_t)(x * 6);
			pixels[y][x][2] = (uint8_t)(y * 10);
		}
	tfe_image image = {pixels, TFE_DTYPE_UINT8, W, H, 3};
	tfe_writer_add_images(w, "rings", 200 * i + 5 * run, &image, 1);
	now += 200;
}

static tfe_writer *open_writer(int run, int number)
{
	tfe_writer *w;
	tfe_writer_options options = {.size = sizeof options,
				      .clock = weights_clock,
				      .clock_context = &now,
				      .hostname = "host",
				      .pid = number};
	const char *path = logs_path(run ? "logs/lr=0.01" : "logs/lr=0.1");
	assert_int_equal(tfe_writer_open(path, &options, &w, NULL), TFE_OK);
	return w;
}

static size_t load(const char *name, uint8_t *bytes, size_t size)
{
	char path[1024];
	const char *src = getenv("SRC");
	snprintf(path, sizeof path, "%s/tests/golden/data/pictures/%s", src ? src : ".", name);
	FILE *f = fopen(path, "rb");
	assert_non_null(f);
	size_t n = fread(bytes, 1, size, f);
	fclose(f);
	return n;
}

static void write_files(tfe_writer *w)
{
	static const char *const names[] = {"rgb.png", "grey-alpha.png", "rgb.jpg", "frames.gif"};
	static uint8_t bytes[4][2000];
	tfe_bytes files[4];
	for (int i = 0; i < 4; i++)
		files[i] = (tfe_bytes){bytes[i], load(names[i], bytes[i], sizeof bytes[i])};
	tfe_writer_add_encoded_images(w, "files", 0, files, 3);
	tfe_writer_add_encoded_images(w, "animation", 0, files + 3, 1);
	files[0].size -= 60; /* in the middle of its pixels */
	tfe_writer_add_encoded_images(w, "broken/cut", 0, files, 1);
}

static void write_all(void)
{
	for (int run = 0; run < 2; run++) {
		now = logs_start;
		tfe_writer *w = open_writer(run, 1);
		for (int i = 0; i < 12; i++)
			write_step(w, run, i);
		const tfe_image small = {"\x80\xff\0", TFE_DTYPE_UINT8, 3, 1, 1};
		if (run)
			tfe_writer_add_images(w, "files", 0, &small, 1);
		else
			write_files(w);
		assert_int_equal(tfe_writer_close(w), TFE_OK);
	}
	logs_image("logs/other/events.out.tfevents.1.host", "broken/webp", 3, 9, 9, "RIFF....WEBP",
		   12);
}

static void frames_are_as_they_were(void **state)
{
	(void)state;
	write_all();
	golden_expect(frames, sizeof frames / sizeof *frames, "logs");
}

/* The channels of a pixel, as write_step computes them. */
static void pixel_text(char *text, size_t size, int run, int i, int x, int y)
{
	double r = hypot(x - 20 + i, y - 12);
	snprintf(text, size, "%d %d %d", (int)(127 + 120 * cos(r / 2 + run)), x * 6, y * 10);
}

/* The cursor shows the values of the pixel that was written, and with a mark those of the same
 * pixel at the marked step or run. */
static void pixels_at_the_cursor_are_those_that_were_written(void **state)
{
	(void)state;
	static const struct {
		const char *keys;
		int run, i, x, y;         /* of the pixel */
		int marked_run, marked_i; /* -1: no mark */
	} cases[] = {
		{"Enter g", 0, 11, 0, 0, -1, 0},        {"Enter g l l j", 0, 11, 2, 1, -1, 0},
		{"Enter G", 0, 11, 39, 23, -1, 0},      {"Enter r g", 1, 11, 0, 0, -1, 0},
		{"Enter m [ [ d g", 0, 9, 0, 0, 0, 11}, {"Enter m r d g j", 1, 11, 0, 1, 0, 11},
	};
	for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
		char arguments[256], pixel[64], marked[64], want[160];
		pixel_text(pixel, sizeof pixel, cases[k].run, cases[k].i, cases[k].x, cases[k].y);
		pixel_text(marked, sizeof marked, cases[k].marked_run, cases[k].marked_i,
			   cases[k].x, cases[k].y);
		snprintf(want, sizeof want, "(%d, %d) = %s  %s%s", cases[k].x, cases[k].y, pixel,
			 cases[k].marked_run < 0 ? "" : "at the mark ",
			 cases[k].marked_run < 0 ? "" : marked);
		snprintf(arguments, sizeof arguments,
			 "--size 200x60 --view images --tags rings --keys 'Tab j Esc %s' logs",
			 cases[k].keys);
		char *frame = frame_of(arguments);
		if (!strstr(frame, want))
			fail_msg("%s: no %s in\n%s", arguments, want, frame);
		free(frame);
	}
}

static void expect_same(const char *saved, const char *original)
{
	uint8_t got[2000], want[2000];
	FILE *f = fopen(logs_path(saved), "rb");
	if (!f)
		fail_msg("no file %s", saved);
	size_t n = fread(got, 1, sizeof got, f);
	fclose(f);
	assert_int_equal(n, load(original, want, sizeof want));
	assert_memory_equal(got, want, n);
}

/* The bytes in the log are saved, those of the image that is shown. No file is replaced. */
static void images_are_saved(void **state)
{
	(void)state;
	char *frame = frame_of(
		"--size 80x24 --view images --tags files --runs =0.1 --keys 'Enter . . e' logs");
	assert_non_null(strstr(frame, "saved as files-0-image3.jpg"));
	free(frame);
	frame = frame_of(
		"--size 80x24 --view images --tags files --runs =0.1 --keys 'Enter e' logs");
	assert_non_null(strstr(frame, "saved as files-0.png"));
	free(frame);
	free(frame_of("--size 80x24 --view images --tags files --runs =0.1 --keys 'Enter e' logs"));
	free(frame_of("--size 80x24 --view images --tags animation --keys 'Enter . . e' logs"));
	expect_same("files-0-image3.jpg", "rgb.jpg");
	expect_same("files-0.png", "rgb.png");
	expect_same("files-0-2.png", "rgb.png");
	expect_same("animation-0.gif", "frames.gif");
}

/* Each new step is shown, in the page and in full size. A chosen step and the mark stay. */
static void new_steps_are_shown(void **state)
{
	(void)state;
	struct terminal t;
	now = 1767230000 - 500; /* so that the run is live for --once too */
	live_open(&t, 100, 30, "xterm-256color", "C.UTF-8", "logs");
	live_expect(&t, "--size 100x30 logs");
	tfe_writer *w = open_writer(1, 2);
	write_step(w, 1, 12);
	assert_int_equal(tfe_writer_flush(w), TFE_OK);
	live_expect(&t, "--size 100x30 logs");
	type(&t, "G\r");
	live_expect(&t, "--size 100x30 --keys 'G Enter' logs");
	type(&t, "l");
	live_expect(&t, "--size 100x30 --keys 'G Enter l' logs");
	write_step(w, 1, 13);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	live_expect(&t, "--size 100x30 --keys 'G Enter l' logs");
	type(&t, "m[d");
	live_expect(&t, "--size 100x30 --keys 'G Enter l m [ d' logs");
	live_quit(&t);
}

/* Gives the terminal cells of 8 x 16 pixels, and replies to the query of its attributes. */
static void report(struct terminal *t, const char *reply)
{
	struct winsize size = {(unsigned short)t->h, (unsigned short)t->w,
			       (unsigned short)(t->w * 8), (unsigned short)(t->h * 16)};
	assert_int_equal(ioctl(t->fd, TIOCSWINSZ, &size), 0);
	type(t, reply);
}

static void wait_for_picture(struct terminal *t, const size_t *count, size_t least)
{
	double begin = seconds();
	while (*count < least && seconds() - begin < PATIENCE_MS / 1000.0)
		take(t, 100);
	assert_true(*count >= least);
}

/* Pixels are sent only to a terminal that reports sixel (attribute 4) or kitty's protocol; `u` goes
 * back to half blocks. */
static void pixels_are_sent_where_they_are_supported(void **state)
{
	(void)state;
	struct terminal t;
	if (!picture_sequence_is_available())
		skip();
	live_open(&t, 100, 30, "xterm-256color", "C.UTF-8", "logs");
	wait_for(&t, "rings", false);
	report(&t, "\033[?62;14;40c");
	type(&t, "G\r");
	live_expect(&t, "--size 100x30 --keys 'G Enter' logs");
	assert_int_equal(t.sixels + t.kittys, 0);
	report(&t, "\033[?62;4;22c");
	wait_for_picture(&t, &t.sixels, 1);
	assert_null(strstr(screen_text(&t), "\u2580"));
	type(&t, "[");
	wait_for_picture(&t, &t.sixels, 2);
	report(&t, "\033_Gi=31;OK\033\\");
	wait_for_picture(&t, &t.kittys, 1);
	type(&t, "u");
	live_expect(&t, "--size 100x30 --keys 'G Enter [ u' logs");
	live_quit(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frames_are_as_they_were),
		cmocka_unit_test(pixels_at_the_cursor_are_those_that_were_written),
		cmocka_unit_test(images_are_saved),
		cmocka_unit_test(new_steps_are_shown),
		cmocka_unit_test(pixels_are_sent_where_they_are_supported),
	};
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	unsetenv("NO_COLOR");
	return cmocka_run_group_tests(tests, logs_make, logs_remove);
}
