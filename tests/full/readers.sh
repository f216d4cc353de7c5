#!/bin/sh
# Other people's readers read what examples/every_kind writes, without complaint: TensorBoard's
# EventAccumulator, tbparse, TensorFlow, and a reader in Rust.
. tests/cli/lib.sh
n=3
sh tests/compat/venv.sh venv-tensorflow ../full/requirements_tensorflow.txt || exit $?
logs=$TMPDIR/logs
"$BUILD/examples/every_kind" "$logs" || exit 1
"$BUILD/examples/every_kind" --list >"$TMPDIR/list" || exit 1
TF_CPP_MIN_LOG_LEVEL=3 "$BUILD/venv-tensorflow/bin/python" tests/full/readers.py \
	"$BUILD/bin/tfevents" "$logs" "$TMPDIR/list" 2>"$TMPDIR/err" || fail=1

if ! command -v cargo >/dev/null; then
	echo 'SKIP the reader in Rust: no cargo on this machine'
	exit $fail
fi
sh tests/full/debian.sh protobuf-compiler || exit $fail
cp -r tests/full/rust_reader "$TMPDIR/rust_reader" # cargo writes a file into it
manifest=$TMPDIR/rust_reader/Cargo.toml
if ! try cargo fetch --quiet --manifest-path "$manifest"; then
	echo "SKIP the reader in Rust: cargo cannot fetch tboard: $(tail -n 1 "$TMPDIR/err")"
	exit $fail
fi
try cargo build --quiet --manifest-path "$manifest" --target-dir "$BUILD/rust_reader"
verdict $? 'a reader in Rust builds'
try "$BUILD/rust_reader/debug/rust_reader" "$logs"/*tfevents* &&
	"$BUILD/bin/tfevents" dump --json "$logs" | python3 -c '
import collections
import json
import sys
lines = (json.loads(line) for line in sys.stdin)
tags = collections.Counter(v["tag"] for v in lines if v["run"] == "." and "tag" in v
                           and v["kind"] not in ("graph", "run_metadata"))
for tag, count in sorted(tags.items()):
    print(count, tag)' >"$TMPDIR/wanted" && diff "$TMPDIR/wanted" "$TMPDIR/out" >"$TMPDIR/err"
verdict $? 'it reads every value'
exit $fail
