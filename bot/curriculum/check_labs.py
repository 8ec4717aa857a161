"""What has to fit together in a lab: its unit and cards, its checks, and the tries that prove them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.curriculum import limits
from bot.curriculum.code import complaints
from bot.curriculum.document import Document, Where
from bot.curriculum.draft import Draft, LabDraft
from bot.curriculum.faults import Fault
from bot.curriculum.schema import CheckEntry, LabEntry, is_id
from bot.curriculum.unit_file import refused_markdown
from bot.domain.course import LANGUAGES
from bot.domain.lab import NONCE

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
        if not is_id(lab):
            yield Fault(file, 1, f"`{lab}` is not an id", "use a-z, 0-9 and single hyphens, at most 40 characters")
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
        for name, data in folder.files.items():
            if len(data) > limits.LAB_FILE_BYTES:
                what = f"the file has {len(data)} bytes"
                yield Fault(f"{here}/files/{name}", 1, what, f"keep it under {limits.LAB_FILE_BYTES}")
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
        yield from _script_faults(folder.document, ("init",), entry.init or "")


def _script_faults(document: Document, where: Where, script: str) -> Iterator[Fault]:
    # A script of more than one line starts in the line below its key: `run: |`.
    first = document.line(where) + ("\n" in script)
    for each in complaints("bash", script):
        yield Fault(document.file, first + each.line, each.what, each.mend)


def _check_faults(folder: LabDraft, check: CheckEntry, where: Where, seen: set[str]) -> Iterator[Fault]:
    if check.id in seen:
        yield folder.document.fault((*where, "id"), f"the check `{check.id}` is here twice", "rename one")
    for at, needed in enumerate(check.needs):
        if needed not in seen:
            what = f"there is no check `{needed}` before this one"
            yield folder.document.fault((*where, "needs", at), what, "name a check that is tried earlier")
    yield from _script_faults(folder.document, (*where, "run"), check.run)


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


# --- what a learner is told ----------------------------------------------------------------------------------

_BRACES = re.compile(r"[${]?\{\s*([A-Za-z_]\w*)\s*\}\}?")
_VARIABLE = re.compile(r"\$(?:CHECK_)?NONCE\b")
_NAMED = re.compile(rf"`[^`]*{re.escape(NONCE)}[^`]*`")
_NONCES = ("nonce", "check_nonce")


def lab_texts_can_be_sent(draft: Draft) -> Iterator[Fault]:
    """No text of a lab has anything that a chat cannot show, or code that is not closed."""
    for folder, where, text in _texts(draft):
        for what, mend in refused_markdown(text):
            yield folder.document.fault(where, f"here is {what}", mend)
        if text.count("`") % 2:
            yield folder.document.fault(where, "its code is not closed", "pair the ` around what is code")


def placeholders_are_known(draft: Draft) -> Iterator[Fault]:
    """``{nonce}`` is the only word in braces; Go templates, other variables and other braces are left alone."""
    for folder, where, text in _texts(draft):
        for found in _unknown_placeholders(text):
            mend = f"write {NONCE} for the lab's value, and what is meant else without braces"
            yield folder.document.fault(where, f"`{found}` is no placeholder", mend)


def _unknown_placeholders(text: str) -> Iterator[str]:
    for match in _BRACES.finditer(text):
        whole, word = match.group(), match.group(1)
        is_bare = whole == f"{{{word}}}"
        if whole != NONCE and (is_bare or word.lower() in _NONCES):
            yield whole
    yield from _VARIABLE.findall(text)


def labs_name_things_alike(draft: Draft) -> Iterator[Fault]:
    """Code with the lab's value in it is what a learner types: tasks and checks have the same in every language."""
    for folder, entry in _entries(draft):
        for at, task in enumerate(entry.tasks):
            yield from _unlike(folder, ("tasks", at), (), [getattr(task, language) for language in LANGUAGES])
            for place, check in enumerate(task.checks):
                expected = [getattr(check, language).expect for language in LANGUAGES]
                yield from _unlike(folder, ("tasks", at, "checks", place), ("expect",), expected)


def _unlike(folder: LabDraft, where: Where, inside: Where, texts: Sequence[str]) -> Iterator[Fault]:
    wanted, *others = [sorted(set(_NAMED.findall(text))) for text in texts]
    for language, found in zip(LANGUAGES[1:], others, strict=True):
        if found != wanted:
            here, there = [", ".join(names) or "nothing" for names in (found, wanted)]
            what = f"what it names is out of step: {here} here, {there} in {LANGUAGES[0]}"
            yield folder.document.fault((*where, language, *inside), what, "make both the same")


def _texts(draft: Draft) -> Iterator[tuple[LabDraft, Where, str]]:
    """Every text that a learner reads, with its place."""
    for folder, entry in _entries(draft):
        for language in LANGUAGES:
            own = getattr(entry, language)
            for key in ("title", "brief", "differs"):
                yield folder, (language, key), getattr(own, key) or ""
            for at, task in enumerate(entry.tasks):
                yield folder, ("tasks", at, language), getattr(task, language)
                for place, check in enumerate(task.checks):
                    for key in ("expect", "hint"):
                        yield (
                            folder,
                            ("tasks", at, "checks", place, language, key),
                            getattr(getattr(check, language), key),
                        )


def _entries(draft: Draft) -> Iterator[tuple[LabDraft, LabEntry]]:
    for folder in draft.labs.values():
        if folder.entry is not None:
            yield folder, folder.entry
