/* tools: damage of an event file in words, and as a finding. */
#include "common/damage_text.h"

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
		{{"the disk was full, or the program was killed while it wrote",
		  "the file was copied while it was written, or as text",
		  "two programs wrote to one file"},
		 {"the records around the damage are read all the same",
		  "tfevents repair FILE -o OUT keeps what is whole, and names what is not",
		  "copy it again from where it came from, and give each program a directory of its "
		  "own"}},
	[TFE_DAMAGE_KIND_RECORD] =
		{{"the program that wrote it made it so: its checksums are right",
		  "the file holds records of something else, such as training data"},
		 {"everything else is read all the same",
		  "see that the program writes names and texts as UTF-8",
		  "TensorBoard stops reading there: tfevents repair FILE -o OUT leaves it out"}},
	[TFE_DAMAGE_KIND_VALUE] = {{"a program logs something else under the same tag",
				    "its tag is a text, not a name"},
				   {"everything else is read all the same",
				    "tfevents dump FILE shows the record",
				    "give each kind of value a tag of its own"}},
	[TFE_DAMAGE_KIND_NO_EVENT_FILE] = {{"something else took a name with \"tfevents\" in it"},
					   {"everything else is read all the same",
					    "ls -l tells what it is",
					    "give it another name, or remove it"}},
	[TFE_DAMAGE_KIND_UNREADABLE] = {{"it belongs to somebody else, or a link leads nowhere",
					 "its disk or its server fails"},
					{"everything else is read all the same",
					 "ls -lL tells what it is and who may read it"}},
	[TFE_DAMAGE_KIND_LIMIT] =
		{{"time and memory have bounds, whatever is in a directory"},
		 {"everything else is read all the same",
		  "give the part that matters as a log directory of its own, or a larger "
		  "--memory"}},
	[TFE_DAMAGE_KIND_CLOCK] =
		{{"the clock of a machine was wrong, or was set back between two starts",
		  "an old file was copied into the directory later"},
		 {"all points of these files are shown, also where they repeat steps",
		  "compare the times of ls -l --full-time with the times in the names",
		  "give each start a directory of its own"}},
};

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
		snprintf(place, sizeof place, ", at offset %" PRId64, d->offset);
	if (d->bytes)
		snprintf(size, sizeof size, ", %" PRIu64 " byte%s passed over", d->bytes,
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
