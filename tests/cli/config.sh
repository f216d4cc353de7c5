#!/bin/sh
# The config of tbtop: what --print-config prints means what the defaults mean, each line of it can
# be changed, and a problem is reported with its line while the rest is used.
. tests/cli/lib.sh
cd "$TMPDIR" || exit 1
for run in lr=0.1_seed1 lr=0.1_seed2; do
	for step in 1 2 3 4 5 6 7 8 9; do
		for tag in train val; do
			printf '{"step": %s, "wall_time": 10%s, "tag": "%s/loss", "value": %s}\n' \
				$step $step $tag $step
		done
	done | events logs/$run/events.out.tfevents.1.h
done
frame() { try "$BUILD/bin/tbtop" --once --now 200 --size 100x30 "$@" logs; }

"$BUILD/bin/tbtop" --print-config >printed
verdict $? 'a config is printed'
sed 's/^#\([a-z]\)/\1/' printed >plain
[ "$(grep -c '^[a-z]' plain)" -gt 150 ] && [ "$(grep -c '^[a-z]' printed)" = 1 ]
verdict $? 'all of it but the version is a comment'

# Keys of several views, a command, a filter, an overlay, both lists.
set -- '' 's y x' 'Enter h h m l' ': s e t Space o u t Space s h Enter' 'Tab j Space T' \
	'? j' 'v j' \
	'/ v a l Enter Esc' 'f s e e d 1 Enter n N U' 'Tab Tab n Space' '2' 'K M P b c C' '; # | '
different=
for keys; do
	frame --keys "$keys" && cp out usual
	for config in printed plain; do
		frame --keys "$keys" --config $config && cmp -s out usual && [ ! -s err ] ||
			different="$different; $config: $keys"
	done
done
[ -z "$different" ]
verdict $? "printed and uncommented, it changes nothing$different"

# Each option and setting, as the help and the program list them.
for name in $("$BUILD/bin/tbtop" --help | sed -n 's/^  --\([a-z-]*\).*/\1/p'); do
	case $name in
	once | size | format | keys | now | reset | config | print-config) ;;
	completion | help | version) ;;
	lines | pipe | logdir | input | pattern | step | wall-time) ;; # what to do, with what
	*) grep -q "^$name =" plain || echo "$name" ;;
	esac
done >missing
[ ! -s missing ]
verdict $? "it has every option: $(tr '\n' ' ' <missing)"
grep -q '^smoothing = 0\.6$' plain && grep -q '^scale = linear$' plain &&
	grep -q '^smooth-more = s$' plain && grep -q '^darker = ($' plain &&
	grep -q '^less-contrast = Semicolon$' plain && grep -q '^view-audio = none$' plain
verdict $? 'and settings and keys'

config() { printf '%b' "$1" >own.ini; }
config '[options]\nsmoothing = 0.9\nscale = log\ntags = train\ngroup = seeds\nview = nowhere\n'
frame --config own.ini && grep -q 'smooth 0.9' out && grep -q 'y log' out &&
	grep -q 'tags train' out && grep -q 'by seeds' out &&
	grep -q 'own.ini:6: view has no value "nowhere"' err
verdict $? 'options and settings are used, and a wrong one is named'
frame --config own.ini --smoothing 0.3 --tags val && grep -q 'smooth 0.3' out &&
	grep -q 'tags val' out && grep -q 'y log' out
verdict $? 'the command line has precedence'
config '[keys]\nview-findings = Z\nview-audio = B\n'
frame --config own.ini --keys Z && grep -q '\[Z Findings' out && frame --config own.ini --keys v &&
	grep -q '^ *Z *Findings' out && grep -q '^ *B *Audio' out
verdict $? 'tabs and the list of views have the keys of the user'
config '[keys]\nsmooth-more = + C-a\nquit = Q\n'
frame --config own.ini --keys '+ C-a' && grep -q 'smooth 0.9' out && grep -q 'Q quit' out &&
	! grep -q zoomed out
verdict $? 'a key of the user precedes the usual one'
frame --config own.ini --keys 's q - Q s' && grep -q 'smooth 0.6' out
verdict $? 'the usual key is gone, and the new one quits'
frame --config own.ini --keys '? / s m o o t h Space m o r e Enter' &&
	grep -q '+ C-a  *smooth more' out && ! grep -q 'pan left' out
verdict $? 'the help has the keys of the user, and can be searched'
frame --keys ': s m o o t h Space . 9 Enter' && cp out usual &&
	frame --keys ': s e t Space s m o o Tab . 9 Enter' && cmp -s out usual &&
	grep -q 'smooth 0.9' out
verdict $? 'a setting is a command'

while IFS='|' read -r text message; do
	config "$text"
	frame --config own.ini
	[ $? = 0 ] && grep -q "^tbtop: own.ini:$message" err && grep -q 'train/loss' out
	verdict $? "$message"
done <<'END'
version = 2\n|1: the config is of version 2, and this tbtop knows version 1
[options]\nsmothing = 1\n|2: unknown option: smothing; did you mean smoothing?
[options]\nrnus = a\n|2: unknown option: rnus; did you mean runs?
[options]\nnonsense = 1\n|2: unknown option; tbtop --print-config lists all: nonsense
[keys]\nsmoth-more = x\n|2: unknown name of a key: smoth-more = x; did you mean smooth-more?
[keys]\nquit = x\n\nquit = y\n|4: quit is in line 2 already; this line replaces that one
[options]\nscale = log\nscale = linear\n|3: scale is in line 2 already
[options]\nnotify-when = train/loss <> 1\n|2: notify-when = .* is not understood: character 13
[options]\n\nsmoothing = 1\n|3: smoothing = 1 is not understood
[options]\nonce = on\n|2: unknown option
[options]\nscale = cubic\n|2: scale is linear, log, symlog; not "cubic"
[options]\nper-file = maybe\n|2: per-file has no value "maybe"
[options]\nruns = (\n|2: runs = ( is not understood: .*parenthesis
[keys]\nfly = f\n|2: unknown name of a key: fly = f
[keys]\nquit = Nonsense\n|2: no such key: quit = Nonsense
[keys]\nquit = a b c d\n|2: more than three keys
[keys]\nquit = C-c\n|2: C-c and C-z belong to the terminal
[keys]\nquit =\n|2: no key; none removes the key
[keys]\nsmooth-more = x\nsmooth-less = x\n|3: x is the key of smooth-more (line 2), too
[rules]\na = b\n|2: the sections are \[options\] and \[keys\], not: rules
smoothing = 1\n|1: the sections are
[options]\nnonsense\n|2: neither \[SECTION\] nor NAME = VALUE
END
config "[options]\n# $(printf %0200d 0)\nscale = log\n"
frame --config own.ini && grep -q 'own.ini:2: the line is longer than 199 bytes' err &&
	grep -q 'y log' out
verdict $? 'a line that is too long'
config '[options]\nruns = a\000b\nscale = log\n'
frame --config own.ini && grep -q 'own.ini:2: the line contains a zero byte' err &&
	grep -q 'y log' out
verdict $? 'a zero byte'
frame --config /dev/zero && grep -q '/dev/zero:1: the file is larger than 16 MiB' err
verdict $? 'an endless config'
frame --config nowhere.ini
[ $? = 2 ] && grep -q '^tbtop: nowhere.ini cannot be read: No such file' err
verdict $? 'a config that is not there'
frame --config logs
[ $? = 2 ] && grep -q '^tbtop: logs cannot be read: it is a directory' err
verdict $? 'a directory'
mkfifo fifo
try timeout 20 "$BUILD/bin/tbtop" --once --config fifo logs
[ $? = 2 ] && grep -q '^tbtop: fifo cannot be read: it is a FIFO, not a regular file' err
verdict $? 'a FIFO that nobody writes'
frame --config /dev/null && [ ! -s err ]
verdict $? 'an empty device'
head -c 300000 "$BUILD/bin/tbtop" >binary
frame --config binary && [ "$(wc -l <err)" = 21 ] &&
	tail -n 1 err | grep -q '^tbtop: binary: [0-9]* more problems$' && grep -q 'train/loss' out
verdict $? 'a binary file'
yes '# a comment of a config that is much too long' | head -c 10000000 >long
frame --config long && grep -q 'long:20001: the file has more than 20000 lines' err
verdict $? 'ten megabytes'
long=$(printf '%0300d' 0)
try "$BUILD/bin/tbtop" --once --notify-when "train/loss < $long" logs
[ $? = 2 ] && grep -q 'the condition has 313 bytes; at most 255 are possible' err
verdict $? 'a condition that is too long'
try "$BUILD/bin/tbtop" --once --notify-when 'train/loss << 1' logs
[ $? = 2 ] && grep -q 'is not understood: character 13' err
verdict $? 'a text that is no condition'

(cd "$SRC" && sh docs/man.sh docs/tbtop.1.scd) >page && grep -qx '\*:notify\* WHAT' page &&
	[ "$(grep -c '^\*:[a-z][a-z]*!*\*\( [A-Za-z]*\)\{0,2\}$' page)" = \
		"$(grep -c '^	X("' "$SRC/tools/tbtop/model/command_map.h")" ]
verdict $? 'the man page has all commands'

mkdir -p xdg/tfevents
printf '[options]\nsmoothing = 0.9\n' >xdg/tfevents/tbtop.ini
XDG_CONFIG_HOME=$TMPDIR/xdg
export XDG_CONFIG_HOME
frame && grep -q 'smooth 0.6' out && "$BUILD/bin/tbtop" --print-config |
	grep -q "$TMPDIR/xdg/tfevents/tbtop.ini"
verdict $? 'a frame does not depend on the config of the user, whose name is printed'
exit $fail
