"""Where iv or chart does not take a figure, the whole line that solve takes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

from ketacalc import shell
from ketacalc.errors import KetacalcError, Unreadable, Unusable

WORKS = 'ketacalc solve "{}"{} works it'


@contextmanager
def pointing(
    texts: Mapping[str, str | None], protocol: str = "", *, exact: bool = False
) -> Iterator[None]:
    """Add to an error the line of these figures, if solve works what is refused.

    What is beyond a limit, contradicts or does not suffice is refused there too.
    """
    try:
        yield
    except (Unreadable, Unusable) as error:
        is_kind = type(error) in {Unreadable, Unusable} and error.field in shell.FIGURES
        if is_kind and not getattr(error, "write", ""):  # which says what to do
            with suppress(KetacalcError):
                line = _line(texts, protocol)
                error.add_note(WORKS.format(line, " --exact-pounds" * exact))
        raise


def _line(texts: Mapping[str, str | None], protocol: str) -> str:
    """Write the line of some figures, with the protocol's time where none is stated.

    Raises KetacalcError where nothing follows from them.
    """
    from ketacalc.ketamine.infusion import find_protocol
    from ketacalc.language.notation import parse
    from ketacalc.solving.solution import solve

    figures = [
        f"weight={text}" for name, text in texts.items() if name == "weight" and text
    ]
    figures += [text for name, text in texts.items() if name != "weight" and text]
    if protocol and not texts["duration"]:
        published = parse(find_protocol(protocol).figures).givens
        figures += [str(each) for each in published if each.quantity == "duration"]
    line = str(parse("; ".join(figures)))
    if not solve(line).results:
        raise Unusable(line)
    return line
