"""A lab made ready, and its checks tried: on a learner's lab as on an author's."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator

from bot.domain.lab import Lab
from bot.domain.lab_check import Judged, Verdict, first_failure, judge, runnable
from bot.services.ports import Labs

_INIT_SECONDS = 60.0
_SOLVE_SECONDS = 300.0
_PATIENCE = 3.0
"""A proof is about what a check decides, on a machine that may have much else to do; not about how fast it is."""


def fresh_nonce() -> str:
    """Eight hex digits that nobody has seen."""
    return secrets.token_hex(4)


async def prepare(labs: Labs, name: str, lab: Lab, nonce: str) -> bool:
    """Put a lab's files into the container ``name`` and run its ``init``; whether both went well."""
    if lab.files and not await labs.put(name, lab.files):
        return False
    if not lab.init:
        return True
    result = await labs.script(name, lab.init, seconds=_INIT_SECONDS, environment={"NONCE": nonce})
    return result is not None and result.exit_code == 0


async def look(labs: Labs, name: str, lab: Lab, nonce: str, *, patience: float = 1.0) -> tuple[Judged, ...] | None:
    """Try every check that can be tried, in their order; ``None`` where the container is gone.

    ``patience`` stretches the checks' times.
    """
    judged: list[Judged] = []
    for check in lab.checks():
        if not runnable(check, {each.check: each.verdict for each in judged}):
            judged.append(Judged(check.id, Verdict.WAITS))
            continue
        environment = {"NONCE": nonce, "CHECK_NONCE": fresh_nonce()}
        result = await labs.script(name, check.run, seconds=check.timeout * patience, environment=environment)
        if result is None:
            return None
        judged.append(judge(check, result))
    return tuple(judged)


async def prove(labs: Labs, lab: Lab) -> AsyncIterator[tuple[str, str]]:
    """Try the reference solution and every wrong one, each in a fresh lab: (script, what is wrong or empty)."""
    yield "solve.sh", await _proved(labs, lab, lab.solve, None)
    for name, wrong in lab.wrong.items():
        yield f"wrong/{name}", await _proved(labs, lab, wrong.script, wrong.fails)


async def _proved(labs: Labs, lab: Lab, script: str, wanted: str | None) -> str:
    name = await labs.claim("author")
    if name is None:
        return "no lab could be started"
    try:
        return await _tried(labs, name, lab, script, wanted)
    finally:
        await asyncio.shield(labs.end(name))


async def _tried(labs: Labs, name: str, lab: Lab, script: str, wanted: str | None) -> str:
    nonce = fresh_nonce()
    if not await prepare(labs, name, lab, nonce):
        return "init did not succeed"
    # What a learner does, he does with a configuration of his own: ``docker login`` writes there.
    environment = {"NONCE": nonce, "DOCKER_CONFIG": "/home/learner/.docker"}
    result = await labs.script(name, script, seconds=_SOLVE_SECONDS, environment=environment)
    if wanted is None and (result is None or result.exit_code != 0):
        said = "" if result is None else f": {result.output.strip()[-300:]}"
        return f"it ended with {None if result is None else result.exit_code}{said}"
    judged = await look(labs, name, lab, nonce, patience=_PATIENCE)
    if judged is None:
        return "the lab is gone"
    failed = first_failure(judged)
    found = None if failed is None else failed.check
    if found == wanted:
        return ""
    said = f" ({failed.seen})" if failed and failed.seen else ""
    return f"`{wanted or 'nothing'}` should fail first, and `{found or 'nothing'}` did{said}"
