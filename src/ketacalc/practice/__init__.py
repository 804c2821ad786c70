"""Problems to practise on, asked at a terminal or handed out.

>>> from ketacalc.practice import draw
>>> draw(7, count=1).exercises[0].answer
'10.5 mg/h'
"""

from ketacalc.practice.exercises import Exercise, Sheet, Wish, draw, read_wish

__all__ = ["Exercise", "Sheet", "Wish", "draw", "read_wish"]
