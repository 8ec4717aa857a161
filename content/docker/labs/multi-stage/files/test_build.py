# test_build.py: python -m unittest finds it by its name
import unittest

from build import page


class Prices(unittest.TestCase):
    def test_escapes(self):
        self.assertIn("&lt;b&gt;: 1", page([("<b>", "1")], "1"))

    def test_version(self):
        self.assertIn("version 7", page([], "7"))
