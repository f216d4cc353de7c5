/* common: numbers that a training prints one below the other. A box is between two lines of dashes
 * (Stable-Baselines3, Spinning Up); results are indented below a line that ends with a colon (the
 * YAML of RLlib). */
#include "common/metric_block.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "common/metric_number.h"

/* A part of a line. */
struct part {
	const char *p;
	size_t n;
};

static struct part trim(struct part t)
{
	while (t.n && (*t.p == ' ' || *t.p == '\t'))
		t.p++, t.n--;
	while (t.n && (t.p[t.n - 1] == ' ' || t.p[t.n - 1] == '\t'))
		t.n--;
	return t;
}

static bool is_rule(struct part line)
{
	const struct part t = trim(line);
	for (size_t i = 0; i < t.n; i++)
		if (t.p[i] != '-')
			return false;
	return t.n >= 10;
}

/* Divides "| name | number |". */
static bool is_box_row(struct part line, struct part *name, struct part *value)
{
	const struct part t = trim(line);
	if (t.n < 5 || t.p[0] != '|' || t.p[t.n - 1] != '|')
		return false;
	const char *middle = memchr(t.p + 1, '|', t.n - 2);
	if (!middle || memchr(middle + 1, '|', (size_t)(t.p + t.n - 2 - middle)))
		return false;
	*name = (struct part){t.p + 1, (size_t)(middle - t.p - 1)};
	*value = trim((struct part){middle + 1, (size_t)(t.p + t.n - 2 - middle)});
	return true;
}

/* Divides "    name: value"; the name is one word. */
static bool is_indented_row(struct part line, size_t *indent, struct part *name, struct part *value)
{
	size_t i = 0;
	while (i < line.n && line.p[i] == ' ')
		i++;
	*indent = i;
	name->p = line.p + i;
	while (i < line.n && (isalnum((unsigned char)line.p[i]) || strchr("_./-", line.p[i])))
		i++;
	name->n = (size_t)(line.p + i - name->p);
	if (!*indent || !name->n || i >= line.n || line.p[i] != ':' ||
	    (i + 1 < line.n && line.p[i + 1] != ' '))
		return false;
	*value = trim((struct part){line.p + i + 1, line.n - i - 1});
	return true;
}

/* A line without indentation that ends with a colon, such as "Result for PPO_0:". */
static bool is_head(struct part line)
{
	return line.n > 1 && isalpha((unsigned char)line.p[0]) && line.p[line.n - 1] == ':';
}

static void start(struct metric_block *b)
{
	metric_row_clear(&b->row);
	b->levels = 0;
	b->step_rank = 0;
	b->step_name[0] = '\0';
}

/* --- numbers ---------------------------------------------------------------------------------- */

/* Returns how certainly a number with a name is the step: that of the environment is better than
 * the number of the iteration. */
static int rank_of(struct part name)
{
	static const char *const best[] = {"total_timesteps", "timesteps_total", "num_timesteps"};
	for (size_t i = name.n; i; i--)
		if (name.p[i - 1] == '/') {
			name = (struct part){name.p + i, name.n - i};
			break;
		}
	for (size_t i = 0; i < sizeof best / sizeof *best; i++)
		if (strlen(best[i]) == name.n && !memcmp(best[i], name.p, name.n))
			return 2;
	return metric_role_of(name.p, name.n) == METRIC_STEP;
}

static void add_value(struct metric_block *b, const char *name, double value)
{
	metric_row_add(&b->row, NULL, 0, name, strlen(name), value);
}

static void add_number(struct metric_block *b, struct part name, const char *full, double value)
{
	const enum metric_role role = metric_role_of(name.p, name.n);
	const int rank = rank_of(name);
	if (rank > b->step_rank) {
		if (*b->step_name)
			add_value(b, b->step_name, b->step);
		b->step_rank = rank;
		b->step = value;
		snprintf(b->step_name, sizeof b->step_name, "%s", full);
	} else if (role == METRIC_EPOCH) {
		b->row.has_epoch = true;
		b->row.epoch = value;
	} else if (role == METRIC_TIME) {
		metric_row_set_time(&b->row, value);
	} else if (role == METRIC_VALUE || role == METRIC_STEP || role == METRIC_PART) {
		if (role == METRIC_PART)
			metric_row_set_part(&b->row, value);
		add_value(b, full, value);
	}
}

/* Adds the number of a line below the names of the levels. */
static void add_line(struct metric_block *b, struct part name, struct part value)
{
	char full[BLOCK_LEVELS * BLOCK_NAME + BLOCK_NAME];
	size_t used = 0;
	struct metric_number number;
	if (!metric_number_field(value.p, value.n, &number))
		return;
	for (size_t i = 0; i < b->levels; i++)
		used += (size_t)snprintf(full + used, sizeof full - used, "%s/", b->level[i].name);
	int bytes = name.n < BLOCK_NAME ? (int)name.n : BLOCK_NAME - 1;
	snprintf(full + used, sizeof full - used, "%.*s", bytes, name.p);
	add_number(b, name, full, number.value);
}

/* Makes a name the one that more indented lines are below. */
static void push(struct metric_block *b, size_t indent, struct part name)
{
	if (b->levels == BLOCK_LEVELS)
		return;
	struct block_level *level = &b->level[b->levels++];
	int bytes = name.n < BLOCK_NAME ? (int)name.n : BLOCK_NAME - 1;
	level->indent = indent;
	snprintf(level->name, sizeof level->name, "%.*s", bytes, name.p);
}

static void pop(struct metric_block *b, size_t indent)
{
	while (b->levels && b->level[b->levels - 1].indent >= indent)
		b->levels--;
}

/* --- lines ------------------------------------------------------------------------------------ */

static void box_row(struct metric_block *b, struct part name, struct part value)
{
	size_t indent = 0;
	while (indent < name.n && name.p[indent] == ' ')
		indent++;
	const struct part word = trim(name);
	const bool group = !value.n && word.n > 1 && word.p[word.n - 1] == '/';
	pop(b, indent);
	if (group)
		push(b, indent, (struct part){word.p, word.n - 1});
	else if (word.n)
		add_line(b, word, value);
}

static void indented_row(struct metric_block *b, struct part line)
{
	struct part name, value;
	size_t indent;
	if (!is_indented_row(line, &indent, &name, &value))
		return;
	pop(b, indent);
	if (value.n)
		add_line(b, name, value);
	else
		push(b, indent, name);
}

bool metric_block_ends(struct metric_block *b, const char *line, size_t n)
{
	const struct part text = {line, n};
	struct part name, value;
	bool goes_on = b->state == BLOCK_BOX        ? is_box_row(text, &name, &value)
		       : b->state == BLOCK_INDENTED ? n && line[0] == ' ' && trim(text).n
						    : true;
	if (goes_on)
		return false;
	b->state = BLOCK_NONE;
	if (*b->step_name && !metric_row_set_step(&b->row, b->step))
		add_value(b, b->step_name, b->step);
	return b->row.count > 0;
}

bool metric_block_parse(struct metric_block *b, const char *line, size_t n)
{
	const struct part text = {line, n};
	struct part name, value;
	size_t indent;
	if (b->state == BLOCK_RULE && is_box_row(text, &name, &value)) {
		b->state = BLOCK_BOX;
		start(b);
	} else if (b->state == BLOCK_HEAD && is_indented_row(text, &indent, &name, &value)) {
		b->state = BLOCK_INDENTED;
		start(b);
	}
	if (b->state == BLOCK_BOX && is_box_row(text, &name, &value)) {
		box_row(b, name, value);
		return true;
	}
	if (b->state == BLOCK_INDENTED) {
		indented_row(b, text);
		return true;
	}
	b->state = is_rule(text) ? BLOCK_RULE : is_head(text) ? BLOCK_HEAD : BLOCK_NONE;
	return false;
}

void metric_block_release(struct metric_block *b)
{
	metric_row_release(&b->row);
	*b = (struct metric_block){0};
}
