/* write: adds of embeddings: files in the run, of which projector_config.pbtxt names the others.
 *
 * They are written in the calling thread, the configuration last, so that it never names a missing
 * file. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"
#include "base/error.h"
#include "base/le.h"
#include "base/numeral.h"
#include "base/utf8.h"
#include "summary/image.h"
#include "summary/projector_config.h"
#include "write/add.h"
#include "write/asset.h"

/* The longest side of a sprite that TensorBoard shows. */
enum { MOST_SPRITE_SIDE = 8192, MOST_CONFIG_BYTES = 16 << 20, MOST_NAME_BYTES = 80 };

/* --- checks ----------------------------------------------------------------------------------- */

static bool is_text(const char *s)
{
	return s && tfe__utf8_valid((const uint8_t *)s, strlen(s));
}

static tfe_status check_metadata(struct tfe__add *a, const tfe_embedding *e)
{
	size_t texts;
	if (e->columns > 1 && !e->names)
		return tfe__add_refuse(a, "the names of %zu columns are missing", e->columns);
	for (size_t c = 0; e->names && c < e->columns; c++)
		if (!is_text(e->names[c]))
			return tfe__add_refuse(a, "the name of column %zu is not UTF-8", c);
	if (tfe__mul_overflows(e->n, e->columns, &texts))
		return tfe__add_refuse(a, "the metadata are larger than the memory");
	for (size_t i = 0; i < texts; i++)
		if (!is_text(e->metadata[i]))
			return tfe__add_refuse(a,
					       "the metadata of point %zu are missing or not "
					       "UTF-8",
					       i / e->columns);
	return TFE_OK;
}

/* The number of sprites in a row and in a column of the picture. */
static size_t sprites_in_row(size_t n)
{
	size_t side = (size_t)ceil(sqrt((double)n));
	return side * side < n ? side + 1 : side;
}

static tfe_status check_sprites(struct tfe__add *a, const tfe_embedding *e)
{
	for (size_t i = 0; i < e->n; i++) {
		const struct tfe__image image = tfe__image_of(&e->sprites[i]);
		const char *wrong = tfe__image_wrong(&image);
		if (!wrong &&
		    (image.width != e->sprites->width || image.height != e->sprites->height ||
		     image.channels != e->sprites->channels || image.dtype != e->sprites->dtype))
			wrong = "its size, type or channels differ from those of the first";
		if (wrong)
			return tfe__add_refuse(a, "sprite %zu: %s", i, wrong);
	}
	const size_t side = sprites_in_row(e->n);
	if (e->sprites->width > MOST_SPRITE_SIDE / side ||
	    e->sprites->height > MOST_SPRITE_SIDE / side)
		return tfe__add_refuse(a, "the sprites would make a picture of more than %d pixels",
				       MOST_SPRITE_SIDE);
	return TFE_OK;
}

static tfe_status check(struct tfe__add *a, const tfe_embedding *e)
{
	size_t bytes;
	if (!e->values || e->n == 0 || e->dimensions == 0 ||
	    tfe__mul_overflows(e->n, e->dimensions, &bytes) ||
	    tfe__mul_overflows(bytes, sizeof(float), &bytes))
		return tfe__add_refuse(a, "the values are missing: %zu points, %zu dimensions",
				       e->n, e->dimensions);
	if (a->header.tag_bytes > MOST_NAME_BYTES)
		return tfe__add_refuse(a, "the tag has more than %d bytes", MOST_NAME_BYTES);
	for (size_t i = 0; i < e->n * e->dimensions; i++)
		if (!isfinite(e->values[i]))
			return tfe__add_refuse(a, "point %zu is not finite", i / e->dimensions);
	tfe_status status = e->metadata ? check_metadata(a, e) : TFE_OK;
	return status || !e->sprites ? status : check_sprites(a, e);
}

/* --- contents --------------------------------------------------------------------------------- */

static void put_raw(struct tfe__buf *b, const tfe_embedding *e)
{
	const size_t n = e->n * e->dimensions;
	uint8_t *p = tfe__buf_reserve(b, n * 4);
	for (size_t i = 0; p && i < n; i++)
		tfe__put_le_float(p + 4 * i, e->values[i]);
	if (p)
		tfe__buf_commit(b, n * 4);
}

static void put_texts(struct tfe__buf *b, const tfe_embedding *e)
{
	for (size_t i = 0; i < e->n * e->dimensions; i++) {
		char text[TFE__NUMERAL_BYTES];
		tfe__numeral_repr(text, (double)e->values[i]);
		tfe__buf_append(b, text, strlen(text));
		tfe__buf_append(b, (i + 1) % e->dimensions ? "\t" : "\n", 1);
	}
}

/* Appends a line of a TSV file. */
static void put_line(struct tfe__buf *b, const char *const *texts, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		for (const char *p = texts[i]; *p;) {
			size_t plain = strcspn(p, "\t\r\n");
			tfe__buf_append(b, p, plain);
			p += plain;
			if (*p) {
				tfe__buf_append(b, " ", 1);
				p++;
			}
		}
		tfe__buf_append(b, i + 1 < n ? "\t" : "\n", 1);
	}
}

/* TensorBoard expects names if there are two columns or more, and none otherwise. */
static void put_metadata(struct tfe__buf *b, const tfe_embedding *e)
{
	if (e->columns > 1)
		put_line(b, e->names, e->columns);
	for (size_t i = 0; i < e->n; i++)
		put_line(b, e->metadata + i * e->columns, e->columns);
}

/* The rows of a picture of all sprites, which is white where there are none. */
struct sprite_rows {
	const tfe_embedding *e;
	size_t side;
	struct tfe__image_rows rows;
	uint8_t *rgb;
};

static const uint8_t *sprite_row(void *context, uint32_t y)
{
	struct sprite_rows *s = context;
	const uint32_t width = s->e->sprites->width, height = s->e->sprites->height;
	memset(s->rgb, 255, s->side * width * 3);
	for (size_t column = 0; column < s->side; column++) {
		size_t i = y / height * s->side + column;
		if (i >= s->e->n)
			break;
		s->rows.image = tfe__image_of(&s->e->sprites[i]);
		tfe__image_rgb_row(&s->rows, y % height, s->rgb + column * width * 3);
	}
	return s->rgb;
}

static tfe_status put_sprites(struct tfe__buf *b, const tfe_embedding *e)
{
	struct sprite_rows s = {.e = e, .side = sprites_in_row(e->n)};
	const struct tfe__image first = tfe__image_of(e->sprites);
	tfe_status status = tfe__image_rows_init(&s.rows, &b->allocator, &first);
	if (status)
		return status;
	const struct tfe__pixels pixels = {.width = (uint32_t)s.side * first.width,
					   .height = (uint32_t)s.side * first.height,
					   .channels = 3,
					   .depth = 8,
					   .row = sprite_row,
					   .context = &s};
	s.rgb = tfe__alloc(&b->allocator, s.side * first.width * 3);
	status = s.rgb ? tfe__png_encode(b, &pixels) : TFE_E_NOMEM;
	tfe__free(&b->allocator, s.rgb);
	tfe__image_rows_release(&s.rows);
	return status;
}

/* --- files ------------------------------------------------------------------------------------ */

/* Paths of the files: `path` is that of the run's directory followed by `relative`. */
struct paths {
	char *path;
	size_t room, base; /* `base`: the length of the directory and its "/" */
	char folder[32 + 3 * MOST_NAME_BYTES];
};

/* Writes a tag as the name of a directory: other characters than letters, digits, "_" and "-" are
 * %XX, and so is a point at the beginning. */
static void make_folder(struct paths *p, const char *tag, int64_t step)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
	size_t n = (size_t)snprintf(p->folder, sizeof p->folder, "%05" PRId64 "/", step);
	for (const char *t = tag; *t; t++) {
		bool is_plain = strchr(plain, *t) && !(t == tag && *t == '.');
		n += (size_t)snprintf(p->folder + n, sizeof p->folder - n,
				      is_plain ? "%c" : "%%%02X", (unsigned char)*t);
	}
}

static void set_path(struct paths *p, const char *relative)
{
	snprintf(p->path + p->base, p->room - p->base, "%s", relative);
}

/* Writes a file of the embedding; `relative` receives its path in the run. */
static tfe_status write_file(struct paths *p, char *relative, size_t room, const char *name,
			     const struct tfe__buf *content, tfe_error *error)
{
	snprintf(relative, room, "%s/%s", p->folder, name);
	if (tfe__buf_status(content))
		return tfe__error(error, tfe__buf_status(content), 0, relative, -1, "%s",
				  tfe_status_text(tfe__buf_status(content)));
	set_path(p, relative);
	return tfe__asset_write(p->path, p->base - 1, content->data, content->size, error);
}

/* Extends the configuration; the directory of the run is locked. */
static tfe_status extend_config(struct paths *p, const struct tfe__projected *entry,
				const tfe_allocator *allocator, tfe_error *error)
{
	struct tfe__buf old, extended;
	tfe__buf_init(&old, allocator, MOST_CONFIG_BYTES);
	tfe__buf_init(&extended, allocator, 2 * MOST_CONFIG_BYTES);
	set_path(p, "projector_config.pbtxt");
	tfe_status status = tfe__asset_read(&old, p->path, false, error);
	if (!status) {
		status = tfe__projector_extend(&extended, (const char *)old.data, old.size, entry);
		if (status)
			tfe__error(error, status, 0, p->path, -1, "%s",
				   status == TFE_E_DAMAGED ? "it is no protobuf text; move it away"
							   : tfe_status_text(status));
	}
	if (!status)
		status =
			tfe__asset_write(p->path, p->base - 1, extended.data, extended.size, error);
	tfe__buf_release(&old);
	tfe__buf_release(&extended);
	return status;
}

/* Other processes may extend the configuration of the run at the same time. */
static tfe_status write_config(tfe_writer *w, struct paths *p, const struct tfe__projected *entry,
			       tfe_error *error)
{
	int lock;
	tfe_status status = tfe__asset_lock(w->logdir, w->options.close_timeout_s, &lock, error);
	if (status)
		return status;
	status = extend_config(p, entry, &w->allocator, error);
	tfe__asset_unlock(lock);
	return status;
}

/* Writes all files. */
static tfe_status write_files(tfe_writer *w, struct paths *p, const tfe_embedding *e,
			      const char *name, tfe_error *error)
{
	enum { ROOM = sizeof p->folder + 32 };
	char tensor[ROOM], metadata[ROOM], sprite[ROOM];
	struct tfe__projected entry = {
		.name = name, .tensor_path = tensor, .n = e->n, .dimensions = e->dimensions};
	struct tfe__buf content;
	tfe__buf_init(&content, &w->allocator, TFE__RECORD_LIMIT);
	if (e->raw)
		put_raw(&content, e);
	bool raw = e->raw && !tfe__utf8_valid(content.data, content.size);
	if (e->raw && !raw && !tfe__buf_status(&content))
		tfe__buf_clear(&content);
	if (!raw)
		put_texts(&content, e);
	tfe_status status =
		write_file(p, tensor, ROOM, raw ? "tensors.bytes" : "tensors.tsv", &content, error);
	if (!status && e->metadata) {
		tfe__buf_clear(&content);
		put_metadata(&content, e);
		entry.metadata_path = metadata;
		status = write_file(p, metadata, ROOM, "metadata.tsv", &content, error);
	}
	if (!status && e->sprites) {
		tfe__buf_clear(&content);
		status = put_sprites(&content, e);
		entry.sprite_path = sprite;
		entry.sprite_width = e->sprites->width;
		entry.sprite_height = e->sprites->height;
		if (status)
			tfe__error(error, status, 0, NULL, -1, "%s", tfe_status_text(status));
		else
			status = write_file(p, sprite, ROOM, "sprite.png", &content, error);
	}
	tfe__buf_release(&content);
	return status ? status : write_config(w, p, &entry, error);
}

tfe_status tfe_writer_add_embedding(tfe_writer *w, const char *tag, int64_t step,
				    const tfe_embedding *given)
{
	struct tfe__add a;
	tfe_embedding e;
	struct paths p;
	tfe_error error = TFE_ERROR_INIT;
	char name[MOST_NAME_BYTES + 32];
	tfe_status status = tfe__add_begin(&a, w, tag, step, NULL);
	if (!status)
		status = tfe__add_options(&a, &e, sizeof e, given, "tfe_embedding");
	if (status)
		return status;
	if (tfe__writer_is_closed(w))
		return TFE_E_CLOSED;
	e.columns = e.columns ? e.columns : 1;
	if ((status = check(&a, &e)))
		return status;
	p.base = strlen(w->logdir) + 1;
	p.room = p.base + sizeof p.folder + 64;
	p.path = tfe__alloc(&w->allocator, p.room);
	if (!p.path)
		return tfe__add_end(&a, TFE_E_NOMEM);
	tfe__buf_release(&a.buf);
	snprintf(p.path, p.room, "%s/", w->logdir);
	snprintf(name, sizeof name, "%s:%05" PRId64, tag, step);
	make_folder(&p, tag, step);
	status = write_files(w, &p, &e, name, &error);
	tfe__free(&w->allocator, p.path);
	return status ? tfe__writer_refuse(w, status, "%s: %s: %s", tag, error.path, error.message)
		      : TFE_OK;
}
