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
