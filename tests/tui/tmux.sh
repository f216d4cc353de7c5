#!/bin/sh
# tbtop in tmux (tmux.py).
command -v tmux >/dev/null || { echo "1..0 # SKIP tmux is missing"; exit 77; }
exec python3 tests/tui/tmux.py "$BUILD/bin/tbtop" "$SRC/tests/cli/events.py" "$TMPDIR"
