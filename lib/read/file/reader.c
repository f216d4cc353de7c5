/* read/file: the public reader of one file: whole records, validated and decoded. */
#include <tfevents/reader.h>

#include <assert.h>
#include <stddef.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/error.h"
#include "base/options.h"
#include "base/sized.h"
#include "read/file/event_file.h"
#include "read/file/text_file.h"
#include "wire/event.h"
#include "wire/record.h"
#include "wire/validate.h"

static_assert(offsetof(tfe_reader_options, size) == 0, "tfe__options_copy reads the size first");

struct tfe_reader {
	struct tfe__file file;
	struct tfe__arena arena; /* memory of the last event beyond its bytes */
	struct tfe__record record;
	bool wrong_checksums; /* accepts records with wrong data checksums */
	bool undecoded;       /* `record` is valid but not yet decoded, because memory was short */
	tfe_gap gap;
	tfe_error error;
	tfe_allocator allocator;
};

tfe_status tfe_reader_open(const char *path, const tfe_reader_options *options, tfe_reader **out,
			   tfe_error *error)
{
	*out = NULL;
	tfe_reader_options o;
	tfe_status status = tfe__options_copy(&o, sizeof o, options, "tfe_reader_options", error);
	if (status)
		return status;
	tfe_allocator allocator = tfe__allocator_or_default(o.allocator);
	tfe_reader *r = tfe__alloc_zeroed(&allocator, 1, sizeof *r);
	if (!r)
		return tfe__error(error, TFE_E_NOMEM, 0, path, -1, "out of memory");
	r->allocator = allocator;
	r->wrong_checksums = o.wrong_checksums;
	r->error.size = sizeof r->error;
	tfe__arena_init(&r->arena, &allocator, 0);
	status = tfe__file_open(&r->file, path, o.live, &allocator, error);
	if (status) {
		tfe__free(&allocator, r);
		return status;
	}
	*out = r;
	return TFE_OK;
}

void tfe_reader_close(tfe_reader *r)
{
	if (!r)
		return;
	tfe__file_close(&r->file);
	tfe__arena_release(&r->arena);
	tfe_allocator allocator = r->allocator;
	tfe__free(&allocator, r);
}

/* Whether a damaged record is returned nevertheless: only its data checksum does not match. */
static bool is_accepted(tfe_reader *r)
{
	return r->wrong_checksums && r->record.data &&
	       tfe__is_event(r->record.data, r->record.size);
}

/* The reason for damage; if it is the whole file, and a text, what the file is. */
static const char *reason_of(tfe_reader *r, tfe_status status)
{
	struct tfe__records *records = &r->file.records;
	uint64_t size;
	if (status == TFE_E_DAMAGED && r->record.framing && !r->record.offset &&
	    !records->source.size(records->source.context, &size) && records->place == size) {
		const char *text = tfe__text_reason(tfe__file_text(&r->file));
		return text ? text : r->record.reason;
	}
	return r->record.reason;
}

static tfe_status skip(tfe_reader *r, tfe_status status, const char *reason)
{
	r->record.data = NULL; /* so that there is no frame */
	r->gap = (tfe_gap){.size = sizeof r->gap,
			   .offset = r->record.offset,
			   .bytes = r->record.bytes,
			   .framing = r->record.framing,
			   .reason = reason,
			   .rest = status == TFE_E_AGAIN};
	return status;
}

tfe_status tfe_reader_next(tfe_reader *r, tfe_event *event)
{
	tfe_event own;
	tfe_status status;
	if (!tfe__size_is_set(event))
		return TFE_E_ARG;
	if (!r->undecoded) {
		r->record = (struct tfe__record){0};
		status = tfe__file_next(&r->file, &r->record, &r->error);
		if (status == TFE_E_AGAIN || (status == TFE_E_DAMAGED && !is_accepted(r)))
			return skip(r, status, reason_of(r, status));
		if (status && status != TFE_E_DAMAGED)
			return status;
		r->record.reason = tfe__validate_event(r->record.data, r->record.size);
		if (r->record.reason)
			return skip(r, TFE_E_DAMAGED, r->record.reason);
	}
	status = tfe__event_decode(&r->arena, r->record.data, r->record.size, &own);
	r->undecoded = status != TFE_OK;
	if (status)
		return tfe__error(&r->error, status, 0, r->file.path, (int64_t)r->record.offset,
				  "out of memory for an event");
	own.offset = r->record.offset;
	own.bytes = r->record.bytes;
	return tfe__result_copy(event, &own, sizeof own);
}

void tfe_reader_get_frame(const tfe_reader *r, tfe_bytes *frame)
{
	*frame = (tfe_bytes){0};
	/* A record lies in a block together with its frame. */
	if (r->record.data)
		*frame = (tfe_bytes){r->record.data - TFE__RECORD_HEADER_BYTES,
				     (size_t)r->record.bytes};
}

uint64_t tfe_reader_position(const tfe_reader *r)
{
	return tfe__file_offset(&r->file);
}

void tfe_record_frame(const void *content, size_t n, uint8_t header[12], uint8_t footer[4])
{
	tfe__record_put_header(header, n);
	tfe__record_put_footer(footer, content, n);
}

void tfe_reader_get_gap(const tfe_reader *r, tfe_gap *gap)
{
	tfe__result_copy(gap, &r->gap, sizeof r->gap);
}

tfe_status tfe_reader_check(tfe_reader *r, tfe_file_change *change)
{
	static const tfe_file_change public_change[] = {
		[TFE__FILE_SAME] = TFE_FILE_CHANGE_SAME,
		[TFE__FILE_GROWN] = TFE_FILE_CHANGE_GROWN,
		[TFE__FILE_MOVED] = TFE_FILE_CHANGE_MOVED,
		[TFE__FILE_REPLACED] = TFE_FILE_CHANGE_REPLACED,
		[TFE__FILE_GONE] = TFE_FILE_CHANGE_GONE,
	};
	enum tfe__file_change found;
	tfe_status status = tfe__file_check(&r->file, &found, &r->error);
	if (status)
		return status;
	if (found == TFE__FILE_REPLACED)
		r->undecoded = false;
	*change = public_change[found];
	return TFE_OK;
}

void tfe_reader_settle(tfe_reader *r)
{
	tfe__records_settle(&r->file.records);
}

void tfe_reader_suspend(tfe_reader *r)
{
	if (!r->undecoded) /* the record lies in the buffer */
		tfe__file_suspend(&r->file);
}

void tfe_reader_get_error(const tfe_reader *r, tfe_error *error)
{
	tfe__result_copy(error, &r->error, sizeof r->error);
}
