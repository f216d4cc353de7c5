/* read/query: the text of a damage. */
#include <inttypes.h>
#include <stdio.h>

#include <tfevents/logdir.h>

bool tfe_damage_is_unread(const tfe_damage *damage)
{
	bool skipped = damage->kind == TFE_DAMAGE_KIND_LIMIT && damage->bytes;
	return damage->sys_errno || damage->count || skipped;
}

size_t tfe_damage_get_text(const tfe_damage *damage, char *text, size_t bytes)
{
	char offset[48] = "", size[64] = "";
	int length;
	if (damage->count) {
		length = snprintf(text, bytes, "%" PRIu64 " %s; first: %s", damage->count,
				  damage->reason, damage->path);
		return length > 0 ? (size_t)length : 0;
	}
	if (damage->offset >= 0)
		snprintf(offset, sizeof offset, ", at byte offset %" PRId64, damage->offset);
	if (damage->bytes)
		snprintf(size, sizeof size, ", %" PRIu64 " byte%s skipped", damage->bytes,
			 damage->bytes == 1 ? "" : "s");
	length = snprintf(text, bytes, "%s%s%s", damage->reason, offset, size);
	return length > 0 ? (size_t)length : 0;
}
