/* cache: decodes JPEG with libjpeg-turbo. */
#include <stdio.h>

#include "tbtop/cache/picture.h"

#ifdef HAVE_JPEG

#include <setjmp.h>

#include <jpeglib.h>

/* The handlers of libjpeg, which gets pointers to their first members. */
struct decoder {
	struct jpeg_error_mgr errors;
	struct jpeg_progress_mgr progress;
	struct jpeg_decompress_struct jpeg;
	jmp_buf failed;
	struct picture *p;
};

static void note(struct decoder *d)
{
	char message[JMSG_LENGTH_MAX];
	d->errors.format_message((j_common_ptr)&d->jpeg, message);
	snprintf(d->p->error, sizeof d->p->error, "%.110s", message);
}

static void fail(j_common_ptr jpeg)
{
	struct decoder *d = (struct decoder *)jpeg->err;
	char message[JMSG_LENGTH_MAX];
	d->errors.format_message(jpeg, message);
	snprintf(d->p->error, sizeof d->p->error, "JPEG cannot be decoded: %.80s", message);
	longjmp(d->failed, 1);
}

/* Keeps the first warning: what was decoded is shown nevertheless. */
static void warn(j_common_ptr jpeg, int level)
{
	struct decoder *d = (struct decoder *)jpeg->err;
	if (level < 0 && d->errors.num_warnings++ == 0)
		note(d);
}

/* A small progressive file may have so many scans that decoding takes minutes. */
static void limit_scans(j_common_ptr jpeg)
{
	struct decoder *d = (struct decoder *)jpeg->err;
	if (d->jpeg.input_scan_number <= PICTURE_SCANS_MOST)
		return;
	snprintf(d->p->error, sizeof d->p->error, "JPEG of more than %d scans", PICTURE_SCANS_MOST);
	longjmp(d->failed, 1);
}

static bool decode(struct decoder *d, tfe_bytes encoded)
{
	struct picture *p = d->p;
	if (setjmp(d->failed))
		return false;
	jpeg_create_decompress(&d->jpeg);
	d->jpeg.progress = &d->progress;
	jpeg_mem_src(&d->jpeg, encoded.data, encoded.size);
	jpeg_read_header(&d->jpeg, TRUE);
	p->channels = d->jpeg.num_components == 1 ? 1 : 3;
	p->bits = 8;
	if (d->jpeg.num_components > 3) {
		snprintf(p->error, sizeof p->error, "JPEG of %d colours (CMYK)",
			 d->jpeg.num_components);
		return false;
	}
	if (!picture_allocate(p, d->jpeg.image_width, d->jpeg.image_height))
		return false;
	d->jpeg.out_color_space = JCS_EXT_RGBA;
	jpeg_start_decompress(&d->jpeg);
	while (d->jpeg.output_scanline < d->jpeg.output_height) {
		JSAMPROW row = p->rgba + (size_t)d->jpeg.output_scanline * p->w * 4;
		jpeg_read_scanlines(&d->jpeg, &row, 1);
	}
	jpeg_finish_decompress(&d->jpeg);
	return true;
}

bool picture_decode_jpeg(tfe_bytes encoded, struct picture *p)
{
	struct decoder d = {.p = p};
	p->format = "JPEG";
	d.jpeg.err = jpeg_std_error(&d.errors);
	d.errors.error_exit = fail;
	d.errors.emit_message = warn;
	d.progress.progress_monitor = limit_scans;
	bool decoded = decode(&d, encoded);
	jpeg_destroy_decompress(&d.jpeg);
	return decoded;
}

#else

bool picture_decode_jpeg(tfe_bytes encoded, struct picture *p)
{
	(void)encoded;
	p->format = "JPEG";
	snprintf(p->error, sizeof p->error, "JPEG cannot be decoded: built without libjpeg");
	return false;
}

#endif
