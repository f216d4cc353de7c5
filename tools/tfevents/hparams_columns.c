/* tfevents: the hyperparameters of runs as columns of a table. */
#include "tfevents/hparams_columns.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tfevents/hparams_text.h"
#include "tfevents/logs.h"

enum { COLUMNS_MAX = 32, WIDTH_MIN = 6, WIDTH_MAX = 24 };

static bool same(tfe_bytes a, tfe_bytes b)
{
	return a.size == b.size && (!a.size || !memcmp(a.data, b.data, a.size));
}

/* The value of a name; NULL: there is none. */
static const tfe_hparam *find(const tfe_hparams *h, tfe_bytes name)
{
	for (size_t i = 0, n = tfe_hparams_value_count(h); i < n; i++)
		if (same(tfe_hparams_value_at(h, i)->name, name))
			return tfe_hparams_value_at(h, i);
	return NULL;
}

static int width_of(size_t bytes)
{
	return bytes < WIDTH_MIN ? WIDTH_MIN : bytes > WIDTH_MAX ? WIDTH_MAX : (int)bytes;
}

/* Adds the column of a value, or widens it. */
static void add_column(struct hparams_columns *c, const tfe_hparam *v)
{
	char text[HPARAM_TEXT];
	size_t i = 0;
	while (i < c->n && !same(c->column[i]->name, v->name))
		i++;
	if (i == COLUMNS_MAX)
		return;
	if (i == c->n) {
		c->column = need_room(c->column, c->n, &c->capacity, sizeof *c->column);
		c->width = need_room(c->width, c->n, &c->widths, sizeof *c->width);
		c->column[c->n] = v;
		c->width[c->n++] = width_of(v->name.size);
	}
	hparam_text(text, v);
	int width = width_of(strlen(text));
	if (c->width[i] < width)
		c->width[i] = width;
}

static tfe_hparams *open_session(struct hparams_columns *c, const tfe_run *run, const char *program)
{
	tfe_hparams *h;
	tfe_hparams_info info = TFE_HPARAMS_INFO_INIT;
	tfe_error error = TFE_ERROR_INIT;
	tfe_status status = tfe_run_open_hparams(run, &h, &error);
	if (status && status != TFE_E_NOTFOUND) {
		logs_tell_reread("hyperparameters", &error, program);
		c->trouble = true;
	}
	if (h)
		tfe_hparams_get_info(h, &info);
	if (info.has_start)
		return h;
	tfe_hparams_close(h);
	return NULL;
}

void hparams_columns_open(struct hparams_columns *c, const tfe_run *const *runs, size_t n,
			  const char *program)
{
	*c = (struct hparams_columns){.of = need_zeroed(n + 1, sizeof *c->of), .runs = n};
	for (size_t r = 0; r < n; r++) {
		tfe_hparams *h = c->of[r] = open_session(c, runs[r], program);
		for (size_t i = 0, k = h ? tfe_hparams_value_count(h) : 0; i < k; i++)
			add_column(c, tfe_hparams_value_at(h, i));
	}
}

void hparams_columns_close(struct hparams_columns *c)
{
	for (size_t r = 0; r < c->runs; r++)
		tfe_hparams_close(c->of[r]);
	free(c->of);
	free(c->column);
	free(c->width);
	*c = (struct hparams_columns){0};
}

/* --- runs ------------------------------------------------------------------------------------- */

struct name {
	const char *text;
	size_t length;
};

static int compare(const void *key, const void *run)
{
	const struct name *name = key;
	const char *other = logs_run_name(*(const tfe_run *const *)run);
	int order = strncmp(name->text, other, name->length);
	return order ? order : other[name->length] ? -1 : 0;
}

static const tfe_hparams *find_run(const struct hparams_columns *c, const tfe_run *const *runs,
				   const char *text, size_t length)
{
	const struct name name = {text, length};
	const tfe_run *const *run = bsearch(&name, runs, c->runs, sizeof *runs, compare);
	return run ? c->of[run - runs] : NULL;
}

const tfe_hparams *hparams_columns_of(const struct hparams_columns *c, const tfe_run *const *runs,
				      size_t r)
{
	const char *name = logs_run_name(runs[r]);
	const tfe_hparams *h = c->of[r];
	for (size_t n = strlen(name); n && !h; n--)
		if (name[n] == '/')
			h = find_run(c, runs, name, n);
	return h ? h : find_run(c, runs, ".", 1);
}

/* --- printing --------------------------------------------------------------------------------- */

/* Prints a text right-aligned in a column; a text that does not fit is cut. */
static void cell(struct out *out, int width, const char *text)
{
	char cut[WIDTH_MAX + 1];
	size_t n = strlen(text);
	if (n > (size_t)width)
		for (n = (size_t)width; n && ((unsigned char)text[n] & 0xc0) == 0x80;)
			n--;
	memcpy(cut, text, n);
	out_format(out, "  %*s", width - (int)n, "");
	out_visible(out, cut, n);
}

void hparams_columns_name(const struct hparams_columns *c, size_t i, char text[HPARAM_TEXT])
{
	tfe_bytes name = c->column[i]->name;
	hparam_text(text, &(tfe_hparam){.type = TFE_HPARAM_TYPE_TEXT, .text = name});
}

void hparams_columns_value(const struct hparams_columns *c, size_t i, const tfe_hparams *h,
			   char text[HPARAM_TEXT])
{
	const tfe_hparam *v = h ? find(h, c->column[i]->name) : NULL;
	if (v)
		hparam_text(text, v);
	else
		memcpy(text, "-", 2);
}

void hparams_columns_head(const struct hparams_columns *c, struct out *out)
{
	for (size_t i = 0; i < c->n; i++) {
		char text[HPARAM_TEXT];
		hparams_columns_name(c, i, text);
		cell(out, c->width[i], text);
	}
}

void hparams_columns_row(const struct hparams_columns *c, struct out *out, const tfe_hparams *h)
{
	for (size_t i = 0; i < c->n; i++) {
		char text[HPARAM_TEXT];
		hparams_columns_value(c, i, h, text);
		cell(out, c->width[i], text);
	}
}
