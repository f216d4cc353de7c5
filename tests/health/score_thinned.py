"""Scores `tfevents check` on variants of the labelled trainings: with fewer points, and without
some of their tags. Writes the variants to FOLDER once; the directory of the program is $BUILD/bin,
the test data are in $TFE_TESTDATA.

    python3 tests/health/score_thinned.py FOLDER [--rules] [VARIANT...]

Prints a row of the table of docs/health.md for each variant: the macro-F1 of all rules and of those
that scalars can show, the share of faulty runs with a finding, and the alarms per healthy run. With
--rules it also prints the precision and recall of each rule, and the runs that it missed or wrongly
named."""
import os
import sys

from labelled import (SCALAR_RULES, VARIANTS, check, dev_of, first_alarms, labels, macro_f1,
                      outcome, rules_of_score, scores, write)


def print_rules(result, truth, found):
    for rule, s in result.items():
        wrong = {"miss": [], "false": [], "early": []}
        for run, label in truth.items():
            wrong.get(outcome(rule, label, found[run]), []).append(run)
        lists = "  ".join("%s: %s" % (k, " ".join(v)) for k, v in wrong.items() if v)
        print("    %-20s n %3d  precision %.2f  recall %.2f  F1 %.2f  %s"
              % (rule, s.positives, s.precision, s.recall, s.f1, lists))


def main(folder, *arguments):
    with_rules = "--rules" in arguments
    names = [a for a in arguments if a != "--rules"] or list(VARIANTS)
    truth, dev, rules = labels(), dev_of(folder), rules_of_score()
    sick = [run for run in truth if truth[run]["labels"]]
    well = [run for run in truth if truth[run]["healthy"]]
    for name in names:
        target = os.path.join(folder, name.replace(" ", "-"))
        write(dev, target, VARIANTS[name])
        found = first_alarms(check(target), truth)
        result = scores(truth, found, rules)
        macro = macro_f1(result), macro_f1({rule: result[rule] for rule in SCALAR_RULES})
        detected = sum(bool(found[run]) for run in sick) / len(sick)
        alarms = sum(len(found[run]) for run in well) / len(well)
        print("| %s | %.3f | %.3f | %.3f | %.3f |" % (name, *macro, detected, alarms), flush=True)
        if with_rules:
            print_rules(result, truth, found)
            print("    alarms:", *("%s: %s" % (r, " ".join(found[r])) for r in well if found[r]))


if __name__ == "__main__":
    main(*sys.argv[1:])
