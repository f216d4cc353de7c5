#!/bin/sh
# The examples in the comment of tfevents.h compile as C99 and as C++11 without a warning, run, and
# print the expected lines.
. tests/cli/lib.sh
flags="$(grep -o -- '-fsanitize=[a-z,]*' "$BUILD/stamp/link" | sort -u | tr '\n' ' ')"
flags="$flags -Wall -Wextra -Wpedantic -Werror -I$BUILD/include"
link="-L$BUILD/lib -Wl,-rpath,$BUILD/lib -ltfevents"

# The lines of an example follow its title and are indented by five columns or more.
awk -v dir="$TMPDIR" '
	/^ \*\// { exit }
	/^ \*   Example of / {
		name = $4
		gsub(/[^a-z]/, "", name)
		file = dir "/" name ".c"
		print "#include <stdio.h>\n\n#include <tfevents.h>\n" > file
		print name
		next
	}
	!file { next }
	/^ \*$/ { print "" > file; next }
	/^ \*     / { print substr($0, 8) > file; next }
	{ file = "" }' "$BUILD/include/tfevents.h" >"$TMPDIR/examples"
for handle in writer callback graph trial histogram reader logdir file cursor fetched health \
	judge; do
	grep -qx "$handle" "$TMPDIR/examples"
	verdict $? "tfevents.h has an example of $handle"
done

cd "$TMPDIR" || exit 1
while read -r example; do
	try ${CC:-cc} -std=c99 $flags -o "$example" "$example.c" $link
	verdict $? "the example of $example compiles as C99"
	if command -v "${CXX:-c++}" >/dev/null; then
		try ${CXX:-c++} -std=c++11 -xc++ $flags -fsyntax-only "$example.c"
		verdict $? "the example of $example compiles as C++11"
	else
		echo "SKIP the example of $example in C++: no C++ compiler"
	fi
done <examples

# run NAME PATTERN [ARGUMENT]: in the order of the header, because some examples read the files that
# others wrote.
run() {
	example=$1 pattern=$2
	shift 2
	try "./$example" "$@"
	[ $? = 0 ] && [ ! -s err ] && { [ -z "$pattern" ] || grep -q -- "$pattern" out; }
	verdict $? "the example of $example runs"
}
run writer ''
run callback '^no reason to stop$'
run graph ''
run trial '' --rate=0.2
grep -q '"rate": 0.2' <<END
$("$BUILD/bin/tfevents" ls --json logs/trial)
END
verdict $? 'its hyperparameters are those of its arguments'
run histogram '^median 0\.2'
run reader '^loss 99 0\.01$' "$(ls logs/first/events.out.tfevents.*)"
run logdir '^first loss 0\.01$'
run file '^logs/first/events\.out\.tfevents\..* [1-9][0-9]* bytes$'
run cursor '^mean 0\.0518'
run fetched '^[1-9][0-9]* bytes$'
run health '^error: '
run judge '^[0-9]* findings$'
[ "$(wc -l <examples)" = 12 ]
verdict $? 'every example was run'
exit $fail
