#!/bin/sh
# tfevents repair: whole records are copied, the rest is reported, and no file is overwritten.
. tests/cli/lib.sh
repair() { try "$BUILD/bin/tfevents" repair "$@"; }

# A record: Event{wall_time, file_version: "brain.Event:2"}.
record='\030\0\0\0\0\0\0\0\243\177\113\042\011\0\0\200\070\231\326\327\101\032\015brain.Event:2\022\113\066\253'
cd "$TMPDIR" || exit 1
printf "$record$record" >whole
printf "$record"'garbage of some length'"$record" >damaged
printf "$record" | head -c 30 >>damaged

repair whole -o copy
verdict $? 'a whole file is no finding'
cmp -s whole copy
verdict $? 'and is copied byte for byte'

repair damaged --output=mended
[ $? = 1 ] && cmp -s whole mended
verdict $? 'of a damaged file what is whole is copied, and the status says so'
grep -q '^skipped 22 bytes at byte offset 40: ' out &&
	grep -q '^skipped 30 bytes at byte offset 102: ' out &&
	grep -q '^copied 2 records, skipped 52 bytes in 2 places$' out
verdict $? 'what is left out is named with its place'

{ cat whole; printf x; } >byte
repair byte -o mended.2
[ $? = 1 ] && grep -q '^skipped 1 byte at byte offset 80: ' out &&
	grep -q '^copied 2 records, skipped 1 byte in 1 place$' out
verdict $? 'one byte is no bytes'

# Three records with wrong checksums; a version with a right one, or another record with one; data
# that are no event.
PYTHONPATH="$SRC/tests/cli" python3 - <<'END' || exit 1
import events
def scalar(step):
    return events.record(events.event({"step": step, "tag": "a", "value": 1}))
def wrong(record):
    return record[:-4] + bytes(b ^ 255 for b in record[-4:])
version = events.record(b"\x1a\x0dbrain.Event:2")
good = [version] + [scalar(i) for i in range(3)]
files = {
    "right": b"".join(good),
    "wrong": b"".join(map(wrong, good)),
    "wrong_but_version": version + b"".join(map(wrong, good[1:])),
    "mixed": b"".join(map(wrong, good)) + scalar(3),
    "mixed_first": scalar(0) + b"".join(map(wrong, good)),
    "no_event": wrong(good[1]) + wrong(events.record(b"\xff\xff")) + wrong(good[2]),
    "other_data": b"".join(wrong(events.record(events.sub(1, b"data"))) for _ in range(3)),
    "wrong_cut": b"".join(map(wrong, good)) + scalar(3)[:20],
}
for name, data in files.items():
    open(name, "wb").write(data)
END
repair wrong -o plain
[ $? = 1 ] && [ ! -s plain ]
verdict $? 'records with wrong checksums are not copied'
for input in right wrong wrong_but_version; do
	repair --fix-checksums $input -o fixed.$input
	[ $? = 0 ] && cmp -s fixed.$input right &&
	grep -q '^copied 4 records, fixed [043] checksums$' out
	verdict $? "unless their checksums are to be fixed: $input"
done
repair --fix-checksums wrong_cut -o fixed.cut
[ $? = 1 ] && cmp -s fixed.cut right &&
	grep -q '^copied 4 records, fixed 4 checksums, skipped 20 bytes in 1 place$' out
verdict $? 'a cut record is skipped there too'
for input in mixed mixed_first no_event other_data; do
	repair --fix-checksums $input -o fixed.$input
	[ $? = 2 ] && [ ! -e fixed.$input ] && [ ! -s out ] && grep -q 'nothing is copied' err
	verdict $? "damage is not blessed with a right checksum: $input"
done

cp damaged before && ln damaged link
for output in damaged link ./damaged; do
	repair damaged -o $output
	[ $? = 2 ] && cmp -s damaged before
	verdict $? "its input under the name $output is not written over"
done

repair missing -o none
[ $? = 2 ] && grep -q 'missing: cannot open' err && [ ! -e none ]
verdict $? 'a missing file is said, and no output is made'
repair damaged -o nowhere/none
[ $? = 2 ] &&
	[ "$(cat err)" = 'tfevents repair: nowhere/none: cannot write: No such file or directory' ]
verdict $? 'so is a directory that is not there'
repair damaged
[ $? = 2 ] && grep -q -- '-o FILE, the file to create, is missing' err
verdict $? 'an output must be named'
repair damaged -o ''
[ $? = 2 ] && grep -q -- '-o FILE, the file to create, is missing' err
verdict $? 'by more than nothing'
repair damaged whole -o none
[ $? = 2 ] && grep -q 'one FILE is needed, not 2; tfevents merge joins several' err && [ ! -e none ]
verdict $? 'and one file, not two'
exit $fail
