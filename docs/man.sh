#!/bin/sh
# Fills the template of a man page (scdoc) from the output of the programs, so that the two cannot
# differ:
#
#	@options PROGRAM    the options of `PROGRAM --help`
#	@keys PROGRAM       the keys that `PROGRAM --once --keys ?` lists
#	@rules              the rules of docs/health.md, as `tfevents check --explain` prints them
#
#   BUILD=build docs/man.sh docs/tbtop.1.scd
set -eu
bin=${BUILD:-build}/bin

# Converts help text to scdoc: lines "  --name=VALUE  description" become a list of terms, other
# lines are only escaped.
scdoc_text() {
	awk '
		function escape(s) { gsub(/[\\*_<>#`~]/, "\\\\&", s); return s }
		/^  +-/ {
			line = $0; sub(/^ +/, "", line)
			at = match(line, /  +/)
			term = at ? substr(line, 1, at - 1) : line
			text = at ? substr(line, at + RLENGTH) : ""
			printf "%s*%s*\n\t%s\n\n", pending, escape(term), escape(text)
			next
		}
		{ print escape($0) }'
}

keys() {
	mkdir -p "$tmp/logs"
	"$bin/$1" --once --keys 'b ?' --size 100x400 --format text --glyphs ascii "$tmp/logs" |
		awk '
			function escape(s) { gsub(/[\\*_<>#`~]/, "\\\\&", s); return s }
			/^  [A-Z]/ { sub(/^ +/, ""); printf "## %s\n\n", $0; next }
			/^   [^ ]/ {
				sub(/^ +/, "")
				at = match($0, /  +/)
				term = substr($0, 1, at - 1)
				text = substr($0, at + RLENGTH)
				printf "*%s*\n\t%s\n\n", escape(term), escape(text)
			}'
}

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
while IFS= read -r line; do
	case $line in
	'@options '*) "$bin/${line#@options }" --help | grep '^  *-' | scdoc_text ;;
	'@keys '*) keys "${line#@keys }" || [ $? = 1 ] ;;
	@rules) awk -v form=scdoc -f docs/rules.awk lib/health/thresholds.h docs/health.md ;;
	*) printf '%s\n' "$line" ;;
	esac
done <"$1"
