"""The ``iscm`` command. Each subcommand is a module here, imported only when it is called:

``add_arguments(parser)`` describes its arguments, ``run(args)`` does it and returns the exit code. 0: done. 1: done,
and there is something to look at. 2: not done, and a sentence says why. 130: interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

COMMANDS = {
    "read": "what a text says: every meeting with its kind, number, days and place, and what was left unread",
    "write": "records as sentences of the house style, in English, French or Spanish",
    "check": "what a careful editor would ask back before an issue goes out",
    "compile": "a year's Highlights as web page, PDF, Word, e-mail, calendar and data",
    "summary": "what a year's issue holds, at a glance",
    "verify": "whether a published issue's files can be made again from its frozen records, bit for bit",
    "plan": "when a meeting could be: every date, with who would have to be in two places",
    "overlap": "who shares members with whom on any day, who should talk, and whose meetings clash",
    "load": "take the shipped records into the database",
    "serve": "show the hub in a browser",
    "work": "send the letters that wait: requests, reminders, issues to subscribers",
    "harvest": "ask the sites of mechanisms what they publish, and propose what the records do not say",
    "person": "who may sign in: add, list, give and end parts, forget",
    "receive": "take one mail from the mail server: reports, and letters that come back",
    "dump": "whole tables of what is public, as JSON Lines, CSV, Parquet and SQLite",
    "mcp": "answer agents over the Model Context Protocol, on standard input and output",
}

_TRY = (
    'echo "8th SOM (23 March); two webinars" | iscm read --year 2022 -',
    "iscm check highlights.docx",
    'iscm plan "three days in October 2027, Nairobi or online" --for mid-igad',
    "iscm compile 2022 --lang fr --out build/2022",
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that ``argv`` names. Never a traceback for what a user can mend."""
    words = list(sys.argv[1:] if argv is None else argv)
    if sys.stdout is None:
        _say("iscm: there is nowhere to write to: standard output is closed.")
        return 2
    try:
        code = _run(words)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141  # as a program ends that is stopped by SIGPIPE
    except KeyboardInterrupt:
        return 130
    except OSError as fault:
        if fault.filename:
            raise
        _say(f"iscm: the answer cannot be written: {fault.strerror}.")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    return code


def _run(words: list[str]) -> int:
    name = words[0] if words else ""
    if name in {"", "-h", "--help", "help"}:
        if name == "help" and words[1:2] and words[1] in COMMANDS:
            return _run([words[1], "--help"])
        print(help_text(sys.stdout.isatty()))
        return 0
    if name in {"-V", "--version", "version"}:
        from iscm import __version__  # a first face has no time for imports

        print(f"iscm {__version__}")
        return 0
    if name not in COMMANDS:
        _say(f"iscm: there is no command “{name}”.{_meant(name)} See iscm --help.")
        return 2
    from importlib import import_module

    from iscm.commands.arguments import Parser

    module = import_module(f"iscm.commands.{name}")
    parser = Parser(prog=f"iscm {name}", description=f"{COMMANDS[name].capitalize()}.")
    module.add_arguments(parser)
    code: int = module.run(parser.parse_args(words[1:]))
    return code


def help_text(colour: bool = False) -> str:
    """The first face of the command."""
    bold, dim, plain = (
        ("\x1b[1m", "\x1b[2m", "\x1b[0m") if colour and "NO_COLOR" not in os.environ else ("", "", "")
    )
    rows = [f"  {bold}{name:<9}{plain}{line}" for name, line in COMMANDS.items()]
    return "\n".join(
        [
            f"{bold}iscm{plain} - from what consultation mechanisms on migration report to the year's Highlights",
            "",
            *rows,
            "",
            "Try",
            *(f"  {dim}${plain} {line}" for line in _TRY),
            "",
            "iscm COMMAND --help tells more of each.",
        ]
    )


def _meant(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, COMMANDS, n=1, cutoff=0.5)
    return f" Is “{near[0]}” meant?" if near else ""


def _say(sentence: str) -> None:
    if sys.stderr is not None:
        print(sentence, file=sys.stderr)
