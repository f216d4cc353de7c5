/* tools: damage of an event file told as a finding. */
#include "common/damage.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "common/memory.h"

static const char *const causes[] = {
	"the disk was full, or the program was killed while it wrote",
	"the file was copied while it was written, or as text",
	"two programs wrote to one file",
	NULL,
};
static const char *const actions[] = {
	"the records around the damage are read all the same",
	"tfevents repair FILE -o OUT keeps what is whole, and names what is not",
	"copy it again from where it came from, and give each program a directory of its own",
	NULL,
};

/* Of a file or folder as a whole, which is no event file or cannot be read. */
static const char *const whole_causes[] = {
	"it belongs to somebody else, or its disk fails",
	"something else took a name with \"tfevents\" in it",
	NULL,
};
static const char *const whole_actions[] = {
	"everything else is read all the same",
	"ls -l tells what it is and who may read it",
	NULL,
};

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
	*finding = (tfe_finding){
		.tag = "",
		.rule = "damaged_file",
		.severity = TFE_ERROR,
		.active = true,
		.value = (double)d->bytes,
		.limit = NAN,
		.message = message,
		.causes = d->offset < 0 ? whole_causes : causes,
		.actions = d->offset < 0 ? whole_actions : actions,
	};
	return message;
}
