/* write: adds of the costs of nodes, and of the layers of a model. */
#include <string.h>

#include "base/map.h"
#include "base/utf8.h"
#include "summary/run_metadata.h"
#include "write/add.h"

static bool is_text(const char *s)
{
	return s && *s && tfe__utf8_valid((const uint8_t *)s, strlen(s));
}

tfe_status tfe_writer_add_run_metadata(tfe_writer *w, const char *tag, int64_t step,
				       const tfe_node_cost *costs, size_t n)
{
	struct tfe__add a;
	tfe_status status = tfe__add_begin(&a, w, tag, step, NULL);
	if (status)
		return status;
	if (!costs || n == 0)
		return tfe__add_refuse(&a, "the costs are missing");
	for (size_t i = 0; i < n; i++) {
		const tfe_node_cost *c = &costs[i];
		if (!is_text(c->node) || (c->device && !is_text(c->device)))
			return tfe__add_refuse(
				&a, "the node or device of cost %zu is empty or not UTF-8", i);
		if (c->start_us < 0 || c->compute_us < 0 || c->memory_bytes < 0)
			return tfe__add_refuse(&a, "the time or memory of cost %zu is negative", i);
	}
	return tfe__add_end(&a, tfe__put_run_metadata(&a.buf, &a.header, costs, n));
}

/* --- models ----------------------------------------------------------------------------------- */

/* Whether a text is not empty and printable ASCII. */
static bool is_word(const char *s)
{
	size_t n = 0;
	while (s && s[n] > ' ' && s[n] < 127)
		n++;
	return n && !s[n];
}

/* Collects the names of all layers. On failure the add has ended. */
static tfe_status collect_names(struct tfe__add *a, struct tfe__map *names,
				const tfe_keras_layer *layers, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const tfe_keras_layer *l = &layers[i];
		if (!is_text(l->name))
			return tfe__add_refuse(a, "the name of layer %zu is empty or not UTF-8", i);
		if (!is_word(l->class_name) || (l->dtype && !is_word(l->dtype)))
			return tfe__add_refuse(
				a, "the class or dtype of layer %zu is empty or not ASCII", i);
		const size_t length = strlen(l->name);
		if (tfe__map_get(names, l->name, length) != TFE__MAP_NONE)
			return tfe__add_refuse(a, "the name of layer %zu is repeated", i);
		if (tfe__map_add(names, l->name, length, 0))
			return tfe__add_end(a, TFE_E_NOMEM);
	}
	return TFE_OK;
}

static tfe_status check_inputs(struct tfe__add *a, const struct tfe__map *names,
			       const tfe_keras_layer *layers, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < layers[i].n_inputs; k++) {
			const char *input = layers[i].inputs ? layers[i].inputs[k] : NULL;
			if (!input || tfe__map_get(names, input, strlen(input)) == TFE__MAP_NONE)
				return tfe__add_refuse(
					a, "input %zu of layer %zu is not a layer of the model", k,
					i);
		}
	return TFE_OK;
}

tfe_status tfe_writer_add_keras_model(tfe_writer *w, const char *name,
				      const tfe_keras_layer *layers, size_t n)
{
	struct tfe__add a;
	struct tfe__map names;
	tfe_status status = tfe__add_begin(&a, w, "keras", 0, NULL);
	if (status)
		return status;
	if (!is_text(name))
		return tfe__add_refuse(&a, "the name of the model is empty or not UTF-8");
	if (!layers || n == 0)
		return tfe__add_refuse(&a, "the layers are missing");
	tfe__map_init(&names, &w->allocator);
	status = collect_names(&a, &names, layers, n);
	if (!status)
		status = check_inputs(&a, &names, layers, n);
	tfe__map_release(&names);
	if (status)
		return status;
	tfe__put_keras_model(&a.buf, &a.header, name, layers, n);
	return tfe__add_end(&a, TFE_OK);
}
