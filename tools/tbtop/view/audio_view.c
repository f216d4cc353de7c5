/* view: sounds: pages of wave forms, or one in full size with levels, spectrogram and steps. */
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/format.h"
#include "common/memory.h"
#include "common/printf_like.h"
#include "tbtop/cache/sounds.h"
#include "tbtop/cache/spectrograms.h"
#include "tbtop/model/linked_step.h"
#include "tbtop/view/axes.h"
#include "tbtop/view/entry_title.h"
#include "tbtop/view/frame.h"
#include "tbtop/view/half_cells.h"
#include "tbtop/view/notice.h"
#include "tbtop/view/pages.h"
#include "tbtop/view/value_text.h"

enum { LABEL_W = 6, STEPS_H = 5, PREVIEW_W = 20 };

/* The sound of a chart, and the part of it that is shown. */
struct part {
	const struct sound *sound;
	double from, to; /* seconds */
	colour colour;   /* of its run */
};

/* --- the wave form ---------------------------------------------------------------------------- */

/* Returns the smallest of 0.001, 0.002, 0.005, 0.01, ... that the samples do not exceed. */
static double full_scale(double peak)
{
	static const double steps[] = {1, 2, 5};
	double scale = 1e-3;
	for (int i = 1; scale < peak && i < 40; i++)
		scale = steps[i % 3] * pow(10, i / 3 - 3);
	return scale;
}

/* Draws one column between two heights in half rows from the top. */
static void draw_column(struct grid *g, struct rect plot, int x, int top, int bottom,
			struct style style)
{
	for (int y = top < 0 ? 0 : top / 2; y < plot.h && 2 * y <= bottom; y++) {
		bool upper = 2 * y >= top, lower = 2 * y + 1 <= bottom;
		grid_char(g, x, plot.y + y,
			  upper && lower ? 0x2588
			  : upper        ? 0x2580
					 : 0x2584,
			  style);
	}
}

static void draw_wave(struct grid *g, struct rect plot, const struct part *p, double full)
{
	struct peaks *peaks = need_zeroed((size_t)plot.w, sizeof *peaks);
	sound_peaks(p->sound, p->from, p->to, peaks, (size_t)plot.w);
	for (int x = 0; x < plot.w; x++) {
		if (isnan(peaks[x].min))
			continue;
		int halves = 2 * plot.h;
		double top = (1 - peaks[x].max / full) / 2 * halves;
		double bottom = (1 - peaks[x].min / full) / 2 * halves;
		draw_column(g, plot, plot.x + x, (int)fmin(fmax(top, 0), halves - 1),
			    (int)fmin(fmax(bottom, 0), halves - 1),
			    (struct style){.fg = p->colour});
	}
	free(peaks);
}

static struct rect plot_of(struct rect r)
{
	return (struct rect){r.x + LABEL_W + 1, r.y, r.w - LABEL_W - 2, r.h - axis_rows(r.h)};
}

static struct axis seconds_of(const struct part *p)
{
	return (struct axis){SCALE_NUMBER, p->from, p->to};
}

/* Draws the axis of seconds, with the unit below the other axis. */
static void draw_seconds(struct grid *g, struct rect plot, struct rect r, const struct part *p)
{
	struct axis x = seconds_of(p);
	axis_draw_x(g, plot, r, &x, false);
	grid_text(g, plot.x - 5, r.y + r.h - 1, 1, "s", (struct style){.fg = ROLE_FAINT});
}

/* Draws the wave form with axes. Returns its plot. */
static struct rect draw_wave_chart(struct grid *g, struct rect r, const struct part *p)
{
	struct rect plot = plot_of(r);
	double full = full_scale(p->sound->peak);
	struct axis y = {SCALE_NUMBER, -full, full};
	struct ticks ticks;
	if (plot.w < 4 || plot.h < 1)
		return (struct rect){0};
	axis_ticks(&y, plot.h >= 8 ? 5 : 3, &ticks);
	axis_draw_y(g, plot, r.x, &y, &ticks);
	draw_seconds(g, plot, r, p);
	draw_wave(g, plot, p, full);
	return plot;
}

/* --- pages ------------------------------------------------------------------------------------ */

/* Returns the sound of an entry, or draws why there is none. */
static const struct sound *sound_or_notice(const struct frame *f, struct rect r,
					   const struct entry_shown *s, uint32_t number)
{
	const struct sound *sound = sound_find(f->caches, &s->view, s->at.entry, number);
	char text[320];
	if (!sound) {
		notice_draw(f->grid, r, ROLE_FAINT, "reading");
		return NULL;
	}
	if (!*sound->error)
		return sound;
	snprintf(text, sizeof text, "%s%s", sound->error,
		 !sound->bytes       ? ""
		 : f->model->focused ? "; e saves it, Space plays it"
				     : "; e saves it");
	notice_draw(f->grid, r, ROLE_ERROR, text);
	return NULL;
}

/* Draws in the upper right corner which one of several sounds this is. */
static void draw_number(struct grid *g, struct rect r, const struct sound *s)
{
	char text[64];
	snprintf(text, sizeof text, " sound %zu of %zu ", s->number + 1, s->sounds);
	grid_text(g, r.x + r.w - text_width(text), r.y, r.w, text,
		  (struct style){.fg = ROLE_FAINT});
}

static void draw_chart(const struct frame *f, struct rect r, const struct tag *tag, bool active)
{
	struct entry_shown s;
	struct rect below = {r.x, r.y + 1, r.w, r.h - 1};
	if (!entry_title_draw(f, r, tag, active, &s))
		return;
	const struct sound *sound = sound_or_notice(f, below, &s, 0);
	if (!sound)
		return;
	draw_wave_chart(f->grid, below,
			&(struct part){sound, 0, sound->seconds,
				       ROLE_RUN + f->model->runs[s.curve->run]->colour});
	if (sound->sounds > 1)
		draw_number(f->grid, below, sound);
}

/* --- one sound -------------------------------------------------------------------------------- */

/* Writes a time in a sound with the digits that its length resolves. */
static void seconds_text(char text[VALUE_TEXT], double at, const struct sound *sound)
{
	value_text(text, at, &(struct axis){SCALE_NUMBER, 0, sound->seconds});
}

/* Writes an amplitude in decibels of full scale. */
static void decibels(double amplitude, char text[FORMAT_TEXT])
{
	if (amplitude > 0)
		snprintf(text, FORMAT_TEXT, "%.1f dB", 20 * log10(amplitude));
	else
		snprintf(text, FORMAT_TEXT, "-Inf dB");
}

/* A line of facts, of which those that do not fit are left out. */
struct facts {
	struct grid *g;
	struct rect r;
	int x;
};

static void add_fact(struct facts *f, struct style style, const char *format, ...)
	PRINTF_LIKE(3, 4);

static void add_fact(struct facts *f, struct style style, const char *format, ...)
{
	char text[96];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	int width = text_width(text);
	if (f->x + width <= f->r.x + f->r.w)
		f->x += 2 + grid_text(f->g, f->x, f->r.y, width, text, style);
}

static void draw_format(struct grid *g, struct rect r, const struct sound *s)
{
	struct facts f = {g, r, r.x};
	struct style plain = {0};
	char bytes[FORMAT_TEXT], length[VALUE_TEXT];
	format_bytes(bytes, s->bytes);
	seconds_text(length, s->seconds, s);
	add_fact(&f, plain, "%" PRIu32 " Hz", s->wav.rate);
	add_fact(&f, plain, "%u %s", s->wav.channels,
		 format_noun(s->wav.channels, "channel", "channels"));
	add_fact(&f, plain, "%u bit%s", s->wav.bits, s->wav.is_float ? " float" : "");
	add_fact(&f, plain, "%s s", length);
	add_fact(&f, plain, "WAV %s", bytes);
	if (s->sounds > 1)
		add_fact(&f, plain, "sound %zu of %zu", s->number + 1, s->sounds);
	if (s->wav.is_cut)
		add_fact(&f, (struct style){.fg = ROLE_WARNING}, "cut off");
}

static void draw_levels(struct grid *g, struct rect r, const struct sound *s)
{
	struct facts f = {g, r, r.x};
	struct style plain = {0}, warning = {.fg = ROLE_WARNING};
	char peak[FORMAT_TEXT], rms[FORMAT_TEXT], mean[FORMAT_TEXT];
	char before[VALUE_TEXT], after[VALUE_TEXT];
	seconds_text(before, s->silence_before, s);
	seconds_text(after, s->silence_after, s);
	decibels(s->peak, peak);
	decibels(s->rms, rms);
	format_value(mean, s->mean);
	if (s->nonfinite)
		add_fact(&f, warning, "%" PRIu64 " NaN or infinite", s->nonfinite);
	add_fact(&f, plain, "peak %s", peak);
	add_fact(&f, plain, "RMS %s", rms);
	add_fact(&f, s->clipped ? warning : plain, "clipped %" PRIu64 " %s", s->clipped,
		 format_noun(s->clipped, "sample", "samples"));
	add_fact(&f, plain, "DC %s", mean);
	add_fact(&f, plain, "silence %s s before, %s s after", before, after);
}

/* Marks the cursor, and tells the greatest sample in its column. */
static void draw_cursor(const struct frame *f, struct rect r, struct rect plot,
			const struct part *p)
{
	const struct listening *l = &f->model->listening;
	struct axis x = seconds_of(p);
	struct peaks peaks;
	char level[FORMAT_TEXT];
	int column = l->cursor_on ? axis_column(&x, l->cursor, plot.w) : -1;
	if (column < 0)
		return;
	double each = (p->to - p->from) / plot.w;
	sound_peaks(p->sound, p->from + column * each, p->from + (column + 1) * each, &peaks, 1);
	grid_tint(f->grid, (struct rect){plot.x + column, plot.y, 1, plot.h},
		  (struct style){.fg = ROLE_ACCENT, .attr = ATTR_REVERSE});
	if (axis_rows(r.h) > 1) /* on the line above the labels */
		grid_char(f->grid, plot.x + column, plot.y + plot.h, 0x25b2,
			  (struct style){.fg = ROLE_ACCENT, .attr = ATTR_BOLD});
	if (isnan(peaks.min))
		return;
	double value = fabs(peaks.min) > fabs(peaks.max) ? peaks.min : peaks.max;
	decibels(fabs(value), level);
	char text[96], at[VALUE_TEXT];
	value_text(at, l->cursor, &x);
	snprintf(text, sizeof text, " %s s  %.4g  %s ", at, value, level);
	int width = text_width(text);
	grid_text(f->grid, plot.x + plot.w - width, plot.y, width, text,
		  (struct style){.fg = ROLE_ACCENT, .attr = ATTR_BOLD});
}

/* --- the spectrogram -------------------------------------------------------------------------- */

static void draw_level(struct grid *g, int x, int y, float upper, float lower)
{
	static const uint32_t shades[] = {' ', 0x2591, 0x2592, 0x2593, 0x2588};
	bool halves = g->glyphs != GLYPHS_ASCII && g->colours <= COLOURS_256;
	if (halves) {
		half_cell_draw(g, x, y, palette_ramp(upper), palette_ramp(lower));
		return;
	}
	int shade = (int)lround(4 * fmaxf(upper, lower));
	grid_char(g, x, y, shades[shade], (struct style){0});
}

static void draw_spectrogram(const struct frame *f, struct rect r, const struct part *p,
			     const struct entry_shown *shown)
{
	struct grid *g = f->grid;
	struct title t;
	struct rect area = {r.x, r.y + 1, r.w, r.h - 1}, plot = plot_of(area);
	struct axis y = {SCALE_NUMBER, 0, 1};
	struct ticks ticks;
	char note[64];
	snprintf(note, sizeof note, "Hann %d, 80 dB", SPECTRUM_FRAMES);
	title_init(&t, "spectrogram, kHz", false);
	title_note(&t, (struct style){.fg = ROLE_FAINT}, "%s", note);
	title_draw(&t, g, r);
	if (plot.w < 4 || plot.h < 2)
		return;
	const struct sound_part part = {f->model->listening.number, p->from, p->to};
	const struct spectrogram *s = spectrogram_find(f->caches, &shown->view, shown->at.entry,
						       &part, plot.w, 2 * plot.h);
	if (!s) {
		notice_draw(g, plot, ROLE_FAINT, "reading");
		return;
	}
	y.hi = s->top_hz / 1000;
	axis_ticks(&y, plot.h >= 8 ? 5 : 3, &ticks);
	axis_draw_y(g, plot, area.x, &y, &ticks);
	draw_seconds(g, plot, area, p);
	for (int row = 0; row < plot.h && 2 * row + 1 < s->rows; row++)
		for (int column = 0; column < plot.w && column < s->columns; column++) {
			const float *level = &s->level[column * s->rows + 2 * row];
			draw_level(g, plot.x + column, plot.y + row, level[0], level[1]);
		}
}

/* --- the steps -------------------------------------------------------------------------------- */

/* Draws a small wave form: the peak of each part in eighths of a row. */
static void draw_preview(struct grid *g, int x, int y, const struct sound *s)
{
	static const char ascii[] = " .:-=+*#";
	struct peaks peaks[PREVIEW_W];
	double full = full_scale(s->peak);
	sound_peaks(s, 0, s->seconds, peaks, PREVIEW_W);
	for (int i = 0; i < PREVIEW_W; i++) {
		double most = isnan(peaks[i].min) ? 0 : fmax(fabs(peaks[i].min), peaks[i].max);
		int eighth = (int)(fmin(most / full, 1) * 7.99);
		grid_char(g, x + i, y,
			  g->glyphs == GLYPHS_ASCII ? (uint32_t)ascii[eighth]
						    : 0x2581 + (uint32_t)eighth,
			  (struct style){0});
	}
}

static void draw_step(const struct frame *f, struct rect r, const struct entry_shown *s,
		      uint64_t entry)
{
	struct grid *g = f->grid;
	bool current = entry == s->at.entry;
	colour fg = current ? ROLE_ACCENT : ROLE_FAINT;
	char rms[FORMAT_TEXT], length[VALUE_TEXT];
	tfe_point at;
	if (tfe_view_get_points(&s->view, entry, &at, 1) != 1)
		return;
	if (current)
		grid_char(g, r.x + 1, r.y, 0x25b8, (struct style){.fg = ROLE_ACCENT});
	int x = r.x + 3;
	x += grid_printf(g, x, r.y, r.w - 3, (struct style){.fg = fg}, "%8" PRId64, at.step);
	const struct sound *sound =
		sound_find(f->caches, &s->view, entry, f->model->listening.number);
	if (!sound || *sound->error) {
		grid_text(g, x + 2, r.y, r.x + r.w - x - 3, sound ? sound->error : "reading",
			  (struct style){.fg = ROLE_FAINT});
		return;
	}
	seconds_text(length, sound->seconds, sound);
	decibels(sound->rms, rms);
	x += grid_printf(g, x, r.y, r.x + r.w - x, (struct style){.fg = fg}, "  %8s s  %10s  ",
			 length, rms);
	if (x + PREVIEW_W < r.x + r.w)
		draw_preview(g, x, r.y, sound);
}

static void draw_steps(const struct frame *f, struct rect r, const struct entry_shown *s)
{
	struct title t;
	title_init(&t, "steps", false);
	title_note(&t, (struct style){.fg = ROLE_FAINT}, "%" PRIu64 " of %" PRIu64, s->at.entry + 1,
		   s->view.count);
	title_draw(&t, f->grid, r);
	uint64_t first = layout_first_row((size_t)s->view.count, (size_t)s->at.entry, r.h - 1);
	for (int i = 0; i < r.h - 1 && first + (uint64_t)i < s->view.count; i++)
		draw_step(f, (struct rect){r.x, r.y + 1 + i, r.w, 1}, s, first + (uint64_t)i);
}

/* --- the whole -------------------------------------------------------------------------------- */

/* The areas of a sound in full size, below its title. Hidden parts have no area. */
struct parts {
	struct rect wave, numbers, spectrogram, steps;
};

static struct parts parts_of(struct rect a)
{
	int numbers = a.h >= 9 ? 2 : a.h >= 6 ? 1 : 0;
	int steps = a.h >= 24 ? STEPS_H : 0;
	int spectrogram = a.h >= 16 ? (a.h - numbers - steps) * 2 / 5 : 0;
	struct parts p = {.wave = {a.x, a.y, a.w, a.h - numbers - steps - spectrogram}};
	int y = a.y + p.wave.h;
	p.numbers = (struct rect){a.x + 1, y, a.w - 2, numbers};
	p.spectrogram = (struct rect){a.x, y + numbers, a.w, spectrogram};
	p.steps = (struct rect){a.x, y + numbers + spectrogram, a.w, steps};
	return p;
}

/* Sets the number of sounds, also if the shown one cannot be decoded. */
static void count_sounds(const struct frame *f, const struct entry_shown *s, struct geometry *out)
{
	const struct sound *sound =
		sound_find(f->caches, &s->view, s->at.entry, f->model->listening.number);
	out->sounds = sound ? sound->sounds : 0;
}

static void draw_one(const struct frame *f, struct rect area, struct geometry *out)
{
	const struct model *m = f->model;
	const struct listening *l = &m->listening;
	struct rect below = {area.x, area.y + 1, area.w, area.h - 1};
	struct parts parts = parts_of(below);
	struct entry_shown s;
	if (!entry_title_draw(f, area, model_focus(m), m->pane == PANE_MAIN, &s))
		return;
	const struct sound *sound = sound_or_notice(f, parts.wave, &s, l->number);
	count_sounds(f, &s, out);
	if (parts.steps.h > 1)
		draw_steps(f, parts.steps, &s);
	if (!sound)
		return;
	bool zoomed = l->zoomed && l->from < sound->seconds;
	struct part p = {sound, zoomed ? l->from : 0, zoomed ? l->to : sound->seconds,
			 ROLE_RUN + m->runs[s.curve->run]->colour};
	struct rect plot = draw_wave_chart(f->grid, parts.wave, &p);
	draw_cursor(f, parts.wave, plot, &p);
	if (plot.w > 0)
		grid_target(f->grid, plot,
			    (struct target){.kind = TARGET_SOUND, .x0 = p.from, .x1 = p.to});
	if (parts.numbers.h > 0)
		draw_format(f->grid, parts.numbers, sound);
	if (parts.numbers.h > 1)
		draw_levels(f->grid,
			    (struct rect){parts.numbers.x, parts.numbers.y + 1, parts.numbers.w, 1},
			    sound);
	if (parts.spectrogram.h > 3)
		draw_spectrogram(f, parts.spectrogram, &p, &s);
	out->plot_columns = plot.w;
	out->sound_s = sound->seconds;
}

static void draw(const struct frame *f, struct rect area, struct geometry *out)
{
	const struct model *m = f->model;
	if (!m->tags[TAG_AUDIO].n_rows)
		nothing_draw(m, f->grid, area, "sounds");
	else if (m->focused && model_focus(m))
		draw_one(f, area, out);
	else
		pages_draw(f, area, out->focus_row, draw_chart);
}

static void settings(const struct model *m, struct pieces *p)
{
	entry_settings(m, p);
	if (m->focused && m->listening.zoomed)
		pieces_add(p, (struct style){.fg = ROLE_ACCENT}, "zoomed");
}

const struct view_entry audio_view = {pages_measure, draw, settings};
