"""Arguments as the commands take them: what is wrong is said in one sentence, without the whole usage before it."""

from __future__ import annotations

import argparse
import re
from typing import NoReturn

_ARGUMENT = re.compile(r"\Aargument (\S+): ")


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        sentence = _ARGUMENT.sub(r"\1: ", message)
        self.exit(
            2,
            f"{self.prog}: {sentence.rstrip('.')}{'' if sentence.endswith('?') else '.'} See {self.prog} --help.\n",
        )
