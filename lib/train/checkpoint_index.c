/* train: the index of checkpoints: reading it strictly, because a line that is not understood would
 * cost a checkpoint, and writing it. */
#include "train/checkpoint_index.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/numeral.h"
#include "write/asset.h"

enum { MOST_BYTES = 1 << 20, FIELDS = 6 };

static const char HEAD[] = "tfevents checkpoints\t1";
static const char COLUMNS[] = "name\tepoch\tstep\texamples\tvalue\tbest";

void tfe__checkpoint_index_init(struct tfe__checkpoint_index *x, const tfe_allocator *allocator)
{
	*x = (struct tfe__checkpoint_index){.allocator = *allocator};
}

void tfe__checkpoint_index_release(struct tfe__checkpoint_index *x)
{
	tfe__free(&x->allocator, x->entry);
	tfe__free(&x->allocator, x->run);
	tfe__free(&x->allocator, x->metric);
}

bool tfe__checkpoint_field_valid(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			return false;
	return true;
}

tfe_status tfe__checkpoint_index_set(struct tfe__checkpoint_index *x, char **field,
				     const char *text)
{
	char *copy = tfe__strdup(&x->allocator, text);
	if (!copy)
		return TFE_E_NOMEM;
	tfe__free(&x->allocator, *field);
	*field = copy;
	return TFE_OK;
}

void tfe__checkpoint_index_remove(struct tfe__checkpoint_index *x, size_t i)
{
	x->n--;
	memmove(&x->entry[i], &x->entry[i + 1], (x->n - i) * sizeof *x->entry);
}

tfe_status tfe__checkpoint_index_add(struct tfe__checkpoint_index *x,
				     const struct tfe__checkpoint_entry *entry)
{
	tfe_status status = TFE__GROW(&x->allocator, x->entry, x->capacity, x->n + 1);
	if (status)
		return status;
	for (size_t i = 0; i < x->n; i++)
		if (!strcmp(x->entry[i].name, entry->name))
			tfe__checkpoint_index_remove(x, i--);
	x->entry[x->n++] = *entry;
	return TFE_OK;
}

/* --- reading ---------------------------------------------------------------------------------- */

/* Returns the next line, without its end, and advances *text; NULL if no whole line is left. */
static char *next_line(char **text)
{
	char *line = *text, *end = strchr(line, '\n');
	if (!end)
		return NULL;
	*end = '\0';
	*text = end + 1;
	return line;
}

/* Returns the text after "KEY\t"; NULL if the line is another one. */
static const char *value_of(const char *line, const char *key)
{
	size_t n = strlen(key);
	return line && !strncmp(line, key, n) && line[n] == '\t' ? line + n + 1 : NULL;
}

static bool parse_value(const char *text, double *value)
{
	if (!strcmp(text, "nan"))
		*value = (double)NAN;
	else if (!strcmp(text, "inf") || !strcmp(text, "-inf"))
		*value = *text == '-' ? -(double)INFINITY : (double)INFINITY;
	else
		return tfe__numeral_number(text, value);
	return true;
}

/* A name with a slash could lead out of the directory. */
static bool is_name(const char *text)
{
	return *text && *text != '.' && strlen(text) < TFE__CHECKPOINT_NAME && !strchr(text, '/') &&
	       tfe__checkpoint_field_valid(text);
}

static bool parse_entry(char *line, struct tfe__checkpoint_entry *e)
{
	const char *field[FIELDS];
	for (size_t i = 0; i < FIELDS; i++) {
		field[i] = line;
		char *tab = strchr(line, '\t');
		if (!tab != (i == FIELDS - 1))
			return false;
		if (tab) {
			*tab = '\0';
			line = tab + 1;
		}
	}
	if (!is_name(field[0]))
		return false;
	snprintf(e->name, sizeof e->name, "%s", field[0]);
	e->best = !strcmp(field[5], "best");
	return tfe__numeral_int(field[1], &e->epoch) && tfe__numeral_int(field[2], &e->step) &&
	       tfe__numeral_int(field[3], &e->examples) && parse_value(field[4], &e->value) &&
	       (e->best || !*field[5]) && e->epoch >= 0 && e->step >= 0 && e->examples >= 0;
}

/* Parses a whole file. Returns TFE_E_DAMAGED with the number of the line, TFE_E_NOMEM. */
static tfe_status parse(struct tfe__checkpoint_index *x, char *text, size_t *number)
{
	const char *head = next_line(&text), *run = value_of(next_line(&text), "run"),
		   *metric = value_of(next_line(&text), "metric"), *columns = next_line(&text);
	*number = 1;
	if (!head || strcmp(head, HEAD) != 0 || !run || !metric || !columns ||
	    strcmp(columns, COLUMNS) != 0)
		return TFE_E_DAMAGED;
	tfe_status status = tfe__checkpoint_index_set(x, &x->run, run);
	if (!status)
		status = tfe__checkpoint_index_set(x, &x->metric, metric);
	*number = 5;
	for (char *line; !status && (line = next_line(&text)); (*number)++) {
		struct tfe__checkpoint_entry e = {0};
		status = parse_entry(line, &e) ? tfe__checkpoint_index_add(x, &e) : TFE_E_DAMAGED;
		if (status)
			return status;
	}
	return status || !*text ? status : TFE_E_DAMAGED;
}

tfe_status tfe__checkpoint_index_read(struct tfe__checkpoint_index *x, const char *path,
				      tfe_error *error)
{
	struct tfe__buf b;
	size_t number = 0;
	tfe__buf_init(&b, &x->allocator, MOST_BYTES);
	tfe_status status = tfe__asset_read(&b, path, true, error);
	const bool any = !status && b.size > 0;
	tfe__buf_append(&b, "", 1);
	if (!status && (status = tfe__buf_status(&b)))
		tfe__error(error, status, 0, path, -1, "%s", tfe_status_text(status));
	if (!status && any) {
		const bool nul = memchr(b.data, '\0', b.size - 1) != NULL;
		status = nul ? TFE_E_DAMAGED : parse(x, (char *)b.data, &number);
		if (status)
			tfe__error(error, status, 0, path, -1,
				   status == TFE_E_DAMAGED
					   ? "line %zu is not that of an index of checkpoints; "
					     "move the file away"
					   : "line %zu: out of memory",
				   number);
	}
	tfe__buf_release(&b);
	return status;
}

/* --- writing ---------------------------------------------------------------------------------- */

static void put(struct tfe__buf *b, const char *text, const char *after)
{
	tfe__buf_append(b, text, strlen(text));
	tfe__buf_append(b, after, strlen(after));
}

static void put_entry(struct tfe__buf *b, const struct tfe__checkpoint_entry *e)
{
	char numbers[96], value[TFE__NUMERAL_BYTES] = "nan";
	if (isinf(e->value))
		snprintf(value, sizeof value, "%s", e->value < 0 ? "-inf" : "inf");
	else if (!isnan(e->value))
		tfe__numeral_repr(value, e->value);
	snprintf(numbers, sizeof numbers, "%" PRId64 "\t%" PRId64 "\t%" PRId64, e->epoch, e->step,
		 e->examples);
	put(b, e->name, "\t");
	put(b, numbers, "\t");
	put(b, value, "\t");
	put(b, e->best ? "best" : "", "\n");
}

tfe_status tfe__checkpoint_index_write(const struct tfe__checkpoint_index *x, char *path,
				       tfe_error *error)
{
	struct tfe__buf b;
	tfe__buf_init(&b, &x->allocator, MOST_BYTES);
	put(&b, HEAD, "\nrun\t");
	put(&b, x->run ? x->run : "", "\nmetric\t");
	put(&b, x->metric ? x->metric : "", "\n");
	put(&b, COLUMNS, "\n");
	for (size_t i = 0; i < x->n; i++)
		put_entry(&b, &x->entry[i]);
	tfe_status status = tfe__buf_status(&b);
	if (status)
		tfe__error(error, status, 0, path, -1, "%s", tfe_status_text(status));
	else
		status = tfe__asset_write(path, (size_t)(strrchr(path, '/') - path), b.data, b.size,
					  error);
	tfe__buf_release(&b);
	return status;
}
