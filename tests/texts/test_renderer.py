"""Whatever happens to a learner, and whatever he calls himself, the bot has words for it that Telegram takes."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.domain.course import LANGUAGES
from bot.domain.errors import BadHour, StaleTap, UnknownZone
from bot.domain.messages import MESSAGES
from bot.domain.messages.common import Place, Point, UnitOffer
from bot.domain.messages.day import DayOffer
from bot.domain.messages.general import Help, Trouble
from bot.domain.messages.onboarding import ChooseZone
from bot.domain.messages.quiz import QuizFeedback, QuizPoll
from bot.domain.messages.run import RunFinished, RunOutputFile
from bot.domain.messages.study import AskGuess, ReadPage, Recital
from bot.domain.run import RunOutcome
from bot.domain.taps import Action, Tap
from bot.services.rendered import Rendered
from bot.services.trouble import trouble_of
from bot.texts.renderer import TextRenderer
from tests.texts.instances import ERRORS, messages, troubles
from tests.texts.telegram import check, check_words, text_of

RENDERER = TextRenderer()
TITLE = {"en": "Containers are not small VMs", "zh": "容器不是小号虚拟机"}
UNIT = UnitOffer("containers-not-vms", TITLE, 25)

many = settings(
    max_examples=25,
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
few = settings(many, max_examples=6)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_every_message_is_within_telegrams_limits(name: str, language: str) -> None:
    drawn = few if name == "ProgressReport" else many

    @drawn
    @given(messages(name, hostile=True))
    def holds(message: Any) -> None:
        check(RENDERER.render(message, language))

    @drawn
    @given(messages(name, hostile=False))
    def holds_for_sensible_texts(message: Any) -> None:
        rendered = RENDERER.render(message, language)
        check(rendered)
        check_words(rendered)

    if name == "QuizPoll":
        # An empty question never gets this far (content check); everything else of a poll may be hostile.
        check(RENDERER.render(poll("<b>" * 200, "x\n" * 300), language))
    holds()
    holds_for_sensible_texts()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_every_error_has_a_sentence_that_also_fits_the_answer_to_a_tap(error: Any, language: str) -> None:
    @few
    @given(troubles(error, hostile=True))
    def holds(trouble: Trouble) -> None:
        rendered = RENDERER.render(trouble, language)
        check(rendered)
        toast = RENDERER.render_toast(trouble, language)
        assert toast and len(toast) <= 200 and "\n" not in toast
        if len(text_of(rendered.html)) < 200:
            assert "<" not in toast.replace("<", "", text_of(rendered.html).count("<"))

    holds()


def test_an_error_becomes_a_message_with_its_fields() -> None:
    assert trouble_of(UnknownZone("Atlantis")) == Trouble("UnknownZone", {"text": "Atlantis"})
    assert trouble_of(StaleTap()) == Trouble("StaleTap", {})
    assert "25:99" in RENDERER.render_toast(BadHour("25:99"), "en")


def test_an_error_that_a_later_version_forgot_is_still_answered() -> None:
    rendered = RENDERER.render(Trouble("NoSuchErrorAnyMore", {"x": 1}), "en")
    assert rendered == RENDERER.render(Trouble("Help", {}), "en"), "a message is no error"
    check(rendered)


def test_somebody_whose_language_we_do_not_speak_is_answered_in_english() -> None:
    assert RENDERER.render(Help(True, True), "fr") == RENDERER.render(Help(True, True), "en")


def offer(name: str) -> DayOffer:
    return DayOffer(3, 739_000, name, "morning", (UNIT,), 3, behind=False)


def test_mei_is_offered_her_day() -> None:
    rendered = RENDERER.render(offer("Mei"), "en")
    assert text_of(rendered.html) == (
        "Good morning, Mei. Today:\nContainers are not small VMs · 25 min\n3 reviews wait for your break."
    )
    assert labels(rendered) == [["Start", "In 1 hour", "Not today"]]
    assert taps(rendered)[0] == Tap(Action.DAY_START, 3, 739_000, "containers-not-vms")


def test_xiaomei_is_offered_her_day() -> None:
    rendered = RENDERER.render(offer("小梅"), "zh")
    assert text_of(rendered.html) == (
        "早上好，小梅。今天的单元：\n《容器不是小号虚拟机》· 25 分钟\n3 张卡片等你休息时复习。"
    )
    assert labels(rendered) == [["开始", "一小时后", "今天不学"]]


@pytest.mark.parametrize("name", ["", "  ", "\u3164", "\u200e"])
def test_somebody_without_a_visible_name_is_greeted_without_one(name: str) -> None:
    assert text_of(RENDERER.render(offer(name), "en").html).startswith("Good morning. Today")


def test_a_name_cannot_turn_the_text_after_it_around() -> None:
    text = text_of(RENDERER.render(offer("\u202eקרן"), "en").html)
    assert text.startswith("Good morning, \u2068קרן\u2069. Today")


def test_one_review_is_one_and_not_ones() -> None:
    single = DayOffer(3, 1, "Mei", "evening", (UNIT,), 1, behind=True)
    assert "1 review waits" in RENDERER.render(single, "en").html


def test_a_recitation_is_answered_with_what_was_found_and_what_was_not() -> None:
    points = tuple(
        Point({"en": text, "zh": text}, state)  # type: ignore[arg-type]
        for text, state in (("no guest OS", "found"), ("own view", "claimed"), ("layers are reused", "missing"))
    )
    rendered = RENDERER.render(Recital(9, 6, points, (600, 86_400, 259_200, 691_200), blank=False), "en")
    text = text_of(rendered.html)
    assert text == (
        "Found:\n✓ no guest OS\n\nYou said, in other words:\n✓ own view\n\nI did not find:\n○ layers are reused\n\n"
        "How well did you know it?\nYou can also write it again; the last version counts."
    )
    assert labels(rendered) == [
        ["I said that: layers are reused"],
        ["Again · 10 min", "Hard · 1 d"],
        ["Good · 3 d", "Easy · 8 d"],
    ]
    assert taps(rendered)[0] == Tap(Action.CLAIM, 9, 6, "2"), "the index of the point among all points"
    assert [tap.value for tap in taps(rendered)[1:]] == ["1", "2", "3", "4"]


def test_options_that_do_not_fit_a_button_stand_in_the_text() -> None:
    long = "A sentence that is much longer than any button on a phone could ever show"
    question = {"en": "Which?", "zh": "哪个？"}
    rendered = RENDERER.render(AskGuess(9, 2, question, ({"en": long}, {"en": "Short"})), "en")
    assert f"A  {long}" in text_of(rendered.html)
    assert labels(rendered)[1] == ["B · Short"]
    short = RENDERER.render(AskGuess(9, 2, question, ({"en": "One"}, {"en": "Two"})), "en")
    assert labels(short) == [["One"], ["Two"]] and "One" not in short.html
    assert [tap.value for tap in taps(short)] == ["0", "1"]


def test_a_reader_turns_pages_forth_and_back() -> None:
    def page(number: int) -> Rendered:
        return RENDERER.render(ReadPage(9, 4, number, 3, TITLE, {"en": "Text", "zh": "正文"}), "en")

    first, second, last = map(page, (1, 2, 3))
    assert taps(first) == [Tap(Action.PAGE, 9, 4, "1")]
    assert taps(second) == [Tap(Action.PAGE, 9, 4, "0"), Tap(Action.PAGE, 9, 4, "2")]
    assert taps(last) == [Tap(Action.PAGE, 9, 4, "1"), Tap(Action.RECITE, 9, 4)]
    assert "Page 2 of 3" in second.html


def test_the_last_question_has_a_finish() -> None:
    def feedback(number: int) -> Rendered:
        return RENDERER.render(QuizFeedback(2, 3, number, 5, False, ({"en": "One"},), {"en": "Why"}, 600), "en")

    assert labels(feedback(2)) == [["Next question · 3 of 5"]]
    assert labels(feedback(5)) == [["Finish"]]
    assert "in 10 minutes" in feedback(5).html


def poll(question: str, explanation: str) -> QuizPoll:
    texts: Any = {"en": question, "zh": question}
    options: Any = tuple({"en": f"{index} " + "o" * 150, "zh": f"{index}"} for index in range(4))
    explained: Any = {"en": explanation, "zh": explanation}
    return QuizPoll(2, 0, "docker", 1, "kernel-shared", texts, options, (2, 0, 1, 3), (1,), explained)


def test_a_poll_is_plain_text_within_its_own_limits() -> None:
    quiz = RENDERER.render(poll("What does `docker ps` show?", "one\ntwo\nthree\nfour"), "en").quiz
    assert quiz is not None
    assert quiz.question == "What does docker ps show?"
    assert quiz.explanation == "one\ntwo\nthree four"
    assert quiz.correct == (1,)
    assert [len(option) for option in quiz.options] == [100] * 4


def test_a_command_that_fits_is_shown_whole_and_one_that_does_not_is_cut_in_its_middle() -> None:
    done = RunFinished("uname -r", RunOutcome.OK, 0, 0.34, "6.1.0-13-amd64\n", "", 0)
    assert text_of(RENDERER.render(done, "en").html) == "uname -r\n6.1.0-13-amd64\nExit code 0 · 0.34 s"
    long = RunFinished("seq 9999", RunOutcome.FAILED, 2, 3.0, "1\n" * 2000, "9999", 7999)
    text = text_of(RENDERER.render(long, "zh").html)
    assert "省略 7,999 行" in text and text.endswith("9999\n退出码 2 · 用时 3.0 秒")


def test_colours_and_tags_in_output_are_text() -> None:
    red = RunFinished("x", RunOutcome.OK, 0, 0.1, "\x1b[31m<b>red</b>\x1b[0m\r\n", "", 0)
    assert "<pre>&lt;b&gt;red&lt;/b&gt;</pre>" in RENDERER.render(red, "en").html


@given(st.text(max_size=2000))
def test_the_whole_output_is_a_file_byte_for_byte(output: str) -> None:
    attachment = RENDERER.render(RunOutputFile(output, whole=True), "en").attachment
    assert attachment is not None and not attachment.picture and attachment.name == "output.txt"
    assert attachment.content.decode() == output


def test_a_place_is_a_button_with_its_time() -> None:
    place = Place("Asia/Shanghai", {"en": "Shanghai", "zh": "上海"}, time(17, 20))
    rendered = RENDERER.render(ChooseZone((place,), "shang"), "zh")
    assert labels(rendered)[0] == ["上海 · 17:20"]
    assert taps(rendered)[0] == Tap(Action.ZONE, 0, 0, "Asia/Shanghai")


def test_rendering_inside_rendering_does_not_mix_up_buttons() -> None:
    first = RENDERER.render(offer("Mei"), "en")
    RENDERER.render(Help(True, True), "en")
    assert RENDERER.render(offer("Mei"), "en") == first


def labels(rendered: Rendered) -> list[list[str]]:
    return [[button.label for button in row] for row in rendered.buttons]


def taps(rendered: Rendered) -> list[Tap]:
    return [Tap.decode(button.data) for row in rendered.buttons for button in row]
