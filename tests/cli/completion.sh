#!/bin/sh
# Completion scripts: each shell that is installed takes them, and bash completes with them.
set -u
fail=0
ok() { echo "ok $1"; }
bad() {
	echo "not ok $1"
	fail=1
}
for shell in bash zsh fish; do
	for program in tfevents tbtop; do
		"$BUILD/bin/$program" --completion $shell >"$TMPDIR/$program.$shell" && [ -s "$TMPDIR/$program.$shell" ] ||
			bad "$program prints a script for $shell"
		if ! command -v $shell >/dev/null; then
			echo "ok $program # SKIP $shell is not installed"
		elif $shell -n "$TMPDIR/$program.$shell"; then
			ok "$shell takes the script of $program"
		else
			bad "$shell takes the script of $program"
		fi
	done
done
# What bash offers for the words given, the last one being completed.
offers() {
	bash -c '. "$1"; shift; COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		compopt() { :; }
		"_$1"
		echo "${COMPREPLY[*]-}"' bash "$TMPDIR/$1.bash" "$@"
}
if command -v bash >/dev/null; then
	[ "$(offers tfevents du)" = dump ] && ok 'bash: a verb' || bad 'bash: a verb'
	[ "$(offers tfevents dump --fo)" = --follow ] && ok 'bash: an option of the verb' || bad 'bash: an option of the verb'
	[ "$(offers tbtop --on)" = --once ] && ok 'bash: an option of tbtop' || bad 'bash: an option of tbtop'
fi
# What fish offers for a command line.
fish_offers() { fish -c 'source $argv[1]; complete -C $argv[2]' "$TMPDIR/${1%% *}.fish" "$1" | cut -f1 | tr '\n' ' '; }
if command -v fish >/dev/null; then
	[ "$(fish_offers 'tfevents ex')" = 'export ' ] && ok 'fish: a verb' || bad 'fish: a verb'
	[ "$(fish_offers 'tfevents dump --he')" = '--help ' ] && ok 'fish: help' || bad 'fish: help'
	[ "$(fish_offers 'tbtop --onc')" = '--once ' ] && ok 'fish: an option of tbtop' || bad 'fish: an option of tbtop'
fi
# zsh takes it read by source, too, without a word, and loaded from $fpath.
if command -v zsh >/dev/null; then
	for how in 'source $1' 'mkdir -p $2; cp $1 $2/_tfevents; fpath=($2 $fpath); compinit -D'; do
		[ "$(zsh -fc "autoload -U compinit; compinit -D; $how; print \$_comps[tfevents]" zsh "$TMPDIR/tfevents.zsh" "$TMPDIR/functions" 2>&1)" = _tfevents ] &&
			ok "zsh: $how" || bad "zsh: $how"
	done
	grep -q "'-o+\[" "$TMPDIR/tfevents.zsh" && ok 'zsh: -o' || bad 'zsh: -o'
fi
"$BUILD/bin/tfevents" --completion tcsh >/dev/null 2>&1
[ $? = 2 ] && ok 'another shell is status 2' || bad 'another shell is status 2'
exit $fail
