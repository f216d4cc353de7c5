/* read/run: detects texts, wrongly computed checksums and incomplete last records. */
#include "read/run/log_check.h"

#include "read/file/text_file.h"
#include "read/run/damage.h"
#include "wire/event.h"

/* In a file with fewer records, chance damage may affect all of them. */
enum { WRONG_RECORDS_MIN = 3 };

/* --- checksums -------------------------------------------------------------------------------- */

static void check_record(struct tfe__log_check *check, const struct tfe__record *record)
{
	uint64_t end = check->wrong_records ? check->wrong_end : check->version_end;
	if (!record->data || record->offset != end || !tfe__is_event(record->data, record->size))
		return;
	check->wrong_end = record->offset + record->bytes;
	check->wrong_records++;
}

static void check_checksums(struct tfe__log *log)
{
	struct tfe__log_check *check = &log->check;
	bool wrong = check->wrong_records >= WRONG_RECORDS_MIN &&
		     check->wrong_end == log->file.records.place;
	if (wrong)
		tfe__run_replace_damage_kind(log->run, log->path, TFE_DAMAGE_KIND_BYTES,
					     TFE_DAMAGE_KIND_CHECKSUM);
	else if (check->checksums_wrong)
		tfe__run_replace_damage_kind(log->run, log->path, TFE_DAMAGE_KIND_CHECKSUM,
					     TFE_DAMAGE_KIND_BYTES);
	check->checksums_wrong = wrong;
}

/* --- texts ------------------------------------------------------------------------------------ */

/* Sets the kind and reason if the file begins as a text. */
static bool begins_as_text(struct tfe__log *log)
{
	struct tfe__log_check *check = &log->check;
	enum tfe__text text = tfe__file_text(&log->file);
	check->text_kind =
		text == TFE__TEXT_POINTER ? TFE_DAMAGE_KIND_POINTER : TFE_DAMAGE_KIND_TEXT_FILE;
	check->text_reason = tfe__text_reason(text);
	return text != TFE__TEXT_NONE;
}

static void remove_text(struct tfe__log *log)
{
	if (log->check.text_reported)
		tfe__run_remove_damage(log->run, log->path, log->check.text_kind);
	log->check.text_reported = false;
}

static void add_text(struct tfe__log *log)
{
	if (!log->check.text_reported)
		tfe__run_add_damage(log->run, (tfe_damage){.kind = log->check.text_kind,
							   .path = log->path,
							   .offset = -1,
							   .reason = log->check.text_reason});
	log->check.text_reported = true;
}

/* Reports the text as damage of an event file, because records follow it. */
static void add_text_as_damage(struct tfe__log *log)
{
	if (log->check.text_end)
		tfe__run_add_damage(log->run, (tfe_damage){.kind = TFE_DAMAGE_KIND_BYTES,
							   .path = log->path,
							   .offset = 0,
							   .bytes = log->check.text_end,
							   .reason = "length checksum mismatch"});
}

static void check_text(struct tfe__log *log)
{
	struct tfe__log_check *check = &log->check;
	uint64_t place = log->file.records.place;
	if (!place) {
		const char *reported = check->text_reported ? check->text_reason : NULL;
		tfe_damage_kind kind = check->text_kind;
		check->text = begins_as_text(log);
		if (reported && check->text_reason != reported) {
			tfe__run_remove_damage(log->run, log->path, kind);
			check->text_reported = false;
		}
	} else if (check->text && place > check->text_end) {
		remove_text(log);
		add_text_as_damage(log);
		check->text = false;
	}
	if (check->text)
		add_text(log);
}

/* --- calls ------------------------------------------------------------------------------------ */

bool tfe__log_check_damage(struct tfe__log *log, const struct tfe__record *record)
{
	struct tfe__log_check *check = &log->check;
	if (!record->framing) {
		check_record(check, record);
		return false;
	}
	if (!record->offset && !check->text)
		check->text = begins_as_text(log);
	if (!check->text || record->offset != check->text_end)
		return false;
	check->text_end = record->offset + record->bytes;
	return true;
}

void tfe__log_check_end(struct tfe__log *log, const struct tfe__record *last)
{
	if (!log->opened)
		return;
	check_checksums(log);
	check_text(log);
	bool cut = last && last->cut && !log->check.text;
	atomic_store(&log->cut_offset, cut ? last->offset : 0);
	atomic_store(&log->cut_bytes, cut ? last->bytes : 0);
}

void tfe__log_check_reset(struct tfe__log *log)
{
	remove_text(log);
	log->check = (struct tfe__log_check){0};
	atomic_store(&log->cut_bytes, 0);
}
