/* judge: rules class_imbalance and confused_pairs: the findings. */
#include "judge/class_rules.h"

#include <tfevents/series.h>

static const char *const imbalance_causes[] = {
	"the data have few examples of some classes",
	"a filter or a split of the data left out examples of some classes",
	NULL,
};
static const char *const imbalance_actions[] = {
	"judge by the recall of each class or a balanced accuracy, not by the accuracy alone",
	"weight the loss by class, or sample the rare classes more often",
	"collect or augment examples of the rare classes; split the data by class",
	NULL,
};
static const char *const pairs_causes[] = {
	"the two classes look alike to the network: missing features, too low a resolution",
	"labels of the two classes are mixed up",
	"the class has few examples in comparison with the other one",
	NULL,
};
static const char *const pairs_actions[] = {
	"look at the confused examples, and check their labels",
	"add examples or features that distinguish the two classes",
	"merge the classes if the difference does not matter",
	NULL,
};

static tfe_status add(struct tfe__finding_list *list, const struct tfe__member *m,
		      const tfe_series *series, const struct tfe__class_report *report,
		      const struct tfe__class_verdict *v, bool imbalance)
{
	const tfe_finding f = {
		.size = sizeof f,
		.rule = imbalance ? "class_imbalance" : "confused_pairs",
		.severity = TFE_SEVERITY_INFO,
		.step = report->step,
		.last_step = report->step,
		.active = true,
		.value = v->value,
		.limit = v->limit,
		.message = v->message,
		.causes = imbalance ? imbalance_causes : pairs_causes,
		.actions = imbalance ? imbalance_actions : pairs_actions,
	};
	return v->found ? tfe__finding_list_add(list, m, tfe_series_tag(series), &f) : TFE_OK;
}

tfe_status tfe__class_rules(struct tfe__finding_list *list, const struct tfe__training *t)
{
	tfe_status status = TFE_OK;
	for (size_t k = 0; k < t->members; k++) {
		const struct tfe__member *m = &t->member[k];
		for (size_t i = 0; i < m->feeds && !status; i++) {
			const struct tfe__class_report *report = m->feed[i].classes;
			if (!report)
				continue;
			const tfe_series *series = tfe_run_series_at(m->run, i);
			status = add(list, m, series, report, &report->imbalance, true);
			if (!status)
				status = add(list, m, series, report, &report->pairs, false);
		}
	}
	return status;
}
