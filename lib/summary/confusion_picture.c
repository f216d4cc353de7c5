/* summary: the image of a confusion matrix.
 *
 * A row is coloured by its shares of the true class, so rare classes are visible. The intensity
 * grows with the square root of the share, so confusions of 1 % are visible. Matrices of up to
 * MOST_COUNTED classes show counts in the cells, and names at both edges; if a name is long,
 * numbers and a legend replace the names. Larger matrices become a heat map with ticks. */
#include "summary/confusion.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
	MOST_COUNTED = 30,
	MOST_ROOMY = 12,    /* up to this number of classes cells are larger */
	LONGEST_LABEL = 24, /* glyphs of a name at an edge */
	LONGEST_NAME = 44,  /* glyphs of a name in the legend */
	LEAST_SIDE = 264,
	WIDE_SIDE = 360,
	HEAT_SIDE = 720,
	TICK_DISTANCE = 44,
	BAR_WIDTH = 14
};

static const uint32_t ink = 0x1f2933, faint_ink = 0xaeb8c2, paper = 0xffffff, empty = 0xf3f5f7,
		      frame = 0x7b8794;

/* A word or number in the image. */
struct label {
	uint8_t glyph[LONGEST_NAME];
	size_t n;
	uint32_t width;
};

struct picture_layout {
	const struct tfe__confusion *m;
	struct tfe__font font;
	/* Labels at the edges and names in the legend. */
	struct label label[MOST_COUNTED], name[MOST_COUNTED];
	struct label heading;
	uint32_t cell, side, gap;
	uint32_t left, top; /* position of the matrix */
	uint32_t edge_width, edge_height;
	uint32_t tick_every; /* 0: each class has a label */
	bool upright;        /* whether the labels of the columns are upright */
	uint32_t legend,
		legend_width; /* first row of the legend below the matrix; 0 without a legend */
	uint32_t width, height;
};

static struct label label_of(const struct tfe__font *font, const char *text, size_t most)
{
	struct label l;
	l.n = tfe__glyphs_of(text, l.glyph, most);
	l.width = tfe__font_width(font, l.glyph, l.n);
	return l;
}

static uint32_t larger(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

void tfe__short_count(char text[TFE__SHORT_COUNT_BYTES], int64_t count)
{
	static const char units[] = "kMGTPE";
	if (count < 100000) {
		snprintf(text, TFE__SHORT_COUNT_BYTES, "%" PRId64, count);
		return;
	}
	double v = (double)count / 1000;
	size_t unit = 0;
	for (; v >= 999.5 && units[unit + 1]; unit++)
		v /= 1000;
	int scale = v < 9.995 ? 100 : v < 99.95 ? 10 : 1;
	int scaled = (int)(v * scale + 0.5);
	if (scale == 1)
		snprintf(text, TFE__SHORT_COUNT_BYTES, "%d%c", scaled, units[unit]);
	else
		snprintf(text, TFE__SHORT_COUNT_BYTES, "%d.%0*d%c", scaled / scale,
			 scale == 100 ? 2 : 1, scaled % scale, units[unit]);
}

uint32_t tfe__confusion_colour(double share)
{
	static const uint8_t scale[][3] = {{247, 250, 253}, {205, 224, 241}, {143, 187, 224},
					   {74, 140, 199},  {31, 92, 158},   {12, 47, 99}};
	const int last = sizeof scale / sizeof *scale - 1;
	double at = sqrt(share < 0 ? 0 : share > 1 ? 1 : share) * last;
	int i = at < last ? (int)at : last - 1;
	uint32_t colour = 0;
	for (int k = 0; k < 3; k++) {
		double v = scale[i][k] + (scale[i + 1][k] - scale[i][k]) * (at - i);
		colour = colour << 8 | (uint32_t)(v + 0.5);
	}
	return colour;
}

void tfe__confusion_heading(char text[TFE__CONFUSION_HEADING_BYTES], const struct tfe__confusion *m)
{
	double all = 0, right = 0;
	bool some_wrong = false;
	for (size_t i = 0; i < m->classes * m->classes; i++) {
		bool is_right = i % (m->classes + 1) == 0;
		all += (double)m->counts[i];
		right += is_right ? (double)m->counts[i] : 0;
		some_wrong |= !is_right && m->counts[i];
	}
	if (all <= 0) {
		snprintf(text, TFE__CONFUSION_HEADING_BYTES, "no examples");
		return;
	}
	char count[TFE__SHORT_COUNT_BYTES];
	tfe__short_count(count, all < 9.2e18 ? (int64_t)all : INT64_MAX);
	double share = right / all; /* false if the counts are negative */
	int permille = (int)((share < 0 ? 0 : share > 1 ? 1 : share) * 1000 + 0.5);
	/* Rounding gives 0 % or 100 % only if it is exact. */
	const char *about = "";
	if (permille == 1000 && some_wrong) {
		permille = 999;
		about = "over ";
	} else if (permille == 0 && right > 0) {
		permille = 1;
		about = "under ";
	}
	snprintf(text, TFE__CONFUSION_HEADING_BYTES, "%s %s, %s%d.%d %% right", count,
		 all > 1 ? "examples" : "example", about, permille / 10, permille % 10);
}

static void write_heading(struct picture_layout *l)
{
	char text[TFE__CONFUSION_HEADING_BYTES];
	tfe__confusion_heading(text, l->m);
	l->heading = label_of(&l->font, text, LONGEST_NAME);
}

/* Writes the labels of a matrix with counts in its cells. */
static void write_labels(struct picture_layout *l)
{
	const struct tfe__confusion *m = l->m;
	bool legend = false;
	uint8_t glyphs[LONGEST_LABEL + 1];
	for (size_t i = 0; m->names && i < m->classes; i++)
		legend |= tfe__glyphs_of(m->names[i], glyphs, sizeof glyphs) > LONGEST_LABEL;
	for (size_t i = 0; i < m->classes; i++) {
		char number[24];
		snprintf(number, sizeof number, "%zu", i);
		bool named = m->names && *m->names[i];
		l->label[i] =
			label_of(&l->font, named && !legend ? m->names[i] : number, LONGEST_LABEL);
		l->edge_width = larger(l->edge_width, l->label[i].width);
		if (!legend || !named)
			continue;
		l->name[i] = label_of(&l->font, m->names[i], LONGEST_NAME);
		l->legend_width = larger(l->legend_width, l->name[i].width);
	}
}

static uint32_t widest_count(const struct picture_layout *l)
{
	uint32_t widest = 0;
	for (size_t i = 0; i < l->m->classes * l->m->classes; i++) {
		char text[TFE__SHORT_COUNT_BYTES];
		tfe__short_count(text, l->m->counts[i]);
		widest = larger(widest, label_of(&l->font, text, LONGEST_NAME).width);
	}
	return widest;
}

static void measure_cells(struct picture_layout *l)
{
	uint32_t n = (uint32_t)l->m->classes, capital = l->font.capital;
	if (n <= MOST_COUNTED) {
		write_labels(l);
		l->cell = larger(widest_count(l) + capital, capital * 5 / 2);
		l->cell = larger(l->cell, LEAST_SIDE / n);
		if ((l->edge_width + capital) * n <= WIDE_SIDE) /* the names fit side by side */
			l->cell = larger(l->cell, l->edge_width + capital);
		l->upright = l->edge_width + capital / 2 > l->cell;
		l->edge_height = l->upright ? l->edge_width : capital;
	} else {
		l->cell = larger(HEAT_SIDE / n, 1);
		for (uint32_t step = 10; !l->tick_every; step *= 10)
			for (uint32_t k = 1; k <= 5 && !l->tick_every; k += k == 1 ? 1 : 3)
				if (k * step * l->cell >= TICK_DISTANCE)
					l->tick_every = k * step;
		l->edge_width = label_of(&l->font, "900", 3).width;
		l->edge_height = capital;
	}
	l->side = l->cell * n;
}

static void measure(struct picture_layout *l)
{
	uint32_t capital = l->font.capital, gap = l->gap = capital * 3 / 4;
	measure_cells(l);
	write_heading(l);
	l->left = gap + capital + gap * 3 / 2 + l->edge_width + gap;
	l->top = gap + capital + gap * 2;
	l->width = l->left + l->side + gap * 2 + BAR_WIDTH + gap +
		   label_of(&l->font, "100 %", LONGEST_NAME).width + gap + capital + gap;
	l->width = larger(l->width, l->left + l->heading.width + gap * 2);
	l->height = l->top + l->side + gap + l->edge_height + gap * 2 + capital + gap * 2;
	if (l->legend_width) {
		l->legend = l->height;
		l->height += (uint32_t)l->m->classes * capital * 7 / 4 + gap;
		l->width = larger(l->width, l->left + l->legend_width + gap);
	}
}

/* The alignment of a label on its axis. */
enum place { BEFORE, CENTRED, AFTER };

static void draw_label(struct tfe__canvas *c, const struct picture_layout *l,
		       const struct label *label, enum place place, struct tfe__line line)
{
	int32_t back = place == BEFORE    ? (int32_t)label->width
		       : place == CENTRED ? (int32_t)label->width / 2
					  : 0;
	if (line.upright)
		line.y += back;
	else
		line.x -= back;
	tfe__canvas_text(c, &l->font, label->glyph, label->n, &line);
}

static void draw_word(struct tfe__canvas *c, const struct picture_layout *l, const char *word,
		      enum place place, struct tfe__line line)
{
	struct label label = label_of(&l->font, word, LONGEST_NAME);
	draw_label(c, l, &label, place, line);
}

static double row_sum(const struct tfe__confusion *m, size_t row)
{
	double sum = 0;
	for (size_t i = 0; i < m->classes; i++)
		sum += (double)m->counts[row * m->classes + i];
	return sum;
}

static void draw_count(struct tfe__canvas *c, const struct picture_layout *l, int64_t count,
		       double share, int32_t x, int32_t y)
{
	char text[TFE__SHORT_COUNT_BYTES];
	tfe__short_count(text, count);
	uint32_t colour = count == 0 ? faint_ink : share > 0.3 ? paper : ink;
	int32_t middle = (int32_t)(l->cell - l->font.capital) / 2;
	draw_word(c, l, text, CENTRED,
		  (struct tfe__line){x + (int32_t)l->cell / 2, y + middle, false, colour});
}

static void draw_cells(struct tfe__canvas *c, const struct picture_layout *l)
{
	const struct tfe__confusion *m = l->m;
	bool counted = m->classes <= MOST_COUNTED;
	int32_t cell = (int32_t)l->cell, left = (int32_t)l->left, top = (int32_t)l->top;
	int32_t side = (int32_t)l->side;
	tfe__canvas_fill(c, left - 1, top - 1, side + 2, side + 2, frame);
	for (size_t t = 0; t < m->classes; t++) {
		double sum = row_sum(m, t);
		for (size_t p = 0; p < m->classes; p++) {
			int64_t count = m->counts[t * m->classes + p];
			double share = sum > 0 ? (double)count / sum : 0;
			int32_t x = left + (int32_t)p * cell, y = top + (int32_t)t * cell;
			tfe__canvas_fill(c, x, y, cell, cell,
					 sum > 0 ? tfe__confusion_colour(share) : empty);
			if (counted)
				draw_count(c, l, count, share, x, y);
		}
	}
	/* Lines between the cells, drawn over the edges of neighbouring cells. */
	for (int32_t i = 1; counted && i < (int32_t)m->classes; i++) {
		tfe__canvas_fill(c, left + i * cell - 1, top, 1, side, paper);
		tfe__canvas_fill(c, left, top + i * cell - 1, side, 1, paper);
	}
}

/* Draws one class at both edges. */
static void draw_edge(struct tfe__canvas *c, const struct picture_layout *l,
		      const struct label *label, uint32_t at)
{
	int32_t capital = (int32_t)l->font.capital, gap = (int32_t)l->gap;
	int32_t left = (int32_t)l->left, below = (int32_t)(l->top + l->side) + gap;
	int32_t centre = (int32_t)(at * l->cell + l->cell / 2);
	draw_label(
		c, l, label, BEFORE,
		(struct tfe__line){left - gap, (int32_t)l->top + centre - capital / 2, false, ink});
	if (l->upright)
		draw_label(c, l, label, BEFORE,
			   (struct tfe__line){left + centre - capital / 2, below, true, ink});
	else
		draw_label(c, l, label, CENTRED,
			   (struct tfe__line){left + centre, below, false, ink});
}

static void draw_edges(struct tfe__canvas *c, const struct picture_layout *l)
{
	uint32_t n = (uint32_t)l->m->classes;
	int32_t gap = (int32_t)l->gap;
	int32_t left = (int32_t)l->left, top = (int32_t)l->top, side = (int32_t)l->side;
	for (uint32_t i = 0; i < n; i += l->tick_every ? l->tick_every : 1) {
		char number[24];
		snprintf(number, sizeof number, "%u", (unsigned)i);
		const struct label tick = label_of(&l->font, number, LONGEST_LABEL);
		draw_edge(c, l, l->tick_every ? &tick : &l->label[i], i);
		int32_t centre = (int32_t)(i * l->cell + l->cell / 2);
		if (l->tick_every) {
			tfe__canvas_fill(c, left - 1 - gap / 2, top + centre, gap / 2, 1, frame);
			tfe__canvas_fill(c, left + centre, top + side + 1, 1, gap / 2, frame);
		}
	}
	draw_word(c, l, "true class", CENTRED, (struct tfe__line){gap, top + side / 2, true, ink});
	draw_word(c, l, "predicted class", CENTRED,
		  (struct tfe__line){left + side / 2,
				     top + side + gap * 3 + (int32_t)l->edge_height, false, ink});
	draw_label(c, l, &l->heading, AFTER, (struct tfe__line){left, gap, false, ink});
}

/* Draws the colour scale and its labels. */
static void draw_scale(struct tfe__canvas *c, const struct picture_layout *l)
{
	static const struct {
		double share;
		const char *text;
	} ticks[] = {{0, "0 %"},     {0.01, "1 %"}, {0.1, "10 %"},
		     {0.25, "25 %"}, {0.5, "50 %"}, {1, "100 %"}};
	int32_t capital = (int32_t)l->font.capital, gap = (int32_t)l->gap;
	int32_t top = (int32_t)l->top, side = (int32_t)l->side;
	int32_t x = (int32_t)(l->left + l->side) + gap * 2;
	tfe__canvas_fill(c, x - 1, top - 1, BAR_WIDTH + 2, side + 2, frame);
	for (int32_t y = 0; y < side; y++) {
		double root = 1 - y / (double)(side - 1);
		tfe__canvas_fill(c, x, top + y, BAR_WIDTH, 1, tfe__confusion_colour(root * root));
	}
	for (size_t i = 0; i < sizeof ticks / sizeof *ticks; i++) {
		int32_t y = top + (int32_t)lround((side - 1) * (1 - sqrt(ticks[i].share)));
		tfe__canvas_fill(c, x + BAR_WIDTH, y, gap / 2, 1, frame);
		draw_word(c, l, ticks[i].text, AFTER,
			  (struct tfe__line){x + BAR_WIDTH + gap, y - capital / 2, false, ink});
	}
	x += BAR_WIDTH + gap * 2 + (int32_t)label_of(&l->font, "100 %", LONGEST_NAME).width;
	draw_word(c, l, "share of the true class", CENTRED,
		  (struct tfe__line){x, top + side / 2, true, ink});
}

static void draw_legend(struct tfe__canvas *c, const struct picture_layout *l)
{
	int32_t x = (int32_t)l->left;
	for (size_t i = 0; l->legend && i < l->m->classes; i++) {
		int32_t y = (int32_t)(l->legend + (uint32_t)i * l->font.capital * 7 / 4);
		draw_label(c, l, &l->label[i], BEFORE,
			   (struct tfe__line){x - (int32_t)l->gap, y, false, frame});
		draw_label(c, l, &l->name[i], AFTER, (struct tfe__line){x, y, false, ink});
	}
}

tfe_status tfe__confusion_draw(struct tfe__canvas *c, const tfe_allocator *allocator,
			       const struct tfe__confusion *m)
{
	struct picture_layout l = {.m = m};
	tfe_status status = tfe__font_init(&l.font, allocator, m->classes <= MOST_ROOMY ? 12 : 9);
	if (status)
		return status;
	measure(&l);
	status = tfe__canvas_init(c, allocator, l.width, l.height);
	if (!status) {
		draw_cells(c, &l);
		draw_edges(c, &l);
		draw_scale(c, &l);
		draw_legend(c, &l);
	}
	tfe__font_release(&l.font);
	return status;
}
