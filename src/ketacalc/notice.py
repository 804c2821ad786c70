"""The notice that stands on every screen, record and sheet.

>>> NOTICE
'Educational arithmetic only. Not medical advice.'
"""

NOTICE = "Educational arithmetic only. Not medical advice."
