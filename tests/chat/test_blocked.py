"""Who blocks the bot is left in peace, loses nothing, and goes on when he comes back."""

from __future__ import annotations

from bot.domain.messages.day import DayOffer
from bot.domain.messages.onboarding import WelcomeBack
from bot.domain.messages.study import AskGuess, ReadPage
from bot.storage import people
from tests.world import World


async def test_blocked_in_the_middle_of_a_unit_and_back(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    await alex.press("begin", "now")
    await alex.press("unit_next")
    await alex.block()
    async with alex.watching():
        await world.travel(days=3)  # the block ends, its break ends, three mornings come
    assert not alex.news
    assert await world.deliveries("owed") == []
    await alex.unblock()
    assert not alex.news
    await alex.say("/start")
    alex.heard(WelcomeBack)
    alex.heard(DayOffer)
    await alex.press("day_start")
    alex.heard(AskGuess)
    await alex.press("guess")
    await alex.press("page")
    alex.heard(ReadPage)


async def test_the_next_morning_after_coming_back_is_as_ever(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    await alex.press("begin", "later")
    await alex.block()
    await world.travel(days=2)
    await alex.unblock()
    await world.travel(days=1)
    alex.heard(DayOffer)


async def test_blocked_without_a_word_it_is_found_out_at_sending(world: World) -> None:
    alex, mei = world.alex, world.mei
    for somebody in (alex, mei):
        await somebody.enrol()
        await somebody.press("begin", "later")
    await alex.block()
    world.chat.world.inbox.clear()  # the report is lost
    async with world.bot.database.begin() as tx:
        met = await people.meet(tx, alex.id, "Alex", world.now)
        await people.set_blocked(tx, met.chat.id, None)
    await world.travel(hours=1)
    mei.heard(DayOffer)
    assert [row.state for row in await world.deliveries() if row.kind == "DayOffer"] == ["dropped", "sent"]
    await world.travel(days=1)
    assert len([row for row in await world.deliveries() if row.kind == "DayOffer" and row.chat_id == 1]) == 1
    await alex.unblock()
    await alex.say("/today")
    alex.heard(DayOffer)


async def test_one_blocked_chat_holds_nobody_up(world: World) -> None:
    alex, mei = world.alex, world.mei
    await alex.enrol()
    await alex.press("begin", "now")
    await alex.block()
    await mei.enrol()
    await mei.press("begin", "now")
    assert "Boil an egg" in mei.last
