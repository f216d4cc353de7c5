/* view: one finding in full: measurement, position, causes and remedies. */
#include "tbtop/view/finding_card.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "common/format.h"
#include "tbtop/view/chart.h"
#include "tbtop/view/heatmap.h"
#include "tbtop/view/wrap.h"

colour severity_colour(tfe_severity severity)
{
	static const enum role roles[] = {[TFE_SEVERITY_INFO] = ROLE_INFO,
					  [TFE_SEVERITY_WARNING] = ROLE_WARNING,
					  [TFE_SEVERITY_ERROR] = ROLE_ERROR};
	return roles[severity];
}

uint32_t severity_glyph(tfe_severity severity)
{
	static const uint32_t glyphs[] = {[TFE_SEVERITY_INFO] = 'i',
					  [TFE_SEVERITY_WARNING] = '!',
					  [TFE_SEVERITY_ERROR] = 0x2717};
	return glyphs[severity];
}

/* --- text ------------------------------------------------------------------------------------- */

/* Removes rows from the top of r. */
static void take(struct rect *r, int rows)
{
	rows = rows < r->h ? rows : r->h;
	r->y += rows;
	r->h -= rows;
}

/* Draws the measured value and the steps. */
static void draw_evidence(struct grid *g, struct rect *r, const struct finding *f)
{
	static const char *const when[] = {
		[TFE_FINDING_STATE_PENDING] = "pending at",
		[TFE_FINDING_STATE_FIRING] = "still at",
		[TFE_FINDING_STATE_CLEARED] = "last at",
	};
	char text[160], value[FORMAT_TEXT], limit[FORMAT_TEXT];
	int n = 0;
	if (!*f->tag)
		return; /* a finding about a file has its message only */
	text[0] = '\0';
	if (!isnan(f->value)) {
		format_value(value, f->value);
		n += snprintf(text, sizeof text, "measured %s", value);
	}
	if (n && !isnan(f->limit)) {
		format_value(limit, f->limit);
		n += snprintf(text + n, sizeof text - (size_t)n, ", limit %s", limit);
	}
	snprintf(text + n, sizeof text - (size_t)n, "%sfirst at step %" PRId64 ", %s step %" PRId64,
		 n ? "; " : "", f->step, when[f->state], f->last_step);
	take(r, wrap_text(g, *r, text, (struct style){.fg = ROLE_FAINT}));
}

/* Draws as many names of layers as fit into a quarter of the height, at least one, and the number
 * of the others. */
static void draw_layers(struct grid *g, struct rect *r, const struct finding *f)
{
	enum { LONGEST = 2048 };
	char names[LONGEST] = "in ", text[LONGEST + 32] = "", fits[LONGEST + 32] = "";
	struct rect none = {r->x, r->y, r->w, 0};
	size_t used = strlen(names);
	for (size_t i = 0; i < f->n_tags && f->n_tags > 1; i++) {
		int n = snprintf(names + used, sizeof names - used, "%s%s", i ? ", " : "",
				 f->tags[i]);
		used += (size_t)n;
		if (used >= sizeof names)
			break;
		if (i + 1 < f->n_tags)
			snprintf(text, sizeof text, "%s and %zu more", names, f->n_tags - i - 1);
		else
			snprintf(text, sizeof text, "%s", names);
		if (i > 0 && wrap_text(g, none, text, (struct style){0}) > r->h / 4)
			break;
		memcpy(fits, text, sizeof fits);
	}
	take(r, wrap_text(g, *r, fits, (struct style){0}));
}

static void draw_list(struct grid *g, struct rect *r, const char *heading, const char *lines,
		      bool numbered)
{
	if (!*lines || r->h < 2)
		return;
	grid_text(g, r->x, r->y, r->w, heading,
		  (struct style){.fg = ROLE_TITLE, .attr = ATTR_BOLD});
	take(r, 1);
	for (int i = 1; *lines && r->h > 0; i++) {
		char line[512], mark[8] = "\u2022";
		size_t n = strcspn(lines, "\n");
		snprintf(line, sizeof line, "%.*s", (int)n, lines);
		if (numbered)
			snprintf(mark, sizeof mark, "%d", i % 100);
		grid_text(g, r->x + 1, r->y, 2, mark, (struct style){.fg = ROLE_ACCENT});
		struct rect text = {r->x + 3, r->y, r->w - 3, r->h};
		take(r, wrap_text(g, text, line, (struct style){0}));
		lines += n + (lines[n] == '\n');
	}
}

/* --- the chart -------------------------------------------------------------------------------- */

void finding_mark(struct grid *g, const struct chart_places *places, const struct finding *f)
{
	char text[64];
	snprintf(text, sizeof text, "%.40s begins", f->rule);
	chart_mark(g, places, (double)f->tag_step, text,
		   (struct style){.fg = severity_colour(f->severity), .attr = ATTR_BOLD});
}

/* Draws the curve of the tag of the finding over all steps, with a mark where it begins. */
static bool draw_chart(const struct frame *f, struct rect r, const struct finding *finding)
{
	const struct model *m = f->model;
	struct model model = *m;
	const struct frame here = {&model, f->caches, f->grid};
	model.settings.axis = TFE_AXIS_STEP;
	model.zooms.n = 0;
	model.crosshair = true;
	model.cross_x = (double)finding->tag_step;
	model.run_focus = finding->run;
	for (int kind = 0; kind < TAG_KINDS; kind++) {
		const struct tag *tag = model_find_tag(m, kind, finding->tag);
		const struct curve *curve = tag ? tag_curve(tag, finding->run) : NULL;
		if (!curve)
			continue;
		if (kind == TAG_HISTOGRAMS) {
			const struct hist_chart chart = {tag, curve, tag->name, false, true};
			heatmap_draw(&here, r, &chart);
			return true;
		}
		struct tag alone = *tag;
		struct curve copy = *curve;
		alone.curves = &copy;
		alone.n_curves = 1;
		struct chart_places places = chart_draw(&here, r, &(struct chart){.tag = &alone});
		finding_mark(f->grid, &places, finding);
		return true;
	}
	return false;
}

/* Places the chart on the right if there is enough width, otherwise below the text. */
static struct rect chart_place(struct rect *text)
{
	struct rect chart = {0};
	if (text->w >= 84) {
		int w = text->w * 2 / 5 < 38 ? 38 : text->w * 2 / 5;
		chart = (struct rect){text->x + text->w - w, text->y, w, text->h};
		chart.h = chart.h < 22 ? chart.h : 22;
		text->w -= w + 2;
	} else if (text->h >= 22) {
		chart = (struct rect){text->x, text->y + text->h - 9, text->w, 9};
		text->h -= 9;
	}
	return chart;
}

void finding_card_draw(const struct frame *f, struct rect r, const struct finding *finding)
{
	struct grid *g = f->grid;
	struct style bad = {.fg = severity_colour(finding->severity), .attr = ATTR_BOLD};
	struct rect text = {r.x + 1, r.y, r.w - 2, r.h}, chart = {0};
	grid_fill(g, (struct rect){r.x, r.y, r.w, 1}, 0x2500, (struct style){.fg = ROLE_FRAME});
	int x = text.x;
	x += grid_printf(g, x, r.y, text.w, bad, " %s: %s ", tfe_severity_name(finding->severity),
			 finding->rule);
	take(&text, 1);
	bool drawn = finding->run < f->model->n_runs && *finding->tag;
	if (drawn)
		chart = chart_place(&text);
	if (drawn && chart.h > 3)
		draw_chart(f, chart, finding);
	struct rect clip = grid_clip(g, text);
	take(&text, wrap_text(g, text, finding->message, (struct style){.attr = ATTR_BOLD}));
	draw_evidence(g, &text, finding);
	draw_layers(g, &text, finding);
	if (text.h > 8)
		take(&text, 1);
	struct rect half = text; /* leave room for the remedies */
	half.h = text.h < 14 ? text.h / 2 : text.h;
	draw_list(g, &half, "Why this happens", finding->causes, false);
	take(&text, half.y - text.y);
	if (text.h > 6)
		take(&text, 1);
	draw_list(g, &text, "What helps", finding->actions, true);
	g->clip = clip;
}
