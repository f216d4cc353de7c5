#!/bin/sh
# Numbers and nouns agree in what the programs print for people: "1 record", never "1 records".
. tests/cli/lib.sh
cd "$TMPDIR" || exit 1
many='points|records|steps|restarts|files|tags|runs|bytes|places|values|buckets|histograms'
many="$many|directories|findings|warnings|errors|layers|curves|scalars"
agrees() {
	! grep -hE "(^|[^0-9.])1 ($many)\\b" out err
	verdict $? "$1"
}

events one/events.out.tfevents.1.h <<'END'
{"step": 7, "wall_time": 100, "tag": "loss", "value": "nan"}
END
events w/events.out.tfevents.1.h <<'END'
{"step": 7, "wall_time": 100, "tag": "w", "histogram": [1]}
END
events w/events.out.tfevents.2.h <<'END'
{"step": 8, "wall_time": 200, "tag": "w", "histogram": [1]}
{"raw": "00"}
END
events resumed/events.out.tfevents.1.h <<'END'
{"step": 1, "wall_time": 100, "tag": "loss", "value": 1}
{"step": 2, "wall_time": 101, "tag": "loss", "value": 1}
END
events resumed/events.out.tfevents.2.h <<'END'
{"step": 2, "wall_time": 200, "tag": "loss", "value": 2}
{"step": 3, "wall_time": 201, "tag": "loss", "value": 2}
END

try "$BUILD/bin/tfevents" ls one w resumed && grep -q '1 of 1 point not finite' out &&
	grep -q '1 point superseded by 1 restart' out
verdict $? 'ls counts what there is one of'
agrees 'in ls'
python3 -c '
import struct, sys
sys.path.insert(0, sys.argv[1])
import events
data = events.event({"step": 1, "tag": "a", "value": 1.0})
open("single.tfevents", "wb").write(events.record(data))' "$SRC/tests/cli"
try "$BUILD/bin/tfevents" ls single.tfevents && grep -q ' 1 file, .*, 1 record$' out
verdict $? 'a file of one record'
agrees 'and of nothing else there'

try "$BUILD/bin/tfevents" stats one w && grep -q '(1 of 1 point not finite)' out
verdict $? 'stats'
agrees 'in stats'
try "$BUILD/bin/tfevents" dump w
grep -q '1 value from 1 to 1 in 1 bucket$' out
verdict $? 'dump'
agrees 'in dump'
try "$BUILD/bin/tfevents" check one
[ $? = 1 ] && grep -q '1 of 1 point not finite, first at step 7 (NaN)$' out &&
	grep -q '^1 error in 1 run$' out
verdict $? 'check'
agrees 'in check'
try "$BUILD/bin/tfevents" merge one -o merged.tfevents && grep -q ' of 1 file$' out
verdict $? 'merge'
agrees 'in merge'
try "$BUILD/bin/tfevents" repair single.tfevents -o repaired.tfevents &&
	[ "$(cat out)" = 'copied 1 record' ]
verdict $? 'repair'
events one-more/events.out.tfevents.1.h <<'END'
{"step": 7, "wall_time": 100, "tag": "loss", "value": 1}
{"step": 8, "wall_time": 100, "tag": "loss", "value": 1}
END
try "$BUILD/bin/tfevents" diff one one-more
grep -q '1 of 1 value differs, from step 7, .*, 1 step only on the right$' out
verdict $? 'diff'
mkdir empty
try "$BUILD/bin/tfevents" ls empty
grep -q 'in 1 directory;' err
verdict $? 'nothing in one directory'

for view in scalars histograms findings; do
	try "$BUILD/bin/tbtop" --once --size 120x30 --view $view one w
	agrees "in the $view of tbtop"
	try "$BUILD/bin/tbtop" --once --size 120x30 --view $view one
	agrees "in the $view of one run"
done
exit $fail
