/* summary: layouts of custom scalars, built and decoded by protobuf-c. */
#include "summary/custom_scalars.h"

#include "base/alloc.h"
#include "plugins.pb-c.h"
#include "wire/pack.h"
#include "wire/put.h"

/* --- building --------------------------------------------------------------------------------- */

static tfe_status set_chart(Tfe__Pb__LayoutChart *to, const tfe_chart *chart,
			    struct tfe__arena *arena)
{
	tfe__pb__layout_chart__init(to);
	to->title = tfe__pack_text(chart->title);
	if (chart->n_margins) {
		Tfe__Pb__LayoutMargin *margin = tfe__pack_array(arena, 1, sizeof *margin);
		Tfe__Pb__LayoutMarginSeries *one, **all;
		if (!margin || !TFE__PACK_LIST(arena, one, all, chart->n_margins))
			return TFE_E_NOMEM;
		for (size_t i = 0; i < chart->n_margins; i++) {
			tfe__pb__layout_margin_series__init(&one[i]);
			one[i].value = tfe__pack_text(chart->margins[i].value);
			one[i].lower = tfe__pack_text(chart->margins[i].lower);
			one[i].upper = tfe__pack_text(chart->margins[i].upper);
			all[i] = &one[i];
		}
		tfe__pb__layout_margin__init(margin);
		margin->n_series = chart->n_margins;
		margin->series = all;
		to->content_case = TFE__PB__LAYOUT_CHART__CONTENT_MARGIN;
		to->margin = margin;
		return TFE_OK;
	}
	Tfe__Pb__LayoutMultiline *lines = tfe__pack_array(arena, 1, sizeof *lines);
	ProtobufCBinaryData *tags = tfe__pack_array(arena, chart->n_tags, sizeof *tags);
	if (!lines || !tags)
		return TFE_E_NOMEM;
	for (size_t i = 0; i < chart->n_tags; i++)
		tags[i] = tfe__pack_text(chart->tags[i]);
	tfe__pb__layout_multiline__init(lines);
	lines->n_tag = chart->n_tags;
	lines->tag = tags;
	to->content_case = TFE__PB__LAYOUT_CHART__CONTENT_MULTILINE;
	to->multiline = lines;
	return TFE_OK;
}

static tfe_status set_category(Tfe__Pb__LayoutCategory *to, const tfe_chart_category *category,
			       struct tfe__arena *arena)
{
	Tfe__Pb__LayoutChart *chart, **charts;
	if (!TFE__PACK_LIST(arena, chart, charts, category->n))
		return TFE_E_NOMEM;
	tfe_status status = TFE_OK;
	for (size_t i = 0; i < category->n && !status; i++)
		status = set_chart(charts[i] = &chart[i], &category->charts[i], arena);
	tfe__pb__layout_category__init(to);
	to->title = tfe__pack_text(category->title);
	to->n_chart = category->n;
	to->chart = charts;
	to->closed = category->closed;
	return status;
}

static tfe_status put_layout(struct tfe__buf *b, const struct tfe__value_header *given,
			     const tfe_chart_category *categories, size_t n,
			     struct tfe__arena *arena)
{
	static const char tag[] = "custom_scalars__config__";
	struct tfe__value_header header = *given;
	Tfe__Pb__Layout layout = TFE__PB__LAYOUT__INIT;
	Tfe__Pb__LayoutCategory *category, **list;
	if (!TFE__PACK_LIST(arena, category, list, n))
		return TFE_E_NOMEM;
	for (size_t i = 0; i < n; i++) {
		tfe_status status = set_category(list[i] = &category[i], &categories[i], arena);
		if (status)
			return status;
	}
	layout.n_category = n;
	layout.category = list;
	header.tag = tag;
	header.tag_bytes = sizeof tag - 1;
	struct tfe__value v;
	tfe__value_begin(&v, b, &header);
	size_t tensor = tfe__tensor_begin(b, TFE_DTYPE_STRING, NULL, 0);
	size_t string = tfe__put_begin(b, 8);
	tfe__pack(b, &layout.base);
	tfe__put_end(b, string);
	tfe__put_end(b, tensor);
	tfe__value_end(&v, "custom_scalars", NULL);
	return tfe__buf_status(b);
}

tfe_status tfe__put_layout(struct tfe__buf *b, const struct tfe__value_header *header,
			   const tfe_chart_category *categories, size_t n)
{
	struct tfe__arena arena;
	tfe__arena_init(&arena, &b->allocator, 0);
	tfe_status status = put_layout(b, header, categories, n, &arena);
	tfe__arena_release(&arena);
	return status;
}

/* --- decoding --------------------------------------------------------------------------------- */

struct tfe_layout {
	tfe_chart_category *category;
	size_t n;
	struct tfe__arena arena;
	tfe_status failure; /* of the last allocation or text that failed */
	tfe_allocator allocator;
};

static void *array_of(tfe_layout *l, size_t n, size_t bytes)
{
	return tfe__unpack_array(&l->arena, n, bytes, &l->failure);
}

static const char *text_of(tfe_layout *l, ProtobufCBinaryData from)
{
	return tfe__unpack_text(&l->arena, from, &l->failure);
}

static bool get_lines(tfe_layout *l, tfe_chart *chart, const Tfe__Pb__LayoutMultiline *from)
{
	const char **tags = array_of(l, from->n_tag, sizeof *tags);
	for (size_t i = 0; tags && i < from->n_tag; i++)
		if (!(tags[i] = text_of(l, from->tag[i])))
			return false;
	chart->tags = tags;
	chart->n_tags = from->n_tag;
	return tags;
}

static bool get_margins(tfe_layout *l, tfe_chart *chart, const Tfe__Pb__LayoutMargin *from)
{
	tfe_margin *margins = array_of(l, from->n_series, sizeof *margins);
	for (size_t i = 0; margins && i < from->n_series; i++) {
		const Tfe__Pb__LayoutMarginSeries *s = from->series[i];
		margins[i].value = text_of(l, s->value);
		margins[i].lower = text_of(l, s->lower);
		margins[i].upper = text_of(l, s->upper);
		if (!margins[i].value || !margins[i].lower || !margins[i].upper)
			return false;
	}
	chart->margins = margins;
	chart->n_margins = from->n_series;
	return margins;
}

static bool get_category(tfe_layout *l, tfe_chart_category *to, const Tfe__Pb__LayoutCategory *from)
{
	tfe_chart *charts = array_of(l, from->n_chart, sizeof *charts);
	if (!charts || !(to->title = text_of(l, from->title)))
		return false;
	for (size_t i = 0; i < from->n_chart; i++) {
		const Tfe__Pb__LayoutChart *chart = from->chart[i];
		charts[i] = (tfe_chart){.title = text_of(l, chart->title)};
		if (!charts[i].title)
			return false;
		if (chart->content_case == TFE__PB__LAYOUT_CHART__CONTENT_MULTILINE &&
		    !get_lines(l, &charts[i], chart->multiline))
			return false;
		if (chart->content_case == TFE__PB__LAYOUT_CHART__CONTENT_MARGIN &&
		    !get_margins(l, &charts[i], chart->margin))
			return false;
	}
	to->charts = charts;
	to->n = from->n_chart;
	to->closed = from->closed;
	return true;
}

static tfe_status decode(tfe_layout *l, tfe_bytes bytes)
{
	ProtobufCMessage *message;
	tfe_status status = tfe__unpack(&l->arena, &tfe__pb__layout__descriptor, bytes, &message);
	if (status)
		return status;
	const Tfe__Pb__Layout *from = (const Tfe__Pb__Layout *)message;
	if (from->version)
		return TFE_E_DAMAGED;
	l->n = from->n_category;
	l->category = array_of(l, l->n, sizeof *l->category);
	for (size_t i = 0; l->category && i < l->n; i++)
		if (!get_category(l, &l->category[i], from->category[i]))
			return l->failure;
	return l->category ? TFE_OK : l->failure;
}

tfe_status tfe_layout_open(tfe_bytes message, const tfe_allocator *allocator, tfe_layout **out)
{
	tfe_allocator a = tfe__allocator_or_default(allocator);
	tfe_layout *l = tfe__alloc_zeroed(&a, 1, sizeof *l);
	*out = NULL;
	if (!l)
		return TFE_E_NOMEM;
	l->allocator = a;
	tfe__arena_init(&l->arena, &a, 0);
	tfe_status status = decode(l, message);
	if (status)
		tfe_layout_close(l);
	else
		*out = l;
	return status;
}

void tfe_layout_close(tfe_layout *l)
{
	if (!l)
		return;
	tfe_allocator a = l->allocator;
	tfe__arena_release(&l->arena);
	tfe__free(&a, l);
}

size_t tfe_layout_category_count(const tfe_layout *l)
{
	return l->n;
}

const tfe_chart_category *tfe_layout_category_at(const tfe_layout *l, size_t i)
{
	return i < l->n ? &l->category[i] : NULL;
}
