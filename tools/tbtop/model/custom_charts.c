/* model: charts of several tags that a layout of custom scalars defines. */
#include "tbtop/model/custom_charts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/filter.h"
#include "common/memory.h"
#include "common/timer.h"

/* The processor time for matching all charts. */
static const double patience_s = 1;
enum { NAME_BYTES = 512, NAMES_MOST = 1000 };

static void add_name(struct chart_rule *rule, const char *name)
{
	for (size_t i = 0; !rule->margins && i < rule->n; i++)
		if (!strcmp(rule->names[i], name))
			return;
	if (rule->n >= NAMES_MOST)
		return;
	rule->names = need_room(rule->names, rule->n, &rule->capacity, sizeof(char *));
	rule->names[rule->n++] = need_copy(name);
}

static bool has_margin(const struct chart_rule *rule, const tfe_margin *margin)
{
	for (size_t i = 0; i + 3 <= rule->n; i += 3)
		if (!strcmp(rule->names[i], margin->value) &&
		    !strcmp(rule->names[i + 1], margin->lower) &&
		    !strcmp(rule->names[i + 2], margin->upper))
			return true;
	return false;
}

/* Adds the three tags of a margin, unless the layout of another run has them too. */
static void add_margin(struct chart_rule *rule, const tfe_margin *margin)
{
	if (rule->n + 3 > NAMES_MOST || has_margin(rule, margin))
		return;
	add_name(rule, margin->value);
	add_name(rule, margin->lower);
	add_name(rule, margin->upper);
}

void model_add_chart(struct model *m, const tfe_chart_category *category, const tfe_chart *chart)
{
	char name[NAME_BYTES];
	snprintf(name, sizeof name, "%s%s%s", category->title, *category->title ? "/" : "",
		 chart->title);
	struct tag *tag = model_find_tag(m, TAG_CHARTS, name);
	if (!tag && m->tags[TAG_CHARTS].n >= CHARTS_MOST)
		return;
	if (!tag) {
		tag = model_add_tag(m, TAG_CHARTS, name);
		tag->rule = need_zeroed(1, sizeof *tag->rule);
		tag->rule->margins = chart->n_margins > 0;
		tag->folded = tag->closed = category->closed;
	}
	for (size_t i = 0; i < chart->n_tags && !tag->rule->margins; i++)
		add_name(tag->rule, chart->tags[i]);
	for (size_t i = 0; i < chart->n_margins && tag->rule->margins; i++)
		add_margin(tag->rule, &chart->margins[i]);
}

static void add_part(struct tag *chart, struct tag *part)
{
	for (size_t i = 0; !chart->rule->margins && i < chart->n_parts; i++)
		if (chart->parts[i] == part)
			return;
	chart->parts = need_room(chart->parts, chart->n_parts, &chart->parts_capacity,
				 sizeof(struct tag *));
	chart->parts[chart->n_parts++] = part;
}

/* Adds all tags that begin with a match of the expression, as Python's re.match finds it. */
static void add_matches(const struct model *m, struct tag *chart, const char *name)
{
	const struct tag_list *scalars = &m->tags[TAG_SCALARS];
	size_t size = strlen(name) + 16;
	char *pattern = need_zeroed(size, 1);
	snprintf(pattern, size, "(?-i)^(?:%s)", name);
	struct filter *filter = filter_compile(pattern);
	for (size_t i = 0; i < scalars->n; i++)
		if (filter_matches(filter, scalars->tags[i]->name))
			add_part(chart, scalars->tags[i]);
	filter_release(filter);
	free(pattern);
}

/* Adds the complete triples of a chart with margins. */
static void add_margins(const struct model *m, struct tag *chart)
{
	const struct chart_rule *rule = chart->rule;
	for (size_t i = 0; i + 3 <= rule->n; i += 3) {
		struct tag *part[3];
		bool all = true;
		for (int k = 0; k < 3; k++) {
			part[k] = model_find_tag(m, TAG_SCALARS, rule->names[i + (size_t)k]);
			all &= part[k] != NULL;
		}
		for (int k = 0; k < 3 && all; k++)
			add_part(chart, part[k]);
	}
}

void model_match_charts(struct model *m)
{
	const struct tag_list *charts = &m->tags[TAG_CHARTS];
	double begin = clock_thread_s();
	for (size_t i = 0; i < charts->n; i++) {
		struct tag *chart = charts->tags[i];
		chart->n_parts = 0;
		if (chart->rule->margins)
			add_margins(m, chart);
		for (size_t k = 0; k < chart->rule->n && !chart->rule->margins &&
				   clock_thread_s() - begin < patience_s;
		     k++)
			add_matches(m, chart, chart->rule->names[k]);
	}
}
