"""Draws the pictures of the manual anew, from build/2022/ and from the hub as it now is. `script/pictures` calls it.

Needs Chromium and pdftoppm, and an Arabic font such as fonts-noto-core.
"""

from __future__ import annotations

import base64
import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
BUILD = HERE.parents[1] / "build" / "2022"
ISCM = Path(sys.executable).with_name("iscm")
PANEL = {"width": 1000, "height": 760}

# Each becomes one sheet: English and Arabic beside each other, by day above, by night below.
SHEETS = {
    "home": "/",
    "mechanisms": "/mechanisms/",
    "mechanism": "/mechanisms/khartoum-process/",
    "meetings": "/meetings/?mechanism=gfmd&type=summit",
    "meeting": "/meetings/gfmd-14/",
    "states": "/states/",
    "state": "/states/ke/?with=ug#beside",
    "themes": "/themes/",
    "theme": "/themes/labour-migration/",
    "index": "/index/?year=2022",
    "objectives": "/gcm/",
    "publications": "/publications/",
    "picture": "/pictures/participation/?as_of=2022-12-31",
    "month": "/calendar/2022/10/",
    "year": "/calendar/2022/",
    "timeline": "/calendar/2022/timeline/",
    "agenda": "/calendar/agenda/?year=2022",
    "search": "/search/?q=labour+migration",
    "overlap": "/overlap/",
    "clashes": "/clashes/2022/",
    "trends": "/trends/",
    "rhythm": "/trends/rhythm/?as_of=2026-06-30",
    "gallery": "/pictures/",
    "plan": "/plan/?mechanism=igc&q=2+days+in+November+2022,+Geneva+or+online&date=2022-11-08&date=2022-11-22",
    "issue": "/issues/2022/",
    "data": "/data/",
    "api": "/api/",
}

# Likewise, of a hub in the midst of a round, as the office sees it.
ROUND = {
    "report": "/report/2025/khartoum-process/",
    "board": "/office/rounds/2025/",
    "office": "/office/issues/2025/",
    "subscribe": "/subscribe/",
    "account": "/account/",
}
IN_A_ROUND = """
import datetime as dt
import django
django.setup()
from importlib import import_module
from django.conf import settings
from django.contrib import auth
from iscm.accounts.actions import give_role
from iscm.accounts.models import User
from iscm.intake.actions import ask_all, confirm, open_round, use_door, write_report
from iscm.intake.models import Door
now = dt.datetime.now(dt.UTC)
user = User.objects.create_user("p-office", "office@hub.example")
give_role(user=user, part="compiler", by="office", at=now)
slugs = ("arcp", "bali-process", "gfmd", "khartoum-process", "midsa", "rabat-process", "rcm", "sacm")
opened = open_round(
    year=2025, number=11, due=now.date() + dt.timedelta(14), office="The office", contact="office@hub.example",
    asks={s: (s + "@mail.example", "en") for s in slugs}, by="office", at=now,
)
ask_all(year=2025, by="office", at=now)
asks = {ask.mechanism.slug: ask for ask in opened.asks.select_related("mechanism", "round__issue")}
def told(slug, prose):
    return write_report(ask=asks[slug], prose=prose, way="page", by=slug, at=now)
midsa = told("midsa", "SOM (3-5 June, Lusaka, Zambia); two workshops (May and July)")
confirm(report=midsa, choices={}, by="midsa", at=now)
told("rcm", "8th SOM (23 March); twenty-four webinars")
told("khartoum-process", "SOM (12 June, Nairobi, Kenya); thematic meeting on climate change (19-20 February, Addis "
     "Ababa, Ethiopia); joint workshop with the Rabat Process (May); five webinars. We also wrote many letters.")
use_door(door=Door.objects.filter(ask=asks["gfmd"]).first(), at=now)
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[auth.SESSION_KEY], session[auth.HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
session[auth.BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session.save()
print(session.session_key)
"""


def main() -> None:
    wanted = sys.argv[1:] or ["highlights", *SHEETS, *ROUND]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        if "highlights" in wanted:
            highlights(browser)
        with served(Path("var")) as hub:
            for name in filter(SHEETS.__contains__, wanted):
                sheet(browser, name, hub, SHEETS[name])
        if not set(wanted) & set(ROUND):
            return
        with tempfile.TemporaryDirectory() as home:
            environment = os.environ | {"ISCM_HOME": home, "DJANGO_SETTINGS_MODULE": "iscm.site.settings"}
            subprocess.run([ISCM, "load", "--quiet"], env=environment, check=True)
            code = [sys.executable, "-c", IN_A_ROUND]
            session = subprocess.run(
                code, env=environment, check=True, capture_output=True, text=True
            ).stdout.strip()
            with served(Path(home)) as hub:
                for name in filter(ROUND.__contains__, wanted):
                    sheet(browser, name, hub, ROUND[name], session)


@contextlib.contextmanager
def served(home: Path) -> Iterator[str]:
    """The hub over the records in ``home``, on a port that is free; ends with the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"ISCM_HOME": str(home)}
    hub = subprocess.Popen([ISCM, "serve", "--port", str(port)], stdout=subprocess.DEVNULL, env=environment)
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        hub.terminate()
        hub.wait()


def shot(page: Page) -> str:
    """What the page shows, as the address of a picture."""
    return "data:image/png;base64," + base64.b64encode(page.screenshot()).decode()


def composed(browser: Browser, html: str, to: Path, size: dict[str, int]) -> None:
    page = browser.new_page(viewport=size)
    page.set_content(html)
    page.wait_for_function("[...document.images].every(image => image.complete)")
    options: dict[str, Any] = {"format": "webp", "quality": 72}
    picture = page.context.new_cdp_session(page).send("Page.captureScreenshot", options)
    to.write_bytes(base64.b64decode(picture["data"]))
    page.close()


def sheet(browser: Browser, name: str, hub: str, address: str, session: str = "") -> None:
    print(name, flush=True)
    panels = []
    for scheme in ("light", "dark"):
        for language in ("", "/ar"):
            context = browser.new_context(viewport=PANEL, color_scheme=scheme)
            if session:
                context.add_cookies([{"name": "sessionid", "value": session, "url": hub}])
            page = context.new_page()
            page.goto(hub + language + address)
            panels.append(f'<img src="{shot(page)}">')
            context.close()
    style = (
        "body{margin:0;padding:16px;background:#c9d3de;display:grid;grid-template-columns:1fr 1fr;gap:16px}"
        "img{width:100%;display:block;border-radius:4px;box-shadow:0 2px 10px #16324f40}"
    )
    html = f"<!doctype html><style>{style}</style>{''.join(panels)}"
    composed(browser, html, HERE / f"{name}.webp", {"width": 1648, "height": 1264})


def highlights(browser: Browser) -> None:
    """The issue of 2022 as a web page, and the first page and the chart of its PDF."""
    pdf = BUILD / "highlights-2022.pdf"
    pages = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout.split(
        "\f"
    )
    chart = next(
        n
        for n, text in enumerate(pages, 1)
        if re.search(r"^Most popular thematic areas$", text, re.MULTILINE)
    )
    page = browser.new_page(viewport={"width": 1000, "height": 950}, color_scheme="light")
    page.goto((BUILD / "highlights-2022.html").as_uri())
    panels = [f'<img src="{shot(page)}">']
    page.close()
    with tempfile.TemporaryDirectory() as scratch:
        for number in (1, chart):
            to = Path(scratch) / str(number)
            place = ["-f", str(number), "-singlefile", "-r", "90", "-png"]
            subprocess.run(["pdftoppm", *place, pdf, to], check=True)
            data = base64.b64encode(to.with_suffix(".png").read_bytes()).decode()
            panels.append(f'<img src="data:image/png;base64,{data}">')
    style = (
        "body{margin:0;padding:28px;background:#dfe6ee;display:flex;gap:24px;height:664px;box-sizing:border-box}"
        "img{height:608px;box-shadow:0 2px 14px #16324f40;border-radius:3px;background:#fff}"
    )
    html = f"<!doctype html><style>{style}</style>{''.join(panels)}"
    composed(browser, html, HERE / "highlights.webp", {"width": 1604, "height": 664})


if __name__ == "__main__":
    main()
