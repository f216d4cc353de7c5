/* update: keys on runs: their titles and notes, hiding, marking, copying, deleting. */
#include <stdio.h>
#include <string.h>

#include "tbtop/model/run_notes.h"
#include "tbtop/update/line_edit.h"
#include "tbtop/update/run_commands.h"
#include "tbtop/update/update.h"

/* Opens the line of commands with a command and the present text, which is edited. */
static void edit(struct model *m, const char *command, const char *text)
{
	char line[LINE_BYTES];
	prompt_open(m, PROMPT_COMMAND);
	snprintf(line, sizeof line, "%s %s", command, text);
	line_set(&m->prompt.line, line);
	m->prompt.line.given = strlen(command) + 1;
}

void update_run_notes(struct model *m, enum action action)
{
	const struct run *run = commanded_run(m);
	switch (action) {
	case DO_NOTE:
		if (run)
			edit(m, "note", run->note ? run->note : "");
		break;
	case DO_RENAME:
		if (run)
			edit(m, "name", run_title(run));
		break;
	case DO_HIDE:
		command_hide(m, "");
		break;
	case DO_UNHIDE:
		command_unhide(m, "");
		break;
	case DO_MARK:
		command_mark(m, "");
		break;
	case DO_DELETION:
		command_delete(m, "");
		break;
	case DO_COPY:
		command_copy(m, "path");
		break;
	case DO_COPY_NAME:
		command_copy(m, "name");
		break;
	default:
		break;
	}
}
