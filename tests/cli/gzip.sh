#!/bin/sh
# Every verb reads event files that are compressed as a whole like the uncompressed files.
. tests/cli/lib.sh
tfevents="$BUILD/bin/tfevents"
for step in $(seq 0 400); do
	echo "{\"step\": $step, \"wall_time\": $((100 + step)), \"tag\": \"loss\", \"double\": 0.$((step * step))}"
	echo "{\"step\": $step, \"wall_time\": $((100 + step)), \"tag\": \"w\", \"histogram\": [$step, 1]}"
done | events "$TMPDIR/plain/events.out.tfevents.1"
cd "$TMPDIR" || exit 1
mkdir gzip zlib cut damaged two
python3 - <<'END'
import gzip, zlib

data = open("plain/events.out.tfevents.1", "rb").read()
packed = gzip.compress(data)
files = {
    "gzip": packed, "zlib": zlib.compress(data), "cut": packed[: len(packed) // 2],
    "damaged": packed[:-8] + b"\xff" * 8,
    "two": gzip.compress(data[:5000]) + gzip.compress(data[5000:]),
}
for name, content in files.items():
    open(name + "/events.out.tfevents.1", "wb").write(content)
END
same() {
	(cd plain && "$tfevents" "$@" .) >expected 2>&1
	for kind in gzip zlib two; do
		(cd $kind && "$tfevents" "$@" .) >out 2>err
		sed 's/"bytes": [0-9]*/"bytes": N/' expected >want
		sed 's/"bytes": [0-9]*/"bytes": N/' out | cmp - want && [ ! -s err ]
		verdict $? "$* of $kind"
	done
}
same dump --json
same ls --json
same export
same check --json
same stats --json
for kind in gzip zlib; do
	"$tfevents" repair $kind/events.out.tfevents.1 -o $kind.mended >out 2>err &&
		cmp $kind.mended plain/events.out.tfevents.1
	verdict $? "repair writes the records of $kind uncompressed"
done
"$tfevents" merge gzip -o merged.tfevents >out 2>err &&
	cmp merged.tfevents plain/events.out.tfevents.1
verdict $? 'so does merge'
"$tfevents" diff plain gzip >out 2>err && [ ! -s out ]
verdict $? 'diff finds no difference'

"$tfevents" dump --json cut >out 2>err
lines=$(grep -vc '"error"' out)
[ "$lines" -gt 100 ] && "$tfevents" dump --json plain | head -n "$lines" >want
grep -v '"error"' out | cmp - want
verdict $? 'of a stream that is cut what stands in it is read'
"$tfevents" dump --json damaged >out 2>err
"$tfevents" dump --json plain | cmp -n "$("$tfevents" dump --json plain | wc -c)" - out
verdict $? 'a checksum of the stream that is wrong costs no record'
grep -q 'checksum mismatch in the compressed stream' err &&
	tail -n 1 out | grep -q '"error": *"corrupt"'
verdict $? 'and is said'
"$tfevents" check damaged >out 2>err
[ $? = 1 ]
verdict $? 'and is a finding'
exit $fail
