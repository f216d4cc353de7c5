/* Measures the bytes of a frame after each kind of key, on a terminal with 256 colours, at 120x40
 * and 200x60.
 *
 * LOGS=DIR names the log directory, by default the one that build/examples/every_kind writes. */
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/frames.h"
#include "folder.h"

#include "tbtop/term/frame_bytes.h"

#include <curses.h>
#include <term.h>

/* Keys after which the frame is measured, one after the other. Keys before the bar only lead
 * there. */
static const struct {
	const char *what, *keys;
} kinds[] = {
	{"focus in the page", "j k l h G g"},
	{"full size and back", "Enter Esc j Enter Esc"},
	{"crosshair step", "Enter | Left Left Left Right Right"},
	{"run below the crosshair", "j k j k"},
	{"next chart in full size", "n n p p"},
	{"page down, page up", "Esc | PgDn PgUp"},
	{"smoothing, raw curves", "s s S S w w"},
	{"pane, focus in a list", "Tab j k Tab j k Tab"},
	{"view of histograms", "1 | 2"},
	{"focus in histograms", "j k"},
	{"type of histograms", "t t t t"},
	{"step of histograms", "[ [ ]"},
	{"view of distributions", "1 | 3"},
	{"view of images", "1 | 4"},
	{"view of confusion matrices", "1 | 5"},
	{"view of PR curves", "1 | 6"},
	{"view of texts", "1 | 7"},
	{"view of graphs", "1 | 8"},
	{"view of trials", "1 | 9"},
	{"view of findings", "1 | 0"},
	{"view of scalars", "1"},
	{"help and back", "? Esc"},
	{"prompt: one character", ": | s e t"},
	{"redraw", "Esc | C-l"},
};

/* Presses a key. Returns the bytes of the complete frame. */
static size_t bytes_of(struct program *p, int key)
{
	struct byte_buffer bytes = {0};
	update_key(&p->model, &p->seen, key);
	draw_whole(p);
	if (p->model.redraw)
		frame_bytes_forget();
	p->model.redraw = false;
	frame_bytes_add(&bytes, &p->grid);
	size_t n = bytes.n;
	byte_buffer_release(&bytes);
	return n;
}

static void measure_keys(struct program *p, const char *what, const char *keys)
{
	size_t most = 0, sum = 0, n = 0;
	const char *bar = strchr(keys, '|');
	while (bar && keys < bar - 1)
		bytes_of(p, key_parse(&keys));
	if (bar)
		keys = bar + 1;
	for (int key; (key = key_parse(&keys)) != KEY_NONE; n++) {
		size_t bytes = bytes_of(p, key);
		most = bytes > most ? bytes : most;
		sum += bytes;
	}
	printf("    %-36s %8zu %8zu\n", what, sum / n, most);
}

static void measure_size(const char *dir, int w, int h)
{
	struct program p = {0};
	struct byte_buffer bytes = {0};
	frame_bytes_open();
	program_load(&p, dir, w, h);
	p.grid.colours = COLOURS_256;
	loader_sync(&p.loader, &p.model);
	draw_whole(&p);
	frame_bytes_add(&bytes, &p.grid);
	printf("  bytes of a frame at %dx%d: %zu for the first one\n", w, h, bytes.n);
	printf("    %-36s %8s %8s\n", "", "a frame", "at most");
	byte_buffer_release(&bytes);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		measure_keys(&p, kinds[i].what, kinds[i].keys);
	program_close(&p);
	frame_bytes_close();
}

/* Runs a command with a folder as its last argument. */
static bool run(const char *command, const char *folder)
{
	char line[1200];
	snprintf(line, sizeof line, "%s '%s' >/dev/null", command, folder);
	return system(line) == 0;
}

int main(void)
{
	char made[512] = "", command[600];
	const char *dir = getenv("LOGS"), *build = getenv("BUILD");
	setlocale(LC_ALL, "C.UTF-8");
	if (setupterm("xterm-256color", STDOUT_FILENO, NULL) != OK)
		return 1;
	snprintf(command, sizeof command, "'%s/examples/every_kind'", build ? build : "build");
	if (!dir) {
		if (!folder_make(made, sizeof made, "bytes") || !run(command, made))
			return 1;
		dir = made;
	}
	measure_size(dir, 120, 40);
	measure_size(dir, 200, 60);
	return *made && !run("rm -rf", made);
}
