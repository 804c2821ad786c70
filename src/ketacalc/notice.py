"""The notice that stands on every screen, record and sheet.

A screen and a sheet say it in the language of the reader, a record has it as it is.

>>> NOTICE
'Educational arithmetic only. Not medical advice.'
"""

from ketacalc.say import later

NOTICE = later("Educational arithmetic only. Not medical advice.")
