"""The colours of pages and pictures, for a light and for a dark screen.

Paper is light in any case: the dark ones are asked for of a screen only.
"""

from __future__ import annotations

from string import Template

LINES = 6  # strokes that differ by their colour
LIGHT = {
    "paper": "#ffffff",
    "shade": "#f1f4f6",
    "rule": "#c3cbd1",
    "ink": "#1b1f23",
    "quiet": "#515a62",
    "accent": "#00626f",
    "right": "#1d6b1d",
    "wrong": "#a61b1b",
    "line0": "#007a87",
    "line1": "#b0007a",
    "line2": "#1a3fd0",
    "line3": "#c01818",
    "line4": "#2a7a1e",
    "line5": "#7a5a00",
}
DARK = {
    "paper": "#14181b",
    "shade": "#1f262b",
    "rule": "#46525b",
    "ink": "#e9edf0",
    "quiet": "#aab4bc",
    "accent": "#6fd3df",
    "right": "#83d275",
    "wrong": "#ff8f85",
    "line0": "#4fc9d6",
    "line1": "#ff8acb",
    "line2": "#98aeff",
    "line3": "#ff8f85",
    "line4": "#83d275",
    "line5": "#dcb64c",
}
DARK_SCREEN = "@media screen and (prefers-color-scheme: dark)"


def coloured(rules: str) -> str:
    """Write rules of CSS that name colours, such as $ink, for both screens.

    ```pycon
    >>> print(coloured("p { color: $ink; }"))
    p { color: #1b1f23; }
    @media screen and (prefers-color-scheme: dark) {
    p { color: #e9edf0; }
    }

    ```
    """
    light, dark = (Template(rules).substitute(each) for each in (LIGHT, DARK))
    return f"{light}\n{DARK_SCREEN} {{\n{dark}\n}}"
