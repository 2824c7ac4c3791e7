"""Reading a page as a visitor gets it."""

from __future__ import annotations

import html
import re
from typing import Any

ADDRESSES = (
    "/",
    "/mechanisms/",
    "/mechanisms/?level=global",
    "/mechanisms/rcm/",
    "/mechanisms/manila-process/",
    "/meetings/",
    "/meetings/?theme=labour-migration&from=2015",
    "/meetings/rcm-2018-plenary-1/",
    "/meetings/gfmd-14/",
    "/mechanisms/pidc/?as_of=2015-06-30&with=rcm",
    "/states/",
    "/states/ke/",
    "/states/ml/?as_of=2015-06-30&with=ci",
    "/themes/",
    "/themes/labour-migration/",
    "/index/",
    "/index/?year=2022&theme=labour-migration",
    "/trends/?mechanism=rcm&from=2015",
    "/trends/themes/?mechanism=rcm",
    "/trends/themes/2022/",
    "/trends/themes/2019/",
    "/trends/telling/",
    "/trends/rhythm/",
    "/gcm/",
    "/gcm/5/",
    "/overlap/",
    "/overlap/?as_of=2015-06-30&observers=yes&level=regional",
    "/overlap/states/?state=ke",
    "/overlap/seats/?place=009",
    "/overlap/themes/",
    "/overlap/history/",
    "/overlap/ocam/rcm/",
    "/clashes/",
    "/clashes/2022/",
    "/publications/",
    "/publications/?kind=declaration&paper=unknown",
    "/publications/imrf-imrf-progress-declaration/",
    "/pictures/",
    "/pictures/participation/?as_of=2022-12-31",
    "/issues/",
    "/issues/2022/",
    "/issues/2022/fr/",
    "/search/",
    "/search/?q=puebla",
)


def body(response: Any) -> str:
    """The page's HTML."""
    return response.content.decode("utf-8")


def words(response: Any) -> str:
    """What can be read on it, blanks folded."""
    text = re.sub(r"<(style|script)\b.*?</\1>", " ", body(response), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def links(response: Any) -> list[str]:
    """Every address that it leads to."""
    return [html.unescape(address) for address in re.findall(r'\bhref="([^"]*)"', body(response))]
