/* read/file: a gzip or zlib stream as a source of decompressed bytes. */
#include "read/file/gzip.h"

#include <limits.h>
#include <string.h>

#include <zlib.h>

#include "base/alloc.h"
#include "base/checked.h"
#include "base/le.h"
#include "read/file/block.h"
#include "wire/record.h"

enum { IN_BYTES = 1 << 16, DISCARD_BYTES = 1 << 16 };

/* The window parameters of zlib: raw deflate for the stream itself, the formats for heads. */
enum { WINDOW_RAW = -15, WINDOW_ZLIB = 15, WINDOW_GZIP = 15 + 16 };
enum { GZIP_TRAILER_BYTES = 8, ZLIB_TRAILER_BYTES = 4 };

/* The compression ratio above which a stream is treated as a decompression bomb. Deflate reaches at
 * most 1032; event files of little but zeros reach 200. Small streams do no harm. */
#define BOMB_RATIO 300u
#define BOMB_BYTES ((uint64_t)64 << 20)
#define BOMB_STEP_BYTES ((uint64_t)1 << 20)

enum state {
	HEAD,    /* in the header of a member */
	BODY,    /* in the deflate stream of a member */
	TRAILER, /* in the checksum of a member */
	NEXT,    /* behind it */
	DEAD     /* the rest of the stream cannot be decompressed */
};

struct tfe__gzip {
	struct tfe__source packed;
	struct tfe__gzip_points *points;
	tfe_allocator allocator;
	bool adds, gzip;
	/* The current state; valid only while open: */
	bool open;
	enum state state;
	z_stream z;
	uint8_t *in;     /* buffer of IN_BYTES compressed bytes */
	uint64_t in_end; /* the offset after the last compressed byte read */
	uint64_t out;    /* the current decompressed offset */
	uint64_t member; /* the decompressed offset of the member */
	uint32_t check;  /* checksum of the member so far */
	uint8_t last;    /* the last byte of the previous block */
	uint8_t trailer[GZIP_TRAILER_BYTES];
	size_t trailer_bytes;
	/* The furthest offsets reached: */
	uint64_t out_most, in_most;
	/* Checksums of compressed bytes when they were read. */
	struct tfe__seen seen_head, seen_last;
	const char *damage;
	uint64_t damage_at;
};

bool tfe__is_packed(const uint8_t head[TFE__PACKED_HEAD_BYTES])
{
	uint64_t length;
	if (tfe__record_get_header(head, &length))
		return false;
	if (head[0] == 0x1f && head[1] == 0x8b)
		return head[2] == Z_DEFLATED && !(head[3] & 0xe0);
	/* A zlib header: deflate with a window of at most 32 KiB, no dictionary, and a valid header
	 * check. */
	return (head[0] & 15) == Z_DEFLATED && head[0] >> 4 <= 7 && !(head[1] & 0x20) &&
	       (head[0] * 256 + head[1]) % 31 == 0;
}

static voidpf allocate(voidpf context, uInt n, uInt bytes)
{
	size_t total;
	if (tfe__mul_overflows(n, bytes, &total))
		return Z_NULL;
	return tfe__alloc(context, total);
}

static void release(voidpf context, voidpf block)
{
	tfe__free(context, block);
}

struct tfe__gzip *tfe__gzip_new(const struct tfe__source *packed, struct tfe__gzip_points *points,
				bool adds, const tfe_allocator *allocator)
{
	struct tfe__gzip *u = tfe__alloc_zeroed(allocator, 1, sizeof *u);
	if (!u)
		return NULL;
	u->packed = *packed;
	u->points = points;
	u->adds = adds;
	u->allocator = *allocator;
	return u;
}

void tfe__gzip_suspend(struct tfe__gzip *u)
{
	if (u->open)
		inflateEnd(&u->z);
	tfe__free(&u->allocator, u->in);
	u->in = NULL;
	u->open = false;
}

void tfe__gzip_free(struct tfe__gzip *u)
{
	if (!u)
		return;
	tfe__gzip_suspend(u);
	tfe_allocator allocator = u->allocator;
	tfe__free(&allocator, u);
}

uint64_t tfe__gzip_consumed(const struct tfe__gzip *u)
{
	return u->in_most;
}

void tfe__gzip_seen(const struct tfe__gzip *u, struct tfe__seen *head, struct tfe__seen *last)
{
	*head = u->seen_head;
	*last = u->seen_last;
}

const char *tfe__gzip_damage(const struct tfe__gzip *u, uint64_t *at)
{
	*at = u->damage_at;
	return u->damage;
}

/* --- compressed bytes ------------------------------------------------------------------------- */

static uint64_t in_offset(const struct tfe__gzip *u)
{
	return u->in_end - u->z.avail_in;
}

/* Skips a hole after a stream. A hole that reaches to the end may still be filled: TFE_E_AGAIN. */
static tfe_status skip_hole(struct tfe__gzip *u)
{
	uint64_t size;
	tfe_status status = u->packed.size(u->packed.context, &size);
	if (status)
		return status;
	uint64_t data = u->packed.find(u->packed.context, u->in_end, true);
	if (data >= size)
		return TFE_E_AGAIN;
	if (data > u->in_end)
		u->in_end = data;
	return TFE_OK;
}

/* Ensures that there is at least one compressed byte; TFE_E_AGAIN if there is none yet. */
static tfe_status need_input(struct tfe__gzip *u)
{
	size_t got;
	if (u->z.avail_in)
		return TFE_OK;
	if (u->state == NEXT && u->packed.find) {
		tfe_status status = skip_hole(u);
		if (status)
			return status;
	}
	tfe_status status = u->packed.read_at(u->packed.context, u->in, IN_BYTES, u->in_end, &got);
	if (status)
		return status;
	if (!got)
		return TFE_E_AGAIN;
	u->z.next_in = u->in;
	u->z.avail_in = (uInt)got;
	u->in_end += got;
	if (u->in_end > u->in_most) {
		u->in_most = u->in_end;
		tfe__seen_take(&u->seen_last, u->in, got, u->in_end);
		size_t n = got < TFE__SEEN_BYTES ? got : TFE__SEEN_BYTES;
		if (u->in_end == got)
			tfe__seen_take(&u->seen_head, u->in, n, n);
	}
	return TFE_OK;
}

static tfe_status die(struct tfe__gzip *u, const char *reason)
{
	u->state = DEAD;
	if (!u->damage) {
		u->damage = reason;
		u->damage_at = in_offset(u);
	}
	return TFE_OK;
}

/* Switches zlib to another format. */
static tfe_status set_window(struct tfe__gzip *u, int window)
{
	if (inflateReset2(&u->z, window) == Z_OK)
		return TFE_OK;
	return die(u, "the compressed stream cannot be decompressed further");
}

/* --- members ---------------------------------------------------------------------------------- */

static void count(struct tfe__gzip *u, const uint8_t *p, size_t n)
{
	u->check =
		(uint32_t)(u->gzip ? crc32(u->check, p, (uInt)n) : adler32(u->check, p, (uInt)n));
	u->out += n;
	if (u->out > u->out_most)
		u->out_most = u->out;
}

/* Stores an access point at the start of a member or block. */
static void remember(struct tfe__gzip *u, bool head)
{
	static const struct tfe__gzip_point nothing;
	if (!u->adds || !tfe__gzip_points_want(u->points, u->out))
		return;
	struct tfe__gzip_point *point = tfe__alloc(&u->allocator, sizeof *point);
	if (!point)
		return;
	*point = nothing;
	point->out = u->out;
	point->in = in_offset(u);
	point->member = u->member;
	point->check = u->check;
	point->head = head;
	uInt n = 0;
	if (!head) {
		point->bits = (uint8_t)(u->z.data_type & 7);
		point->byte = u->last;
	}
	bool right = head || inflateGetDictionary(&u->z, point->window, &n) == Z_OK;
	point->window_bytes = n;
	if (right)
		tfe__gzip_points_add(u->points, point);
	tfe__free(&u->allocator, point);
}

/* Reads a header with zlib; the deflate stream after it is read raw. */
static tfe_status read_head(struct tfe__gzip *u)
{
	uint8_t none;
	u->z.next_out = &none;
	u->z.avail_out = 0;
	int result = inflate(&u->z, Z_BLOCK);
	if (result == Z_MEM_ERROR)
		return TFE_E_NOMEM;
	if (result != Z_OK && result != Z_BUF_ERROR)
		return die(u, u->out ? "other data follow the compressed stream"
				     : "the header of the compressed stream is damaged");
	if (!(u->z.data_type & 128))
		return TFE_OK;
	u->check = u->gzip ? 0 : 1;
	u->member = u->out;
	u->state = BODY;
	return set_window(u, WINDOW_RAW);
}

static tfe_status read_body(struct tfe__gzip *u, uint8_t *to, size_t n, size_t *got)
{
	const Bytef *before = u->z.next_in;
	uint64_t step = BOMB_STEP_BYTES - u->out % BOMB_STEP_BYTES;
	u->z.next_out = to;
	u->z.avail_out = n < step ? (uInt)n : (uInt)step;
	uInt room = u->z.avail_out;
	int result = inflate(&u->z, Z_BLOCK);
	if (u->z.next_in != before)
		u->last = u->z.next_in[-1];
	*got = room - u->z.avail_out;
	count(u, to, *got);
	if (result == Z_MEM_ERROR)
		return TFE_E_NOMEM;
	if (result == Z_STREAM_END) {
		u->state = TRAILER;
		u->trailer_bytes = 0;
	} else if (result != Z_OK && result != Z_BUF_ERROR) {
		return die(u, "the compressed stream is damaged; the rest of the file is lost");
	} else if ((u->z.data_type & 128) && !(u->z.data_type & 64)) {
		remember(u, false);
	}
	/* The limit is checked at offsets that depend on the stream only, not on the size of the
	 * buffer. */
	if (u->out > BOMB_BYTES && !(u->out % BOMB_STEP_BYTES) &&
	    u->out / BOMB_RATIO > in_offset(u))
		return die(u, "the compression ratio of the stream is above the limit");
	return TFE_OK;
}

static uint32_t be32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static tfe_status read_trailer(struct tfe__gzip *u)
{
	size_t all = u->gzip ? GZIP_TRAILER_BYTES : ZLIB_TRAILER_BYTES;
	size_t n = all - u->trailer_bytes;
	if (n > u->z.avail_in)
		n = u->z.avail_in;
	memcpy(u->trailer + u->trailer_bytes, u->z.next_in, n);
	u->trailer_bytes += n;
	u->z.next_in += n;
	u->z.avail_in -= (uInt)n;
	if (u->trailer_bytes < all)
		return TFE_OK;
	u->state = NEXT;
	bool right = u->gzip ? tfe__le32(u->trailer) == u->check &&
				       tfe__le32(u->trailer + 4) == (uint32_t)(u->out - u->member)
			     : be32(u->trailer) == u->check;
	if (right)
		return TFE_OK;
	return die(u, "checksum mismatch in the compressed stream");
}

/* After a member, zeros may pad a block; then another member may follow. */
static tfe_status read_next(struct tfe__gzip *u)
{
	while (u->z.avail_in && !*u->z.next_in)
		u->z.next_in++, u->z.avail_in--;
	if (!u->z.avail_in)
		return TFE_OK;
	remember(u, true);
	u->state = HEAD;
	return set_window(u, u->gzip ? WINDOW_GZIP : WINDOW_ZLIB);
}

/* --- going to an offset ----------------------------------------------------------------------- */

static tfe_status open_stream(struct tfe__gzip *u)
{
	uint8_t magic = 0;
	size_t got;
	if (u->open)
		return TFE_OK;
	tfe_status status = u->packed.read_at(u->packed.context, &magic, 1, 0, &got);
	if (status)
		return status;
	u->gzip = magic == 0x1f;
	if (!u->in)
		u->in = tfe__alloc(&u->allocator, IN_BYTES);
	u->z = (z_stream){.zalloc = allocate, .zfree = release, .opaque = &u->allocator};
	if (!u->in || inflateInit2(&u->z, WINDOW_RAW) != Z_OK)
		return TFE_E_NOMEM;
	u->open = true;
	return TFE_OK;
}

/* Restores the state at an access point, or at the start if it is NULL. */
static tfe_status restore(struct tfe__gzip *u, const struct tfe__gzip_point *point)
{
	static const struct tfe__gzip_point beginning = {.head = true};
	if (!point)
		point = &beginning;
	u->z.avail_in = 0;
	u->in_end = point->in;
	u->out = point->out;
	u->member = point->member;
	u->check = point->check;
	u->last = point->byte;
	u->state = point->head ? HEAD : BODY;
	int window = !point->head ? WINDOW_RAW : u->gzip ? WINDOW_GZIP : WINDOW_ZLIB;
	tfe_status status = set_window(u, window);
	if (status || u->state == DEAD)
		return status;
	int result = Z_OK;
	if (point->bits)
		result = inflatePrime(&u->z, point->bits, point->byte >> (8 - point->bits));
	if (result == Z_OK && point->window_bytes)
		result = inflateSetDictionary(&u->z, point->window, point->window_bytes);
	return result == Z_OK ? TFE_OK : TFE_E_NOMEM;
}

/* Reads up to n further bytes: *got is 0 if there are none (yet). */
static tfe_status read_on(struct tfe__gzip *u, uint8_t *to, size_t n, size_t *got)
{
	tfe_status status = TFE_OK;
	*got = 0;
	while (*got < n && u->state != DEAD) {
		size_t more = 0;
		/* zlib may hold decompressed bytes even without further input. */
		status = need_input(u);
		if (status == TFE_E_AGAIN && u->state != BODY)
			return TFE_OK;
		bool dry = status == TFE_E_AGAIN;
		if (status && !dry)
			return status;
		switch (u->state) {
		case HEAD:
			status = read_head(u);
			break;
		case BODY:
			status = read_body(u, to + *got, n - *got, &more);
			break;
		case TRAILER:
			status = read_trailer(u);
			break;
		case NEXT:
			status = read_next(u);
			break;
		case DEAD:
			break;
		}
		*got += more;
		if (status)
			return status;
		if (dry && !more && u->state == BODY)
			return TFE_OK;
	}
	return TFE_OK;
}

/* Moves to a decompressed offset, or to the end of the stream before it. */
static tfe_status go_to(struct tfe__gzip *u, uint64_t offset)
{
	bool fresh = !u->open;
	tfe_status status = open_stream(u);
	if (status || (!fresh && u->out == offset))
		return status;
	struct tfe__gzip_point *point = tfe__alloc(&u->allocator, sizeof *point);
	uint8_t *discard = tfe__alloc(&u->allocator, DISCARD_BYTES);
	bool found = point && tfe__gzip_points_find(u->points, offset, point);
	if (!point || !discard)
		status = TFE_E_NOMEM;
	else if (fresh || offset < u->out || (found && point->out > u->out))
		status = restore(u, found ? point : NULL);
	size_t got = 1;
	while (!status && got && u->out < offset) {
		uint64_t left = offset - u->out;
		status = read_on(u, discard, left < DISCARD_BYTES ? (size_t)left : DISCARD_BYTES,
				 &got);
	}
	tfe__free(&u->allocator, point);
	tfe__free(&u->allocator, discard);
	return status;
}

static tfe_status read_at(void *context, void *to, size_t n, uint64_t offset, size_t *got)
{
	struct tfe__gzip *u = context;
	*got = 0;
	tfe_status status = go_to(u, offset);
	if (!status && u->out == offset)
		status = read_on(u, to, n, got);
	/* The position is unknown: the next call restarts from the beginning. */
	if (status)
		tfe__gzip_suspend(u);
	return status;
}

static tfe_status size_of(void *context, uint64_t *bytes)
{
	*bytes = ((const struct tfe__gzip *)context)->out_most;
	return TFE_OK;
}

struct tfe__source tfe__gzip_source(struct tfe__gzip *u)
{
	return (struct tfe__source){u, read_at, size_of, NULL};
}
