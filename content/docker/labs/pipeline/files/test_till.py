import unittest

from till import total


class Total(unittest.TestCase):
    def test_discount(self):
        self.assertEqual(total([50, 50], 20), 80)

    def test_without(self):
        self.assertEqual(total([1, 2, 3]), 6)
