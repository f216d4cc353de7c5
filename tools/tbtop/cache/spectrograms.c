/* cache: spectrograms of sounds: short Fourier transforms. */
#include "tbtop/cache/spectrograms.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tbtop/cache/blobs.h"
#include "tbtop/cache/reads.h"
#include "tbtop/cache/wav_read.h"

enum { N = SPECTRUM_FRAMES, BINS = N / 2, SIZE_MOST = 1000, WINDOWS_MOST = 8 };

static const double range_db = 80, pi = 3.14159265358979323846;

/* The constants of a transform. */
struct fourier {
	double window[N];
	double cos[BINS], sin[BINS]; /* of the angles -2 pi k / N */
};

static void prepare(struct fourier *f)
{
	for (int i = 0; i < N; i++)
		f->window[i] = 0.5 - 0.5 * cos(2 * pi * i / N);
	for (int k = 0; k < BINS; k++) {
		f->cos[k] = cos(-2 * pi * k / N);
		f->sin[k] = sin(-2 * pi * k / N);
	}
}

static void swap(double *a, double *b)
{
	double t = *a;
	*a = *b;
	*b = t;
}

/* Moves N numbers into the order of reversed bits. */
static void reverse(double *re, double *im)
{
	for (int i = 1, j = 0; i < N; i++) {
		int bit = N / 2;
		for (; j & bit; bit /= 2)
			j ^= bit;
		j ^= bit;
		if (i < j) {
			swap(&re[i], &re[j]);
			swap(&im[i], &im[j]);
		}
	}
}

/* Transforms N complex numbers in place (radix 2). */
static void transform(const struct fourier *f, double *re, double *im)
{
	reverse(re, im);
	for (int half = 1; half < N; half *= 2)
		for (int from = 0; from < N; from += 2 * half)
			for (int k = 0; k < half; k++) {
				int a = from + k, b = a + half, w = k * (BINS / half);
				double odd_re = re[b] * f->cos[w] - im[b] * f->sin[w];
				double odd_im = re[b] * f->sin[w] + im[b] * f->cos[w];
				re[b] = re[a] - odd_re;
				im[b] = im[a] - odd_im;
				re[a] += odd_re;
				im[a] += odd_im;
			}
}

/* Returns the mean of the channels; 0 outside the sound. */
static double mono(const struct wav *wav, int64_t frame)
{
	double sum = 0;
	if (frame < 0 || (uint64_t)frame >= wav->frames)
		return 0;
	for (unsigned c = 0; c < wav->channels; c++)
		sum += wav_sample(wav, (uint64_t)frame, c);
	return isfinite(sum) ? sum / wav->channels : 0;
}

/* Raises the powers of the bins to those of the window around a frame. */
static void add_window(const struct fourier *f, const struct wav *wav, int64_t middle,
		       double power[BINS])
{
	double re[N], im[N] = {0};
	for (int i = 0; i < N; i++)
		re[i] = mono(wav, middle - N / 2 + i) * f->window[i];
	transform(f, re, im);
	for (int i = 0; i < BINS; i++)
		power[i] = fmax(power[i], re[i] * re[i] + im[i] * im[i]);
}

/* Fills a column with the greatest power of each row's bins, in decibels. A column that is much
 * longer than a window shows several windows. */
static void fill_column(struct spectrogram *s, const struct fourier *f, const struct wav *wav,
			int column, double from, double to)
{
	double power[BINS] = {0}, frames = (to - from) * wav->rate / s->columns;
	int windows = (int)fmin(fmax(ceil(frames / N), 1), WINDOWS_MOST);
	for (int i = 0; i < windows; i++) {
		double middle = from * wav->rate + frames * (column + (i + 0.5) / windows);
		add_window(f, wav, (int64_t)middle, power);
	}
	for (int row = 0; row < s->rows; row++) {
		int a = BINS * (s->rows - 1 - row) / s->rows, b = BINS * (s->rows - row) / s->rows;
		double most = power[a < BINS ? a : BINS - 1];
		for (int i = a + 1; i < b; i++)
			most = fmax(most, power[i]);
		s->level[column * s->rows + row] = (float)(10 * log10(fmax(most, 1e-20)));
	}
}

/* Converts decibels to levels from 0 to 1. */
static void scale(struct spectrogram *s)
{
	float top = -INFINITY;
	for (int i = 0; i < s->columns * s->rows; i++)
		top = fmaxf(top, s->level[i]);
	bool silent = top < -120;
	for (int i = 0; i < s->columns * s->rows; i++) {
		double level = 1 - (top - s->level[i]) / range_db;
		s->level[i] = silent || level < 0 ? 0 : (float)level;
	}
}

/* --- the value -------------------------------------------------------------------------------- */

/* Both times in one number, as float32. */
static uint64_t pack_times(double from, double to)
{
	float times[2] = {(float)from, (float)to};
	uint64_t packed;
	memcpy(&packed, times, sizeof packed);
	return packed;
}

static void *read_spectrogram(const struct read_key *key, size_t *bytes)
{
	struct spectrogram *s = need_zeroed(1, sizeof *s);
	struct blob blob;
	struct wav wav;
	float times[2];
	memcpy(times, &key->other_entry, sizeof times);
	blob_read(key, &blob);
	size_t count, at;
	tfe_bytes sound = blob_nearest(&blob, (size_t)(key->detail >> 32), &count, &at);
	if (sound.data && !wav_open(sound.data, sound.size, &wav)) {
		s->columns = (int)(key->detail & 0xffff);
		s->rows = (int)(key->detail >> 16 & 0xffff);
		s->top_hz = wav.rate / 2.0;
		s->level = need_zeroed((size_t)s->columns * (size_t)s->rows, sizeof *s->level);
		struct fourier *f = need_zeroed(1, sizeof *f);
		prepare(f);
		for (int i = 0; i < s->columns; i++)
			fill_column(s, f, &wav, i, times[0], times[1]);
		free(f);
		scale(s);
	}
	blob_release(&blob);
	*bytes = sizeof *s + (size_t)s->columns * (size_t)s->rows * sizeof *s->level;
	return s;
}

static void release_spectrogram(void *value)
{
	free(((struct spectrogram *)value)->level);
	free(value);
}

static const struct read_kind spectrogram_kind = {read_spectrogram, release_spectrogram};

static uint64_t limited(int size)
{
	return size < 1 ? 1 : size > SIZE_MOST ? SIZE_MOST : (uint64_t)size;
}

const struct spectrogram *spectrogram_find(struct caches *c, const tfe_view *view, uint64_t i,
					   const struct sound_part *part, int columns, int rows)
{
	uint64_t size = limited(columns) | limited(rows) << 16;
	return reads_find(c, &(struct read_key){.kind = &spectrogram_kind,
						.view = *view,
						.entry = i,
						.other_entry = pack_times(part->from, part->to),
						.detail = (uint64_t)part->number << 32 | size});
}
