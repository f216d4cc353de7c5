#!/bin/sh
# tfevents extract: names of files, filters, and files that exist. (tests/compat/extract.sh compares
# the contents.)
. tests/cli/lib.sh
run_extract() { try "$BUILD/bin/tfevents" extract "$@"; }
cd "$TMPDIR" || exit 1
"$BUILD/examples/write" logs/a/b
run_extract logs -o files && [ "$(cd files && ls)" = 'a_b____run_graph____0.pb
a_b__confusion__20.png
a_b__confusion_counts__20.npy
a_b__images_grey__0.png
a_b__images_grey__0_1.png
a_b__images_rgba__0.png
a_b__notes__0.txt' ] && grep -q 'files: 7 files' err
verdict $? 'a file for each value, named after run, tag and step'
[ "$(cat files/a_b__notes__0.txt)" = '# A run

with *one* of each kind' ] && [ "$(head -c 8 files/a_b__confusion__20.png | od -An -c | tr -d ' ')" = '211PNG\r\n032\n' ]
verdict $? 'their contents'
sum=$(cat files/* | cksum)
run_extract --tags=notes logs -o files && [ "$(cat files/a_b__notes__0_1.txt | wc -c)" = 32 ] &&
	rm files/a_b__notes__0_1.txt && [ "$(cat files/* | cksum)" = "$sum" ] &&
	grep -q 'files: 7 files exist already and are not replaced' err
verdict $? 'files that exist are not replaced'
mkdir real linked && ln -s real folder && ln -s ../real/elsewhere linked/a_b__notes__0.txt &&
	run_extract --tags=notes logs -o linked && [ -L linked/a_b__notes__0.txt ] &&
	[ -f linked/a_b__notes__0_1.txt ] && [ -z "$(ls real)" ] &&
	run_extract --tags=notes logs -o folder && [ "$(ls real)" = a_b__notes__0.txt ]
verdict $? 'the folder may be a link; links in it are not followed'
run_extract --step=20 logs -o twenty && [ "$(ls twenty | wc -l)" = 2 ] &&
	run_extract --step=last --tags=image logs -o last && [ "$(ls last | wc -l)" = 3 ]
verdict $? 'only some steps'
run_extract --step=7 logs -o none
[ $? = 1 ] && grep -q 'no value has the step 7; tfevents ls lists the steps' err &&
	run_extract --tags=loss logs -o none
[ $? = 1 ] && grep -q 'match --tags' err && [ ! -e none ]
verdict $? 'nothing matches: status 1, and no directory'
run_extract --step=x logs -o none
[ $? = 2 ] && grep -q -e "--step is a whole number or last, not 'x'" err && run_extract logs
[ $? = 2 ] && grep -q -e '-o DIR, the directory for the files, is missing' err
verdict $? 'bad options: status 2'
: >file && run_extract logs -o file
[ $? = 2 ] && grep -q 'file: cannot create the directory: Not a directory' err
verdict $? 'a file is no directory'
(ulimit -f 1 2>/dev/null && run_extract --tags=confusion$ logs -o full)
[ $? = 2 ] && grep -q 'the incomplete file is removed' err && [ -z "$(ls full)" ]
verdict $? 'a full disk leaves no partial file'
mkdir -p 'logs2/.hidden' && "$BUILD/examples/write" "logs2/.hidden/$(printf '\033[31m')" &&
	run_extract --tags=notes logs2 -o safe &&
	[ "$(ls -A safe)" = '_hidden___31m__notes__0.txt' ]
verdict $? 'safe names'
PYTHONPATH="$SRC/tests/cli" python3 -c '
import os
from events import record, sub, varint
os.makedirs("bad/-rf")
with open("bad/-rf/events.out.tfevents.1", "wb") as f:
    for tag in (b"../../escape", b"/etc/x", b"a\nb \x1b[31m", b"..", b"CON:*?", b"\xe2\x80\xae"):
        plugin = sub(9, sub(1, sub(1, b"text")))
        value = sub(1, tag) + plugin + sub(8, b"\x08\x07\x12\x00" + sub(8, b"!" + tag))
        f.write(record(b"\x10\x00" + sub(5, sub(1, value))))
'
run_extract bad -o deep/files
[ $? = 2 ] && mkdir deep && run_extract bad -o deep/files &&
	[ "$(ls -A . deep deep/files | grep -c escape)" = 1 ] &&
	[ "$(cd deep/files && ls -A | LC_ALL=C grep -c '^_rf__[A-Za-z0-9_.-]*\.txt$')" = 6 ] &&
	[ "$(ls -A deep/files | wc -l)" = 6 ] &&
	[ "$(cat deep/files/_rf__.._.._escape__0.txt)" = '!../../escape' ]
verdict $? 'tags that are paths, options or commands of a terminal'
# Two names in turn, from 100 tags that are equal where they are cut: not all numbers are tried.
mkdir same && PYTHONPATH="$SRC/tests/cli" python3 -c '
from events import record, sub, varint
with open("same/events.out.tfevents.1", "wb") as f:
    for i in range(100):
        for step in range(2):
            value = sub(1, b"%s%d" % (b"t" * 100, i)) + sub(8, b"\x08\x04" + sub(4, bytes([i])))
            f.write(record(b"\x10" + varint(step) + sub(5, sub(1, value))))
'
run_extract same -o many && [ "$(ls many | wc -l)" = 200 ] &&
	ls many | grep -q '_1[0-9][0-9]\.npy$'
verdict $? 'many files of equal names'
exit $fail
