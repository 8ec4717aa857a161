"""Everything that sandboxes and labs need on an engine, part by part."""

from __future__ import annotations

import threading

from bot.domain.run import BuildPart, BuildReport
from bot.sandbox.building import Tell
from bot.sandbox.course_images import make_course_images
from bot.sandbox.engine import Engine
from bot.sandbox.image import Image, build_image, reported
from bot.sandbox.image_store import make_store
from bot.sandbox.lab_image import lab_tag, make_lab_image

# Seconds for a single answer of the engine while it builds: copying an image takes longer than a question.
PATIENCE = 600.0


def build_part(engine: Engine, part: BuildPart, *, tell: Tell, stop: threading.Event) -> BuildReport:
    """Build ``part`` unless it is there. Blocking, minutes the first time. Every problem is in the report."""
    if part is BuildPart.RUN:
        return build_image(engine, Image(), tell=tell, stop=stop)

    def images() -> str:
        make_course_images(engine, tell=tell, stop=stop)
        return "the images of the course"

    def lab() -> str:
        make_lab_image(engine, tell=tell, stop=stop)
        return f"{lab_tag()} with the images in {make_store(engine, tell=tell, stop=stop)}"

    if part is BuildPart.IMAGES:
        return reported(engine, "the images of the course", images, tell)
    return reported(engine, lab_tag(), lab, tell)
