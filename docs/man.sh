#!/bin/sh
# Fills the template of a man page (scdoc) from the output of the programs, so that the two cannot
# differ:
#
#	@options PROGRAM    the options of `PROGRAM --help`
#	@keys PROGRAM       the keys that `PROGRAM --print-config` lists
#	@commands           the commands of tools/tbtop/model/command_map.h
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
	"$bin/$1" --print-config | awk '
		function escape(s) { gsub(/[\\*_<>#`~]/, "\\\\&", s); return s }
		/^\[/ { inside = /keys/; next }
		!inside { next }
		/^# -- / { printf "## %s\n\n", substr($0, 6); next }
		/^# / { help = substr($0, 3); next }
		/^#/ && !/ = none$/ {
			keys = substr($0, index($0, " = ") + 3)
			sub(/Semicolon/, ";", keys)
			printf "*%s*\n\t%s\n\n", escape(keys), escape(help)
		}'
}

commands() {
	sed -n 's/^\tX("\([^"]*\)", "\([^"]*\)", "\([^"]*\)".*/\1|\2|\3/p' \
		tools/tbtop/model/command_map.h | awk -F'|' '
		function escape(s) { gsub(/[\\*_<>#`~]/, "\\\\&", s); return s }
		{ printf "*:%s*%s\n\t%s\n\n", $1, $2 == "" ? "" : " " escape($2), escape($3) }'
}

while IFS= read -r line; do
	case $line in
	'@options '*) "$bin/${line#@options }" --help | grep '^  *-' | scdoc_text ;;
	'@keys '*) keys "${line#@keys }" ;;
	@commands) commands ;;
	@rules) awk -v form=scdoc -f docs/rules.awk lib/health/thresholds.h docs/health.md ;;
	*) printf '%s\n' "$line" ;;
	esac
done <"$1"
