/* Sounds: WAV files of all codings, damaged ones, peaks, and the spectrum of a tone. */
#include "unit/loaded.h"
#include "unit/logs_kinds.h"

#include <math.h>

#include "tbtop/cache/read_thread.h"
#include "tbtop/cache/sounds.h"
#include "tbtop/cache/spectrograms.h"

static const char *const file = "run/events.out.tfevents.1.host";
static const double pi = 3.14159265358979323846;

enum { MOST = 60000 };

static tfe_logdir *logdir;
static struct caches caches;

static int unload(void **state)
{
	if (logdir) {
		caches_close(&caches);
		tfe_logdir_close(logdir);
	}
	logdir = NULL;
	return logs_remove(state);
}

static void put_le(uint8_t *p, uint64_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		p[i] = (uint8_t)(v >> 8 * i);
}

/* Writes the head of a WAV file. Returns its length. */
static size_t put_head(uint8_t *p, int format, int channels, uint32_t rate, int bits, uint32_t data)
{
	memcpy(p, "RIFF", 4);
	put_le(p + 4, 36 + data, 4);
	memcpy(p + 8, "WAVEfmt ", 8);
	put_le(p + 16, 16, 4);
	put_le(p + 20, (uint64_t)format, 2);
	put_le(p + 22, (uint64_t)channels, 2);
	put_le(p + 24, rate, 4);
	put_le(p + 28, rate * (uint32_t)(channels * bits / 8), 4);
	put_le(p + 32, (uint64_t)(channels * bits / 8), 2);
	put_le(p + 34, (uint64_t)bits, 2);
	memcpy(p + 36, "data", 4);
	put_le(p + 40, data, 4);
	return 44;
}

/* --- decoding --------------------------------------------------------------------------------- */

static void every_coding_is_read(void **state)
{
	(void)state;
	static const struct {
		int format, bits;
		uint64_t half, low; /* the samples 0.5 and -1 */
	} codings[] = {
		{1, 8, 192, 0},
		{1, 16, 0x4000, 0x8000},
		{1, 24, 0x400000, 0x800000},
		{1, 32, 0x40000000, 0x80000000},
		{3, 32, 0x3f000000, 0xbf800000},
		{3, 64, 0x3fe0000000000000, 0xbff0000000000000},
	};
	for (size_t i = 0; i < sizeof codings / sizeof *codings; i++) {
		uint8_t bytes[128] = {0};
		int size = codings[i].bits / 8;
		struct wav wav;
		size_t n = put_head(bytes, codings[i].format, 2, 8000, codings[i].bits,
				    (uint32_t)(4 * size));
		put_le(bytes + n, codings[i].half, size);
		put_le(bytes + n + size, codings[i].low, size);
		put_le(bytes + n + 3 * size, codings[i].half, size);
		assert_null(wav_open(bytes, n + 4 * (size_t)size, &wav));
		assert_int_equal(wav.frames, 2);
		assert_int_equal(wav.channels, 2);
		assert_int_equal(wav.rate, 8000);
		assert_true(wav_sample(&wav, 0, 0) == 0.5f);
		assert_true(wav_sample(&wav, 0, 1) == -1.0f);
		assert_true(wav_sample(&wav, 1, 1) == 0.5f);
	}
}

/* Every prefix of a file, and files with random bytes in their head. */
static void damaged_files_are_refused_or_cut(void **state)
{
	(void)state;
	uint8_t whole[200];
	struct wav wav;
	size_t n = put_head(whole, 1, 1, 8000, 16, 100);
	memset(whole + n, 1, 100);
	for (size_t k = 0; k < n + 100; k++) {
		uint8_t *exact = malloc(k ? k : 1);
		memcpy(exact, whole, k);
		const char *wrong = wav_open(exact, k, &wav);
		assert_int_equal(wrong == NULL, k >= n + 2);
		if (!wrong) {
			assert_true(wav.is_cut);
			assert_int_equal(wav.frames, (k - n) / 2);
		}
		free(exact);
	}
	srandom(3);
	for (int round = 0; round < 20000; round++) {
		uint8_t damaged[144];
		memcpy(damaged, whole, sizeof damaged);
		for (int i = 0; i < 3; i++)
			damaged[12 + random() % 32] = (uint8_t)random();
		if (!wav_open(damaged, sizeof damaged, &wav)) {
			float sum = 0;
			for (uint64_t i = 0; i < wav.frames; i++)
				sum += wav_sample(&wav, i, wav.channels - 1);
			(void)sum;
			assert_true(wav.frames * wav.channels * (wav.bits / 8) <= 100);
		}
	}
}

/* --- what is shown ---------------------------------------------------------------------------- */

/* Logs a sound of 16 bit and returns it as the reader decodes it. */
static const struct sound *logged(const int16_t *samples, size_t n, uint32_t rate)
{
	static uint8_t bytes[44 + 2 * MOST];
	size_t head = put_head(bytes, 1, 1, rate, 16, (uint32_t)(2 * n));
	for (size_t i = 0; i < n; i++)
		put_le(bytes + head + 2 * i, (uint16_t)samples[i], 2);
	logs_audio(file, "sound", 1, (float)rate, bytes, head + 2 * n);
	logdir = load_logs((tfe_logdir_options){0});
	caches_open(&caches);
	tfe_view view = view_of_tag(logdir, "sound");
	assert_null(sound_find(&caches, &view, 0, 0));
	read_missed(&caches);
	caches_next_frame(&caches);
	return sound_find(&caches, &view, 0, 0);
}

static void peaks_are_those_of_the_samples(void **state)
{
	(void)state;
	enum { N = 20000, RATE = 1000 };
	static int16_t samples[N];
	srandom(9);
	for (int i = 0; i < N; i++)
		samples[i] = (int16_t)(random() % 2000 - 1000);
	samples[7777] = 32767; /* one spike */
	const struct sound *s = logged(samples, N, RATE);
	assert_string_equal(s->error, "");
	assert_true(s->seconds == 20);
	for (int n = 1; n < 400; n += 37) {
		struct peaks peaks[400];
		sound_peaks(s, 0, 20, peaks, (size_t)n);
		for (int k = 0; k < n; k++) {
			int from = (int)floor(20.0 / n * k * RATE);
			int to = (int)floor(20.0 / n * (k + 1) * RATE), min = 40000, max = -40000;
			to = k + 1 == n ? N : to;
			for (int i = from; i < to; i++) {
				min = samples[i] < min ? samples[i] : min;
				max = samples[i] > max ? samples[i] : max;
			}
			assert_true(peaks[k].min == (float)min / 32768);
			assert_true(peaks[k].max == (float)max / 32768);
		}
	}
	assert_int_equal(s->clipped, 1);
}

static void levels_are_measured(void **state)
{
	(void)state;
	enum { N = 8000 };
	static int16_t samples[N]; /* silence, a square wave, silence */
	for (int i = 2000; i < 6000; i++)
		samples[i] = i % 2 ? 16384 : -16384;
	const struct sound *s = logged(samples, N, 8000);
	assert_true(s->peak == 0.5);
	assert_true(fabs(s->rms - 0.5 * sqrt(0.5)) < 1e-12);
	assert_true(fabs(s->mean) < 1e-12);
	assert_int_equal(s->clipped, 0);
	assert_true(fabs(s->silence_before - 0.25) < 1e-9);
	assert_true(fabs(s->silence_after - 0.25) < 1e-9);
}

/* The greatest level of each column is in the row of the tone. */
static void a_tone_has_its_row(void **state)
{
	(void)state;
	enum { N = 16000, RATE = 16000, ROWS = 32, COLUMNS = 20 };
	static int16_t samples[N];
	for (int i = 0; i < N; i++)
		samples[i] = (int16_t)(10000 * sin(2 * pi * 1125 * i / RATE));
	logged(samples, N, RATE);
	tfe_view view = view_of_tag(logdir, "sound");
	const struct sound_part whole = {0, 0, 1};
	assert_null(spectrogram_find(&caches, &view, 0, &whole, COLUMNS, ROWS));
	read_missed(&caches);
	caches_next_frame(&caches);
	const struct spectrogram *s = spectrogram_find(&caches, &view, 0, &whole, COLUMNS, ROWS);
	assert_int_equal(s->columns, COLUMNS);
	assert_true(s->top_hz == RATE / 2);
	for (int x = 1; x < COLUMNS - 1; x++) {
		int best = 0;
		for (int y = 1; y < ROWS; y++)
			if (s->level[x * ROWS + y] > s->level[x * ROWS + best])
				best = y;
		/* A row has 250 Hz: 1000 to 1250 Hz is the fifth one from the bottom. */
		assert_int_equal(best, ROWS - 1 - 4);
	}
}

static void what_is_no_sound_says_why(void **state)
{
	(void)state;
	logs_audio(file, "sound", 1, 8000, "no sound at all", 15);
	logdir = load_logs((tfe_logdir_options){0});
	caches_open(&caches);
	tfe_view view = view_of_tag(logdir, "sound");
	sound_find(&caches, &view, 0, 0);
	read_missed(&caches);
	caches_next_frame(&caches);
	const struct sound *s = sound_find(&caches, &view, 0, 0);
	assert_string_equal(s->error, "15 B that cannot be decoded: no WAV file");
}

int main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, logs_make, unload)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_coding_is_read),
		cmocka_unit_test(damaged_files_are_refused_or_cut),
		CASE(peaks_are_those_of_the_samples),
		CASE(levels_are_measured),
		CASE(a_tone_has_its_row),
		CASE(what_is_no_sound_says_why),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
