#!/bin/sh
# tfevents check as a gate for a team: the summary, the choice of rules, the reports for machines,
# and findings that are already known.
. tests/cli/lib.sh
check() { try "$BUILD/bin/tfevents" check "$@"; }
cd "$TMPDIR" || exit 1
# The rules file of the user who runs the tests has no effect.
HOME=$TMPDIR/home
export HOME
unset XDG_CONFIG_HOME

# A healthy run, two runs with an error, and a training whose validation loss turns.
python3 - <<'PY' || exit 1
import json, math
def lines(path, events):
    with open(path, "w") as f:
        f.writelines(json.dumps(e) + "\n" for e in events)
fall = [0.2 + 2 * math.exp(-i / 10) for i in range(40)]
lines("well", [{"step": i, "tag": "train/loss", "value": v} for i, v in enumerate(fall)])
lines("nan", [{"step": i, "tag": "loss", "value": v if i < 30 else "nan"}
              for i, v in enumerate(fall)])
lines("zero", [{"step": 3, "tag": "fc%d/kernel" % k, "histogram": [0] * 32} for k in range(1, 3)])
lines("train", [{"step": i, "tag": "epoch_loss", "value": v} for i, v in enumerate(fall)])
lines("val", [{"step": i, "tag": "epoch_loss", "value": v if i < 10 else fall[10] + 0.05 * (i - 10)}
              for i, v in enumerate(fall)])
PY
events logs/well/events.out.tfevents.1.h <well
events logs/nan/events.out.tfevents.1.h <nan
events logs/zero/events.out.tfevents.1.h <zero
events logs/fit/train/events.out.tfevents.1.h <train
events logs/fit/validation/events.out.tfevents.1.h <val

# --- the last line
last() { check "$@" --fail-on=never && tail -n 1 out; }
[ "$(last logs)" = '2 errors, 1 warning in 5 runs' ]
verdict $? 'the last line counts findings and runs'
[ "$(last logs/nan)" = '1 error in 1 run' ] && [ "$(last logs/zero)" = '1 error in 1 run' ] &&
	[ "$(last logs/fit)" = '1 warning in 2 runs' ]
verdict $? 'numbers and nouns agree'
[ "$(last logs/well)" = 'nothing found in 1 run' ]
verdict $? 'and so they do when nothing is found'

# --- --rules
check --rules=nonfinite,overfit logs
[ $? = 1 ] && [ "$(tail -n 1 out)" = '1 error, 1 warning in 5 runs' ] &&
	! grep -q constant_weights out
verdict $? '--rules: only these rules'
check --fail-on=info --rules=spike logs
[ $? = 0 ] && [ "$(cat out)" = 'nothing found in 5 runs' ]
verdict $? 'findings of other rules do not count'
for list in nonsense nonfinite,nonsense; do
	check --rules=$list logs
	[ $? = 2 ] && [ ! -s out ] && grep -q "unknown rule 'nonsense'" err &&
		grep -q 'the rules are nonfinite, divergence, .*damaged_file, clock' err
	verdict $? "--rules=$list: the unknown name and the known ones, status 2"
done
for list in '' , nonfinite, ,nonfinite Nonfinite 'nonfinite nonfinite'; do
	check "--rules=$list" logs
	[ $? = 2 ] && grep -q 'unknown rule' err
	verdict $? "--rules='$list': status 2"
done
mkdir link && ln -s nowhere link/events.out.tfevents.1.h
check --rules=spike link
[ $? = 2 ] && ! grep -q damaged_file out
verdict $? 'an unreadable file is status 2, whatever the rules are'

# --- --explain
try "$BUILD/bin/tfevents" check --explain overfit
[ $? = 0 ] && [ "$(head -n 1 out)" = 'overfit (warning or info)' ] && grep -q '1\.15 best' out &&
	grep -q '^Theory: the training loss measures fit' out &&
	grep -q '^Source: Prechelt 1998' out &&
	grep -q '^Suppressed by: divergence' out && grep -q '^Remedies: stop at the best' out &&
	grep -q '^Measured: positives 11, precision [01]\.[0-9]*, recall ' out
verdict $? '--explain: formula, theory, source, figures, suppression, without a LOGDIR'
try "$BUILD/bin/tfevents" check --explain=large_weights
grep -q 'rms > 5 sqrt(2 / inputs)' out && grep -q '^Notation: .*x_i' out &&
	! grep -q '[`*]\|\](' out
verdict $? 'its notation, and no marks of Markdown'
try "$BUILD/bin/tfevents" check --explain damaged_file
grep -q '^- a git-lfs pointer in place of the event file: error$' out && ! grep -q Notation out
verdict $? 'a table is a list'
try "$BUILD/bin/tfevents" check --explain=
[ $? = 2 ] && grep -q "unknown rule ''; the rules are nonfinite, " err
verdict $? 'an unknown rule is status 2'
try "$BUILD/bin/tfevents" check
[ $? = 2 ] && grep -q usage err
verdict $? 'nothing else goes without a LOGDIR'

# The man page contains the same words.
words() { tr -d '\\' | tr -s ' \t\n' '\n'; }
(cd "$SRC" && sh docs/man.sh docs/tfevents.1.scd) | words >page
for rule in $("$BUILD/bin/tfevents" check --explain= 2>&1 | sed 's/.*rules are //; s/,//g'); do
	"$BUILD/bin/tfevents" check --explain "$rule" | awk '/^Notation/ { exit } { print }' |
		sed '1s/^/## /' | words >explained
	python3 -c 'import sys
page, text = open("page").read(), open("explained").read()
sys.exit(len(text) < 200 or text not in page)' || echo "$rule"
done >differ
[ ! -s differ ]
verdict $? "the man page has the same text: $(cat differ)"

# --- --junit
follows_schema() { python3 "$SRC/tests/cli/junit_schema.py" "$1" >violations; }
check --junit=report.xml logs
[ $? = 1 ] && [ "$(tail -n 1 out)" = '2 errors, 1 warning in 5 runs' ] && [ ! -s err ] &&
	follows_schema report.xml
verdict $? "--junit: a report by the rules of the schema, beside the text $(cat violations)"
python3 - <<'PY'
import xml.etree.ElementTree as ElementTree
suites = ElementTree.parse("report.xml").getroot()
assert [s.get("name") for s in suites] == ["fit/train", "fit/validation", "nan", "well", "zero"]
assert [s.get("failures") for s in suites] == ["0", "0", "1", "0", "1"]
for s in suites:
    assert [c.get("name") for c in s][:2] == ["nonfinite", "divergence"]
    assert all(c.get("classname") == s.get("name") for c in s)
failed = {(c.get("classname"), c.get("name")): c for c in suites.iter("testcase")
          if c.find("failure") is not None}
assert set(failed) == {("nan", "nonfinite"), ("zero", "constant_weights")}, failed
failure = failed["nan", "nonfinite"].find("failure")
assert failure.get("message").startswith("10 of 40 points not finite, first at step 30")
assert failure.get("type") == "error"
assert "error in loss, steps 30 to 39: 10 of 40 points" in failure.text
assert "try: lower the learning rate" in failure.text
text = failed["zero", "constant_weights"].find("failure").text
assert "in fc1/kernel" in text and "in fc2/kernel" in text, text
[out] = suites.iter("system-out")
assert out.text.startswith("warning in epoch_loss, steps 15 to 39: the held-out loss rose")
PY
verdict $? 'suites are runs, cases are rules; findings below the level are output'
check --junit=report.xml --fail-on=warning --rules=overfit,spike logs/fit
[ $? = 1 ] && follows_schema report.xml && [ "$(grep -c '<testcase' report.xml)" = 4 ] &&
	[ "$(grep -c '<failure' report.xml)" = 1 ]
verdict $? 'by --fail-on, with the rules of --rules'
check --junit=report.xml --fail-on=never logs
[ $? = 0 ] && follows_schema report.xml && ! grep -q '<failure' report.xml
verdict $? 'nothing fails with --fail-on=never'

# Any bytes in the names of tags, runs and files.
python3 - <<'PY' || exit 1
import json, os
tag = "a<b>&\"'\u0001\u0085\ufffe\ufffd]]>\t\r\n\u00e9\U0001f600/loss"
json.dump({"step": 1, "tag": tag, "value": "nan"}, open("odd", "w"))
os.makedirs(b"bytes/r<&\xff\xed\xa0\x80\x01\n\x7f\xf8\x88")
PY
events odd.tfevents <odd
for folder in bytes/*; do cp odd.tfevents "$folder/events.out.tfevents.1.h"; done
check --junit=report.xml bytes
[ $? = 1 ] && follows_schema report.xml
verdict $? "names of any bytes $(cat violations)"
python3 - <<'PY'
import xml.etree.ElementTree as ElementTree
[suite] = ElementTree.parse("report.xml").getroot()
assert suite.get("name") == "r<&" + "\ufffd" * 5 + "\n" + "\ufffd" * 3, ascii(suite.get("name"))
[failure] = suite.iter("failure")
tag = "a<b>&\"'\ufffd\ufffd\ufffd\ufffd]]>\t\r\n\u00e9\U0001f600/loss"
assert failure.text.startswith("error in " + tag + ", step"), ascii(failure.text)
PY
verdict $? 'are the same names, except for bytes that XML cannot contain'

# Without all data, no report is green.
check --junit=report.xml link
[ $? = 2 ] && follows_schema report.xml && grep -q '<error message="some data' report.xml &&
	grep -q 'classname="(no run)" name="damaged_file"\|classname="." name="damaged_file"' report.xml
verdict $? 'a file that cannot be read is an error'
for logs in nowhere empty; do
	mkdir -p empty
	check --junit=report.xml $logs
	[ $? = 2 ] && follows_schema report.xml && [ "$(grep -c '<error ' report.xml)" = 1 ]
	verdict $? "$logs is an error"
done
check --junit=report.xml --allow-empty empty && follows_schema report.xml &&
	! grep -q '<error ' report.xml
verdict $? 'unless --allow-empty is set'
for file in logs/well missing/report.xml ''; do
	check "--junit=$file" logs/well
	[ $? = 2 ] && [ ! -s out ] && grep -q "^tfevents check: $file: cannot be written: " err
	verdict $? "--junit='$file' cannot be written: a message, status 2"
done
cp logs/well/events.out.tfevents.1.h precious
check --junit precious logs/well
[ $? = 2 ] && [ ! -s out ] && grep -q ': precious: is not an XML file, and is not replaced' err &&
	cmp -s precious logs/well/events.out.tfevents.1.h
verdict $? 'an event file is not replaced by a report'
: >report.xml && check --junit=report.xml logs/well && follows_schema report.xml
verdict $? 'an empty file is'
if [ -c /dev/full ]; then
	check --junit=/dev/full logs/well
	[ $? = 2 ] && grep -q '/dev/full: cannot be written: No space left' err
	verdict $? 'a full disk: a message, status 2'
fi

# --- --format=github
check --format=github logs
[ $? = 1 ] && [ "$(grep -c '^::' out)" = 3 ] &&
	[ "$(tail -n 1 out)" = '2 errors, 1 warning in 5 runs' ]
verdict $? '--format=github: a line for each rule and run, then the last line of the text'
grep -q '^::warning title=overfit in epoch_loss of fit/validation::the held-out loss rose from .*%0Atry: ' out &&
	grep -q '^::error title=constant_weights in fc1/kernel of zero::2 of 2 kernels.*%0Ain fc1/kernel, fc2/kernel%0Alikely: ' out
verdict $? 'with rule, tag, run, evidence, the other layers and advice'
mkdir -p cut && head -c 100 logs/well/events.out.tfevents.1.h >cut/events.out.tfevents.1.h
touch -d '2 hours ago' cut/events.out.tfevents.1.h
check --format=github cut
[ $? = 0 ] &&
	grep -q '^::notice file=cut/events.out.tfevents.1.h,title=damaged_file::cut/events' out
verdict $? 'info is a notice; damage has its file'
python3 - <<'PY' || exit 1
import json, os
tag = "100%:a,b\r\n::error::c\u001b[1m\u2028/loss"
json.dump({"step": 1, "tag": tag, "value": "nan"}, open("odd", "w"))
os.makedirs(b"escapes/x%:,\xff\r\n::error::y")
PY
events escapes.tfevents <odd
for folder in escapes/*; do cp escapes.tfevents "$folder/events.out.tfevents.1.h"; done
check --format=github escapes
[ $? = 1 ] && [ "$(wc -l <out)" = 3 ] && [ "$(grep -c '^::' out)" = 1 ] &&
	grep -qF 'title=nonfinite in 100%25%3Aa%2Cb%0D%0A%3A%3Aerror%3A%3Ac\x1b[1m\u2028/loss of x%25%3A%2C\xff%0D%0A%3A%3Aerror%3A%3Ay::' out
verdict $? 'names cannot begin a command or a property'
check --json --format=github logs
[ $? = 2 ] && [ ! -s out ] && grep -q -- '--json and --format exclude each other' err
verdict $? 'two formats at once are refused'

# --- --baseline
"$BUILD/bin/tfevents" check --json --fail-on=never logs >known.jsonl
check --baseline=known.jsonl --fail-on=info logs
[ $? = 0 ] && [ "$(cat out)" = 'nothing new in 5 runs, 3 known findings' ] && [ ! -s err ]
verdict $? '--baseline: all findings are known'
sed 's/"tags": \["fc1.kernel", "fc2.kernel"\]/"tags": []/' known.jsonl >part.jsonl
grep -q '"tags": \[\]' part.jsonl || exit 1
check --baseline=part.jsonl --json logs
[ $? = 1 ] && [ "$(wc -l <out)" = 1 ] && grep -q '"tag": "fc2/kernel"' out && [ ! -s err ]
verdict $? 'a new finding in another tag fails'
check --baseline=part.jsonl logs
[ $? = 1 ] && [ "$(tail -n 1 out)" = '1 error in 5 runs, 3 known findings' ] &&
	! grep -q 'nan$\|overfit\|fc1' out
verdict $? 'only it is reported, and the last line has the number of the others'
check --baseline=known.jsonl --junit=report.xml --format=github logs
[ $? = 0 ] && [ "$(wc -l <out)" = 1 ] && follows_schema report.xml &&
	! grep -q '<failure' report.xml
verdict $? 'nor do known findings fail in the other reports'
for other in run tag rule; do
	sed "s/\"$other\": \"[a-z_/0-9]*\"/\"$other\": \"other\"/" known.jsonl >other.jsonl
	check --baseline=other.jsonl --fail-on=warning logs
	[ $? = 1 ] && [ "$(tail -n 1 out)" = '2 errors, 1 warning in 5 runs' ]
	verdict $? "another $other is another finding"
done
check --baseline=known.jsonl logs/nan
[ $? = 1 ] && [ "$(grep -c 'known.jsonl:[1-4]: stale, no longer found: ' err)" = 4 ] &&
	grep -q 'known.jsonl:1: stale, no longer found: overfit in epoch_loss of fit/validation$' err
verdict $? 'stale entries are listed with their lines'
check --baseline=known.jsonl --rules=overfit,spike logs/fit
[ "$(grep -c stale err)" = 1 ] && grep -q 'known.jsonl:1: .* of fit/validation' err
verdict $? 'except those of rules that are not chosen'
{ cat known.jsonl; printf '\n  \r\n'; tail -n 1 known.jsonl | tr -d '\n'; } >twice.jsonl
check --baseline=twice.jsonl logs
[ $? = 0 ] && [ ! -s err ]
verdict $? 'empty lines, repeated lines, a last line without an end'
check --baseline=/dev/null logs
[ $? = 1 ] && [ "$(tail -n 1 out)" = '2 errors, 1 warning in 5 runs' ]
verdict $? 'an empty baseline knows nothing'
"$BUILD/bin/tfevents" check --json --fail-on=never bytes escapes >odd.jsonl
check --baseline=odd.jsonl --fail-on=info bytes escapes
[ $? = 0 ] && [ "$(wc -l <odd.jsonl)" = 2 ] && [ ! -s err ]
verdict $? 'names of any bytes'

# Findings that need more points.
relu() {
	printf '{"step": %d, "wall_time": 100%d, "tag": "fc%d/relu", "histogram": [%s]}\n' \
		"$1" "$1" "$2" "$3"
}
for i in 0 1 2 3 4 5 6; do
	relu $i 1 '0, 1, 0, 2'
	relu $i 2 "$([ $i = 6 ] && yes 0 | head -n 40 | paste -sd, || echo 0, 1, 0, 2)"
done | events young/events.out.tfevents.1.h
check --fail-on=info young
[ $? = 0 ] && [ "$(cat out)" = 'nothing found in 1 run' ]
verdict $? 'a pending finding is none'
check --fail-on=info --pending young
[ $? = 0 ] && grep -q 'warning: dead_relu in fc2/relu (step 6, pending)' out &&
	[ "$(tail -n 1 out)" = 'nothing found in 1 run, 1 pending' ]
verdict $? '--pending lists it, and it does not count'
check --json --pending --fail-on=info --junit=report.xml young
[ $? = 0 ] && [ "$(wc -l <out)" = 1 ] && grep -q '"state": "pending", "step": 6' out &&
	follows_schema report.xml && grep -q 'fc2/relu, step 6, pending: ' report.xml &&
	! grep -q '<failure' report.xml
verdict $? 'nor in the reports'
check --fail-on=info --pending --exec=false young
[ $? = 0 ] && [ ! -s err ]
verdict $? 'and no hook gets it'
check --format=github --pending young
[ $? = 0 ] && grep -q '^::notice title=dead_relu' out
verdict $? 'it is a notice'
findings() { "$BUILD/bin/tbtop" --once --size 120x24 --view findings --now "$1" young >out 2>err; }
findings 1007 && grep -q 'pending: 100 %' out && findings 9999 && grep -q 'no findings' out
verdict $? 'tbtop shows it while the run is live'

# What is no baseline.
refused() {
	check --baseline="$2" logs
	[ $? = 2 ] && [ ! -s out ] && [ "$(wc -l <err)" = 1 ] &&
		grep -q "^tfevents check: $2:$3" err
	verdict $? "$1: its place, status 2"
}
refused 'a missing file' nowhere.jsonl ' cannot be read: No such file'
refused 'a directory' logs ' cannot be read: Is a directory'
while IFS='|' read -r name line message; do
	{ cat known.jsonl && printf '%s\n' "$line"; } >bad.jsonl
	refused "$name" bad.jsonl "4: $message"
done <<'LINES'
text|hello|not a JSON object: 
half an object|{"run": "a", "tag|not a JSON object: 
an array|["run", "tag", "rule"]|not a JSON object$
a string|"run"|not a JSON object: 
two objects|{"run": "a", "tag": "b", "rule": "c"} {}|not a JSON object: 
no members|{}|the member "run" is missing or not a string
a number|{"run": 1, "tag": "b", "rule": "c"}|the member "run" is missing or not a string
tags as text|{"run": "", "tag": "b", "rule": "c", "tags": "b"}|the member "tags" is not an array
a number in tags|{"run": "", "tag": "b", "rule": "c", "tags": ["b", 1]}|.* "tags" is not an array of
null|{"run": "a", "tag": null, "rule": "c"}|the member "tag" is missing or not a string
an object|{"run": "a", "tag": "b", "rule": {}}|the member "rule" is missing or not a string
a repeated member|{"run": "a", "run": "a", "tag": "b", "rule": "c"}|not a JSON object: 
a zero byte|{"run": "a\u0000b", "tag": "b", "rule": "c"}|not a JSON object: 
LINES
python3 - <<'PY' || exit 1
known = open("known.jsonl", "rb").read()
for name, line in (("long", b'{"run": "' + b"a" * 10_000_000 + b'"}'), ("deep", b"[" * 500_000),
                   ("bytes", b'{"run": "\xff\xfe"}'), ("zeros", b"\0" * 1000)):
    open(name + ".jsonl", "wb").write(known + line)
PY
refused 'a line of 10 MB' long.jsonl '4: the line is longer than 1 MiB$'
refused 'a deep line' deep.jsonl '4: not a JSON object: '
refused 'bytes that are not UTF-8' bytes.jsonl '4: not a JSON object: '
refused 'zeros' zeros.jsonl '4: not a JSON object: '
if [ -c /dev/zero ]; then
	refused 'an endless file' /dev/zero '1: the line is longer than 1 MiB$'
fi
check --baseline=nowhere.jsonl --junit=report.xml logs
[ $? = 2 ] && follows_schema report.xml && grep -q '<error message="the baseline' report.xml
verdict $? 'and no report is green then'

# --- --config
cat >rules.ini <<'INI'
# The rules of a team.
[severity]
  overfit = error
	constant_weights=info ; until the last layer is changed

[mute]
run = ^nan$
rule = nonfinite
reason = a known fault of the loss
until = 2999-12-31
INI
check --config=rules.ini logs
[ $? = 1 ] && [ "$(tail -n 1 out)" = '1 error, 1 info in 5 runs, 1 muted finding' ] &&
	[ ! -s err ] && grep -q 'error: overfit' out && ! grep -q nonfinite out
verdict $? '--config: severities and mutes'
check --config=rules.ini logs/zero
verdict $? 'the severities of the file make the exit status'
check --config=rules.ini --fail-on=info --rules=nonfinite logs
[ $? = 0 ] && [ "$(cat out)" = 'nothing new in 5 runs, 1 muted finding' ]
verdict $? 'muted findings do not count'
check --config=rules.ini --baseline=known.jsonl logs
[ "$(tail -n 1 out)" = 'nothing new in 5 runs, 2 known findings, 1 muted finding' ] &&
	[ ! -s err ]
verdict $? "they are not stale in a baseline"
mute() { printf '[mute]\n%s\nreason = r\nuntil = 2999-12-31\n' "$1" >mute.ini; }
# Each of these mutes, and the last line.
while IFS='|' read -r line last; do
	mute "$line"
	check --config=mute.ini --fail-on=never logs
	[ $? = 0 ] && [ "$(tail -n 1 out)" = "$last" ]
	verdict $? "a mute of $line"
done <<'LINES'
rule = nonfinite|1 error, 1 warning in 5 runs, 1 muted finding
run = fit|2 errors in 5 runs, 1 muted finding
tag = KERNEL|1 error, 1 warning in 5 runs, 1 muted finding
tag = fc1|2 errors, 1 warning in 5 runs, 1 muted finding
tag = !kernel|1 error in 5 runs, 2 muted findings
run = nothing|2 errors, 1 warning in 5 runs
LINES
printf '[mute]\nrun=zero\ntag=fc1\nrule=constant_weights\nreason=a\nuntil=2999-01-01\n' >mute.ini
printf '[mute]\nrun=nan\nreason=b\nuntil=2999-01-01\n[mute]\n' >>mute.ini
check --config=mute.ini logs
[ "$(tail -n 1 out)" = '1 error, 1 warning in 5 runs, 2 muted findings' ] &&
	grep -q 'constant_weights in fc2/kernel' out && ! grep -q 'fc1\|of 2 kernels' out
verdict $? 'all members of a mute must match, and any mute'
printf '\n[mute]\nrule = nonfinite\nreason = it is a demo\nuntil = 2001-02-28\n' >old.ini
check --config=old.ini logs/nan
[ $? = 1 ] && [ "$(cat err)" = 'tfevents check: old.ini:2: the mute ended on 2001-02-28: it is a demo' ]
verdict $? 'a mute that ended is listed with its line, and mutes nothing'
date +'[mute]%nrule = nonfinite%nreason = r%nuntil = %Y-%m-%d' >today.ini
check --config=today.ini logs/nan
[ $? = 0 ] && [ ! -s err ]
verdict $? 'it applies on its last day'
for bytes in 199 200; do
	python3 -c "print('#' * $bytes)" >line.ini
	check --config=line.ini logs/well
	[ $? = $((bytes == 199 ? 0 : 2)) ]
	verdict $? "a line of $bytes bytes"
done

# The training whose validation loss rises 2.2 times.
while IFS='|' read -r line last; do
	printf '[threshold]\n%s\n' "$line" >limit.ini
	check --config=limit.ini --fail-on=never logs/fit
	[ $? = 0 ] && [ ! -s err ] && [ "$(tail -n 1 out)" = "$last" ]
	verdict $? "a threshold of $line"
done <<'LINES'
overfit.rise = 1.15|1 warning in 2 runs
overfit.rise=9|1 info in 2 runs
overfit.hint = 2.5e0|nothing found in 2 runs
LINES
for rule in $("$BUILD/bin/tfevents" check --explain= 2>&1 | sed 's/.*rules are //; s/,//g'); do
	"$BUILD/bin/tfevents" check --explain "$rule" |
		sed -n "s/^- \($rule\.[a-z]*\) = \([^,]*\), from .*/\1 = \2/p"
done >usual
{ echo '[threshold]'; cat usual; } >usual.ini
check --config=usual.ini logs
cp out with
check logs
cmp -s with out && [ "$(wc -l <usual)" -gt 20 ]
verdict $? '--explain lists the thresholds with their usual values'

# What is no rules file, each with the line of the error.
wrong() {
	check --config="$2" logs
	[ $? = 2 ] && [ ! -s out ] && [ "$(wc -l <err)" = 1 ] &&
		grep -q "^tfevents check: $2:$3" err
	verdict $? "$1: its place, status 2"
}
wrong 'a missing file' nowhere.ini ' cannot be read: No such file'
wrong 'a directory' logs ' cannot be read: it is a directory'
while IFS='|' read -r line message; do
	printf '%b\n' "$line" >bad.ini
	wrong "$(printf %s "$line" | tr '\\' '/')" bad.ini "$message"
done <<'LINES'
[severity]\nnonsense = info|2: unknown rule: nonsense
[severity]\n\noverfit = fatal|3: a severity is error, warning or info, not fatal
[severity]\noverfit =|2: no value: overfit
[severity]\noverfit = info\noverfit = info|3: a second severity
overfit = info|1: the sections are
[nonsense]\noverfit = info|2: the sections are
[severity]\n# x\noverfit|3: neither
[severity|1: neither
[mute]\nrule = overfit\nuntil = 2999-01-01|1: a mute needs a reason
\n[mute]\nrule = overfit\nreason = r|2: a mute needs its last day
[mute]\nreason = r\nuntil = 2999-01-01|1: a mute needs a run, a tag or a rule
[mute]\nrule = nonsense|2: unknown rule: nonsense
[mute]\nrun = (|2: not a regular expression: 
[mute]\nrun = a\nrun = b|3: a second expression
[mute]\nrule = spike\nrule = spike|3: a second rule
[mute]\nreason = a\nreason = b|3: a second reason
[mute]\nuntil = 2999-02-29|2: not the one day
[mute]\nuntil = 2999-1-1|2: not the one day
[mute]\nuntil = 2999-01-011|2: not the one day
[mute]\nuntil = tomorrow|2: not the one day
[mute]\ntags = a|2: a mute has run, tag, rule, reason and until, not tags
[threshold]\nspike = 1|2: unknown threshold (check --explain RULE lists them): spike
[threshold]\nspike.size = 1|2: unknown threshold
[threshold]\nspike.median = much|2: a threshold is a number, not much
[threshold]\nspike.median = 3x|2: a threshold is a number, not 3x
[threshold]\nspike.median = nan|2: this threshold is from 1 to 1000, not nan
[threshold]\nspike.median = 0|2: this threshold is from 1 to 1000, not 0
[threshold]\nspike.median = 1e999|2: this threshold is from 1 to 1000, not 1e999
[threshold]\nspike.median = 2\nspike.median = 2|3: a second value of the threshold
[severity]\n\0|2: the line contains a zero byte
LINES
python3 - <<'PY' || exit 1
for name, text in (("wide", "[mute]\nreason = " + "a" * 10_000_000), ("tall", "\n" * 10_000_000),
                   ("many", "[mute]\nrule = spike\nreason = r\nuntil = 2999-01-01\n" * 1001),
                   ("slow", "[mute]\ntag = ^(a+)+$\nreason = r\nuntil = 2999-01-01\n" * 900)):
    open(name + ".ini", "w").write(text)
PY
wrong 'a line of 10 MB' wide.ini '2: the line is longer than 199 bytes$'
wrong '10 MB of lines' tall.ini '20001: the file has more than 20000 lines$'
wrong 'too many mutes' many.ini '4002: the file has more than 1000 mutes$'
check --config=nowhere.ini --junit=report.xml logs
[ $? = 2 ] && follows_schema report.xml && grep -q '<error message="the rules file' report.xml
verdict $? 'and no report is green then'

# The user's rules file.
mkdir -p home/.config/tfevents xdg/tfevents
cp rules.ini home/.config/tfevents/rules.ini
printf '[severity]\noverfit = error\n' >xdg/tfevents/rules.ini
check logs
[ "$(tail -n 1 out)" = '1 error, 1 info in 5 runs, 1 muted finding' ]
verdict $? "the rules file below the user's home directory"
XDG_CONFIG_HOME=$TMPDIR/xdg check logs
[ "$(tail -n 1 out)" = '3 errors in 5 runs' ]
verdict $? 'or below XDG_CONFIG_HOME'
XDG_CONFIG_HOME=xdg check logs
[ "$(tail -n 1 out)" = '2 errors, 1 warning in 5 runs' ]
verdict $? 'a path that is not absolute is ignored'
check --config= logs
[ "$(tail -n 1 out)" = '2 errors, 1 warning in 5 runs' ]
verdict $? 'an empty --config is no rules file'
check --config=old.ini logs
[ "$(tail -n 1 out)" = '2 errors, 1 warning in 5 runs' ]
verdict $? '--config replaces it'
cp bad.ini home/.config/tfevents/rules.ini
check logs
[ $? = 2 ] && grep -q '/home/.config/tfevents/rules.ini:2: the line contains a zero byte' err
verdict $? 'its errors have their line too'
rm home/.config/tfevents/rules.ini
cp rules.ini logs/rules.ini && mkdir -p logs/tfevents && cp rules.ini logs/tfevents/rules.ini
(cd logs && try "$BUILD/bin/tfevents" check .)
[ "$(tail -n 1 out)" = '2 errors, 1 warning in 5 runs' ]
verdict $? 'none is read from a log directory'

# An expression that was designed to be slow, and a tag for it.
python3 - <<'PY' | events slow/events.out.tfevents.1.h || exit 1
import json
for i in range(300):
    print(json.dumps({"step": 1, "tag": "a" * 200 + "%d!/loss" % i, "value": "nan"}))
PY
check --config=slow.ini slow
[ $? = 2 ] && [ "$(tail -n 1 out)" = '300 errors in 1 run' ] &&
	grep -q 'slow.ini:[0-9]*: matching the pattern against these names takes too long' err
verdict $? 'an expression that is too slow: its line, status 2, and no mute'
# --- --follow
mkdir live
scalar() { printf '{"step": %d, "wall_time": %d, "tag": "loss", "value": %s}\n' "$1" "$((1000 + $1))" "$2"; }
for s in 0 1 2 3 4 5 6 7 8 9; do scalar $s 0.5; done | events live/events.out.tfevents.1000.h
mkfifo ended
("$BUILD/bin/tfevents" check --follow live >followed 2>&1; echo $? >ended) &
for s in 10 11 12; do scalar $s 0.4; done | events live/events.out.tfevents.1000.h
scalar 13 '"NaN"' | events live/events.out.tfevents.1000.h
read -r status <ended
[ "$status" = 1 ] && grep -q 'error: nonfinite in loss (step 13, still)' followed &&
	grep -q '^1 error in 1 run$' followed
verdict $? '--follow ends with status 1 when a finding fires'
try "$BUILD/bin/tfevents" check --follow live && false
[ $? = 1 ] && grep -q 'nonfinite' out
verdict $? 'at once, if there is one already'
exit $fail
