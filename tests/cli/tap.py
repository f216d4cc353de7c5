"""The verdicts of a test in Python, as the lines "ok" and "not ok" of TAP."""
import sys

failed = False
count = 0


def verdict(passed, what, *evidence):
    """Prints the result of a check; if it did not pass, also the beginning of its evidence."""
    global failed, count
    count += 1
    print(f"{'ok' if passed else 'not ok'} {count} - {what}")
    if not passed:
        failed = True
        for e in evidence:
            print("# " + repr(e)[:2000])


def end():
    sys.exit(failed)
