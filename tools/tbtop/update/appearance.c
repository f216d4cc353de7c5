/* update: the commands that choose how the screen is drawn. */
#include "tbtop/model/theme_names.h"
#include "tbtop/update/commands.h"
#include "tbtop/update/update.h"

void command_theme(struct model *m, const char *argument)
{
	int i = word_choice(m, theme_names, argument);
	if (i < 0)
		return;
	m->settings.theme = (enum theme)i;
	say(m, false, "the theme is %s", theme_names[i]);
}

void command_mouse(struct model *m, const char *argument)
{
	static const char *const words[] = {"off", "on", NULL};
	int on = *argument ? word_choice(m, words, argument) : m->pointer.off;
	if (on < 0)
		return;
	m->pointer = (struct pointer){.off = !on};
	say(m, false,
	    on ? "the mouse works in tbtop; Shift selects text"
	       : "the mouse selects text; :mouse lets it work in tbtop again");
}
