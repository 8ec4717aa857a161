"""/notes: what he wrote, as a Markdown document that no text of his can break."""

from __future__ import annotations

from bot.domain.messages.notes import NoNotes, Notes, NotesFile
from bot.services.rendered import Attachment
from bot.texts.renderer import TextRenderer
from tests.chat.weeks import SUNDAY, both_units, to_the_project
from tests.world import Somebody, World


def document(somebody: Somebody, language: str = "en") -> str:
    """The document that was sent."""
    attachment = TextRenderer().render(somebody.heard(NotesFile), language).attachment
    assert isinstance(attachment, Attachment) and attachment.name == "notes.md"
    return attachment.content.decode()


async def test_before_anything_is_written(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    await alex.say("/notes")
    alex.heard(NoNotes)
    assert alex.has("today")


async def test_before_start(world: World) -> None:
    await world.alex.say("/notes")
    assert world.alex.kinds == ["Trouble"]


async def test_recitations_by_topic_with_the_points_that_were_said(world: World) -> None:
    alex = world.alex
    await both_units(alex, "The white sets first")
    await alex.say("/notes")
    assert [screen.raw.get("document", {}).get("file_name") for screen in alex.new] == ["notes.md", None]
    notes = alex.heard(Notes)
    assert (notes.recitations, notes.topics) == (2, 2)
    assert "2 recitations in 2 topics" in alex.last.text
    text = document(alex)
    assert text.startswith("# Eggs in a week\n\nAlex, 2 March 2026\n")
    assert "## Heat\n\n### Boil an egg\n\n*2 March 2026*\n\n> The white sets first\n" in text
    assert "- [x] the white sets before the yolk\n- [ ] time decides how hard it gets\n" in text
    assert text.index("## Heat") < text.index("## Time")
    assert "\n\n\n" not in text


async def test_everything_of_a_week(world: World) -> None:
    alex = world.alex
    await to_the_project(world, alex)
    await alex.press("project")
    await alex.press("step", "1")
    await alex.press("hand_in")
    await alex.say("https://github.com/alex/breakfast was fun")
    await alex.press("project_done")
    await world.travel(to=SUNDAY)
    await alex.press("check")
    await alex.press("check_answer", "2")
    await alex.press("check_answer", "1")
    await alex.say("cheese")
    await alex.say("/notes")
    notes = alex.heard(Notes)
    assert (notes.projects, notes.checks, [one.link for one in notes.links]) == (
        1,
        1,
        ["https://github.com/alex/breakfast"],
    )
    assert "Breakfast for two: https://github.com/alex/breakfast" in alex.last.text
    text = document(alex)
    assert "## Projects\n\n### Breakfast for two\n\nDone.\n\n<https://github.com/alex/breakfast>\n\n> was fun\n" in text
    assert "- [ ] Ask both guests\n- [x] Boil one\n" in text
    assert "- I can poach an egg in calm water. **with help**\n" in text
    assert "What would you cook next?\n\n> cheese\n" in text
    await alex.press("Look at: Breakfast for two")
    assert alex.kinds == ["ProjectScreen"]
    chinese = document_of(alex, world, text)
    assert "## 项目" in chinese and "**看着资料能做**" in chinese


def document_of(somebody: Somebody, world: World, _english: str) -> str:
    """The newest document once more, for a reader of Chinese."""
    sent = [message for message in world.sent_to(somebody.id).values() if isinstance(message, NotesFile)]
    attachment = TextRenderer().render(sent[-1], "zh").attachment
    assert attachment is not None
    return attachment.content.decode()


async def test_the_latest_recitation_counts_and_breaks_nothing(world: World) -> None:
    alex = world.alex
    await alex.enrol()
    await alex.press("begin", "now")
    await alex.read_all()
    await alex.say("first try")
    await alex.say("```\n# Heat\n<script>alert(1)</script>\n- [x] **all** of it\n    code | table\n1. one")
    await alex.press("rate", "3")
    await alex.say("/notes")
    text = document(alex)
    assert "first try" not in text
    assert text.count("\n# ") == 0
    assert "```" not in text
    assert "<script" not in text.replace("\\<", "")
    assert "> \\`\\`\\`\\\n> \\# Heat\\\n" in text
    assert "> 1\\. one\n" in text
