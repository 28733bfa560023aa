"""Corrects texts through real LanguageTool clients: `python check.py http://localhost:8080`.

Each client finds a mistake, and its own offsets put the correction in place: in a text with emoji
and in Markdown whose mark-up is annotated. Ends with 1 and says what differed when one does not.
"""

import json
import re
import sys
from unittest import mock

import language_tool_python
from language_tool_python.utils import correct
from pylanguagetool import api

EMOJI = "\U0001f642\U0001f469‍\U0001f680 Did you recieve it? \U0001f680 Wait untill tomorow!"
EMOJI_RIGHT = "\U0001f642\U0001f469‍\U0001f680 Did you receive it? \U0001f680 Wait until tomorrow!"
MARKDOWN = "# A title \U0001f642\n\nDid you **recieve** my letter? See [it](https://recieve.example) and `recieve()`.\n"
MARKDOWN_RIGHT = MARKDOWN.replace("**recieve**", "**receive**")

# Enough of Markdown for the text above.
MARKUP = re.compile(r"`[^`]*`|\]\([^)]*\)|^#+ |\*\*|\[|\n+", re.MULTILINE)


def annotate(markdown: str) -> str:
    """The parameter `data`: mark-up told apart from text."""
    parts, at = [], 0
    for mark in MARKUP.finditer(markdown):
        if mark.start() > at:
            parts.append({"text": markdown[at : mark.start()]})
        written = mark.group()
        code = written.startswith("`")
        reads = "x" if code else "\n\n" if "\n" in written else ""
        parts.append({"markup": written, "interpretAs": reads})
        at = mark.end()
    return json.dumps({"annotation": [*parts, {"text": markdown[at:]}]})


def annotated(params: dict[str, str]) -> dict[str, str]:
    """A client's parameters with `data` in place of `text`."""
    rest = {name: value for name, value in params.items() if name != "text"}
    return {**rest, "data": annotate(params["text"])}


class AnnotatingTool(language_tool_python.LanguageTool):
    """The client as it is, but for sending `data` in place of `text`."""

    def _create_params(self, text: str) -> dict[str, str]:
        params = super()._create_params(text)
        return annotated(params) if text == MARKDOWN else params


def apply_units(text: str, matches: list[dict]) -> str:
    """Carries out first replacements at offsets in UTF-16 units."""
    units = text.encode("utf-16-le")
    for match in sorted(matches, key=lambda match: -match["offset"]):
        start, end = match["offset"] * 2, (match["offset"] + match["length"]) * 2
        value = match["replacements"][0]["value"].encode("utf-16-le")
        units = units[:start] + value + units[end:]
    return units.decode("utf-16-le")


def answers(origin: str) -> list[tuple[str, str, str]]:
    """What each client made of each text, beside what is right."""
    with AnnotatingTool("en-US", remote_server=origin) as tool:
        by_tool = [
            ("language_tool_python, emoji", tool.correct(EMOJI), EMOJI_RIGHT),
            ("language_tool_python, Markdown", correct(MARKDOWN, tool.check(MARKDOWN)), MARKDOWN_RIGHT),
        ]
    url = f"{origin}/v2/"
    plain = api.check(EMOJI, api_url=url, lang="en-US")
    post = api.requests.post
    with mock.patch.object(api.requests, "post", lambda to, data: post(to, data=annotated(data))):
        marked = api.check(MARKDOWN, api_url=url, lang="en-US")
    names = [language["longCode"] for language in api.get_languages(url)]
    return [
        *by_tool,
        ("pyLanguagetool, emoji", apply_units(EMOJI, plain["matches"]), EMOJI_RIGHT),
        ("pyLanguagetool, Markdown", apply_units(MARKDOWN, marked["matches"]), MARKDOWN_RIGHT),
        ("pyLanguagetool, languages", str("en-US" in names), "True"),
    ]


def main() -> None:
    wrong = 0
    for name, got, right in answers(sys.argv[1].rstrip("/")):
        print(f"{name}: {'right' if got == right else f'expected {right!r}, got {got!r}'}")
        wrong += got != right
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
