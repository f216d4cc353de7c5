/* Target functions: tfe_writer_add_scalar tfe_writer_add_histogram tfe_writer_add_histogram_v2
 * tfe_writer_add_text tfe_writer_add_images
 *
 * Accepted values are read back in order, with their tag, step and kind; numbers and texts are
 * unchanged. Refused values are not in the file, and the file has no damage.
 *
 * Input: calls of one byte for the function, one for the length of the tag, the tag, a step of
 * eight bytes, and one byte for the length of the content that follows. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <dirent.h>

#include <tfevents/reader.h>
#include <tfevents/writer.h>

#include "folder.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SCALAR, HISTOGRAM, HISTOGRAM_V2, TEXT, IMAGE, KINDS, MOST = 64 };

struct call {
	unsigned what;
	int64_t step;
	size_t n;
	char tag[64];
	uint8_t content[256 + 8];
};

static char folder[512];

static void must(bool condition)
{
	if (!condition)
		abort();
}

static void remove_folder(void)
{
	rmdir(folder);
}

static void make_folder(void)
{
	must(folder_make(folder, sizeof folder, "write"));
	atexit(remove_folder);
}

/* Returns the path of the only file in the folder. */
static const char *only_file(void)
{
	static char path[1024];
	DIR *d = opendir(folder);
	must(d);
	*path = '\0';
	for (struct dirent *e; (e = readdir(d));)
		if (e->d_name[0] != '.') {
			must(!*path);
			snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
		}
	closedir(d);
	must(*path);
	return path;
}

static size_t take(const uint8_t **p, size_t *size, void *to, size_t n)
{
	n = n < *size ? n : *size;
	memcpy(to, *p, n);
	*p += n;
	*size -= n;
	return n;
}

static bool next_call(const uint8_t **p, size_t *size, struct call *c)
{
	uint8_t head[2] = {0}, n = 0;
	*c = (struct call){0};
	if (take(p, size, head, 2) < 2)
		return false;
	c->what = head[0] % KINDS;
	take(p, size, c->tag, head[1] % sizeof c->tag);
	take(p, size, &c->step, sizeof c->step);
	take(p, size, &n, 1);
	c->n = take(p, size, c->content, n);
	return true;
}

static double number_of(const struct call *c)
{
	double d;
	memcpy(&d, c->content, sizeof d);
	return d;
}

/* Makes an image with one pixel per byte, in two rows if the number is even. */
static tfe_image image_of(const struct call *c)
{
	uint32_t height = c->n % 2 ? 1 : 2;
	return (tfe_image){c->content, TFE_DTYPE_UINT8, (uint32_t)c->n / height, height, 1};
}

static tfe_status add(tfe_writer *w, const struct call *c)
{
	tfe_image image = image_of(c);
	switch (c->what) {
	case SCALAR:
		return tfe_writer_add_scalar(w, c->tag, c->step, number_of(c));
	case HISTOGRAM:
		return tfe_writer_add_histogram(w, c->tag, c->step, c->content, TFE_DTYPE_FLOAT32,
						c->n / 4);
	case HISTOGRAM_V2:
		return tfe_writer_add_histogram_v2(w, c->tag, c->step, c->content,
						   TFE_DTYPE_FLOAT16, c->n / 2, 7);
	case TEXT:
		return tfe_writer_add_text(w, c->tag, c->step, (const char *)c->content);
	default:
		return tfe_writer_add_images(w, c->tag, c->step, &image, 1);
	}
}

static double finite_floats(const struct call *c)
{
	double finite = 0;
	for (size_t i = 0; i + 4 <= c->n; i += 4) {
		float f;
		memcpy(&f, c->content + i, sizeof f);
		finite += isfinite(f);
	}
	return finite;
}

static double counts_of(const tfe_value *v)
{
	double sum = 0;
	for (size_t i = 0; i < v->buckets.count; i++)
		sum += tfe_doubles_at(&v->buckets, i);
	return sum;
}

static void compare_text(const tfe_value *v, const char *text)
{
	tfe_blobs blobs;
	tfe_bytes blob;
	tfe_blobs_init(&blobs, v);
	must(tfe_blobs_next(&blobs, &blob));
	must(blob.size == strlen(text) && (!blob.size || !memcmp(blob.data, text, blob.size)));
	must(!tfe_blobs_next(&blobs, &blob));
}

static void compare(const struct call *c, const tfe_event *event, const tfe_value *v)
{
	static const tfe_kind kinds[KINDS] = {TFE_KIND_SCALAR, TFE_KIND_HISTOGRAM,
					      TFE_KIND_HISTOGRAM, TFE_KIND_TEXT, TFE_KIND_IMAGE};
	float as_written = (float)number_of(c);
	must(v->kind == kinds[c->what] && event->step == c->step);
	must(v->tag.size == strlen(c->tag) && !memcmp(v->tag.data, c->tag, v->tag.size));
	if (c->what == SCALAR)
		must(isnan(as_written) ? isnan(v->scalar) : v->scalar == (double)as_written);
	if (c->what == HISTOGRAM)
		must(v->num == finite_floats(c) && counts_of(v) == v->num);
	if (c->what == HISTOGRAM_V2)
		must(!v->tensor.bad && v->tensor.rank == 2 && v->tensor.dims[1] == 3);
	if (c->what == TEXT)
		compare_text(v, (const char *)c->content);
	if (c->what == IMAGE)
		must(v->width == image_of(c).width && v->height == image_of(c).height);
}

static void read_back(const struct call *calls, size_t n)
{
	tfe_reader *r;
	tfe_event event = TFE_EVENT_INIT;
	tfe_value value = TFE_VALUE_INIT;
	tfe_gap gap = TFE_GAP_INIT;
	const char *path = only_file();
	must(!tfe_reader_open(path, NULL, &r, NULL));
	must(!tfe_reader_next(r, &event) && !tfe_event_next(&event, &value));
	must(value.kind == TFE_KIND_FILE_VERSION);
	for (size_t i = 0; i < n; i++) {
		must(!tfe_reader_next(r, &event) && !tfe_event_next(&event, &value));
		compare(&calls[i], &event, &value);
		must(tfe_event_next(&event, &value) == TFE_E_NOTFOUND);
	}
	must(tfe_reader_next(r, &event) == TFE_E_AGAIN);
	tfe_reader_get_gap(r, &gap);
	must(!gap.bytes);
	tfe_reader_close(r);
	unlink(path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct call calls[MOST];
	const tfe_writer_options options = {.size = sizeof options, .flush_interval_s = 1000};
	tfe_writer *w;
	size_t n = 0;
	bool refused = false;
	if (!*folder)
		make_folder();
	must(!tfe_writer_open(folder, &options, &w, NULL));
	while (n < MOST && next_call(&data, &size, &calls[n])) {
		tfe_status status = add(w, &calls[n]);
		must(status == TFE_OK || status == TFE_E_ARG);
		if (status)
			refused = true;
		else
			n++;
	}
	must(tfe_writer_close(w) == (refused ? TFE_E_ARG : TFE_OK));
	read_back(calls, n);
	return 0;
}
