"""The wording: whole in every language, nothing left over, and Chinese as a Chinese writer would set it."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from jinja2 import nodes

from bot.domain.course import LANGUAGES
from bot.domain.messages import FEATURE, MESSAGES
from bot.services.rendered import Rendered
from bot.texts.environment import environment
from bot.texts.renderer import TextRenderer
from tests.texts.instances import ERRORS, messages
from tests.texts.telegram import text_of

RENDERER = TextRenderer()
TEMPLATES = files("bot.texts")
FEATURES = sorted({*FEATURE.values(), "errors", "words", "profile"})
HAN = re.compile("[\u4e00-\u9fff]")

# Said in both languages, because nobody has chosen one yet.
BILINGUAL = {"ChooseLanguage"}
# What is written in Latin letters in Chinese too.
LATIN = {
    *("Pomodock", "Markdown", "Docker", "Desktop", "Debian", "Ubuntu", "macOS", "Windows", "English", "Mei"),
    *("pomodock", "lab", "build", "sudo", "apt", "install", "docker", "io", "systemctl", "start", "run", "uname", "r"),
    *(
        "today",
        "notes",
        "resources",
        "track",
        "https",
        "github",
        "com",
        "you",
        "project",
        "review",
        "quiz",
        "map",
        "track",
        "placement",
        "pomodoro",
        "progress",
        "settings",
        "cancel",
        "help",
        "ps",
        *("sh", "get", "shell", "cat", "END", "df", "h", "ls", "tar", "czf", "all", "gz", "txt", "MiB", "KiB"),
        "UTC",
        "GMT",
        "ComodRivadavia",
    ),
}

drawn = settings(
    max_examples=12, phases=(Phase.generate,), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def source(language: str, feature: str) -> str:
    return (TEMPLATES / language / f"{feature}.j2").read_text("utf-8")


def macros_of(language: str, feature: str) -> dict[str, list[str]]:
    tree = environment(language).parse(source(language, feature))
    return {macro.name: [argument.name for argument in macro.args] for macro in tree.find_all(nodes.Macro)}


def visible(rendered: Rendered) -> str:
    """Everything a person reads: text, buttons, poll."""
    labels = [button.label for row in rendered.buttons for button in row]
    quiz = rendered.quiz
    polled = [quiz.question, *quiz.options, quiz.explanation] if quiz else []
    return "\n".join((text_of(rendered.html), *labels, *polled))


@pytest.mark.parametrize("feature", FEATURES)
def test_every_phrase_exists_in_every_language(feature: str) -> None:
    first, *others = [macros_of(language, feature) for language in LANGUAGES]
    assert all(other == first for other in others)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_has_words_and_no_words_are_left_over(language: str) -> None:
    for feature in sorted(set(FEATURE.values())):
        ours = {name for name, of in FEATURE.items() if of == feature} - {"QuizPoll", "Trouble"}
        macros = set(macros_of(language, feature))
        assert ours <= macros, "messages without words"
        assert {name for name in macros - ours if name[0].isupper()} == set(), "words for messages that are gone"
    assert {error.__name__ for error in ERRORS} == set(macros_of(language, "errors"))


def test_every_language_has_the_same_files() -> None:
    names = [sorted(file.name for file in (TEMPLATES / language).iterdir()) for language in LANGUAGES]
    assert names == [sorted(f"{feature}.j2" for feature in FEATURES)] * len(LANGUAGES)


@pytest.mark.parametrize("name", sorted(set(MESSAGES) - BILINGUAL))
def test_english_has_no_chinese_in_it(name: str) -> None:
    @drawn
    @given(messages(name, hostile=False))
    def holds(message: Any) -> None:
        assert not HAN.search(visible(RENDERER.render(message, "en")).replace("简体中文", ""))

    holds()


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_chinese_is_chinese(name: str) -> None:
    @drawn
    @given(messages(name, hostile=False))
    def holds(message: Any) -> None:
        text = visible(RENDERER.render(message, "zh"))
        assert HAN.search(text)
        if name not in BILINGUAL:
            assert set(re.findall(r"[A-Za-z]+", re.sub(r"https?://\S+", "", text))) <= LATIN

    holds()


@pytest.mark.parametrize("name", sorted(set(MESSAGES) - BILINGUAL))
def test_chinese_is_set_as_chinese(name: str) -> None:
    @drawn
    @given(messages(name, hostile=False))
    def holds(message: Any) -> None:
        text = visible(RENDERER.render(message, "zh"))
        close = re.search(r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]", text)
        assert not close, f"no space between Chinese and Latin: {close}"
        half = re.search(r"[\u4e00-\u9fff][,;:!?()]|[,;:!?()][\u4e00-\u9fff]", text)
        assert not half, f"half-width punctuation: {half}"
        wide = re.search(r"[，。；：！？（）《》、] | [，。；：！？（）》、]|  ", text)
        assert not wide, f"a space beside full-width punctuation: {wide}"

    holds()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("feature", FEATURES)
def test_the_tone_is_calm(language: str, feature: str) -> None:
    words = re.sub(r"\{[%#{].*?[%#}]\}", "", source(language, feature), flags=re.DOTALL)
    assert not re.search("[!！]", words), "no exclamation marks"
    assert not re.search(r"missed|failed to|should have|must not|behind|又没|落后|忘记学|必须", words), "no reproach"


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_words_that_differ_are_never_shown_in_the_other_language(name: str) -> None:
    """A text of the course comes in the language of its reader."""

    @drawn
    @given(messages(name, hostile=False))
    def holds(message: Any) -> None:
        assert "Containers are not small VMs" not in visible(RENDERER.render(message, "zh"))
        assert "容器不是小号虚拟机" not in visible(RENDERER.render(message, "en"))

    holds()
