"""``python -m tests.truth UNIT [LANGUAGE] [--lab]``: type one unit, and see what it shows and what came.

Into a private engine, or into a lab as its learner has it.
"""

from __future__ import annotations

import argparse
import sys

from bot.domain.course import LANGUAGES
from bot.sandbox.engine import Engine
from tests.truth.course import chain, steps, units
from tests.truth.engine import engine, lacking
from tests.truth.lab import lab
from tests.truth.parts import parts
from tests.truth.run import play


def main() -> int:
    """Play the unit, after those that it goes on from; 1 where something is not as it says."""
    parser = argparse.ArgumentParser(prog="python -m tests.truth", description=__doc__)
    parser.add_argument("unit", choices=sorted(units()), metavar="UNIT")
    parser.add_argument("language", nargs="?", choices=LANGUAGES, default=LANGUAGES[0], metavar="LANGUAGE")
    parser.add_argument("--lab", action="store_true", help="in a lab instead of an engine")
    wanted = parser.parse_args()
    if lack := lacking():
        sys.exit(lack)
    made = parts()
    faults = 0
    with lab(Engine(seconds=60.0)) if wanted.lab else engine(made.images, made.client) as shell:
        for unit, todo in steps(chain(wanted.unit), wanted.language):
            print(f"=== {unit}")
            for outcome in play(todo, shell):
                told = wanted.lab and outcome.command.differs
                faults += bool(outcome.departs and not told)
                print(f"{outcome}\n--- {outcome.departs or 'as shown'}{f' ({told})' if told else ''}\n", flush=True)
    print(f"{faults} faults")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
