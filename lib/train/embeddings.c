/* train: embeddings for the projector, with metadata from files of the user. */
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"
#include "base/error.h"
#include "summary/values.h"
#include "train/callback.h"
#include "write/asset.h"

enum { MOST_METADATA = 1 << 28, MOST_COLUMNS = 1000 };

/* The cells of a file with metadata, which point into `text`. */
struct metadata {
	struct tfe__buf text;
	const char **cell; /* [rows, columns] without the names */
	const char **names;
	size_t rows, columns;
};

static void metadata_release(struct metadata *m, const tfe_allocator *a)
{
	tfe__buf_release(&m->text);
	tfe__free(a, m->names); /* `cell` is a part of it */
}

static size_t count(const char *s, char c)
{
	size_t n = 0;
	for (; (s = strchr(s, c)); s++)
		n++;
	return n;
}

/* Splits the text into cells. False if a line has another number of them than the first. */
static bool split(char *text, const char **cell, size_t rows, size_t columns)
{
	for (size_t row = 0; row < rows; row++) {
		char *line = text, *end = strchr(text, '\n');
		*end = '\0';
		text = end + 1;
		if (end > line && end[-1] == '\r')
			end[-1] = '\0';
		if (count(line, '\t') + 1 != columns)
			return false;
		for (size_t i = 0; i < columns; i++) {
			*cell++ = line;
			line += strcspn(line, "\t");
			if (*line)
				*line++ = '\0';
		}
	}
	return true;
}

/* Parses the lines of m->text; the last one may have no end. */
static tfe_status parse(struct metadata *m, const tfe_allocator *a)
{
	if (m->text.size && m->text.data[m->text.size - 1] != '\n')
		tfe__buf_append(&m->text, "\n", 1);
	tfe__buf_append(&m->text, "", 1);
	tfe_status status = tfe__buf_status(&m->text);
	if (status)
		return status;
	char *text = (char *)m->text.data;
	if (strlen(text) + 1 != m->text.size)
		return TFE_E_DAMAGED;
	const size_t lines = count(text, '\n');
	char *end = strchr(text, '\n');
	if (end) {
		*end = '\0';
		m->columns = count(text, '\t') + 1;
		*end = '\n';
	}
	if (m->columns > MOST_COLUMNS)
		return TFE_E_LIMIT;
	size_t cells;
	if (tfe__mul_overflows(lines, m->columns, &cells))
		return TFE_E_LIMIT;
	m->names = tfe__alloc_zeroed(a, cells, sizeof *m->names);
	if (!m->names)
		return TFE_E_NOMEM;
	if (!split(text, m->names, lines, m->columns))
		return TFE_E_DAMAGED;
	const bool has_names = m->columns > 1;
	m->rows = lines - has_names;
	m->cell = m->names + (has_names ? m->columns : 0);
	return TFE_OK;
}

/* The path of the metadata of an embedding; NULL: it has none. */
static const char *path_of(const tfe_callback *cb, const char *name)
{
	const char *path = NULL;
	for (size_t i = 0; i < cb->options.n_embeddings_metadata; i++) {
		const tfe_embedding_metadata *m = &cb->options.embeddings_metadata[i];
		if (m->name && !strcmp(m->name, name))
			return m->path;
		path = m->name ? path : m->path;
	}
	return path;
}

/* Reads the metadata of an embedding of n points. */
static tfe_status read_metadata(tfe_callback *cb, const char *path, size_t n, struct metadata *m)
{
	char joined[4096];
	tfe_error error = TFE_ERROR_INIT;
	int length = snprintf(joined, sizeof joined, "%s%s%s", *path == '/' ? "" : cb->log_dir,
			      *path == '/' ? "" : "/", path);
	tfe_status status =
		length < 0 || (size_t)length >= sizeof joined
			? tfe__error(&error, TFE_E_LIMIT, 0, path, -1, "the path is too long")
			: tfe__asset_read(&m->text, joined, true, &error);
	if (!status && (status = parse(m, &cb->allocator)))
		tfe__error(&error, status, 0, joined, -1, "metadata of an embedding: %s",
			   status == TFE_E_DAMAGED ? "lines differ in their number of tabs"
						   : tfe_status_text(status));
	if (!status && m->rows != n)
		status = tfe__error(&error, TFE_E_ARG, 0, joined, -1,
				    "the metadata have %zu points, the embedding has %zu", m->rows,
				    n);
	if (status && !cb->error.status)
		cb->error = error;
	return status;
}

/* Writes an embedding whose values are valid. */
static tfe_status write_one(tfe_callback *cb, const tfe_weight *w, size_t n, int64_t step)
{
	struct metadata m = {.names = NULL};
	tfe_embedding e = TFE_EMBEDDING_INIT;
	float *values = tfe__alloc_zeroed(&cb->allocator, n, sizeof *values);
	if (!values)
		return tfe__callback_note(cb, TFE_E_NOMEM, NULL, w->name);
	tfe__buf_init(&m.text, &cb->allocator, MOST_METADATA);
	for (size_t i = 0; i < n; i++) {
		double value;
		tfe__values_load_double(&value, w->values, w->dtype, i, 1);
		values[i] = (float)value;
	}
	e.values = values;
	e.n = (size_t)w->dims[0];
	e.dimensions = (size_t)w->dims[1];
	const char *path = path_of(cb, w->name);
	tfe_status status = path ? read_metadata(cb, path, e.n, &m) : TFE_OK;
	if (!status) {
		e.metadata = m.cell;
		e.columns = m.columns;
		e.names = m.columns > 1 ? m.names : NULL;
		tfe_writer *writer = cb->run[TFE_TRAINING_RUN_TRAIN].writer;
		status = tfe_writer_add_embedding(writer, w->name, step, &e);
		tfe__callback_note(cb, status, writer, w->name);
	}
	metadata_release(&m, &cb->allocator);
	tfe__free(&cb->allocator, values);
	return status;
}

tfe_status tfe__callback_log_embeddings(tfe_callback *cb, int64_t step)
{
	tfe_status result = TFE_OK;
	for (size_t i = 0;; i++) {
		tfe_weight w = {0};
		size_t n;
		if (!cb->options.embeddings(cb->options.weights_context, i, &w))
			return result;
		tfe_status status;
		if (!w.name || !*w.name || w.n_dims != 2 || !tfe__weight_count(&w, &n) || n == 0 ||
		    !w.values || !tfe__values_are_numbers(w.dtype))
			status = tfe__callback_note(cb, TFE_E_ARG, NULL,
						    w.name ? w.name : "an embedding has no name");
		else
			status = write_one(cb, &w, n, step);
		result = result ? result : status;
	}
}
