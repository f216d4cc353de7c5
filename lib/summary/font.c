/* summary: a small stroke font for images; glyphs are rasterised once for each size.
 *
 * A glyph is drawn with a round pen along lines, which are written as pairs of x and y, with a
 * space between lines. x and y are 0 to 9 and a to g (16). Capitals are 12 high: y is 0 at their
 * top, 4 at the top of small letters, c on the base line. A line that starts with ~ is a quadratic
 * B-spline that begins and ends in its end points; a line that starts with o is a closed B-spline:
 * four corners make an oval. */
#include "summary/font.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/alloc.h"

enum { UNITS = 12, WIDEST = 12, LOWEST = 16, SPACE_WIDTH = 3, DIGIT_WIDTH = 7, GAP = 3 };

static const char *const strokes[TFE__GLYPHS] = {
	"",
	"0008 0b0c",                        /* ! */
	"0003 3033",                        /* " */
	"301c 705c 0484 0888",              /* # */
	"~83820206868c0c09 404c",           /* $ */
	"o00303505 o67979c6c 801c",         /* % */
	"~8c1310606307 ~070c6c86",          /* & */
	"0003",                             /* ' */
	"~30073e",                          /* ( */
	"~00370e",                          /* ) */
	"3137 0266 0662",                   /* * */
	"343a 0767",                        /* + */
	"1b0e",                             /* , */
	"0757",                             /* - */
	"0b0c",                             /* . */
	"600e",                             /* / */
	"o00707c0c",                        /* 0 */
	"13404c",                           /* 1 */
	"~030070750c 0c7c",                 /* 2 */
	"~0300707636 ~36767c0c09",          /* 3 */
	"5c500878",                         /* 4 */
	"601005 ~0524747c0c09",             /* 5 */
	"~600208 o05757c0c",                /* 6 */
	"00702c",                           /* 7 */
	"o10606616 o06767c0c",              /* 8 */
	"o00707707 ~747a1c",                /* 9 */
	"0506 0b0c",                        /* : */
	"1516 1b0e",                        /* ; */
	"63076b",                           /* < */
	"0565 0969",                        /* = */
	"03670b",                           /* > */
	"~030070753538 3b3c",               /* ? */
	"o34747939 ~747aaaa0000c8c",        /* @ */
	"0c408c 1979",                      /* A */
	"000c ~003070763606 ~0646868c4c0c", /* B */
	"~8380000c8c89",                    /* C */
	"000c ~0030808c3c0c",               /* D */
	"70000c7c 0656",                    /* E */
	"70000c 0656",                      /* F */
	"~8380000c8c87 8747",               /* G */
	"000c 808c 0686",                   /* H */
	"000c",                             /* I */
	"~50585c0c09",                      /* J */
	"000c 7007 348c",                   /* K */
	"000c7c",                           /* L */
	"0c0059a0ac",                       /* M */
	"0c008c80",                         /* N */
	"o00808c0c",                        /* O */
	"000c ~003080873707",               /* P */
	"o00808c0c 598d",                   /* Q */
	"000c ~003080863606 468c",          /* R */
	"~83800006868c0c09",                /* S */
	"0080 404c",                        /* T */
	"~00070c8c8780",                    /* U */
	"004c80",                           /* V */
	"003c629cc0",                       /* W */
	"008c 800c",                        /* X */
	"004680 464c",                      /* Y */
	"00800c8c",                         /* Z */
	"20000e2e",                         /* [ */
	"006e",                             /* \ */
	"00202e0e",                         /* ] */
	"043064",                           /* ^ */
	"0d7d",                             /* _ */
	"0023",                             /* ` */
	"o04747c0c 747c",                   /* a */
	"000c o04747c0c",                   /* b */
	"~7674040c7c7a",                    /* c */
	"707c o04747c0c",                   /* d */
	"0878 ~7874040c7c7a",               /* e */
	"~5020242c 0454",                   /* f */
	"o04747c0c ~747d7g0g0e",            /* g */
	"000c ~080474787c",                 /* h */
	"040c 0001",                        /* i */
	"~242d2g0g 2021",                   /* j */
	"000c 6409 277c",                   /* k */
	"~00090c2c",                        /* l */
	"040c ~080454585c ~5854a4a8ac",     /* m */
	"040c ~080474787c",                 /* n */
	"o04747c0c",                        /* o */
	"040g o04747c0c",                   /* p */
	"747g o04747c0c",                   /* q */
	"040c ~080454",                     /* r */
	"~66640408686c0c0a",                /* s */
	"~21292c5c 0454",                   /* t */
	"~04080c7c78 747c",                 /* u */
	"043c64",                           /* v */
	"042c558ca4",                       /* w */
	"046c 640c",                        /* x */
	"043c64 3c2f",                      /* y */
	"04640c6c",                         /* z */
	"~30101707 ~07171e3e",              /* { */
	"000e",                             /* | */
	"~00202737 ~37272e0e",              /* } */
	"~08255976",                        /* ~ */
	"00707c0c00",                       /* a box for missing glyphs */
};

/* Base letters of U+00C0 to U+017F without accents; ? if there is none. */
static const char plain[] = "AAAAAAACEEEEIIIIDNOOOOO?OUUUUY?saaaaaaaceeeeiiiidnooooo?ouuuuy?y"
			    "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIi??JjKk?LlLlLlL"
			    "lLlNnNnNnn??OoOoOo??RrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

struct point {
	float x, y;
};

/* The state of drawing a glyph: the pen and the box that it draws into. */
struct font_pen {
	uint8_t *box;
	uint32_t width, height;
	float scale, radius;
	struct point at;
};

static float distance_to_line(struct point p, struct point a, struct point b)
{
	float dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
	float t = square > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / square : 0;
	t = t < 0 ? 0 : t > 1 ? 1 : t;
	float x = p.x - a.x - t * dx, y = p.y - a.y - t * dy;
	return sqrtf(x * x + y * y);
}

static void draw_to(struct font_pen *pen, struct point to)
{
	for (uint32_t y = 0; y < pen->height; y++) {
		for (uint32_t x = 0; x < pen->width; x++) {
			float d = distance_to_line((struct point){(float)x, (float)y}, pen->at, to);
			float inside = pen->radius + 0.5f - d;
			uint8_t *pixel = &pen->box[y * pen->width + x];
			uint8_t ink = inside <= 0   ? 0
				      : inside >= 1 ? 255
						    : (uint8_t)(inside * 255 + 0.5f);
			*pixel = ink > *pixel ? ink : *pixel;
		}
	}
	pen->at = to;
}

static struct point between(struct point a, struct point b, float t)
{
	return (struct point){a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
}

/* Draws a parabola from the position of the pen with the given control point. */
static void curve_to(struct font_pen *pen, struct point control, struct point to)
{
	enum { PIECES = 6 };
	struct point from = pen->at;
	for (int i = 1; i <= PIECES; i++) {
		float t = (float)i / PIECES;
		draw_to(pen, between(between(from, control, t), between(control, to, t), t));
	}
}

static void draw_curve(struct font_pen *pen, const struct point *p, size_t n, bool closed)
{
	pen->at = closed ? between(p[n - 1], p[0], 0.5f) : p[0];
	for (size_t i = closed ? 0 : 1; i < (closed ? n : n - 1); i++) {
		struct point next = p[(i + 1) % n];
		curve_to(pen, p[i], closed || i + 2 < n ? between(p[i], next, 0.5f) : next);
	}
}

static float coordinate(char c)
{
	return (float)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/* Draws a glyph; without a box it only measures. Returns how far to the right its lines reach, in
 * font units. */
static float draw_glyph(struct font_pen *pen, const char *s)
{
	enum { MOST_POINTS = 8 };
	float right = 0;
	while (*s) {
		struct point p[MOST_POINTS];
		size_t n = 0;
		char kind = *s == '~' || *s == 'o' ? *s++ : 0;
		for (; *s && *s != ' ' && n < MOST_POINTS; s += 2, n++) {
			float x = coordinate(s[0]), y = coordinate(s[1]);
			right = x > right ? x : right;
			p[n] = (struct point){x * pen->scale + 1, y * pen->scale + 1};
		}
		s += *s == ' ';
		if (!pen->box)
			continue;
		pen->at = p[0];
		if (kind)
			draw_curve(pen, p, n, kind == 'o');
		else
			for (size_t i = 1; i < n; i++)
				draw_to(pen, p[i]);
	}
	return right;
}

tfe_status tfe__font_init(struct tfe__font *f, const tfe_allocator *allocator, uint32_t capital)
{
	struct font_pen pen = {.scale = (float)capital / UNITS, .radius = (float)capital / 15};
	*f = (struct tfe__font){.capital = capital, .allocator = *allocator};
	f->box_width = (uint32_t)(WIDEST * pen.scale) + 4;
	f->box_height = (uint32_t)(LOWEST * pen.scale) + 4;
	size_t bytes = (size_t)f->box_width * f->box_height;
	f->coverage = tfe__alloc_zeroed(allocator, TFE__GLYPHS, bytes);
	if (!f->coverage)
		return TFE_E_NOMEM;
	pen.width = f->box_width;
	pen.height = f->box_height;
	for (int g = 0; g < TFE__GLYPHS; g++) {
		pen.box = f->coverage + (size_t)g * bytes;
		float width = draw_glyph(&pen, strokes[g]);
		if (g + 32 >= '0' && g + 32 <= '9')
			width = DIGIT_WIDTH;
		else if (g == 0)
			width = SPACE_WIDTH;
		f->advance[g] = (uint8_t)lroundf((width + GAP) * pen.scale);
	}
	return TFE_OK;
}

void tfe__font_release(struct tfe__font *f)
{
	tfe__free(&f->allocator, f->coverage);
	f->coverage = NULL;
}

/* Decodes the next character of a valid UTF-8 text. */
static uint32_t take_character(const uint8_t **text)
{
	const uint8_t *p = *text;
	int more = *p < 0x80 ? 0 : *p < 0xe0 ? 1 : *p < 0xf0 ? 2 : 3;
	uint32_t c = more ? *p & (0x3fu >> more) : *p;
	for (p++; more; more--)
		c = c << 6 | (*p++ & 0x3f);
	*text = p;
	return c;
}

static uint8_t glyph_of(uint32_t c)
{
	if (c >= 0xc0 && c < 0xc0 + sizeof plain - 1 && plain[c - 0xc0] != '?')
		c = (uint8_t)plain[c - 0xc0];
	return c >= 32 && c < 127 ? (uint8_t)(c - 32) : TFE__GLYPH_BOX;
}

size_t tfe__glyphs_of(const char *text, uint8_t *glyphs, size_t most)
{
	const uint8_t *p = (const uint8_t *)text;
	size_t n = 0;
	while (*p && n < most)
		glyphs[n++] = glyph_of(take_character(&p));
	for (size_t i = n > 2 ? n - 2 : 0; *p && i < n; i++)
		glyphs[i] = '.' - 32;
	return n;
}

uint32_t tfe__font_width(const struct tfe__font *f, const uint8_t *glyphs, size_t n)
{
	uint32_t width = 0;
	for (size_t i = 0; i < n; i++)
		width += f->advance[glyphs[i]];
	uint32_t gap = (uint32_t)lroundf((float)GAP * (float)f->capital / UNITS);
	return width > gap ? width - gap : 0;
}
