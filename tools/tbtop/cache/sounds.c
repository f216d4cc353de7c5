/* cache: sounds read from disk. */
#include "tbtop/cache/sounds.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/format.h"
#include "common/memory.h"
#include "tbtop/cache/file_kind.h"
#include "tbtop/cache/reads.h"

static const float silence = 1e-3f;

static void widen(struct peaks *p, float value)
{
	if (!isfinite(value))
		return;
	p->min = value < p->min || isnan(p->min) ? value : p->min;
	p->max = value > p->max || isnan(p->max) ? value : p->max;
}

static struct peaks peaks_of(const struct wav *wav, uint64_t from, uint64_t to)
{
	struct peaks p = {NAN, NAN};
	for (uint64_t i = from; i < to; i++)
		for (unsigned c = 0; c < wav->channels; c++)
			widen(&p, wav_sample(wav, i, c));
	return p;
}

/* --- what is known about a sound -------------------------------------------------------------- */

static void measure(struct sound *s)
{
	const struct wav *wav = &s->wav;
	double sum = 0, squares = 0, n = 0;
	uint64_t first = wav->frames, last = 0; /* frames that are not silent */
	/* The greatest sample that PCM can store. */
	double full = wav->is_float ? 1 : 1 - pow(2, 1 - (double)wav->bits);
	for (uint64_t i = 0; i < wav->frames; i++)
		for (unsigned c = 0; c < wav->channels; c++) {
			double v = wav_sample(wav, i, c);
			if (!isfinite(v)) {
				s->nonfinite++;
				continue;
			}
			n++;
			sum += v;
			squares += v * v;
			s->peak = fmax(s->peak, fabs(v));
			s->clipped += v >= full || v <= -1;
			if (fabs(v) < silence)
				continue;
			first = i < first ? i : first;
			last = i;
		}
	s->mean = n > 0 ? sum / n : 0;
	s->rms = n > 0 ? sqrt(squares / n) : 0;
	s->silence_before = (double)first / wav->rate;
	s->silence_after = first < wav->frames ? (double)(wav->frames - 1 - last) / wav->rate : 0;
}

static void fill_blocks(struct sound *s)
{
	uint64_t n = s->wav.frames;
	s->n_blocks = (size_t)((n + SOUND_BLOCK - 1) / SOUND_BLOCK);
	s->block = need_zeroed(s->n_blocks, sizeof *s->block);
	for (size_t i = 0; i < s->n_blocks; i++) {
		uint64_t from = (uint64_t)i * SOUND_BLOCK, to = from + SOUND_BLOCK;
		s->block[i] = peaks_of(&s->wav, from, to < n ? to : n);
	}
}

static void explain(struct sound *s, tfe_bytes bytes, const char *wrong)
{
	const char *kind = file_kind_of(bytes).name;
	char size[FORMAT_TEXT];
	format_bytes(size, bytes.size);
	if (kind && strcmp(kind, "WAV") != 0)
		snprintf(s->error, sizeof s->error, "%s of %s, which tbtop cannot decode", size,
			 kind);
	else
		snprintf(s->error, sizeof s->error, "%s that cannot be decoded: %s", size, wrong);
}

static void decode(struct sound *s, size_t number)
{
	tfe_bytes bytes = blob_nearest(&s->blob, number, &s->sounds, &s->number);
	if (!bytes.data) {
		snprintf(s->error, sizeof s->error, "there is no sound at this step");
		return;
	}
	s->bytes = bytes.size;
	const char *wrong = wav_open(bytes.data, bytes.size, &s->wav);
	if (wrong) {
		explain(s, bytes, wrong);
		return;
	}
	s->seconds = (double)s->wav.frames / s->wav.rate;
	measure(s);
	fill_blocks(s);
}

static void *read_sound(const struct read_key *key, size_t *bytes)
{
	struct sound *s = need_zeroed(1, sizeof *s);
	blob_read(key, &s->blob);
	if (s->blob.fetched)
		decode(s, (size_t)key->detail);
	else
		snprintf(s->error, sizeof s->error, "%s", s->blob.error.message);
	*bytes = sizeof *s + s->bytes + s->n_blocks * sizeof *s->block;
	return s;
}

static void release_sound(void *value)
{
	struct sound *s = value;
	blob_release(&s->blob);
	free(s->block);
	free(s);
}

static const struct read_kind sound_kind = {read_sound, release_sound};

const struct sound *sound_find(struct caches *c, const tfe_view *view, uint64_t i, uint32_t number)
{
	return reads_find(
		c, &(struct read_key){
			   .kind = &sound_kind, .view = *view, .entry = i, .detail = number});
}

/* --- parts ------------------------------------------------------------------------------------ */

/* Returns the peaks of the frames from `from` to `to`: whole blocks, and frames at both ends. */
static struct peaks part(const struct sound *s, uint64_t from, uint64_t to)
{
	uint64_t a = (from + SOUND_BLOCK - 1) / SOUND_BLOCK, b = to / SOUND_BLOCK;
	if (a >= b)
		return peaks_of(&s->wav, from, to);
	struct peaks all = peaks_of(&s->wav, from, a * SOUND_BLOCK);
	struct peaks end = peaks_of(&s->wav, b * SOUND_BLOCK, to);
	for (uint64_t i = a; i < b; i++) {
		widen(&all, s->block[i].min);
		widen(&all, s->block[i].max);
	}
	widen(&all, end.min);
	widen(&all, end.max);
	return all;
}

/* Returns the frame at a time, limited to the sound. */
static uint64_t frame_at(const struct sound *s, double seconds)
{
	double frame = floor(seconds * s->wav.rate);
	if (!(frame > 0))
		return 0;
	return frame < (double)s->wav.frames ? (uint64_t)frame : s->wav.frames;
}

void sound_peaks(const struct sound *s, double from, double to, struct peaks *peaks, size_t n)
{
	double each = (to - from) / (double)n;
	for (size_t i = 0; i < n; i++) {
		uint64_t a = frame_at(s, from + each * (double)i);
		uint64_t b = frame_at(s, from + each * (double)(i + 1));
		if (i + 1 == n && to >= s->seconds)
			b = s->wav.frames;
		/* A part that is shorter than a frame shows the frame that it is in. */
		if (a == b && a < s->wav.frames && from + each * (double)i >= 0)
			b = a + 1;
		peaks[i] = part(s, a, b);
	}
}
