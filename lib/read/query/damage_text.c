/* read/query: the text of a damage. */
#include <inttypes.h>
#include <stdio.h>

#include <tfevents/logdir.h>

#include "base/noun.h"
#include "base/options.h"

/* Copies the fields that the caller's struct has; the others become 0. Returns false, with no
 * damage, if its size was not set. */
static bool copy(tfe_damage *own, const tfe_damage *damage)
{
	return damage && !tfe__options_copy(own, sizeof *own, damage, "tfe_damage", NULL);
}

bool tfe_damage_is_unread(const tfe_damage *damage)
{
	tfe_damage own;
	if (!copy(&own, damage))
		return false;
	bool skipped = own.kind == TFE_DAMAGE_KIND_LIMIT && own.bytes;
	bool excluded = own.count && own.offset < 0;
	return own.sys_errno || excluded || skipped;
}

size_t tfe_damage_get_text(const tfe_damage *damage, char *text, size_t bytes)
{
	tfe_damage own;
	char more[64] = "", offset[64] = "", size[64] = "";
	int length;
	if (!copy(&own, damage))
		own = (tfe_damage){.offset = -1};
	const char *reason = own.reason ? own.reason : "";
	if (own.count && own.offset < 0) {
		length = snprintf(text, bytes, "%" PRIu64 " %s; first: %s", own.count, reason,
				  own.path ? own.path : "");
		return length > 0 ? (size_t)length : 0;
	}
	if (own.count)
		snprintf(more, sizeof more, "%" PRIu64 " more damaged %s ", own.count,
			 tfe__noun(own.count, "place", "places"));
	if (own.offset >= 0)
		snprintf(offset, sizeof offset, "%s at byte offset %" PRId64,
			 own.count > 1 ? ", the first" : ",", own.offset);
	if (own.bytes)
		snprintf(size, sizeof size, ", %" PRIu64 " %s skipped", own.bytes,
			 tfe__noun(own.bytes, "byte", "bytes"));
	length = snprintf(text, bytes, "%s%s%s%s%s%s", more, own.tag ? own.tag : "",
			  own.tag ? ": " : "", reason, offset, size);
	return length > 0 ? (size_t)length : 0;
}
