"""Throwaway containers: the only room that talks to a Docker engine.

Here are the plain container for one command (``plain``, ``container``), what it may do (``policy``, data only),
how its bytes become text (``output``), the image it runs (``image`` with ``registry``, ``bootstrap`` and
``mirror``), the images of the course (``course_images`` with ``recipes``, ``packages``, ``layer``, ``assemble``
and the folder ``standins``), the image of labs (``lab_image``, ``lab_policy`` and the folder ``lab``), the volume
of images that labs mount (``image_store``), all that can be built (``parts``), the removal of leftovers
(``sweep``) and the connection to the engine (``engine``).

Absent on purpose: who may run what and whose turn it is (services), any wording (texts), any decision about
learning (domain), a warm pool (a container is used once, and a cold one is ready in a third of a second), and
a way to weaken the policy from outside: callers choose seconds, bytes and memory, never a flag.
"""
