"""How much fits where: Telegram's limits, and ours for what is read on a phone.

Telegram counts in UTF-16 code units, so that most emoji count twice.
"""

from __future__ import annotations

QUESTION = 300
"""A poll's question."""
PLACEMENT_QUESTION = 270
"""A placement question: "7 of 20" stands before it in the poll."""
OPTION = 100
"""One option of a poll, or of a guess."""
OPTIONS = (2, 6)
"""How many options; more cannot be told apart on a phone."""
EXPLANATION = 200
"""What a poll says once it is answered."""
EXPLANATION_LINE_FEEDS = 2
TITLE = 80
"""Titles stand on buttons and in one line."""
LINE = 200
"""One line of a survey, a key point, a summary's sentence."""
SURVEY_LINES = (3, 5)
POINTS = (3, 5)
SUMMARY = 400
ASK = 400
"""What is asked or told in one message beside something else."""
ANSWER = 1_500
"""A card's answer, in Markdown."""
CLOZE = 400
"""A sentence with gaps, hints included."""
COMMAND = 400
"""A command whose output is asked for, or those that ran before it."""
FILE = 600
FILES = 3
"""How many files such a command may need, and how long each may be."""
PRINTS = 600
"""What it prints."""
PAGE = {"en": 1_500, "zh": 800}
"""One page of reading without scrolling far, in Markdown, by language."""
MESSAGE = 4_096
"""All that one message can hold."""
FRAME = 200
"""What the bot writes around a page: a gap, its number, how many there are."""
NOTE_FRAME = 80
"""What the bot writes before the text of a note on a code block."""
MINUTES = 25
"""How long a unit takes: one Pomodoro, no more and no less."""
BRIEF = 1_200
"""A project's brief, in Markdown: it shares a message with the steps."""
STEPS = (3, 6)
"""Steps of a project."""
STATEMENTS = (2, 8)
"""Statements of a self-assessment."""
RESOURCES = (1, 8)
"""Resources of one kind, so that a message holds them."""
LINK = 300
"""An address on the web."""
ASSESSMENT_MINUTES = (5, 60)
"""A look back at the week."""
PROJECT_MINUTES = (25, 300)
"""A project may take several focus blocks."""
LAB_MINUTES = (5, 40)
LAB_BRIEF = 600
"""What a lab is about; it shares a message with its tasks."""
TASKS = (1, 6)
CHECKS = (1, 6)
"""Tasks of a lab, and checks of a task."""
TASK = 400
EXPECT = 200
HINT = 300
"""What a check expects, and what helps whoever does not have it."""
SCRIPT = 8_000
"""A check, or what makes a lab ready."""
CHECK_SECONDS = (1, 60)
WRONG = 2
"""Wrong tries that a lab has at least: its checks are to tell them from the right one."""
LAB_FILE_BYTES = 64 * 1024
LAB_FILES_BYTES = 256 * 1024
"""One file of a lab's work folder, and all of them."""
DAYS = 366


def length(text: str) -> int:
    """The length of ``text`` as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
