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
		n += (size_t)snprintf(all + n, sizeof all - n, "; %.80s", m->conditions[i]);
	if (m->notify_ways)
		say(m, false, "new warnings and ends of runs%s", all);
	else if (n)
		say(m, false, "%s", all + 2);
	else
		say(m, false, "nothing; bell adds ends of runs, val/loss < 0.1 a condition");
}

static void set_ways(struct model *m, unsigned ways, const char *text)
{
	if (ways & NOTIFY_COMMAND && !m->notify_program) {
		say(m, true, "tbtop was started without --notify-command");
		return;
	}
	m->notify_ways = ways;
	say(m, false, "new warnings and ends of runs are notified: %.60s", text);
}

static void say_condition(struct model *m, const char *condition)
{
	char unknown[160];
	if (condition_has_unknown_tag(m, condition, unknown))
		say(m, true, "accepted, but %s; :notify off removes it", unknown);
	else
		say(m, false, "notified when %.150s first holds; :notify off ends that", condition);
}

/* Says why a condition was refused. A word alone was meant to be a way. */
static void refuse(struct model *m, const char *argument, const char *wrong)
{
	size_t word = strspn(argument, "abcdefghijklmnopqrstuvwxyz0123456789");
	if (argument[word])
		say(m, true, "%s", wrong);
	else
		say(m, true,
		    "neither bell, osc9, osc777 or command nor a condition as loss < 1: %.60s",
		    argument);
}

void command_notify(struct model *m, const char *argument)
{
	char wrong[160];
	unsigned ways;
	if (!*argument) {
		list(m);
	} else if (!strcmp(argument, "off")) {
		m->n_conditions = 0;
		m->notify_ways = 0;
		m->conditions_changed = true;
		say(m, false, "nothing is notified");
	} else if (notify_ways_parse(argument, &ways)) {
		set_ways(m, ways, argument);
	} else if (condition_add(m, argument, wrong)) {
		say_condition(m, argument);
	} else {
		refuse(m, argument, wrong);
	}
}
