"""What has to fit together in a lab: its unit and cards, its checks, and the tries that prove them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.curriculum import limits
from bot.curriculum.code import complaints
from bot.curriculum.document import Where
from bot.curriculum.draft import Draft, LabDraft
from bot.curriculum.faults import Fault
from bot.curriculum.schema import CheckEntry, LabEntry
from bot.domain.course import LANGUAGES

_FAILS = re.compile(r"# fails: ([a-z0-9-]+)")
_RECITE = ".recite"
_FRAME = 30
"""What the bot writes around each task of a lab."""


def fails_of(script: str) -> str:
    """The check that a wrong try says it fails, in its first line; empty where it says none."""
    found = _FAILS.fullmatch(script.split("\n", 1)[0].strip())
    return found.group(1) if found else ""


def labs_are_whole(draft: Draft) -> Iterator[Fault]:
    """A lab has its ``lab.yaml``, a solution, and wrong tries; all of it can be read by a shell."""
    for lab, folder in draft.labs.items():
        file, here = folder.document.file, f"labs/{lab}"
        if folder.document.data is None and not folder.document.faults:
            yield Fault(file, 1, "there is no such file", "write it, or remove the folder")
        if folder.solve is None:
            yield Fault(f"{here}/solve.sh", 1, "there is no such file", "write the solution that passes every check")
        else:
            yield from _shell_faults(f"{here}/solve.sh", folder.solve)
        for name, script in folder.wrong.items():
            yield from _shell_faults(f"{here}/wrong/{name}", script)
        if len(folder.wrong) < limits.WRONG:
            number = len(folder.wrong)
            what = f"the lab has {number} wrong {'try' if number == 1 else 'tries'}"
            yield Fault(file, 1, what, f"write {limits.WRONG} or more in wrong/")
        size = sum(map(len, folder.files.values()))
        if size > limits.LAB_FILES_BYTES:
            yield Fault(file, 1, f"its files have {size} bytes", f"keep them under {limits.LAB_FILES_BYTES}")


def _shell_faults(file: str, script: str) -> Iterator[Fault]:
    for each in complaints("bash", script):
        yield Fault(file, 1 + each.line, each.what, each.mend)


def labs_know_their_course(draft: Draft) -> Iterator[Fault]:
    """The unit and the cards of a lab exist."""
    cards = {card.entry.id for card in draft.cards} | {f"{unit}{_RECITE}" for unit in draft.units}
    for folder, entry in _entries(draft):
        if entry.unit not in draft.units:
            yield folder.document.fault(("unit",), f"there is no unit `{entry.unit}`", "name a unit of this course")
        for at, card in enumerate(entry.cards):
            if card not in cards:
                yield folder.document.fault(("cards", at), f"there is no card `{card}`", "name a card of this course")
            elif card in entry.cards[:at]:
                yield folder.document.fault(("cards", at), f"the card `{card}` is here twice", "name it once")


def checks_can_be_tried(draft: Draft) -> Iterator[Fault]:
    """Ids are unique, what a check needs comes before it, and scripts can be read."""
    for folder, entry in _entries(draft):
        seen: set[str] = set()
        tasks = [task.id for task in entry.tasks]
        for at, task in enumerate(entry.tasks):
            if task.id in tasks[:at]:
                yield folder.document.fault(("tasks", at, "id"), f"the task `{task.id}` is here twice", "rename one")
            for place, check in enumerate(task.checks):
                yield from _check_faults(folder, check, ("tasks", at, "checks", place), seen)
                seen.add(check.id)
        for each in complaints("bash", entry.init or ""):
            yield folder.document.fault(("init",), each.what, each.mend)


def _check_faults(folder: LabDraft, check: CheckEntry, where: Where, seen: set[str]) -> Iterator[Fault]:
    if check.id in seen:
        yield folder.document.fault((*where, "id"), f"the check `{check.id}` is here twice", "rename one")
    for at, needed in enumerate(check.needs):
        if needed not in seen:
            what = f"there is no check `{needed}` before this one"
            yield folder.document.fault((*where, "needs", at), what, "name a check that is tried earlier")
    for each in complaints("bash", check.run):
        yield folder.document.fault((*where, "run"), each.what, each.mend)


def wrong_tries_say_what_fails(draft: Draft) -> Iterator[Fault]:
    """Each wrong try names, in its first line, a check of its lab."""
    for lab, folder in draft.labs.items():
        known = {check.id for task in folder.entry.tasks for check in task.checks} if folder.entry else None
        for name, script in folder.wrong.items():
            fails, file = fails_of(script), f"labs/{lab}/wrong/{name}"
            if not fails:
                yield Fault(file, 1, "it does not say which check fails", "begin it with `# fails: <check>`")
            elif known is not None and fails not in known:
                yield Fault(file, 1, f"there is no check `{fails}`", "name the check of lab.yaml that fails first")


def labs_fit(draft: Draft) -> Iterator[Fault]:
    """A lab with its tasks fits one message, in every language, and says what differs in all or none."""
    for folder, entry in _entries(draft):
        differing = [bool(getattr(entry, language).differs) for language in LANGUAGES]
        if len(set(differing)) > 1:
            yield folder.document.fault((), "`differs` is there in one language only", "write it in all, or in none")
        for language in LANGUAGES:
            text = getattr(entry, language)
            parts = [text.title, text.brief, text.differs or "", *(getattr(task, language) for task in entry.tasks)]
            size = sum(limits.length(part) + _FRAME for part in parts) + limits.FRAME
            if size > limits.MESSAGE:
                what = f"with its tasks it has {size} characters, {limits.MESSAGE} fit"
                yield folder.document.fault((language,), what, "shorten the tasks")


def _entries(draft: Draft) -> Iterator[tuple[LabDraft, LabEntry]]:
    for folder in draft.labs.values():
        if folder.entry is not None:
            yield folder, folder.entry
