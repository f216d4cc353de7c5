#!/bin/sh
# Draws every screen of tbtop from logs of the examples: docs/screens.md and docs/screens/*.svg.
#
#   BUILD=build docs/screens.sh
set -eu
build=${BUILD:-build}
logs=$build/screens
sizes='80x24 120x40 200x60'

# Trains the networks of the demonstration and writes one value of every kind.
write_logs() {
	rm -rf "$logs"
	mkdir -p "$logs"
	"$build/examples/digits" --logdir "$logs/digits/healthy" --epochs 30 >/dev/null
	"$build/examples/digits" --logdir "$logs/digits/sick" --epochs 30 --sick >/dev/null
	"$build/examples/every_kind" "$logs/kinds" >/dev/null
}

# draw FILE VIEW LOGS SIZE THEME KEYS: one frame, a day after the training.
draw() {
	"$build/bin/tbtop" --once --format=svg --view="$2" --size="$4" --background="$5" \
		--color=true --keys="$6" --now="$tomorrow" "$logs/$3" >"$1"
}

# screen VIEW LOGS TITLE KEYS SENTENCES [NAME]: the section of a screen. NAME begins the names of
# its files; otherwise VIEW does.
screen() {
	printf '\n## %s\n\n' "$3"
	printf '%s\n' "$5" | fold -s -w 100 | sed 's/ *$//'
	for size in $sizes; do
		printf '\n'
		for theme in dark light; do
			file=screens/${6:-$1}-$size-$theme.svg
			draw "docs/$file" "$1" "$2" "$size" "$theme" "$4"
			printf '![%s, %s, %s](%s)\n' "$3" "$size" "$theme" "$file"
		done
	done
}

write_logs
tomorrow=$(($(date +%s) + 86400))
mkdir -p docs/screens
rm -f docs/screens/*.svg
{
	cat <<'HEAD'
# The screens of tbtop

`make docs` draws these pictures from the logs of `examples/digits` (two networks that learn
handwritten digits, one of them from weights that are far too large) and `examples/every_kind` (one
value of each kind). Each screen is shown at 80x24, 120x40 and 200x60, on a dark and on a light
terminal. `tbtop --once --view NAME` prints the same frames as text.
HEAD
	screen scalars digits 'Scalars (1)' '' \
		'One chart per tag, one curve per run: smoothed, with the raw values dimmed. The value at the end of each curve is written beside it, with the letter of its run.'
	screen histograms digits 'Histograms (2)' '' \
		'The weights of each layer over the steps: one column per step, the colour is the number of values in that range.'
	screen distributions digits 'Distributions (3)' '' \
		'The same histograms as nine percentiles, as on the page of TensorBoard. The line is the median.'
	screen images kinds 'Images (4)' '' \
		'The pictures of the chosen step, drawn with half blocks, or as pixels where the terminal can.'
	screen confusion digits 'Confusion (5)' 'Enter' \
		'Which class is taken for which: rows are true classes, columns predictions, with precision, recall and F1 of each class and the most confused pairs over the steps.'
	screen pr kinds 'PR curves (6)' 'Enter' \
		'Precision against recall, with the counts at the threshold of the cursor.'
	screen text kinds 'Text (7)' '' \
		'Texts as Markdown. Values without a screen of their own are listed with their shape and statistics.'
	screen graph kinds 'Graph (8)' '' \
		'The operations of the model as a tree of scopes.'
	screen hparams kinds 'HParams (9)' '' \
		'The trials with their hyperparameters and metrics, sorted by any column.'
	screen scalars digits 'The table of runs (Tab t)' 'Tab t l l l T' \
		'The runs with the last, least, greatest or best smoothed value of each tag, sorted by any column.' \
		runs
	screen findings digits 'Findings (0)' '' \
		'What is wrong with the training: the evidence, the likely causes and what to try.'
	screen audio kinds 'Audio' 'Enter' \
		'The sound of the chosen step: its wave, and in full size its levels and spectrogram.'
	screen embeddings kinds 'Embeddings' '' \
		'The vectors of the projector as points of their first two principal components, with the nearest neighbours of the chosen one.'
	cat <<'TAIL'

## What all screens share

**Groups.** `K` draws the runs of an experiment that differ by their seed as one curve with a band;
`:group` groups by a hyperparameter, or by what a regular expression captures in the names.

**Baseline.** `P` in the list of runs pins a run: its curves are dashed in all charts, and the table
of a chart in full size has the difference of each run to it, also in percent and in steps.

**Search and filters.** `/` filters tags, `f` runs and `&` hyperparameters; in texts, findings and
tables `/` searches. `n` and `N` repeat, `Esc` goes back one step, `U` undoes a filter or a
selection. `:` opens commands with completion, and `?` lists the keys that work here first.

**Mouse.** A click focuses and opens, the wheel zooms at the pointer, dragging zooms to the selected
part, hovering reads values. `:mouse` leaves the mouse to the terminal.

**Runs.** `R` shows a run under another name, `E` edits a note, `H` hides it, `m` marks several;
`D` prints the commands that delete the marked ones, and tbtop deletes nothing.

**Notifications.** `--notify` and `:notify` report new findings, ends of runs and conditions such as
`val/loss < 0.1`, once each: by the bell, OSC 9 or 777, or a program.

**State.** Views, filters, zoom, runs, charts and notes of a log directory are kept in the user's
state directory, never in the log. `--no-state` and `--reset` begin afresh, and `--print-config`
prints a config file with every option and key.

**Themes.** Dark, light, high contrast, one for colour-blind eyes, and monochrome, with 24-bit, 256
or 16 colours; `NO_COLOR` is honoured.

**Figures.** `e` saves the focused chart as SVG with axis titles, units and a legend, and the table
of hyperparameters as CSV. `:export loss.pdf paper` chooses the name, the format (SVG, PDF, PNG,
pgfplots, Vega-Lite, CSV, JSON lines) and the size; `tfevents plot` draws the same figures.

## Other terminals, and none

The frames of the same size are equal on every terminal: `tests/tui/test_terms.c` compares the
characters, colours and attributes of each one (xterm-256color, screen, tmux, linux, vt100, vt220,
kitty, ghostty, alacritty, foot, wezterm, xterm-direct) with what `--once` prints. The Linux console
and the vt terminals get ASCII, `u` chooses other characters elsewhere. A terminal that cannot move
the cursor (`TERM=dumb`) and a pipe get a printed frame.

`tbtop --lines` is for screen readers and scripts: what is true now, then a line per change.

    logs: 2 runs, 3 tags, 31 points
    run a: live, 2 tags, last step 9
    a loss: 0.1 at step 9, best 0.1 at step 9, 10 points
    run b: live, 2 tags, last step 9
    b loss: NaN at step 9, best 2 at step 0, 10 points, 1 not finite
    error firing: b loss, step 9: 1 of 10 points not finite, first at step 9 (NaN)
    a loss: 0.05 at step 10, best 0.05 at step 10, 11 points

`./train | tbtop --pipe` shows the curves of a program that logs text. The screen stays at the end
of the input, whose last line is then in the footer:

     the input ended; q quits: done training                                       ? help  q quit
TAIL
} >docs/screens.md.new
mv docs/screens.md.new docs/screens.md
