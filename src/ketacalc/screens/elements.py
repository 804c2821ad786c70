"""Elements of HTML and SVG, made of texts that can be nothing but text."""

from __future__ import annotations

from xml.etree.ElementTree import Element

Part = str | Element


def element(tag: str, *parts: Part, **attributes: str | float) -> Element:
    """Make an element of texts and elements; `class_` is its class.

    ```pycon
    >>> from xml.etree.ElementTree import tostring
    >>> tostring(element("p", "5 < 6 ", element("b", "mg"), class_="dose"))
    b'<p class="dose">5 &lt; 6 <b>mg</b></p>'

    ```
    """
    named = {
        name.removesuffix("_").replace("_", "-"): str(value)
        for name, value in attributes.items()
    }
    made = Element(tag, named)
    for part in parts:
        _add(made, part)
    return made


def _add(made: Element, part: Part) -> None:
    if isinstance(part, Element):
        made.append(part)
    elif len(made):
        made[-1].tail = (made[-1].tail or "") + part
    else:
        made.text = (made.text or "") + part
