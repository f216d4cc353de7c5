/* tools: damage of an event file in words, and as a finding. */
#include "common/damage_text.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/format.h"
#include "common/memory.h"

/* What a kind of damage may come from, and what helps. */
struct advice {
	const char *causes[4], *actions[4];
};

static const struct advice advice_for[] = {
	[TFE_DAMAGE_KIND_BYTES] =
		{{"the disk was full, or the program was killed during a write",
		  "the file was copied during a write, or as text",
		  "two programs wrote to the same file"},
		 {"the records around the damage are still read",
		  "tfevents repair FILE -o OUT copies the whole records and reports the rest",
		  "copy the file again from its source, and give each program its own directory"}},
	[TFE_DAMAGE_KIND_RECORD] =
		{{"the program that wrote the record made the error: the checksums are right",
		  "the file holds other records, such as training data"},
		 {"everything else is still read",
		  "check that the program writes names and texts as UTF-8",
		  "TensorBoard stops at this record: tfevents repair FILE -o OUT removes it"}},
	[TFE_DAMAGE_KIND_VALUE] = {{"the same tag is used for another kind of value",
				    "the tag is a text, not a name"},
				   {"everything else is still read",
				    "tfevents dump FILE shows the record",
				    "give each kind of value a tag of its own"}},
	[TFE_DAMAGE_KIND_NO_EVENT_FILE] =
		{{"something other than an event file has \"tfevents\" in its name"},
		 {"everything else is still read", "ls -l shows what it is",
		  "rename or remove it"}},
	[TFE_DAMAGE_KIND_UNREADABLE] =
		{{"it belongs to another user, or the target of a link does not exist",
		  "its disk or file server fails"},
		 {"everything else is still read", "ls -lL shows what it is and its permissions"}},
	[TFE_DAMAGE_KIND_LIMIT] =
		{{"time and memory are limited for every directory"},
		 {"everything else is still read",
		  "open the part that matters as a log directory, or use a larger --memory"}},
	[TFE_DAMAGE_KIND_CLOCK] =
		{{"the clock of a machine was wrong, or was set back between two starts",
		  "an old file was copied into the directory later"},
		 {"all points of these files are shown, including repeated steps",
		  "compare the times of ls -l --full-time with the times in the names",
		  "give each start its own directory"}},
};

static_assert(sizeof advice_for / sizeof *advice_for == TFE_DAMAGE_KIND_CLOCK + 1,
	      "every kind of damage has advice");

static char *limit_words(const tfe_damage *d)
{
	static const char format[] = "%" PRIu64 " %s; first: %s";
	int n = snprintf(NULL, 0, format, d->count, d->reason, d->path);
	size_t bytes = n > 0 ? (size_t)n + 1 : 1;
	char *words = need_zeroed(bytes, 1);
	snprintf(words, bytes, format, d->count, d->reason, d->path);
	return words;
}

char *damage_words(const tfe_damage *d)
{
	if (d->count)
		return limit_words(d);
	char place[96] = "", size[64] = "";
	if (d->offset >= 0)
		snprintf(place, sizeof place, ", at byte offset %" PRId64, d->offset);
	if (d->bytes)
		snprintf(size, sizeof size, ", %" PRIu64 " byte%s skipped", d->bytes,
			 format_plural(d->bytes));
	size_t bytes = strlen(d->reason) + sizeof place + sizeof size;
	char *words = need_zeroed(bytes, 1);
	snprintf(words, bytes, "%s%s%s", d->reason, place, size);
	return words;
}

bool damage_is_unread(const tfe_damage *d)
{
	bool skipped = d->kind == TFE_DAMAGE_KIND_LIMIT && d->bytes;
	return d->sys_errno || d->count || skipped;
}

static char *message_of(const tfe_damage *d)
{
	char *words = damage_words(d);
	if (d->count)
		return words;
	size_t bytes = strlen(d->path) + strlen(words) + 3;
	char *text = need_zeroed(bytes, 1);
	snprintf(text, bytes, "%s: %s", d->path, words);
	free(words);
	return text;
}

char *damage_finding(const tfe_damage *d, tfe_finding *finding)
{
	char *message = message_of(d);
	const struct advice *advice = &advice_for[d->kind];
	*finding = (tfe_finding){
		.size = sizeof(tfe_finding),
		.tag = "",
		.rule = d->kind == TFE_DAMAGE_KIND_CLOCK ? "clock" : "damaged_file",
		.severity =
			d->kind == TFE_DAMAGE_KIND_CLOCK ? TFE_SEVERITY_INFO : TFE_SEVERITY_ERROR,
		.active = true,
		.value = (double)d->bytes,
		.limit = NAN,
		.message = message,
		.causes = advice->causes,
		.actions = advice->actions,
	};
	return message;
}
