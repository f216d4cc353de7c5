/* view: a whole confusion matrix as a density map. */
#include <math.h>
#include <stdlib.h>

#include "common/memory.h"
#include "tbtop/view/half_cells.h"
#include "tbtop/view/matrix.h"
#include "tbtop/view/shade.h"

/* The points of the map: blocks of cells, `columns` by `rows`. */
struct points {
	const struct matrix *m;
	int columns, rows;
	double *value; /* of each point, from the top left */
	double full;
};

/* Returns the classes of point i of `points`. Blocks overlap if there are more points than
 * classes. */
static struct class_range block(size_t n, int points, int i)
{
	size_t from = (size_t)i * n / (size_t)points, to = ((size_t)i + 1) * n / (size_t)points;
	return (struct class_range){from, to > from ? to : from + 1};
}

static void compute(struct points *p)
{
	size_t n = p->m->shown->matrix.n;
	double most = 0;
	p->value = need_zeroed((size_t)p->columns * (size_t)p->rows, sizeof *p->value);
	for (int y = 0; y < p->rows; y++)
		for (int x = 0; x < p->columns; x++) {
			double v =
				matrix_value(p->m, block(n, p->rows, y), block(n, p->columns, x));
			p->value[y * p->columns + x] = isnan(v) ? 0 : v;
			most = isnan(v) ? most : fmax(most, fabs(v));
		}
	p->full = matrix_full(p->m, most);
}

static double strength(const struct points *p, int x, int y)
{
	return y < p->rows ? p->value[y * p->columns + x] / p->full : 0;
}

static void draw_halves(struct grid *g, struct rect r, const struct points *p)
{
	for (int y = 0; 2 * y < p->rows; y++)
		for (int x = 0; x < p->columns; x++) {
			colour top = matrix_colour(p->m, strength(p, x, 2 * y));
			colour bottom = COLOUR_DEFAULT;
			if (2 * y + 1 < p->rows)
				bottom = matrix_colour(p->m, strength(p, x, 2 * y + 1));
			half_cell_draw(g, r.x + x, r.y + y, top, bottom);
		}
}

/* Without colours, the shade is the size of a value; a negative difference is underlined. */
static void draw_shades(struct grid *g, struct rect r, const struct points *p)
{
	for (int y = 0; y < p->rows; y++)
		for (int x = 0; x < p->columns; x++) {
			double s = strength(p, x, y);
			grid_char(g, r.x + x, r.y + y, shade_of(g, sqrt(fabs(s))),
				  (struct style){.attr = s < 0 ? ATTR_UNDERLINE : 0});
		}
}

/* Marks the cursor in the row above and in the column left of the map. */
static void draw_cursor(struct grid *g, struct rect r, const struct points *p, int rows)
{
	size_t n = p->m->shown->matrix.n;
	struct style style = {.fg = ROLE_ACCENT, .attr = ATTR_BOLD};
	int x = (int)((p->m->prediction * (size_t)p->columns) / n);
	int y = (int)((p->m->label * (size_t)rows) / n);
	grid_char(g, r.x + x, r.y - 1, 0x25be, style);
	grid_char(g, r.x - 1, r.y + y, 0x25b8, style);
}

void matrix_map_draw(struct grid *g, struct rect r, const struct matrix *m)
{
	bool halves = g->glyphs != GLYPHS_ASCII && g->colours <= COLOURS_256;
	struct rect map = {r.x + 1, r.y + 1, r.w - 1, r.h - 1};
	int n = (int)m->shown->matrix.n;
	/* A cell is twice as high as wide, so a square has twice as many columns as rows. */
	int size = map.w < 2 * map.h ? map.w : 2 * map.h;
	if (size < 4)
		return;
	if (size > n)
		size = size / n * n;
	struct points p = {.m = m, .columns = size, .rows = halves ? size : (size + 1) / 2};
	compute(&p);
	if (halves)
		draw_halves(g, map, &p);
	else
		draw_shades(g, map, &p);
	if (m->cursor) {
		draw_cursor(g, map, &p, (size + 1) / 2);
		grid_target(g, (struct rect){map.x, map.y, size, (size + 1) / 2},
			    (struct target){.kind = TARGET_CELLS,
					    .across = {0, m->shown->matrix.n},
					    .down = {0, m->shown->matrix.n}});
	}
	free(p.value);
}
