"""Renews docs/pictures/pages: the pages of tools/pages.py at two widths, and one sheet of all.

Usage: python -m tools.contact_sheet [--site URL] [--folder FOLDER] [name ...]
Without an address it brings up a site with the demo's region in a folder of its own. With one, the
database of that site has to be the one in the folder, or the one that DATABASE_URL names, since
people are signed in without the way through a mailbox.
"""

import argparse
import base64
import contextlib
import os
import struct
import sys
import tempfile
import zlib
from collections.abc import Iterator
from importlib import import_module, util
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page, sync_playwright

from mica.cli.house import home
from mica.cli.house.supervisor import House, listen
from tools.pages import PAGES, Picture

ROOT: Final = Path(__file__).resolve().parent.parent
TARGET: Final = ROOT / "docs/pictures/pages"
SHEET: Final = "contact-sheet"
WIDTHS: Final = (360, 1280)
TALLEST: Final = 1800
"""Pixels that are kept of a page."""
LARGEST: Final = 3_000_000
"""Bytes of all pictures together."""
PORT: Final = 8400
CHROMIUM: Final = "/usr/bin/chromium"
INDEXED: Final = """async data => {
  const blob = await (await fetch("data:image/png;base64," + data)).blob();
  const bitmap = await createImageBitmap(blob), {width, height} = bitmap;
  const canvas = new OffscreenCanvas(width, height).getContext("2d");
  canvas.drawImage(bitmap, 0, 0);
  const pixels = new Uint32Array(canvas.getImageData(0, 0, width, height).data.buffer);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) || 0) + 1);
  const often = [...counts.keys()].sort((one, other) => counts.get(other) - counts.get(one));
  const parts = pixel => [pixel & 255, pixel >> 8 & 255, pixel >> 16 & 255];
  const palette = often.slice(0, 14), far = [24, 12, 6, 0];
  for (const least of far) for (const pixel of often) {
    if (palette.length >= 36) break;
    const [r, g, b] = parts(pixel);
    const apart = palette.every(known => {
      const [x, y, z] = parts(known);
      return Math.abs(r - x) + Math.abs(g - y) + Math.abs(b - z) > least;
    });
    if (apart) palette.push(pixel);
  }
  const index = new Map();
  for (const pixel of often) {
    const [r, g, b] = parts(pixel);
    let best = 0, least = Infinity;
    palette.forEach((known, at) => {
      const [x, y, z] = parts(known), away = (r - x) ** 2 + (g - y) ** 2 + (b - z) ** 2;
      if (away < least) { least = away; best = at; }
    });
    index.set(pixel, best);
  }
  const lines = new Uint8Array(height * (width + 1));
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++)
    lines[y * (width + 1) + x + 1] = index.get(pixels[y * width + x]);
  let text = "";
  for (let at = 0; at < lines.length; at += 8192)
    text += String.fromCharCode(...lines.subarray(at, at + 8192));
  return {width, height, palette: palette.flatMap(parts), lines: btoa(text)};
}"""
FRAME: Final = """<!DOCTYPE html><html lang="en"><style>
body { margin: 0; padding: 28px; display: grid; grid-template-columns: repeat(3, 1fr); gap: 28px;
  background: #e9e3d6; color: #221f1a; font: 14px system-ui; }
figure { margin: 0; } figcaption { padding-bottom: 8px; }
div { display: flex; gap: 8px; }
span { height: 260px; overflow: hidden; background: #f8f5ef; border-bottom: 3px solid #c9bea9; }
img { display: block; width: 100%%; } .w1280 { width: 296px; } .w360 { width: 117px; }
</style><body>%s</body></html>"""


@contextlib.contextmanager
def standing(site: str | None, folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The address of a site that runs, and the name of the person in each role."""
    if site:
        with home.database(folder, print) as surroundings:
            home.enter(surroundings)
            yield site.rstrip("/"), settled()
        return
    listener = listen("127.0.0.1", PORT, others=50)
    origin = {"MICA_ORIGIN": f"http://127.0.0.1:{listener.port}"}
    with House(folder, listener, 1, origin, print) as house:
        home.enter(house.environment)
        yield house.environment["MICA_ORIGIN"], settled()


def settled() -> dict[str, str]:
    """The person in each role of the demo's region, which is settled now if it is not yet."""
    if util.find_spec("mica.cli.region") is None:
        return {}
    return {role.lower(): name for role, name, _ in import_module("mica.cli.region").seed().roles}


def cookie(name: str, origin: str) -> Any:
    """What a browser holds when a person has signed in."""
    from django.conf import settings  # noqa: PLC0415 - Django is set up by now
    from django.contrib.auth import get_user_model  # noqa: PLC0415 - the same
    from django.test import Client  # noqa: PLC0415 - the same

    client = Client()
    person = get_user_model().objects.get(name=name)
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    key = settings.SESSION_COOKIE_NAME
    return {"name": key, "value": client.cookies[key].value, "url": origin}


def taken(browser: Browser, picture: Picture, width: int, origin: str, person: str) -> bytes:
    """One page at one width, as Chromium's own PNG."""
    context = browser.new_context(viewport={"width": width, "height": 740}, locale="en")
    if person:
        context.add_cookies([cookie(person, origin)])
    page = context.new_page()
    page.goto(origin + picture.path, wait_until="networkidle")
    for selector in picture.click:
        page.locator(selector).first.click()
        page.wait_for_load_state("networkidle")
    tall = min(int(page.evaluate("document.documentElement.scrollHeight")), TALLEST)
    clip: Any = {"x": 0, "y": 0, "width": width, "height": tall}
    shot = page.screenshot(full_page=True, clip=clip)
    context.close()
    return shot


def small(page: Page, shot: bytes) -> bytes:
    """The same picture with a palette: a third of the bytes or less."""
    made = page.evaluate(INDEXED, base64.b64encode(shot).decode())
    header = struct.pack(">IIBBBBB", made["width"], made["height"], 8, 3, 0, 0, 0)
    lines = zlib.compress(base64.b64decode(made["lines"]), 9)
    chunks = (
        (b"IHDR", header),
        (b"PLTE", bytes(made["palette"])),
        (b"IDAT", lines),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def sheet(browser: Browser) -> bytes:
    """All pictures on one, in the order of the list."""
    figures = ""
    for picture in PAGES:
        images = ""
        for width in reversed(WIDTHS):
            file = TARGET / f"{picture.name}-{width}.png"
            if file.exists():
                data = base64.b64encode(file.read_bytes()).decode()
                image = f'<img src="data:image/png;base64,{data}">'
                images += f'<span class="w{width}">{image}</span>'
        role = picture.role or "anyone"
        words = f"<figcaption>{picture.name}, {role}</figcaption>"
        figures += f"<figure>{words}<div>{images}</div></figure>"
    page = browser.new_page(viewport={"width": 1400, "height": 400})
    page.set_content(FRAME % figures)
    return page.screenshot(full_page=True)


def renew(site: str | None, folder: Path, names: list[str]) -> int:
    """Take the pictures. The exit status: 1 where some could not be taken, or all are too large."""
    TARGET.mkdir(parents=True, exist_ok=True)
    # Playwright keeps an event loop in this thread; ours is not the asynchronous use Django fears.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    absent = []
    with standing(site, folder) as (origin, people), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        workbench = browser.new_page()
        for picture in PAGES:
            if names and picture.name not in names:
                continue
            if picture.role and picture.role not in people:
                absent.append(picture.name)
                continue
            for width in WIDTHS:
                shot = taken(browser, picture, width, origin, people.get(picture.role, ""))
                (TARGET / f"{picture.name}-{width}.png").write_bytes(small(workbench, shot))
        (TARGET.parent / f"{SHEET}.png").write_bytes(small(workbench, sheet(browser)))
        browser.close()
    made = [*TARGET.parent.rglob("*.png")]
    size = sum(file.stat().st_size for file in made)
    print(f"{len(made)} pictures: {size:,} bytes")
    for name in absent:
        print(f"{name}: nobody has its role here", file=sys.stderr)
    return int(bool(absent) or size > LARGEST)


def main() -> int:
    """Read the words of the command."""
    words = argparse.ArgumentParser(description="Take pictures of the pages.")
    words.add_argument("--site", help="the address of a site that runs")
    words.add_argument("--folder", type=Path, help="where its database lies")
    words.add_argument("names", nargs="*", help="of the pictures; all where none is named")
    given = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="mica-pictures-") as spare:
        return renew(given.site, given.folder or Path(spare) / "house", given.names)


if __name__ == "__main__":
    raise SystemExit(main())
