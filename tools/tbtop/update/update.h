/* update: the effects of keys and new data on the model. */
#ifndef TBTOP_UPDATE_UPDATE_H
#define TBTOP_UPDATE_UPDATE_H

#include <stddef.h>
#include <stdint.h>

#include "common/printf_like.h"
#include "tbtop/model/bindings.h"
#include "tbtop/model/geometry.h"
#include "tbtop/model/model.h"

/* Applies a key to the line of input or through the table of bindings. `seen` is the geometry of
 * the frame that the user sees. */
void update_key(struct model *m, const struct geometry *seen, int key);

/* Executes an action as its key would. */
void update_action(struct model *m, const struct geometry *seen, enum action action);

/* Applies a key or an event of the mouse. Returns false if nothing that is drawn can have
 * changed. */
bool update_input(struct model *m, const struct geometry *seen, int key);

/* Returns the x of the entry of the chart's followed curve that is nearest to x. */
double nearest_x(const struct model *m, const struct tag *tag, double x);

/* Applies the filters of the model to its runs and tags. Returns false if a filter is not a valid
 * regular expression or takes too long: the rows do not change, and m->message has the reason. */
bool update_filters(struct model *m);

/* Parts of update_key for actions that depend on the context. They ignore all other actions. */
void update_charts(struct model *m, const struct geometry *seen, enum action action);
/* For views that show one entry of each series at a time: [ ] { } choose the step of all of them
 * (linked_step.h), m marks the run and the step, d shows the difference to the mark. All other
 * actions are those of update_charts. */
void update_steps(struct model *m, const struct geometry *seen, enum action action);
void update_sounds(struct model *m, const struct geometry *seen, enum action action);
/* Shows a part of a sound of a length in seconds, shifted so that it lies within the sound. */
void sound_window(struct model *m, double length, double from, double to);
void update_images(struct model *m, const struct geometry *seen, enum action action);
void update_matrices(struct model *m, const struct geometry *seen, enum action action);
/* PR curves: the threshold, and steps as in update_steps. */
void update_pr(struct model *m, const struct geometry *seen, enum action action);
/* The table of trials. */
void update_trials(struct model *m, const struct geometry *seen, enum action action);
/* Goes back from the curves of a row to the table. */
void trials_return(struct model *m);

/* Groups the runs by the focused hyperparameter, or ends that. */
void trials_group(struct model *m);
void update_texts(struct model *m, const struct geometry *seen, enum action action);
void update_graph(struct model *m, const struct geometry *seen, enum action action);
void update_embeddings(struct model *m, const struct geometry *seen, enum action action);
/* Searches for the text of the prompt in labels, or in the nodes of a graph, from where the search
 * began. Both accept NULL: nothing was drawn yet. */
void search_labels(struct model *m, const struct embedding *e);
void search_nodes(struct model *m, const struct graph *g);
/* Leaves the inputs and outputs, or ends the search. Returns false if there is neither. */
bool graph_leave(struct model *m);
/* The columns of the table of runs. */
void update_runs_table(struct model *m, enum action action);
/* Sets the message to the value that sorts the runs. */
void say_run_order(struct model *m);
void update_findings(struct model *m, const struct geometry *seen, enum action action);
/* Runs: their titles and notes, hiding, marking, copying, deleting. */
void update_run_notes(struct model *m, enum action action);
void update_lists(struct model *m, const struct geometry *seen, enum action action);
void update_next_finding(struct model *m, int direction);
/* Applies a key to the line of input. */
void update_prompt(struct model *m, const struct geometry *seen, int key);
void prompt_open(struct model *m, enum prompt_kind kind);

/* Asks the program to save, to play or to copy the entry of the focused tag that is shown. */
void wish_for(struct model *m, enum wish_kind kind);

/* Pins, folds and merges charts. */
void update_arrangement(struct model *m, enum action action);
/* Folds or unfolds the group of a tag, which has one. */
void fold_group(struct model *m, const struct tag *tag, bool fold);
/* Adds a tag, with the tags of its chart, to a chart. */
void merge_charts(struct tag *into, struct tag *tag);
/* Merges into the focused chart all tags whose name matches. */
void merge_matching(struct model *m, const char *pattern);
/* Shows or hides the difference to the mark. */
void toggle_difference(struct model *m);
/* For charts in full size: the second cursor, the baseline, the order of the table. */
void update_compare(struct model *m, enum action action);
/* Sorts the table below a chart by a column, enum column + 1, or by name: 0. */
void sort_table(struct model *m, int by);
/* Makes the focused run the baseline, or releases it. */
void pin_baseline(struct model *m);

/* Shows what was shown before the chart of a finding was opened. */
void return_to_origin(struct model *m);

/* Chooses the entry nearest to a step, or the last one for LAST_STEP: with the crosshair, or the
 * step of all views that show one step at a time. */
#define LAST_STEP INT64_MAX
void go_to_step(struct model *m, int64_t step);

/* Moves a crosshair that follows the last step after new data arrived. */
void update_follow(struct model *m);

/* Adds the filters to the lines that Up brings back in a prompt. */
void prompt_remember(struct model *m);

/* Shows a view; if the log has no data for it, a message says so instead. */
void view_go(struct model *m, enum view_id view);
/* Shows or hides an overlay, VIEW_HELP, VIEW_LIST or VIEW_DELETION. */
void view_toggle_overlay(struct model *m, enum view_id overlay);

/* Sets the message in the footer, which the next key clears. */
void say(struct model *m, bool is_error, const char *format, ...) PRINTF_LIKE(3, 4);

/* Returns the index of a word, which may be abbreviated, in a list that ends with NULL; or -1, and
 * the message lists them. */
int word_choice(struct model *m, const char *const *words, const char *word);

#endif
