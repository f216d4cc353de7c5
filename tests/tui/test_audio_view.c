/* The view of sounds: frames, new steps, and saving and playing a sound. */
#include "tui/golden.h"
#include "tui/live.h"
#include "unit/logs_kinds.h"

static const struct golden frames[] = {
	{"audio-80x24", "--size 80x24 --view audio"},
	{"audio-120x40", "--size 120x40 --view audio"},
	{"audio-one-80x24", "--size 80x24 --view audio --keys 'Enter n'"},
	{"audio-one-120x40", "--size 120x40 --view audio --keys 'Enter n [ h h'"},
	{"audio-one-200x60", "--size 200x60 --view audio --keys 'Enter n { + + L'"},
	{"audio-one-40x10", "--size 40x10 --view audio --keys 'Enter n l'"},
	{"audio-ascii", "--size 120x40 --view audio --keys 'Enter n' --glyphs ascii"},
	{"audio-256", "--size 80x24 --view audio --keys 'Enter n' --format ansi --color 256"},
	{"audio-mono", "--size 80x24 --view audio --keys 'Enter n' --format ansi --color never"},
	{"audio-stereo", "--size 80x24 --view audio --keys 'Enter n n'"},
	{"audio-broken", "--size 80x24 --view audio --tags broken"},
	{"audio-none", "--size 80x24 --view audio --tags nothing"},
};

/* Of logs with two sounds in one step, and with a sound that cannot be decoded. */
static const struct golden more_frames[] = {
	{"audio-pair", "--size 80x24 --view audio --keys 'l Enter .'"},
	{"audio-flac", "--size 80x24 --view audio --keys 'Enter'"},
	{"audios-40x10", "--size 40x10 --view audio --keys l"},
};

static double now;

/* Writes one step: a tone that rises, between silence. */
static void write_step(tfe_writer *w, int i)
{
	enum { RATE = 8000, N = RATE };
	static float samples[2 * N];
	for (int k = 0; k < N; k++) {
		double t = (double)k / RATE, on = t > 0.1 && t < 0.9;
		samples[k] =
			(float)(on * 0.4 * sin(3 * t + i) * sin(2 * 3.14159 * 900 * t * (1 + t)));
	}
	tfe_sound mono = {samples, TFE_DTYPE_FLOAT32, 1, N, NULL};
	tfe_writer_add_audio(w, "sample", 200 * i, &mono, 1, RATE);
	tfe_sound stereo = {samples, TFE_DTYPE_FLOAT32, 2, N / 2, NULL};
	if (i == 0)
		tfe_writer_add_audio(w, "stereo", 0, &stereo, 1, RATE);
	now += 200;
}

static tfe_writer *open_writer(int number)
{
	tfe_writer *w;
	tfe_writer_options options = {.size = sizeof options,
				      .clock = weights_clock,
				      .clock_context = &now,
				      .hostname = "host",
				      .pid = number};
	assert_int_equal(tfe_writer_open(logs_path("logs/run"), &options, &w, NULL), TFE_OK);
	return w;
}

static void frames_are_as_they_were(void **state)
{
	(void)state;
	now = logs_start;
	tfe_writer *w = open_writer(1);
	for (int i = 0; i < 12; i++)
		write_step(w, i);
	tfe_sound silence = {"\0", TFE_DTYPE_INT16, 1, 0, NULL};
	tfe_writer_add_audio(w, "broken", 0, &silence, 1, 8000);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	golden_expect(frames, sizeof frames / sizeof *frames, "logs");
}

static const char flac[] = "fLaC\0\0\0\x22 not really";

static void several_sounds_and_other_formats(void **state)
{
	(void)state;
	enum { N = 4000 };
	static float samples[2][N];
	for (int i = 0; i < N; i++) {
		samples[0][i] = (float)(0.3 * sin(i / 5.0));
		samples[1][i] = (float)(0.8 * sin(i / 50.0) * i / N);
	}
	const tfe_sound pair[] = {{samples[0], TFE_DTYPE_FLOAT32, 1, N, NULL},
				  {samples[1], TFE_DTYPE_FLOAT32, 1, N / 2, NULL}};
	tfe_writer_options options = {.size = sizeof options,
				      .clock = weights_clock,
				      .clock_context = &now,
				      .hostname = "host",
				      .pid = 1};
	tfe_writer *w;
	now = logs_start;
	assert_int_equal(tfe_writer_open(logs_path("more/run"), &options, &w, NULL), TFE_OK);
	tfe_writer_add_audio(w, "pair", 7, pair, 2, 8000);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	logs_audio("more/other/events.out.tfevents.1.host", "flac", 7, 8000, flac, sizeof flac);
	golden_expect(more_frames, sizeof more_frames / sizeof *more_frames, "more");
	char command[2048];
	free(frame_of("--size 80x24 --view audio --keys 'l Enter . e , e Esc h e' more"));
	snprintf(command, sizeof command,
		 "cd '%s' && head -c 4 flac-7.flac && [ $(wc -c <flac-7.flac) = %zu ] && "
		 "[ $(wc -c <pair-7.wav) -gt $(wc -c <pair-7-sound2.wav) ]",
		 logs_folder, sizeof flac);
	FILE *in = popen(command, "r");
	assert_non_null(in);
	char *text = read_all(in);
	assert_int_equal(pclose(in), 0);
	assert_string_equal(text, "fLaC");
	free(text);
}

/* A step that another process appends is shown; a chosen step stays. */
static void new_steps_are_shown(void **state)
{
	(void)state;
	struct terminal t;
	now = 1767230000 - 500; /* so that the run is live for --once too */
	live_open(&t, 100, 30, "vt100", "C", "logs");
	live_expect(&t, "--size 100x30 --glyphs ascii logs");
	tfe_writer *w = open_writer(2);
	write_step(w, 12);
	assert_int_equal(tfe_writer_flush(w), TFE_OK);
	live_expect(&t, "--size 100x30 --glyphs ascii logs");
	type(&t, "l\r[");
	live_expect(&t, "--size 100x30 --glyphs ascii --keys 'l Enter [' logs");
	write_step(w, 13);
	assert_int_equal(tfe_writer_close(w), TFE_OK);
	live_expect(&t, "--size 100x30 --glyphs ascii --keys 'l Enter [ [' logs");
	live_quit(&t);
}

/* The bytes in the log, saved by a key. A second file gets another name. */
static void sounds_are_saved(void **state)
{
	(void)state;
	char command[2048];
	free(frame_of("--size 80x24 --view audio --keys 'l Enter { e e' logs"));
	snprintf(command, sizeof command,
		 "cd '%s' && cmp sample-600.wav sample-600-2.wav && head -c 4 sample-600.wav",
		 logs_folder);
	FILE *in = popen(command, "r");
	assert_non_null(in);
	char *text = read_all(in);
	assert_int_equal(pclose(in), 0);
	assert_string_equal(text, "RIFF");
	free(text);
}

/* Writes a program `paplay` that copies the sound and then does `rest`. */
static void write_player(const char *rest)
{
	FILE *f = fopen(logs_path("bin/paplay"), "w");
	assert_non_null(f);
	fprintf(f, "#!/bin/sh\ncp \"$1\" '%s'\n%s\n", logs_path("played"), rest);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(logs_path("bin/paplay"), 0755), 0);
}

/* A program in PATH gets the file as its argument; Space stops it. Its temporary file is
 * removed. */
static void sounds_are_played(void **state)
{
	(void)state;
	struct terminal t;
	char path[4096], command[2048];
	snprintf(path, sizeof path, "%s:%s", logs_path("bin"), getenv("PATH"));
	mkdir(logs_path("bin"), 0777);
	mkdir(logs_path("tmp"), 0777);
	setenv("PATH", path, 1);
	setenv("TMPDIR", logs_path("tmp"), 1);
	write_player("sleep 1000");
	live_open(&t, 100, 30, "xterm-256color", "C.UTF-8", "logs");
	wait_for(&t, "sample", false);
	type(&t, "l\r ");
	wait_for(&t, "playing with paplay", false);
	type(&t, " ");
	wait_for(&t, "stopped", false);
	write_player("exit 1");
	type(&t, " ");
	wait_for(&t, "paplay could not play the sound", false);
	live_quit(&t);
	snprintf(command, sizeof command,
		 "cd '%s' && head -c 4 played | grep -q RIFF && [ -z \"$(ls tmp)\" ]", logs_folder);
	assert_int_equal(system(command), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frames_are_as_they_were),
		cmocka_unit_test(several_sounds_and_other_formats),
		cmocka_unit_test(new_steps_are_shown),
		cmocka_unit_test(sounds_are_saved),
		cmocka_unit_test(sounds_are_played),
	};
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	unsetenv("NO_COLOR");
	return cmocka_run_group_tests(tests, logs_make, logs_remove);
}
