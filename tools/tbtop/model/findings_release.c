/* model: release of a list of findings. */
#include <stdlib.h>

#include "tbtop/model/model.h"

void finding_list_release(struct finding_list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		struct finding *f = &list->items[i];
		for (size_t k = 0; k < f->n_tags; k++)
			free(f->tags[k]);
		free(f->tags);
		free(f->tag);
		free(f->rule);
		free(f->message);
		free(f->causes);
		free(f->actions);
	}
	free(list->items);
	free(list->rows);
	*list = (struct finding_list){0};
}
