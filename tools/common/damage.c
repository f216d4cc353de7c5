/* tools: damage of an event file told as a finding. */
#include "common/damage.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "common/memory.h"

/* What a kind of damage may come from, and what helps. */
struct advice {
	const char *causes[4], *actions[4];
};

static const struct advice bytes_lost = {
	{"the disk was full, or the program was killed while it wrote",
	 "the file was copied while it was written, or as text", "two programs wrote to one file"},
	{"the records around the damage are read all the same",
	 "tfevents repair FILE -o OUT keeps what is whole, and names what is not",
	 "copy it again from where it came from, and give each program a directory of its own"},
};

/* The record is whole: what it says is left out. */
static const struct advice unfit = {
	{"a program logs something else under the same tag", "its tag is a text, not a name"},
	{"everything else is read all the same", "tfevents dump FILE shows the record",
	 "give each kind of value a tag of its own"},
};

static const struct advice no_event_file = {
	{"something else took a name with \"tfevents\" in it"},
	{"everything else is read all the same", "ls -l tells what it is",
	 "give it another name, or remove it"},
};

static const struct advice unreadable = {
	{"it belongs to somebody else, or a link leads nowhere", "its disk or its server fails"},
	{"everything else is read all the same", "ls -lL tells what it is and who may read it"},
};

/* There is more than is looked at, or listed. */
static const struct advice beyond_limits = {
	{"time and memory have bounds, whatever is in a directory"},
	{"everything else is read all the same",
	 "give the part that matters as a log directory of its own"},
};

static const struct advice *advice_for(const tfe_damage *d)
{
	if (d->sys_errno)
		return &unreadable;
	if (d->offset >= 0)
		return d->bytes ? &bytes_lost : &unfit;
	/* As lib/read/scan.c and ingest.c say it. */
	bool odd = !strncmp(d->reason, "named like", 10) || !strncmp(d->reason, "not a ", 6);
	return odd ? &no_event_file : &beyond_limits;
}

static char *message_of(const tfe_damage *d)
{
	char place[96] = "", size[64] = "";
	if (d->offset >= 0)
		snprintf(place, sizeof(place), ", at byte %" PRId64, d->offset);
	if (d->bytes)
		snprintf(size, sizeof(size), ", %" PRIu64 " bytes passed over", d->bytes);
	size_t bytes = strlen(d->path) + strlen(d->reason) + sizeof(place) + sizeof(size) + 8;
	char *text = need_zeroed(bytes, 1);
	snprintf(text, bytes, "%s: %s%s%s", d->path, d->reason, place, size);
	return text;
}

char *damage_finding(const tfe_damage *d, tfe_finding *finding)
{
	char *message = message_of(d);
	const struct advice *advice = advice_for(d);
	*finding = (tfe_finding){
		.tag = "",
		.rule = "damaged_file",
		.severity = TFE_ERROR,
		.active = true,
		.value = (double)d->bytes,
		.limit = NAN,
		.message = message,
		.causes = advice->causes,
		.actions = advice->actions,
	};
	return message;
}
