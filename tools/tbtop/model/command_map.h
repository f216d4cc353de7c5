/* model: the table of the commands that ":" opens. Completion, help and man page are generated from
 * it. A new command is a line here, and its function in update/.
 *
 * Columns: the word; its argument; what it does, in at most 40 columns of the help; its function;
 * the function that returns the words that its argument may be, or NULL. */
#ifndef TBTOP_MODEL_COMMAND_MAP_H
#define TBTOP_MODEL_COMMAND_MAP_H

/* clang-format off */
#define COMMAND_MAP(X)                                                                             \
	X("set", "NAME VALUE", "change a setting; alone: those changed", set, setting_name)        \
	X("step", "N", "go to a step, as :N does; :$ to the last", step, NULL)                     \
	X("view", "NAME", "show a view", view, view_name)                                          \
	X("export", "FILE", "as svg pdf png tex vl.json csv jsonl", export_figure, NULL)           \
	X("export!", "FILE", "likewise, over an existing file", export_over, NULL)                 \
	X("x", "TAG", "x axis of scalars: epoch, tokens, step", x_axis, scalar_tag)             \
	X("top", "N", "draw the N best runs of the chart", top, NULL)                      \
	X("runs", "REGEX", "the table of runs, with matching tags", runs, NULL)                    \
	X("merge", "REGEX", "matching tags in the focused chart", merge_matching, NULL)            \
	X("note", "TEXT", "a note on the run; nothing: removes it", command_note, NULL)            \
	X("name", "TEXT", "show the run under another name", command_name, NULL)                   \
	X("hide", "REGEX", "alone: the marked runs, or this one", command_hide, NULL)              \
	X("unhide", "", "list all hidden runs again", command_unhide, NULL)                        \
	X("mark", "REGEX", "or none; alone: this run, or not", command_mark, NULL)                 \
	X("copy", "WHAT", "path or name of the marked or this run", command_copy, NULL)          \
	X("delete", "", "show, copy rm commands of marked runs", command_delete, NULL)             \
	X("notify", "WHAT", "bell: ends of runs; val/loss<0.1; off", command_notify, NULL)         \
	X("mouse", "off", "it selects text; on; alone: the other", command_mouse, NULL)            \
	X("help", "TEXT", "this help, searched for the text", help, NULL)                          \
	X("reset", "", "forget what is stored of this log", reset, NULL)                           \
	X("quit", "", "end tbtop", quit, NULL)
/* clang-format on */

#endif
