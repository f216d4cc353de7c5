/* write: adds of layouts of custom scalars. */
#include <string.h>

#include "base/utf8.h"
#include "summary/custom_scalars.h"
#include "write/add.h"

static bool is_text(const char *s)
{
	return s && *s && tfe__utf8_valid((const uint8_t *)s, strlen(s));
}

/* Returns why a chart is wrong, or NULL. */
static const char *wrong_chart(const tfe_chart *c)
{
	if (!is_text(c->title))
		return "the title is empty or not UTF-8";
	if (!c->n_tags == !c->n_margins)
		return "it has neither tags nor margins, or both";
	if ((c->n_tags && !c->tags) || (c->n_margins && !c->margins))
		return "the tags or margins are missing";
	for (size_t i = 0; i < c->n_tags; i++)
		if (!is_text(c->tags[i]))
			return "a tag is empty or not UTF-8";
	for (size_t i = 0; i < c->n_margins; i++)
		if (!is_text(c->margins[i].value) || !is_text(c->margins[i].lower) ||
		    !is_text(c->margins[i].upper))
			return "a tag of a margin is empty or not UTF-8";
	return NULL;
}

tfe_status tfe_writer_add_layout(tfe_writer *w, const tfe_chart_category *categories, size_t n)
{
	struct tfe__add a;
	tfe_status status = tfe__add_begin(&a, w, "layout", 0, NULL);
	if (status)
		return status;
	if (!categories || n == 0)
		return tfe__add_refuse(&a, "the categories are missing");
	for (size_t i = 0; i < n; i++) {
		const tfe_chart_category *c = &categories[i];
		if (!is_text(c->title))
			return tfe__add_refuse(
				&a, "the title of category %zu is empty or not UTF-8", i);
		if (!c->charts || c->n == 0)
			return tfe__add_refuse(&a, "the charts of category %zu are missing", i);
		for (size_t k = 0; k < c->n; k++) {
			const char *wrong = wrong_chart(&c->charts[k]);
			if (wrong)
				return tfe__add_refuse(&a, "category %zu, chart %zu: %s", i, k,
						       wrong);
		}
	}
	return tfe__add_end(&a, tfe__put_layout(&a.buf, &a.header, categories, n));
}
