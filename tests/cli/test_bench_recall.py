"""``pomodock bench recall``, as somebody with a review log of his own types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.cli.bench import app

HEADER = "card_id,review_rating,review_time,review_duration"
# One evening and the next morning in Los Angeles; times with and without a fraction, as real logs have them.
LOG = f"""{HEADER}
1711684180217,1,2024-03-30T03:32:32.250000+00:00,25060
1711684180217,3,2024-03-30T03:45:05+00:00,7241
1711684780667,3,2024-03-30T03:46:00+00:00,7241
1711684180217,3,2024-03-30T17:03:18+00:00,13000
1711684780667,1,2024-03-30T17:04:18+00:00,13000
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "reviews.csv"
    path.write_text(LOG, encoding="utf-8")
    return path


def bench(log: Path, *more: str, zone: str = "America/Los_Angeles", rollover: str = "04:00") -> Result:
    arguments = ["recall", "--reviews", str(log), "--zone", zone, "--rollover", rollover, *more]
    return CliRunner().invoke(app, arguments)


def test_json_has_the_figures_the_machine_and_the_versions(log: Path) -> None:
    result = bench(log, "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["reviews"] == 2
    assert 0 < found["log_loss"] < found["log_loss_raw_utc"]
    assert found["machine"].keys() == {"system", "architecture", "processor", "cores"}
    assert {"python", "pomodock", "fsrs"} <= found["versions"].keys()


def test_a_person_reads_both_losses_and_what_they_were_measured_with(log: Path) -> None:
    result = bench(log)
    assert result.exit_code == 0, result.output
    assert "2 cross-day reviews" in result.stdout
    assert "in learner-days" in result.stdout
    assert "fsrs 6." in result.stdout


def test_the_rollover_decides_what_is_another_day(log: Path) -> None:
    """With days that start at 20:40 in Los Angeles, the second look at the first card is on the next one."""
    assert json.loads(bench(log, "--json", rollover="20:40").stdout)["reviews"] == 1


def test_lines_in_any_order_and_a_byte_order_mark_are_fine(log: Path) -> None:
    expected = bench(log, "--json").stdout
    header, *lines = LOG.splitlines()
    log.write_text("\ufeff" + "\r\n".join([header, *reversed(lines)]), encoding="utf-8")
    assert bench(log, "--json").stdout == expected


def test_times_may_end_in_z_or_have_another_offset(log: Path) -> None:
    expected = bench(log, "--json").stdout
    log.write_text(LOG.replace("+00:00", "Z").replace("T17:03:18Z", "T19:03:18+02:00"), encoding="utf-8")
    assert bench(log, "--json").stdout == expected


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "lacks the column card_id, review_rating, review_time"),
        ("card_id,rating,review_time\n1,3,2024-03-30T03:32:32Z\n", "lacks the column review_rating"),
        (f"{HEADER}\n", "has no reviews"),
        (f"{HEADER}\n,3,2024-03-30T03:32:32Z,1\n", ":2: card_id is empty"),
        (f"{HEADER}\n1,5,2024-03-30T03:32:32Z,1\n", ":2: review_rating is '5'"),
        (f"{HEADER}\n1,good,2024-03-30T03:32:32Z,1\n", "must be 1, 2, 3 or 4"),
        (f"{HEADER}\n1,３,2024-03-30T03:32:32Z,1\n", ":2: review_rating is '３'"),
        (f"{HEADER}\n1,3,2024-03-30T03:32:32Z,1\n1,3,yesterday,1\n", ":3: review_time is 'yesterday'"),
        (f"{HEADER}\n1,3,2024-13-45T25:99:00Z,1\n", "must be an ISO time"),
        (f"{HEADER}\n1,3,0001-01-01T00:00:00+14:00,1\n", "must be an ISO time"),
        (f"{HEADER}\n1,3,9999-12-31T23:59:59-14:00,1\n", "must be an ISO time"),
        (f"{HEADER}\n1,3\n", ":2: review_time is ''"),
        (f'{HEADER}\n"1,3,2024-03-30T03:32:32Z,1\n', "not CSV"),
        (f"{HEADER}\n{'1' * 200_000},3,2024-03-30T03:32:32Z,1\n", "not CSV"),
        (f"{HEADER}\n1,3,{'x' * 5000},1\n", "review_time is 'xxx"),
        (f"{HEADER}\n1,3,2024-03-30T03:32:32Z,1\n", "two learner-days"),
    ],
)
def test_a_faulty_log_is_told_what_and_where(log: Path, content: str, sentence: str) -> None:
    log.write_text(content, encoding="utf-8")
    result = bench(log)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert len(result.stderr) < 400 + len(str(log))
    assert result.stdout == ""


def test_what_is_no_text_is_told_so(log: Path) -> None:
    log.write_bytes(b"\xff\xfe\x00card_id\x80")
    result = bench(log)
    assert result.exit_code == 2
    assert "is not UTF-8 text" in result.stderr


def test_a_file_that_is_not_there_or_a_folder(log: Path) -> None:
    for path in (log.parent / "none.csv", log.parent):
        result = bench(path)
        assert result.exit_code == 2
        assert "cannot be read" in result.stderr


def test_a_zone_or_a_rollover_that_does_not_exist(log: Path) -> None:
    zone = bench(log, zone="Mars/Olympus")
    assert (zone.exit_code, "There is no time zone 'Mars/Olympus'" in zone.stderr) == (2, True)
    rollover = bench(log, rollover="25:99")
    assert (rollover.exit_code, "Give the rollover as HH:MM" in rollover.stderr) == (2, True)
