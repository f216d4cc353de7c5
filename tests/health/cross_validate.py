"""Estimates by cross-validation how well the rules do on trainings that their thresholds were not
chosen on. The trainings are divided into ten parts. For each part, the thresholds of a rule are
chosen on the other nine and scored on it. Tried are the multiples FACTORS of each usual value; the
best ones have no alarm in a healthy run and the highest F1. Often many are equally good, so the one
in their middle is chosen.

    python3 tests/health/cross_validate.py FOLDER [RULE...]

FOLDER is that of score_thinned.py, the directory of the program is $BUILD/bin, the test data are in
$TFE_TESTDATA. Prints precision and recall of each rule in the parts that were held out, as the mean
of REPEATS divisions. It takes some minutes. The statistics and guards of the rules are not chosen
again, so the estimate is still optimistic."""
import itertools
import math
import os
import random
import re
import sys
import tempfile

from labelled import (ROOT, SCALAR_RULES, VARIANTS, Score, check, dev_of, first_alarms, labels,
                      rules_of_score, scores, write)

FACTORS = [0.6, 0.75, 0.87, 1, 1.15, 1.33, 1.67]
PARTS, REPEATS = 10, 5


def thresholds():
    """The thresholds of each rule: name, usual, lowest and highest value."""
    with open(os.path.join(ROOT, "lib", "health", "thresholds.h")) as file:
        text = file.read()
    number = r"([0-9.e+-]+)"
    pattern = r'X\([A-Z_]+, ([a-z_]+), "([a-z_]+)", %s, %s, %s,' % (number, number, number)
    found = {}
    for rule, name, usual, lowest, highest in re.findall(pattern, text):
        found.setdefault(rule, []).append((name, float(usual), float(lowest), float(highest)))
    return found


def alarms_of(dev, truth, rule, names, factors):
    """The first alarms of a rule, if its usual thresholds are multiplied by the factors."""
    with tempfile.NamedTemporaryFile("w", suffix=".ini") as config:
        config.write("[threshold]\n")
        for (name, usual, lowest, highest), factor in zip(names, factors):
            value = min(max(usual * factor, lowest), highest)
            config.write("%s.%s = %.9g\n" % (rule, name, value))
        config.flush()
        return first_alarms(check(dev, ["--rules=" + rule, "--config=" + config.name]), truth)


def choose(rule, found, truth, runs):
    """The middle of the best settings on some runs."""
    part = {run: truth[run] for run in runs}
    quality = {}
    for factors, alarms in found.items():
        healthy = sum(rule in alarms[run] for run in runs if truth[run]["healthy"])
        quality[factors] = (-healthy, round(scores(part, alarms, [rule])[rule].f1, 9))
    best = [f for f in quality if quality[f] == max(quality.values())]
    distance = lambda f, g: sum(abs(math.log(a / b)) for a, b in zip(f, g))
    return min(best, key=lambda f: sum(distance(f, g) for g in best))


def validate(rule, found, truth):
    """The score of a rule in the parts that were held out, over all divisions."""
    result = Score()
    for seed in range(REPEATS):
        runs = sorted(truth)
        random.Random(seed).shuffle(runs)
        for part in range(PARTS):
            held_out = set(runs[part::PARTS])
            chosen = choose(rule, found, truth, [r for r in runs if r not in held_out])
            for run in held_out:
                result.add(rule, truth[run], found[chosen][run])
    return result


def main(folder, *rules):
    truth, dev, table = labels(), dev_of(folder), thresholds()
    scalars = os.path.join(folder, "scalars-only")
    write(dev, scalars, VARIANTS["scalars only"])
    print("| rule | cross-validated precision | cross-validated recall |")
    print("|---|---|---|")
    for rule in rules or [r for r in rules_of_score() if r in table]:
        names = table[rule]
        settings = itertools.product(FACTORS[1:-1] if len(names) > 2 else FACTORS,
                                     repeat=len(names))
        log = scalars if rule in SCALAR_RULES else dev
        found = {f: alarms_of(log, truth, rule, names, f) for f in settings}
        held_out = validate(rule, found, truth)
        print("| %s | %.2f | %.2f |" % (rule, held_out.precision, held_out.recall), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
