/* A profile: spans, counters and memory. */
#include "every_kind.h"

/* Writes the files plugins/profile/every_kind/HOST.xplane.pb and .trace.json.gz. */
void profile(void)
{
	tfe_profile *p;
	list("{\"kind\": \"profile\", \"name\": \"every_kind\", \"spans\": {\"step\": %d, "
	     "\"forward\": %d}, \"counters\": {\"examples\": %d, \"resident memory\": %d}}",
	     STEPS, STEPS, STEPS, STEPS);
	if (!writer || tfe_profile_open(NULL, &p) != TFE_OK)
		return;
	for (int step = 0; step < STEPS; step++) {
		tfe_profile_begin(p, "step");
		tfe_profile_begin(p, "forward");
		tfe_profile_end(p);
		tfe_profile_add_counter(p, "examples", 64 * step);
		tfe_profile_add_memory(p);
		tfe_profile_end(p);
	}
	tfe_writer_add_profile(writer, "every_kind", p);
	tfe_profile_close(p);
}
