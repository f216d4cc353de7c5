#!/bin/sh
# A limit on the size of files (ulimit -f) is an error of the program that reaches it, which does
# not die by SIGXFSZ.
. tests/cli/lib.sh
cd "$TMPDIR" || exit 1
mkdir run
seq 2000 | sed 's/.*/{"step": &, "tag": "loss", "value": &}/' | events run/events.out.tfevents.1
# limited COMMAND...: limits files to one block, which is 512 or 1024 bytes.
limited() { try sh -c 'ulimit -f 1; exec "$@"' limited "$@"; }
says() { [ "$1" = 2 ] && grep -q ': File too large' err; }

limited "$BUILD/bin/tfevents" repair run/events.out.tfevents.1 -o mended
says $? && [ "$(ls -A)" = "$(printf 'err\nout\nrun')" ]
verdict $? 'repair says so and leaves no file'
limited "$BUILD/bin/tfevents" merge run -o merged
says $? && [ "$(ls -A)" = "$(printf 'err\nout\nrun')" ]
verdict $? 'so does merge'
limited "$BUILD/bin/tfevents" export --split=split run
says $?
verdict $? 'so does export --split'
limited "$BUILD/bin/tfevents" export run
says $?
verdict $? 'so does export into a file'
limited "$BUILD/bin/tbtop" --once --size 120x40 run
says $?
verdict $? 'so does tbtop --once'
exit $fail
