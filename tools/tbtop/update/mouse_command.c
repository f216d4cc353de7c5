/* update: the command that chooses what the mouse does. */
#include "tbtop/update/mouse_command.h"

#include "tbtop/update/update.h"

void command_mouse(struct model *m, const char *argument)
{
	static const char *const words[] = {"off", "on", NULL};
	int on = *argument ? word_choice(m, words, argument) : !m->settings.mouse;
	if (on < 0)
		return;
	m->settings.mouse = on;
	m->pointer = (struct pointer){0};
	say(m, false,
	    on ? "the mouse works in tbtop; Shift selects text"
	       : "the mouse selects text; :mouse lets it work in tbtop again");
}
