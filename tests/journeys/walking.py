"""Steps that several journeys take."""

import re

from playwright.sync_api import Page, expect
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from mica.core.models import Message


def work() -> None:
    """Do the jobs that wait, as a worker does, in the order in which they came."""
    for job in ProcrastinateJob.objects.filter(status="todo", scheduled_at=None).order_by("id"):
        app.tasks[job.task_name](**job.args)


def mailed(address: str, kind: str) -> str:
    """The text of the newest mail of a kind to an address."""
    return Message.objects.filter(address=address, kind=kind).latest("created").text


def link_in(text: str, part: str) -> str:
    """The link in a mail that has this part."""
    found = re.search(rf"http\S*{part}\S*", text)
    assert found is not None, text
    return found[0]


def enter(page: Page, address: str) -> None:
    """Sign in by the code that is mailed to an address, from the page that asks for it."""
    page.get_by_label("Your email address").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    code = Message.objects.filter(address=address, kind="code").latest("created").subject
    page.get_by_label("The code from the mail").fill(code.split(": ")[1])
    page.get_by_role("button", name="Sign in").click()


def heading(page: Page, text: str) -> None:
    """The page's heading says this."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(text)


def award_to_nia(officer: Page) -> None:
    """Award bread baking to somebody who has no account."""
    officer.goto("/organisations/river-college/awards/")
    officer.get_by_role("link", name="Award one").first.click()
    officer.get_by_label("Name of the learner").fill("Nia Newman")
    officer.get_by_label("Email of the learner").fill("nia@example.org")
    officer.get_by_role("button", name="Award", exact=True).click()
    expect(officer.get_by_role("heading", name="Nia Newman")).to_be_visible()


def share(page: Page, recipient: str) -> str:
    """Share what stands first in the wallet; the link."""
    page.goto("/wallet/share/")
    page.get_by_role("checkbox").first.check()
    page.get_by_label("For whom").fill(recipient)
    page.get_by_role("button", name="Make the link").click()
    return page.locator("a[href*='/s/']").first.inner_text()
