"""/map: the SQ3R table, its cells, and the units that they open, also to be read again."""

from __future__ import annotations

from bot.domain.messages.day import DayOffer
from bot.domain.messages.quiz import QuizBegins
from bot.domain.messages.study import AskRecite, ReadPage, Survey, UnitDone
from bot.domain.messages.topics import TopicCells, TopicTable
from bot.storage import review as memories
from bot.storage import study as sessions
from tests.world import Somebody, World


async def finish_unit(somebody: Somebody) -> None:
    """From the survey to the end."""
    await somebody.read_all()
    await somebody.recite_and_rate("time")
    await somebody.finish_quiz()


async def test_the_table_before_anything_is_learnt(tea: World) -> None:
    alex = tea.alex
    await alex.enrol()
    await alex.say("/map")
    table = alex.heard(TopicTable)
    assert [row.id for row in table.rows] == ["leaves", "tea-water"]
    assert [(row.mastery.known, row.mastery.total) for row in table.rows] == [(0, 3), (0, 3)]
    assert "░░░░░ 0 of 3 cards known" in alex.last.text
    assert alex.has("1 · Tea leaves")


async def test_without_a_course_there_is_no_table(tea: World) -> None:
    await tea.alex.say("/map")
    assert "/start" in tea.alex.last.text


async def test_a_topic_opens_in_place_and_back(tea: World) -> None:
    alex = tea.alex
    await alex.enrol()
    await alex.say("/map")
    await alex.press("map", "leaves")
    assert not alex.new, "one message, edited"
    assert "What do leaves need?" in alex.last.text
    assert "Kinds of leaves" in alex.last.text
    assert "Steep the leaves" in alex.last.text
    assert alex.last.text.count("open") == 4, "each cell says what is to do"
    await alex.press("◀ Back")
    assert not alex.new
    assert alex.has("map", "tea-water")


async def test_the_table_in_chinese(tea: World) -> None:
    mei = tea.mei
    await mei.enrol("Asia/Shanghai", language="zh")
    await mei.say("/map")
    await mei.press("map", "tea-water")
    assert "关键问题" in mei.last.text
    assert "《把水烧开》· 还没学" in mei.last.text
    assert mei.has("开始学：把水烧开")


async def test_a_unit_is_opened_before_its_day_and_counts(tea: World) -> None:
    alex = tea.alex
    await alex.enrol()
    await alex.say("/map")
    await alex.press("map", "tea-water")
    await alex.press("open_unit", "boil-water")
    assert alex.heard(Survey).title["en"] == "Boil the water"
    assert alex.has("map"), "the table stays"
    await finish_unit(alex)
    assert alex.heard(UnitDone).next is not None
    await alex.press("map", "")
    await alex.press("map", "tea-water")
    assert "Boil the water · done" in alex.last.text or "Boil the water · done" in alex.said
    await tea.travel(days=2)
    await alex.say("/today")
    assert [unit.id for unit in alex.heard(DayOffer).units] == ["steep"]


async def test_what_was_begun_goes_on(tea: World) -> None:
    alex = tea.alex
    await alex.enrol()
    await alex.press("begin", "now")
    await alex.read_all()
    await alex.say("/cancel")
    await alex.say("/map")
    await alex.press("map", "leaves")
    assert alex.heard(TopicCells).units[0].state == "begun"
    await alex.press("Go on: Steep the leaves")
    alex.heard(AskRecite)


async def test_a_finished_unit_is_read_and_recited_again(tea: World) -> None:
    alex = tea.alex
    await alex.enrol()
    await alex.press("begin", "now")
    await finish_unit(alex)
    async with tea.bot.database.begin() as tx:
        before = await memories.memories(tx, 1, "tea")
    await alex.say("/map")
    await alex.press("map", "leaves")
    await alex.press("Read it again: Steep the leaves")
    assert alex.heard(ReadPage).number == 1, "no guess at what is known"
    await alex.press("recite")
    await alex.recite_and_rate("time", rating=4)
    await alex.finish_quiz()
    done = alex.heard(UnitDone)
    assert done.next is not None
    assert done.next.id == "boil-water"
    async with tea.bot.database.begin() as tx:
        assert await memories.memories(tx, 1, "tea") == before, "a second time on one day does not count"
        assert await sessions.finished_units(tx, 1, "tea") == {"steep"}


async def test_to_read_again_a_month_later_is_a_review(tea: World) -> None:
    alex = tea.alex
    await alex.enrol()
    await alex.press("begin", "now")
    await finish_unit(alex)
    await tea.travel(days=30)
    await alex.say("/map")
    await alex.press("map", "leaves")
    assert "Steep the leaves · done, 3 cards due" in alex.last.text
    await alex.press("open_unit", "steep")
    await alex.press("recite")
    await alex.recite_and_rate("time")
    async with tea.bot.database.begin() as tx:
        kept = await memories.memory(tx, 1, "tea", "steep.recite")
    assert kept is not None
    assert kept.reviews == 2


async def test_reading_again_keeps_nothing_away_and_does_not_wait_for_ever(tea: World) -> None:
    """Re-reading at breakfast, the day's unit still comes at nine; once that begins, the other is put away."""
    alex = tea.alex
    await alex.enrol()
    await alex.press("begin", "now")
    await finish_unit(alex)
    await alex.say("/cancel")
    await tea.travel(hours=23)
    await alex.say("/map")
    await alex.press("map", "leaves")
    await alex.press("open_unit", "steep")
    await alex.say("/cancel")
    await tea.travel(hours=2)
    assert [unit.id for unit in alex.heard(DayOffer).units] == ["boil-water"]
    await alex.press("day_start", "boil-water")
    alex.heard(Survey)
    async with tea.bot.database.begin() as tx:
        assert await sessions.begun_units(tx, 1, "tea") == {"boil-water"}


async def test_two_taps_open_one_unit(tea: World) -> None:
    alex = tea.alex
    await alex.enrol()
    await alex.say("/map")
    await alex.press("map", "leaves")
    await alex.tap_twice("open_unit", "steep")
    async with tea.bot.database.begin() as tx:
        session = await sessions.open_session(tx, 1)
    assert session is not None
    assert session.id == 1


async def test_forged_buttons_do_no_harm(tea: World) -> None:
    alex = tea.alex
    await alex.enrol()
    await alex.say("/map")
    for data in ("map:0:0:no-such-topic", "open_unit:1:0:no-such-unit", "open_unit:zz:0:steep"):
        assert not await alex.forge(data)
        assert alex.toast


async def test_quiz_me_on_this(tea: World) -> None:
    alex = tea.alex
    await alex.enrol()
    await alex.say("/map")
    await alex.press("map", "tea-water")
    await alex.press("Quiz me on this")
    begins = alex.heard(QuizBegins)
    assert begins.topic is not None
    assert (begins.topic["en"], begins.count, begins.wanted) == ("Water for tea", 2, 5)


async def test_the_real_table_fits_in_both_languages(docker: World) -> None:
    for somebody, language in ((docker.alex, "en"), (docker.mei, "zh")):
        await somebody.enrol(language=language)
        await somebody.say("/map")
        topics = [row.id for row in somebody.heard(TopicTable).rows]
        assert len(topics) == 11
        for topic in topics:
            await somebody.press("map", topic)
            cells = somebody.heard(TopicCells)
            assert len(cells.cells) == 4
            assert all(cell.units for cell in cells.cells), "each cell opens a unit"
            for unit in cells.units:
                assert somebody.has("open_unit", unit.id)
            await somebody.press("map", "")
