"""What a title of a column says: an answer, what stands beside one, or whose it is."""

from __future__ import annotations

import re
from itertools import chain, count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

# Response 3, Q3, Frage 3: a column that names a question by its number.
BY_NUMBER = re.compile(
    r"(?P<what>response|answer|q|question|antwort|frage|r[ée]ponse|respuesta|pregunta)"
    r"[\s.#_]*(?P<number>\d+)",
    re.IGNORECASE,
)
ANSWERS = {"response", "answer", "antwort", "réponse", "reponse", "respuesta"}
# The columns of a long file, in the words of the systems that write one.
LONG_QUESTION = (
    *("question", "question text", "question title", "problem", "item", "item text"),
    *("frage", "fragetext", "aufgabe", "question id", "question number"),
)
LONG_ANSWER = (
    *("answer", "response", "student response", "student answer", "given answer"),
    *(
        "your answer",
        "answer given",
        "answer text",
        "response text",
        "learner response",
    ),
    *("antwort", "antworttext", "réponse", "respuesta"),
)
# What a system puts beside each question: points, feedback, what was right.
BESIDE = re.compile(
    r".*\[(?:score|feedback|punkte)\]"
    r"|(?:points|feedback|punkte|grade)\b[ \-–:]+\S.*"
    r"|(?:right|correct) answer\b.*|richtige antwort\b.*|bonne r[ée]ponse\b.*"
    r"|question id\b.*|(?:possible|max\w*) points\b.*|(?:auto|manual) score\b.*"
    r"|\d+(?:\.\d+)?",
    re.IGNORECASE,
)
# What is no question: who, when, and how much.
OWN = re.compile(
    r"time ?stamp|zeitstempel|horodateur|marca temporal|date|datum|start(?:ed)?\b.*"
    r"|completion time|completed|submitted|time taken|duration|last modified time"
    r"|begonnen.*|beendet.*|dauer|verbrauchte zeit|attempts?|versuch|state|status"
    r"|id|id ?number|sis_id|root|section\w*|class|group|gruppe|seat|score|total.*"
    r"|grade.*|bewertung.*|points|punkte|quiz feedback|n correct|n incorrect"
    r"|e-?mail.*|user ?name|benutzername|anmeldename|login|.*\bname\b.*|surname"
    r"|vorname|nachname|student.*|learner|pupil|matrikel\w*|institut\w*|department"
    r"|abteilung|course|kurs|notice|number|no\.?|topic|level|language|ip.*"
    r"|(?:possible|max\w*) points|(?:auto|manual) score",
    re.IGNORECASE,
)
# What tells a student from another, where each has a row for each answer.
WHOSE = re.compile(
    r".*\b(?:name|surname|vorname|nachname|student|learner|pupil|pr[ée]nom|nom|nombre"
    r"|apellidos?)\b.*|e-?mail.*|user ?name|benutzername|anmeldename|login"
    r"|(?:id|sis_id|id ?number|user ?id|matrikel\w*)",
    re.IGNORECASE,
)
# A row below the students: what they come to on average.
AVERAGE = re.compile(
    r"(?:overall|class|group)? ?(?:average|mean)|gesamtdurchschnitt|durchschnitt"
    r"|mittelwert|moyenne(?: g[ée]n[ée]rale)?",
    re.IGNORECASE,
)
FEWEST_WORDS = 4
MOST_ABOVE = 15  # lines above the titles of a file


def is_own(title: str) -> bool:
    """Tell whether a column is known to say whose an answer is, or when it was."""
    return bool(OWN.fullmatch(title.strip()))


def is_beside(title: str) -> bool:
    """Tell whether a column is what a system puts beside a question."""
    return bool(BESIDE.fullmatch(title.strip()))


def tells_whose(title: str) -> bool:
    """Tell whether a column tells one student from another."""
    return bool(WHOSE.fullmatch(title.strip()))


def is_average(cell: str) -> bool:
    """Tell whether a row that begins so is of no student."""
    return bool(AVERAGE.fullmatch(cell.strip()))


def asks(title: str) -> bool:
    """Tell whether a title looks like a question.

    ```pycon
    >>> asks("What is your shoe size?"), asks("Seminar group"), asks("Q3")
    (True, False, True)

    ```
    """
    long = len(title.split()) >= FEWEST_WORDS
    return "?" in title or long or numbered(title) is not None


def numbered(title: str) -> tuple[str, int] | None:
    """Return what a title such as Response 3 names, and its number.

    ```pycon
    >>> numbered("Response 3"), numbered("Order: 3 mg")
    (('response', 3), None)

    ```
    """
    match = BY_NUMBER.fullmatch(title.strip())
    return (match["what"].casefold(), int(match["number"])) if match else None


def apart(name: str, taken: Collection[str]) -> str:
    """Return a name that is not taken, in small letters, by another: Ada, or Ada-2.

    ```pycon
    >>> apart("Ada", {"ben"}), apart("Ada", {"ada"})
    ('Ada', 'Ada-2')

    ```
    """
    names = chain([name], (f"{name}-{number}" for number in count(len(taken) + 1)))
    return next(each for each in names if each.casefold() not in taken)


def all_apart(titles: Iterable[str]) -> tuple[str, ...]:
    """Tell columns of one title apart: Name, Name-2.

    ```pycon
    >>> all_apart(["Name", "Name", "Group"])
    ('Name', 'Name-2', 'Group')

    ```
    """
    found: dict[str, str] = {}
    for title in titles:
        name = apart(title, found)
        found[name.casefold()] = name
    return tuple(found.values())
