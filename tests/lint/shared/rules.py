"""Code that the lints share."""
import re

# Comments, strings and character constants of C.
NOT_CODE = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def report(number, what, found):
    """Prints the result of one rule in the Test Anything Protocol, with a line for each violation
    in `found`. Returns whether there is one."""
    print(f"{'not ok' if found else 'ok'} {number} - {what}")
    for line in found:
        print(f"# {line}")
    return bool(found)
