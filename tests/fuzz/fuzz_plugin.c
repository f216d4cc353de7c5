/* Properties: the content of every plugin is rejected, or decoded to texts that are UTF-8 and to
 * lists that can be read to their ends. A configuration of the projector is rejected, or extended
 * by an entry that is found again: a second extension changes nothing. */
#include <stdlib.h>
#include <string.h>

#include <tfevents/hparams.h>
#include <tfevents/layout.h>
#include <tfevents/mesh.h>
#include <tfevents/pr_curve.h>

#include "base/utf8.h"
#include "summary/projector_config.h"
#include "wire/picture_size.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static volatile int64_t touched; /* so that reading a list is not optimised away */

static void check_bytes(tfe_bytes b)
{
	if (b.size && !tfe__utf8_valid(b.data, b.size))
		abort();
}

static void check_text(const char *s)
{
	if (!tfe__utf8_valid((const uint8_t *)s, strlen(s)))
		abort();
}

static void check_layout(tfe_bytes input)
{
	tfe_layout *l;
	if (tfe_layout_open(input, NULL, &l))
		return;
	for (size_t i = 0; i < tfe_layout_category_count(l); i++) {
		const tfe_chart_category *c = tfe_layout_category_at(l, i);
		check_text(c->title);
		for (size_t k = 0; k < c->n; k++) {
			check_text(c->charts[k].title);
			for (size_t j = 0; j < c->charts[k].n_tags; j++)
				check_text(c->charts[k].tags[j]);
			for (size_t j = 0; j < c->charts[k].n_margins; j++)
				check_text(c->charts[k].margins[j].upper);
		}
	}
	tfe_layout_close(l);
}

static void check_hparams(tfe_bytes input)
{
	tfe_hparams *h;
	if (tfe_hparams_open(input, NULL, &h))
		return;
	for (size_t i = 0; i < tfe_hparams_value_count(h); i++) {
		check_bytes(tfe_hparams_value_at(h, i)->name);
		check_bytes(tfe_hparams_value_at(h, i)->text);
	}
	for (size_t i = 0; i < tfe_hparams_domain_count(h); i++) {
		const tfe_hparam_domain *d = tfe_hparams_domain_at(h, i);
		check_bytes(d->name);
		for (size_t k = 0; k < d->n; k++)
			check_bytes(d->values[k].text);
	}
	for (size_t i = 0; i < tfe_hparams_metric_count(h); i++)
		check_bytes(tfe_hparams_metric_at(h, i)->tag);
	tfe_hparams_close(h);
}

static void check_mesh(tfe_bytes input)
{
	tfe_mesh_content *m;
	if (tfe_mesh_content_open(input, NULL, &m))
		return;
	check_bytes(m->name);
	check_bytes(m->config);
	for (size_t i = 0; i < m->rank; i++)
		touched += m->shape[i];
	tfe_mesh_content_close(m);
}

static void check_projector(tfe_bytes input)
{
	const struct tfe__projected entry = {
		.name = "a:00001", .tensor_path = "00001/a/tensors.tsv", .n = 3, .dimensions = 2};
	struct tfe__buf once, twice;
	tfe__buf_init(&once, NULL, 1 << 24);
	tfe__buf_init(&twice, NULL, 1 << 24);
	if (!tfe__projector_extend(&once, (const char *)input.data, input.size, &entry) &&
	    (tfe__projector_extend(&twice, (const char *)once.data, once.size, &entry) ||
	     once.size != twice.size || memcmp(once.data, twice.data, once.size) != 0))
		abort();
	tfe__buf_release(&once);
	tfe__buf_release(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const tfe_bytes input = {data, size};
	uint32_t number, width, height;
	check_layout(input);
	check_hparams(input);
	check_mesh(input);
	check_projector(input);
	tfe_status status = tfe_pr_curve_get_thresholds(input, &number);
	if (status && status != TFE_E_DAMAGED && status != TFE_E_LIMIT)
		abort();
	if (tfe__picture_size(input, &width, &height) && !(width && height))
		abort();
	return 0;
}
