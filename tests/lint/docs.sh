#!/bin/sh
# The properties of the documents that a machine can check: links have a target, C programs compile,
# named `make` targets exist, and evidence names a test.
set -u
fail=0
docs=$(ls README.md CONTRIBUTING.md docs/*.md)

for f in $docs; do
	grep -oE '\]\([^)#: ]+[)#]' "$f" | sed 's/^](//; s/[)#]$//' | while read -r link; do
		[ -e "$(dirname "$f")/$link" ] || echo "$f: $link"
	done
done >"$TMPDIR/dead"
# Files in backquotes; a name without a folder may be in any folder, NAME and VERB match anything.
git ls-files >"$TMPDIR/files" 2>/dev/null || find lib tools tests docs examples proto .ci ./*.mk -type f | sed 's|^\./||' >"$TMPDIR/files"
(cd "$BUILD" && find include -type f) >>"$TMPDIR/files"
for f in $docs; do
	grep -oE '`[A-Za-z0-9_./-]+\.(c|h|mk|sh|py|proto|md)`' "$f" | tr -d '`' |
		grep -v '^score\.py$' | while read -r name; do
		pattern=$(echo "$name" | sed 's/\./\\./g; s/NAME\|VERB/[a-z0-9_]*/')
		grep -qE "(^|/)$pattern\$" "$TMPDIR/files" || echo "$f: $name"
	done
done >>"$TMPDIR/dead"
for h in "$BUILD"/include/tfevents/*.h; do
	grep -qF "\`${h##*/}\`" docs/architecture.md || echo "docs/architecture.md does not name $h"
done >>"$TMPDIR/dead"
if [ -s "$TMPDIR/dead" ]; then
	echo 'not ok 1 - links and names of files lead somewhere'
	sed 's/^/# /' "$TMPDIR/dead"
	fail=1
else
	echo 'ok 1 - links and names of files lead somewhere'
fi

awk -v dir="$TMPDIR" '
	/^```c$/ { file = dir "/snippet" ++n ".c"; next }
	/^```/ { file = "" }
	file { print > file }' $docs
for c in "$TMPDIR"/snippet*.c; do
	${CC:-cc} -std=c17 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Werror -fsyntax-only \
		"-I$BUILD/include" "$c" 2>>"$TMPDIR/errors" ||
		echo "$c" >>"$TMPDIR/bad"
done
if [ -e "$TMPDIR/bad" ]; then
	echo 'not ok 2 - C in the documents compiles'
	sed 's/^/# /' "$TMPDIR/errors"
	fail=1
else
	echo 'ok 2 - C in the documents compiles'
fi

cat $docs | grep -oE '\bmake [a-z][a-z-]*' | sort -u | while read -r _ target; do
	cat Makefile *.mk ./*/*.mk | grep -qE "^(\.PHONY:.* )?$target( |:|\$)" ||
		echo "make $target"
done | grep -vE '^make (it|sure|the|a|and)$' >"$TMPDIR/targets"
if [ -s "$TMPDIR/targets" ]; then
	echo 'not ok 3 - make targets exist'
	sed 's/^/# /' "$TMPDIR/targets"
	fail=1
else
	echo 'ok 3 - make targets exist'
fi

# The manual page has a section for each verb, which contains every option that its --help lists.
page=docs/tfevents.1.scd
for verb in $("$BUILD/bin/tfevents" --help | sed -n 's/^  \([a-z]*\)  .*/\1/p'); do
	awk -v head="## tfevents $verb " 'index($0, head) == 1 { on = 1; found = 1; next }
		/^#/ { on = 0 }
		on
		END { if (!found) print "no section" }' $page >"$TMPDIR/section"
	grep -q '^no section$' "$TMPDIR/section" && echo "$page: no section on $verb"
	"$BUILD/bin/tfevents" "$verb" --help | grep -oE '^  --[a-z-]+' | while read -r option; do
		grep -qF -e "*$option*" "$TMPDIR/section" || echo "$page: $verb $option is missing"
	done
done >"$TMPDIR/manual"
# The page contains every word that an option accepts, marked as a word.
"$BUILD/bin/tfevents" --completion bash |
	sed -n "s/^\t[a-z]*:--[a-z-]*) words='\(.*\)' ;;\$/\1/p" |
	tr ' ' '\n' | sort -u >"$TMPDIR/words"
[ -s "$TMPDIR/words" ] || echo "$page: no words of options seen" >>"$TMPDIR/manual"
while read -r word; do
	grep -qF "_${word}_" $page || echo "$page: the word $word is missing"
done <"$TMPDIR/words" >>"$TMPDIR/manual"
# Each rule has a section and an item in docs/health.md. The item names the findings that suppress
# the rule. The manual page is generated from both.
awk -v form=scdoc -f docs/rules.awk lib/health/thresholds.h docs/health.md |
	tr -d '\\' >"$TMPDIR/rules"
for rule in damaged_file $(sed -n 's/^	X(\([a-z_]*\)).*/\1/p' lib/health/rule.h) \
	$(sed -n 's/^	\[TFE_DAMAGE_KIND_.*\] = "\(.*\)",/\1/p' lib/judge/damage_finding.c); do
	awk -v rule="$rule" '/^## / { on = $2 == rule; next } on' "$TMPDIR/rules" >"$TMPDIR/rule"
	for label in Theory Source 'Suppressed by' Measured; do
		grep -q "^$label:" "$TMPDIR/rule" ||
			echo "docs/health.md: the rule $rule is missing, or has no $label"
	done
	pair="{&tfe__rule_\([a-z_]*\), &tfe__rule_$rule,"
	for cause in $(sed -n "s/^	$pair.*/\1/p" lib/health/rules.c); do
		sed -n '/^Suppressed by:/,/^$/p' "$TMPDIR/rule" | grep -qw "$cause" ||
			echo "docs/health.md: $rule: suppressed by $cause"
	done
done >>"$TMPDIR/manual"
if [ -s "$TMPDIR/manual" ]; then
	echo 'not ok 4 - the manual page has every verb, option and rule'
	sed 's/^/# /' "$TMPDIR/manual"
	fail=1
else
	echo 'ok 4 - the manual page has every verb, option and rule'
fi

# The contents of the man pages besides the parts that docs/man.sh gets from the programs.
: >"$TMPDIR/man"
for program in tfevents tbtop; do
	[ -x "$BUILD/bin/$program" ] || continue
	BUILD=$BUILD sh docs/man.sh docs/$program.1.scd >"$TMPDIR/page" ||
		echo "docs/man.sh docs/$program.1.scd" >>"$TMPDIR/man"
	! grep '^@' "$TMPDIR/page" >>"$TMPDIR/man"
	for v in $(grep -rhoE 'getenv\("[A-Z_]+"' tools/common tools/$program |
		sed 's/.*"\(.*\)"/\1/' | sort -u); do
		grep -qF "$v" "$TMPDIR/page" ||
			echo "$program: the variable $v is not in its page" >>"$TMPDIR/man"
	done
	[ $program = tfevents ] || grep -qx '\*q F10\*' "$TMPDIR/page" ||
		echo "$program: its page has no keys" >>"$TMPDIR/man"
done
if [ -s "$TMPDIR/man" ]; then
	echo 'not ok 5 - man pages are whole'
	sed 's/^/# /' "$TMPDIR/man"
	fail=1
else
	echo 'ok 5 - man pages are whole'
fi

# Each "yes" for tbtop names a test function of the linked file, or a frame that a test compares.
sed -n 's/^|.* | \(yes[^|]*\) |$/\1/p' docs/compare.md >"$TMPDIR/evidence"
{
	[ "$(wc -l <"$TMPDIR/evidence")" -gt 50 ] || echo 'docs/compare.md: no evidence seen'
	grep -v '^yes: \[' "$TMPDIR/evidence"
	grep -oE '\[[^]]*\]\([^)]*\)' "$TMPDIR/evidence" | tr -d '[`)' |
		while IFS='](' read -r name _ path; do
			case $path in
			*/golden/"$name".txt) grep -qF "{\"$name\"," tests/tui/test_*.c ;;
			*.c) grep -qE "^static void $name\(" "docs/$path" ;;
			*/"$name") [ -e "docs/$path" ] ;;
			*) false ;;
			esac || echo "docs/compare.md: $name is not in $path"
		done
} >"$TMPDIR/compare"
if [ -s "$TMPDIR/compare" ]; then
	echo 'not ok 6 - the comparison names tests and frames that exist'
	sed 's/^/# /' "$TMPDIR/compare"
	fail=1
else
	echo 'ok 6 - the comparison names tests and frames that exist'
fi
exit $fail
