/* common: numbers that a training prints one below the other, which belong to one step: boxes with
 * a name and a number in each line, and indented results. */
#ifndef COMMON_METRIC_BLOCK_H
#define COMMON_METRIC_BLOCK_H

#include <stdbool.h>
#include <stddef.h>

#include "common/metric_row.h"

enum { BLOCK_LEVELS = 8, BLOCK_NAME = 120 };

/* A block that is being read. All zero at the beginning. */
struct metric_block {
	enum { BLOCK_NONE, BLOCK_RULE, BLOCK_BOX, BLOCK_HEAD, BLOCK_INDENTED } state;
	/* The names that the lines are below, with their indentation: of a box one group. */
	struct block_level {
		size_t indent;
		char name[BLOCK_NAME];
	} level[BLOCK_LEVELS];
	size_t levels;
	char step_name[BLOCK_NAME]; /* the name of the step so far; "" none */
	int step_rank;              /* how certainly it is the step */
	double step;
	struct metric_row row;
};

/* Returns whether the line, which may be empty, ends the block before it, whose numbers are then in
 * `row` of the block until the next line. */
bool metric_block_ends(struct metric_block *block, const char *line, size_t n);

/* Returns whether the line belongs to a block; its numbers are kept in the block. Call
 * metric_block_ends first. */
bool metric_block_parse(struct metric_block *block, const char *line, size_t n);

void metric_block_release(struct metric_block *block);

#endif
