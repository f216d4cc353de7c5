/* update: the command that asks for a notification. */
#include "tbtop/update/notify_command_line.h"

#include <stdio.h>
#include <string.h>

#include "tbtop/model/conditions.h"
#include "tbtop/update/update.h"

static void list(struct model *m)
{
	char all[200] = "";
	size_t n = 0;
	for (size_t i = 0; i < m->n_conditions && n < sizeof all; i++)
		n += (size_t)snprintf(all + n, sizeof all - n, "%s%.80s", i ? "; " : "",
				      m->conditions[i]);
	say(m, false, "%s", n ? all : "no condition; :notify val/loss < 0.1 adds one");
}

void command_notify(struct model *m, const char *argument)
{
	char wrong[160];
	if (!*argument) {
		list(m);
	} else if (!strcmp(argument, "off")) {
		m->n_conditions = 0;
		m->conditions_changed = true;
		say(m, false, "no condition is notified");
	} else if (condition_add(m, argument, wrong)) {
		say(m, false, "notified when %.150s first holds; :notify off ends that", argument);
	} else {
		say(m, true, "%s", wrong);
	}
}
