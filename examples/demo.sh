#!/bin/sh
# The demonstration: two networks learn handwritten digits, one of them from weights that are far
# too large, and tbtop shows both. Without a terminal they train for a few seconds; then one frame
# and the findings are printed.
#
#   sh examples/demo.sh BUILD [DIR]       logs into DIR/logs, BUILD/demo by default
set -u
build=$1
demo=${2:-$build/demo}
logs=$demo/logs
training=

train() { # train NAME [OPTION...]: starts a training in the background
	name=$1
	shift
	"$build/examples/digits" --logdir "$logs/$name" "$@" >"$demo/$name.log" 2>&1 &
	training="$training $!:$name"
}

# Waits for all trainings, and reports each one that failed with its last messages.
join() {
	failed=0
	for t in $training; do
		wait "${t%%:*}" || {
			failed=1
			echo "demo: the training '${t#*:}' failed:" >&2
			tail -n 5 "$demo/${t#*:}.log" >&2
		}
	done
	training=
	return $failed
}

end() {
	for t in $training; do kill "${t%%:*}" 2>/dev/null; done
	[ -z "$training" ] || join
}

for program in examples/digits bin/tbtop bin/tfevents; do
	[ -x "$build/$program" ] || {
		echo "demo: $build/$program was not built (run \`make deps all\`)" >&2
		exit 2
	}
done
rm -rf "$demo"
mkdir -p "$logs" || exit 2
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

if [ -t 0 ] && [ -t 1 ]; then
	train healthy --epochs 0 --seconds 3600 --pace 20
	train sick --epochs 0 --seconds 3600 --pace 20 --sick
	"$build/bin/tbtop" --no-state "$logs"
	exit $?
fi

echo "training two networks for a few seconds ..."
train healthy --epochs 30 --pace 3
train sick --epochs 30 --pace 3 --sick
join || exit 2
"$build/bin/tbtop" --once --size "${COLUMNS:-120}x${LINES:-40}" --format text "$logs" || exit 2
echo
echo "\$ tfevents check --fail-on=warning $logs"
"$build/bin/tfevents" check --fail-on=warning "$logs" >"$demo/findings"
status=$?
cat "$demo/findings"
[ $status -eq 1 ] && grep -q sick/train "$demo/findings" && exit 0
echo "demo: the sick training was not found (tfevents check: exit status $status)" >&2
exit 2
