/* tfevents: the decoded content of a plugin as JSON. */
#include "tfevents/plugin_json.h"

#include <string.h>

#include "tfevents/hparams_json.h"

static void hparams(struct json *j, const tfe_value *v)
{
	tfe_hparams *h;
	if (tfe_hparams_open(v->metadata.content, NULL, &h))
		json_text(j, "hparams_error", "bad content");
	else
		hparams_content_json(j, "hparams", h);
	tfe_hparams_close(h);
}

static void pr_curve(struct json *j, const tfe_value *v)
{
	uint32_t thresholds;
	if (tfe_pr_curve_get_thresholds(v->metadata.content, &thresholds)) {
		json_text(j, "pr_curve_error", "bad content");
		return;
	}
	json_begin(j, "pr_curve");
	json_uint(j, "thresholds", thresholds);
	json_end(j);
}

void plugin_content_json(struct json *j, const tfe_value *v)
{
	static const struct {
		const char *plugin;
		void (*print)(struct json *j, const tfe_value *v);
	} printers[] = {
		{"hparams", hparams},
		{"pr_curves", pr_curve},
	};
	const tfe_bytes name = v->metadata.plugin;
	for (size_t i = 0; i < sizeof printers / sizeof *printers; i++)
		if (name.size == strlen(printers[i].plugin) &&
		    !memcmp(name.data, printers[i].plugin, name.size))
			printers[i].print(j, v);
}
