#!/bin/sh
# Measures tbtop side by side with terminalboard and clicurve: the start, keys, memory and idling,
# in one run on the same logs. Needs genlogs.c of TFE_TESTDATA/bench. PEER_BIN names a folder that
# has the programs:
#
#   python3 -m venv /tmp/peer && /tmp/peer/bin/pip install terminalboard 'plotext<6'
#   cargo install clicurve --root /tmp/peer
#   make bench T=peers PEER_BIN=/tmp/peer/bin
#
# SCALE is the size of the log of scalars, as in load.sh. The files are in folders that clicurve
# recognises as experiments.
set -u
data=${TFE_TESTDATA:-../shared}/bench
PATH=${PEER_BIN:+$PEER_BIN:}$PATH
peers=
for peer in terminalboard clicurve; do
	if path=$(command -v $peer); then
		peers="$peers $peer=$path"
	else
		echo "  $peer: SKIP: it is not installed (PEER_BIN names a folder that has it)"
	fi
done
[ -n "$peers" ] || exit 0
[ -f "$data/genlogs.c" ] || { echo "  peers: SKIP: no $data/genlogs.c"; exit 0; }
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
scale=${SCALE:-20x50x500}
${CC:-cc} -O2 -o "$tmp/genlogs" "$data/genlogs.c" -lm 2>/dev/null || exit 2
"$tmp/genlogs" "$tmp/scalars" $(echo "$scale" | tr x ' ') 10 100 v1 >/dev/null || exit 2
for run in "$tmp"/scalars/*/; do
	mkdir "$run/tensorboard" && mv "$run"/events* "$run/tensorboard" || exit 2
done
"$BUILD/tests/bench/bench_screens" trials "$tmp/trials" || exit 2
# What tbtop remembers of a log does not matter here.
XDG_CONFIG_HOME=$tmp/config XDG_STATE_HOME=$tmp/state
export XDG_CONFIG_HOME XDG_STATE_HOME
# shellcheck disable=SC2086 # one word for each peer
python3 tests/bench/peers.py "$tmp" "tbtop=$BUILD/bin/tbtop" $peers
