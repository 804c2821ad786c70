"""Slips: edits of a worked solution, and slips of the pen; which fit a number.

Source of the classes: the Safety in Numbers model.
"""
