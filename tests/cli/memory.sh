#!/bin/sh
# --memory: the output does not depend on it, and tbtop reports the curves that it draws with lower
# resolution.
. tests/cli/lib.sh
tfe=$BUILD/bin/tfevents
src=$PWD
cd "$TMPDIR" || exit 1

python3 - "$src/tests/cli" <<'END'
import os, struct, sys
sys.path.insert(0, sys.argv[1])
import events

def scalar(tag, value):
    return events.sub(1, events.sub(1, tag.encode()) + b"\x15" + struct.pack("<f", value))

for run in "a", "b":
    os.makedirs("logs/" + run)
    with open(f"logs/{run}/events.out.tfevents.1.h", "wb") as f:
        for step in range(12000):
            values = b"".join(scalar(f"t{i}", step * 7919 % 1013 * 0.5 + i) for i in range(12))
            f.write(events.record(b"\x09" + struct.pack("<d", 1e9 + step + step % 7 * 0.01) +
                                  b"\x10" + events.varint(step) + events.sub(5, values)))
END

for verb in 'ls --json' 'ls' 'stats --json' 'export' 'check'; do
	$tfe $verb logs >whole 2>&1
	status=$?
	try $tfe $verb --memory 1M logs
	[ $? = $status ] && cat out err | cmp -s - whole
	verdict $? "$verb prints the same with --memory 1M"
done
[ "$(wc -l <whole)" -gt 0 ] && [ "$($tfe export logs | wc -l)" = 288001 ]
verdict $? 'and that is all there is'
try $tfe diff --memory 1M logs/a logs/b
[ $? = 0 ] && [ ! -s out ]
verdict $? 'diff finds two equal runs equal'

"$BUILD/bin/tbtop" --once --memory 1M logs >out 2>err
grep -q 'coarse: .* points, --memory 1' out
verdict $? 'tbtop says that it draws coarser'
"$BUILD/bin/tbtop" --once logs >out 2>err && ! grep -q 'memory' out
verdict $? 'and nothing where it does not'

python3 - "$src/tests/cli" <<'END'
import struct, sys
sys.path.insert(0, sys.argv[1])
import events
with open("many.tfevents.1", "wb") as f:
    for i in range(0, 8000, 100):
        one = b"\x15" + struct.pack("<f", 1)
        values = b"".join(events.sub(1, events.sub(1, b"tag/%d" % k) + one)
                          for k in range(i, i + 100))
        f.write(events.record(b"\x09" + struct.pack("<d", 1) + events.sub(5, values)))
END
try $tfe ls --json --memory 1M many.tfevents.1
[ $? = 2 ] && listed=$(grep -c '"tag"' out) &&
	left=$(sed -n 's/.*ls: \([0-9]*\) values skipped.*/\1/p' err) &&
	[ "$listed" -gt 100 ] && [ $((listed + left)) = 8000 ]
verdict $? 'tags that find no room are counted'
"$BUILD/bin/tbtop" --once --memory 1M many.tfevents.1 >out 2>err
[ $? = 2 ] && grep -q 'without .* points, --memory 1' out
verdict $? 'tbtop says so too'
cp many.tfevents.1 same.tfevents.1
try $tfe diff --memory 2M many.tfevents.1 same.tfevents.1
[ $? = 2 ] && [ "$(grep -c "diff: $left values skipped" err)" = 2 ]
verdict $? 'the sides of diff share it'
python3 - "$src/tests/cli" <<'END'
import struct, sys
sys.path.insert(0, sys.argv[1])
import events
head = b"\x09" + struct.pack("<d", 1)
value = events.sub(1, b"loss") + b"\x15" + struct.pack("<f", 1)
scalar = events.record(head + events.sub(5, events.sub(1, value)))
with open("long.tfevents.1", "wb") as f:
    f.write(scalar + events.record(head + events.sub(3, b"x" * 3000000)) + scalar)
END
for program in "$tfe ls" "$tfe export" "$BUILD/bin/tbtop --once"; do
	$program --memory 1M long.tfevents.1 >out 2>err
	[ $? = 2 ] && $program long.tfevents.1 >out 2>err || break
done
verdict $? 'a record that finds no room makes the status 2'
for size in 1K 0 -5 M 1X; do
	$tfe ls --memory $size logs >out 2>err
	[ $? = 2 ] && grep -q 'memory must be 1M or more' err || break
done
verdict $? 'a size that is none is refused'
exit $fail
