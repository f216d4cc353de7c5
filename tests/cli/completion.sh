#!/bin/sh
# Completion scripts: each installed shell loads them, and bash completes with them.
set -u
fail=0
ok() { echo "ok $1"; }
bad() {
	echo "not ok $1"
	fail=1
}
for shell in bash zsh fish; do
	for program in tfevents tbtop; do
		"$BUILD/bin/$program" --completion $shell >"$TMPDIR/$program.$shell" &&
			[ -s "$TMPDIR/$program.$shell" ] ||
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
# The completions of bash for the given words; the last word is completed.
offers() {
	bash -c '. "$1"; shift; COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		compopt() { :; }
		"_$1"
		echo "${COMPREPLY[*]-}"' bash "$TMPDIR/$1.bash" "$@"
}
if command -v bash >/dev/null; then
	[ "$(offers tfevents du)" = dump ] && ok 'bash: a verb' || bad 'bash: a verb'
	[ "$(offers tfevents dump --fo)" = --follow ] && ok 'bash: an option of the verb' ||
		bad 'bash: an option of the verb'
	[ "$(offers tbtop --on)" = --once ] && ok 'bash: an option of tbtop' ||
		bad 'bash: an option of tbtop'
	[ "$(offers tfevents export --format =)" = 'csv jsonl' ] &&
		[ "$(offers tfevents ls --restarts = k)" = keep ] &&
		[ "$(offers tfevents check --fail-on w)" = warning ] &&
			[ "$(offers tbtop --format '')" = 'auto text ansi svg' ] &&
		[ -z "$(offers tfevents dump --format =)" ] && ok 'bash: a value' ||
			bad 'bash: a value'
fi
# Parser, help and completion have the same words for an option: all others are rejected, with the
# list.
"$BUILD/bin/tfevents" --completion bash |
	sed -n "s/^\t\([a-z]*\):\(--[a-z-]*\)) words='\(.*\)' ;;\$/tfevents \1 \2 \3/p" >"$TMPDIR/words"
"$BUILD/bin/tbtop" --completion bash |
	sed -n "s/^\t:\(--[a-z-]*\)) words='\(.*\)' ;;\$/tbtop \1 \2/p" >>"$TMPDIR/words"
[ "$(wc -l <"$TMPDIR/words")" -ge 13 ] && ok 'options with words' || bad 'options with words'
while read -r program rest; do
	verb=
	case $rest in --*) ;; *) verb=${rest%% *} rest=${rest#* } ;; esac
	option=${rest%% *} words=${rest#* }
	"$BUILD/bin/$program" $verb "$option=other" "$TMPDIR" >"$TMPDIR/out" 2>"$TMPDIR/err"
	status=$?
	listed=$(sed -n "s/^$program ${verb:+$verb: }//; s/^$program: //; s/^.*$option is //; s/,//g; s/ or / /p" "$TMPDIR/err")
	[ $status = 2 ] && [ "$listed" = "$words" ] &&
		ok "$program $verb $option: only its words" ||
		bad "$program $verb $option: only its words"
	"$BUILD/bin/$program" $verb --help | grep -e "^  $option" |
		sed 's/ (the default)//; s/,//g; s/ or / /g' |
		grep -q ": $words\$" && ok "$program $verb $option: help" ||
			bad "$program $verb $option: help"
done <"$TMPDIR/words"
# The completions of fish for a command line.
fish_offers() { fish -c 'source $argv[1]; complete -C $argv[2]' "$TMPDIR/${1%% *}.fish" "$1" |
	cut -f1 | tr '\n' ' '; }
if command -v fish >/dev/null; then
	[ "$(fish_offers 'tfevents ex')" = 'export ' ] && ok 'fish: a verb' || bad 'fish: a verb'
	[ "$(fish_offers 'tfevents dump --he')" = '--help ' ] && ok 'fish: help' || bad 'fish: help'
	[ "$(fish_offers 'tfevents stats --best=ma')" = '--best=max ' ] &&
		[ "$(fish_offers 'tbtop --format sv')" = 'svg ' ] &&
		ok 'fish: a value' || bad 'fish: a value'
	[ "$(fish_offers 'tbtop --onc')" = '--once ' ] && ok 'fish: an option of tbtop' ||
		bad 'fish: an option of tbtop'
fi
# zsh also accepts the script read by source, silently, and loaded from $fpath.
if command -v zsh >/dev/null; then
	for how in 'source $1' 'mkdir -p $2; cp $1 $2/_tfevents; fpath=($2 $fpath); compinit -D'; do
		[ "$(zsh -fc "autoload -U compinit; compinit -D; $how; print \$_comps[tfevents]" zsh "$TMPDIR/tfevents.zsh" "$TMPDIR/functions" 2>&1)" = _tfevents ] &&
			ok "zsh: $how" || bad "zsh: $how"
	done
	grep -q "'--best=\[.*\]:WHICH:(min max)'" "$TMPDIR/tfevents.zsh" && ok 'zsh: a value' ||
		bad 'zsh: a value'
	grep -q "'-o+\[" "$TMPDIR/tfevents.zsh" && ok 'zsh: -o' || bad 'zsh: -o'
fi
"$BUILD/bin/tfevents" --completion tcsh >/dev/null 2>&1
[ $? = 2 ] && ok 'another shell is status 2' || bad 'another shell is status 2'
# Output of the programs about themselves: a full disk is reported, a closed pipe is not.
closed='import os, subprocess, sys
r, w = os.pipe()
os.close(r)
sys.exit(subprocess.call(sys.argv[1:], stdout=w) != 0)'
for line in 'tfevents --help' 'tfevents export --help' 'tfevents --version' \
	'tfevents --completion bash' 'tbtop --help' 'tbtop --version' 'tbtop --completion fish'; do
	"$BUILD"/bin/$line >/dev/full 2>"$TMPDIR/err"
	[ $? = 2 ] && grep -q '^t.*: cannot write: No space left' "$TMPDIR/err" &&
		ok "$line to a full disk" || bad "$line to a full disk"
	python3 -c "$closed" "$BUILD"/bin/$line 2>"$TMPDIR/err" && [ ! -s "$TMPDIR/err" ] &&
		ok "$line to nobody" || bad "$line to nobody"
done
exit $fail
