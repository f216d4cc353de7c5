#!/bin/sh
# tfevents check: rules of one's own, sections [rule NAME] of the rules file: they are rules like
# any other, and errors in them show their position.
. tests/cli/lib.sh
check() { try "$BUILD/bin/tfevents" check "$@"; }
cd "$TMPDIR" || exit 1
HOME=$TMPDIR/home
export HOME
unset XDG_CONFIG_HOME

# Two equal runs with a loss that rises from step 10 on, and a training of two runs.
python3 - <<'PY' || exit 1
import json
def lines(path, tag, values):
    with open(path, "w") as f:
        f.writelines(json.dumps({"step": i, "tag": tag, "value": v}) + "\n"
                     for i, v in enumerate(values))
lines("turns", "val_loss", [1 + abs(10 - i) / 16 for i in range(20)])
lines("train", "epoch_loss", [1 - i / 32 for i in range(20)])
lines("val", "epoch_loss", [1] * 20)
PY
for run in one two; do events logs/$run/events.out.tfevents.1.h <turns; done
events logs/fit/train/events.out.tfevents.1.h <train
events logs/fit/validation/events.out.tfevents.1.h <val

cat >rules.ini <<'INI'
[severity]
turns = error
[mute]
rule = gap
tag = epoch_loss
reason = it is a demo
until = 2999-12-31
[rule turns]
if = val_loss > 1.125 * min(val_loss) for 5
run = two
action = stop at the best epoch
action = look at the data
[rule gap]
if = validation/epoch_loss > 1.5 * train/epoch_loss
severity = info
[rule no-lr]
if = absent(lr) for 10 steps
severity = info
message = nobody logs the learning rate
INI
rules=--rules=turns,gap,no-lr
check --config=rules.ini $rules logs
[ $? = 1 ] && [ ! -s err ] &&
	[ "$(tail -n 1 out)" = '1 error, 3 info in 4 runs, 1 muted finding' ]
verdict $? 'findings with the severities of the file; muted ones'
grep -qF '  error: turns in val_loss (steps 13 to 19, still)' out &&
	grep -qxF '    val_loss > 1.125 * min(val_loss) for 5: holds at 7 of 20 points, first at step 13; most at step 19: 1.5625 against 1.125' out
verdict $? 'the message has the expression and its numbers'
[ "$(grep -A 4 'error: turns' out | tail -n 3)" = '    try:
      - stop at the best epoch
      - look at the data' ] && ! grep -q 'likely:' out
verdict $? 'the remedies are those of the section; there are no causes'
[ "$(grep -c 'nobody logs the learning rate' out)" = 3 ] && ! grep -q 'gap' out
verdict $? 'a message of its own; one finding for a training of two runs'
check --config=rules.ini --rules=turns --json logs
[ $? = 1 ] && [ "$(wc -l <out)" = 1 ] && grep -qF '"run": "two", "tag": "val_loss"' out &&
	grep -qF '"rule": "turns", "severity": "error"' out &&
	grep -qF '"step": 13, "last_step": 19' out &&
	grep -qF '"value": 1.5625, "limit": 1.125' out && grep -qF '"causes": []' out
verdict $? '--rules and --json; the rule is for one run only'
cp out known.jsonl
check --config=rules.ini $rules --baseline=known.jsonl logs
[ $? = 0 ] && [ "$(tail -n 1 out)" = '3 info in 4 runs, 1 known finding, 1 muted finding' ]
verdict $? '--baseline'
check --config=rules.ini $rules --junit=report.xml logs
python3 "$SRC/tests/cli/junit_schema.py" report.xml &&
	[ "$(grep -c '<testcase classname="two" name="turns">' report.xml)" = 1 ] &&
	[ "$(grep -c '<failure' report.xml)" = 1 ]
verdict $? '--junit has a case for each rule'
check --config=rules.ini $rules --format=github logs
grep -q '^::error title=turns in val_loss of two::val_loss > 1.125 ' out
verdict $? '--format=github'
printf '[rule long]\nif = val_loss > 1.125 for 9\n' >long.ini
check --config=long.ini --rules=long --pending logs/one
[ $? = 0 ] && [ "$(tail -n 1 out)" = 'nothing found in 1 run, 1 pending' ]
verdict $? '--pending: a condition that has not held for long enough yet'
check --config=rules.ini --rules=nonsense logs
[ $? = 2 ] && [ ! -s out ] && grep -q "unknown rule 'nonsense'; .*, turns, gap, no-lr$" err
verdict $? 'an unknown rule lists them too'

printf '[rule right]\nif = val_loss > 9\n[rule typo]\nif = val_los > 9\n' >typo.ini
check --config=typo.ini --rules=right,typo logs
[ $? = 0 ] && [ "$(cat err)" = 'tfevents check: typo.ini:3: the rule typo was judged at no point: no run has its tags, or they have too few points' ]
verdict $? 'a rule with tags that no run has is reported'
check --config=typo.ini --rules=right logs
[ $? = 0 ] && [ ! -s err ]
verdict $? 'unless it is not chosen'
mkdir -p home/.config/tfevents && cp typo.ini home/.config/tfevents/rules.ini
check --rules=right,typo logs
[ $? = 0 ] && [ ! -s err ]
verdict $? "or is in the user's rules file, which is for all logs"
rm home/.config/tfevents/rules.ini

# --- the examples of the documentation
grep '^    if = ' "$SRC/docs/health.md" | awk '{ printf "[rule r%d]\n%s\n", NR, $0 }' >docs.ini
check --config=docs.ini --rules=r2 logs
[ $? = 0 ] && [ ! -s err ] && [ "$(grep -c '^    if' docs.ini)" = 6 ] &&
	[ "$(tail -n 1 out)" = '2 warnings in 4 runs' ]
verdict $? 'are rules'

# --- following
cat >live.ini <<'INI'
[rule high]
if = loss > 0.5 for 2
severity = error
INI
scalar() { printf '{"step": %d, "wall_time": %d, "tag": "loss", "value": %s}\n' "$1" "$((1000 + $1))" "$2"; }
scalar 0 0.25 | events live/events.out.tfevents.1000.h
mkfifo ended
("$BUILD/bin/tfevents" check --config=live.ini --follow live >followed 2>&1; echo $? >ended) &
for s in 1 2 3; do scalar $s 0.$((s * 3)); done | events live/events.out.tfevents.1000.h
read -r status <ended
[ "$status" = 1 ] && grep -q 'error: high in loss (steps 2 to 3, still)' followed
verdict $? '--follow ends when the condition has held long enough'

# --- errors: what is wrong, with its line, the expression and a mark below the character
wrong() { # NAME FILE MESSAGE [EXPRESSION MARK]
	check --config="$2" logs
	[ $? = 2 ] && [ ! -s out ] && head -n 1 err | grep -qF "tfevents check: $2:$3" &&
		[ "$(sed 1d err)" = "${4:-}" ]
	verdict $? "$1: its place, status 2"
}
printf '[rule a]\nseverity = info\nif = loss > > 1\n' >bad.ini
wrong 'a wrong expression' bad.ini '3: character 8: expected a tag, a number or "(" before ">"' \
	'  loss > > 1
         ^'
printf '[rule a]\nif = \303\251t\303\251 > "\346\270\254" \342\211\244 1\n' >bad.ini
wrong 'wide characters' bad.ini '2: character 11: this character is no part of a tag' \
	"$(printf '  \303\251t\303\251 > "\346\270\254" \342\211\244 1\n             ^')"
python3 - <<'PY' || exit 1
for name, text in (("deep", "(" * 150 + "loss > 1"), ("deeper", "(" * 10000 + "loss > 1"),
                   ("wide", "loss > 1 or " * 900000),):
    open(name + ".ini", "w").write("[rule a]\nif = " + text + "\n")
open("many.ini", "w").write("".join("[rule r%d]\nif = a > 1\n" % i for i in range(500000)))
open("long.ini", "w").write("[rule " + "a" * 45 + "]\nif = a > 1\n")
PY
wrong '150 levels' deep.ini '2: character 101: the expression is nested deeper than 100 levels' \
	"$(python3 -c 'print("  " + "(" * 150 + "loss > 1"); print(" " * 102 + "^")')"
wrong '10,000 levels' deeper.ini '2: the line is longer than 199 bytes'
wrong '10 MB in one line' wide.ini '2: the line is longer than 199 bytes'
wrong '10 MB of rules' many.ini '2002: the file has more than 1000 rules'
wrong 'a long name' long.ini '1: the name of the section is longer than 49 bytes'
while IFS='|' read -r lines message; do
	printf '%b\n' "$lines" >bad.ini
	wrong "$(printf %s "$lines" | tr '\\' '/')" bad.ini "$message"
done <<'LINES'
[rule a]\nseverity = info|1: a rule needs its condition: if = EXPRESSION
[rule a]\nif = a > 1\nif = a > 2|3: a second `if` in one rule: a > 2
[rule a]\nif = a > 1\nseverity = fatal|3: a severity is error, warning or info, not fatal
[rule a]\nif = a > 1\nseverity = info\nseverity = info|4: a second severity in one rule
[rule a]\nif = a > 1\nmessage = b\nmessage = c|4: a second message in one rule: c
[rule a]\nif = a > 1\nrun = b\nrun = c|4: a second run in one rule: c
[rule a]\nif = a > 1\nrun = (|3: not a regular expression: (
[rule a]\nif = a > 1\nwhen = b|3: a rule has if, severity, message, action and run, not when
[rule a]\nif = a > 1\n[rule a]\nif = a > 2|3: a second section of the rule a
[rule spike]\nif = a > 1|1: this is the name of a built-in rule: spike
[rule a b]\nif = a > 1|1: a name of a rule has letters, digits, _, - and . only, not "a b"
[rule ]\nif = a > 1|1: a name of a rule has letters
[severity]\nb = info\n[rule a]\nif = a > 1|2: unknown rule: b
[mute]\nrule = b\nreason = c\nuntil = 2999-01-01|2: unknown rule: b
LINES
for rule in $("$BUILD/bin/tfevents" check --explain= 2>&1 | sed 's/.*rules are //; s/,//g'); do
	printf '[rule %s]\nif = a > 1\n' "$rule" >bad.ini
	check --config=bad.ini logs
	[ $? = 2 ] && grep -q 'bad.ini:1: this is the name of a built-in rule' err || echo "$rule"
done >accepted
[ ! -s accepted ]
verdict $? "no name of a built-in rule is accepted $(cat accepted)"
printf '[rule slow]\nif = loss > 0\nrun = ^(a+)+$\n' >slow.ini
python3 - <<'PY' || exit 1
import os
for i in range(300):
    os.makedirs("slow/" + "a" * 150 + "%d!" % i)
PY
scalar 1 1 | events one.tfevents
for folder in slow/*; do cp one.tfevents "$folder/events.out.tfevents.1.h"; done
check --config=slow.ini slow
[ $? = 2 ] && grep -q '^300 warnings in 300 runs' out &&
	grep -q 'slow.ini:1: matching the pattern against these names takes too long' err
verdict $? 'a regular expression that is too slow: its line, status 2, and no run is skipped'
exit $fail
