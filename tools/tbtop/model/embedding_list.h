/* model: the embeddings of all runs, and what is shown of one. */
#ifndef TBTOP_MODEL_EMBEDDING_LIST_H
#define TBTOP_MODEL_EMBEDDING_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An entry of a projector_config.pbtxt. */
struct embedding_item {
	size_t run;     /* index in model.runs */
	size_t entry;   /* of the file */
	uint64_t stamp; /* differs when its files have changed */
	char *name;
};

/* When the configuration of a run was read. */
struct embedding_check {
	uint64_t number;  /* of the reading that is requested or was the last one; 0: none yet */
	bool waiting;     /* it is requested */
	double at;        /* the time when it was requested */
	uint64_t records; /* of the run at that time */
};

struct embeddings {
	struct embedding_item *items; /* of the runs in their order */
	size_t n;
	struct embedding_check *checks; /* of each run */
	size_t n_checks;
	size_t shown;        /* the item that is shown */
	uint32_t row;        /* the chosen point, by its number in the file */
	uint32_t row_before; /* when the search began, which Esc restores */
	bool tsne, euclidean;
	bool to_nearest; /* go to the nearest neighbour when it is known */
	char query[256]; /* the text that is searched for in labels; "" none */
};

#endif
