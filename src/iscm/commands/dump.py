"""``iscm dump``: every public record as files, one table each, with the codebook beside them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from iscm.commands.hub import Unusable, opened

ADDRESS = "http://127.0.0.1:8000"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, default=Path("iscm-data"), help="the folder (default: iscm-data)")
    parser.add_argument(
        "--address",
        default=ADDRESS,
        help=f"where the hub is, for links within the records (default: {ADDRESS})",
    )


def run(args: argparse.Namespace) -> int:
    address = args.address.rstrip("/")
    if not address.startswith(("http://", "https://")):
        print(
            f"iscm dump: {args.address} is no address: it begins with http:// or https://.", file=sys.stderr
        )
        return 2
    try:
        opened()
    except Unusable as fault:
        print(f"iscm dump: {fault}.", file=sys.stderr)
        return 2
    try:
        _write(args.out, address)
    except OSError as fault:
        print(
            f"iscm dump: {fault.filename or args.out} cannot be written: {fault.strerror}.", file=sys.stderr
        )
        return 2
    return 0


def _write(folder: Path, address: str) -> None:
    """Each file is made beside its place and put there whole."""
    from iscm.accounts.queries import revision
    from iscm.renderers.dumps.codebook import codebook
    from iscm.renderers.dumps.sets import SETS
    from iscm.site.api import dumps

    folder.mkdir(parents=True, exist_ok=True)
    for name in dumps.FILES:
        draft = folder / f".{name}"
        draft.unlink(missing_ok=True)
        try:
            dumps.write(name, address, draft)
            draft.replace(folder / name)
        finally:
            draft.unlink(missing_ok=True)
    changed = revision()[1]
    (folder / "codebook.md").write_text(codebook(SETS, changed.date() if changed else None), "utf-8")
    print(f"{len(dumps.FILES)} files and codebook.md in {folder}")
