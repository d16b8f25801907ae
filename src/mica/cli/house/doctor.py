"""Is this site sound? What `mica doctor` adds where the platform is installed.

The database of a house that does not stand is started for the questions, and stopped again.
"""

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from mica.cli.doctor import Finding, Level, dependency
from mica.cli.house import home, lock
from mica.cli.house.errors import HouseError
from mica.net.errors import NetError
from mica.net.limits import STANDARD
from mica.net.web import Web
from mica.site.environment import BadSettings

LEAST_DATABASE: Final = 15
OWN_NAMES: Final = frozenset(
    {
        "MICA_ADDRESS",
        "MICA_FOLDER",
        "MICA_HOUSE_READY",
        "MICA_KEY_PASSPHRASE",
        "MICA_PORT",
        "MICA_SHARED",
        "MICA_WEB_PROCESSES",
        "MICA_WEB_THREADS",
        "MICA_WORKER_PROCESSES",
    }
)
"""What the command line reads by itself; everything else is a setting of the site."""
_CLOCKS: Final = 5.0
"""Seconds by which two clocks may differ before codes and dates suffer."""
_LITTLE, _TOO_LITTLE = 1024**3, 100 * 1024**2
"""Bytes of a disk."""
_SMTP_SECONDS: Final = 10
_VARIETY: Final = 12
"""Different characters in a secret that chance made; a word or a row of ones has fewer."""


def examine(folder: Path, now: datetime | None = None) -> list[Finding]:
    """Examine the platform and the site; nothing where no part of the platform is installed.

    Args:
        folder: of the house, where the environment names no database.
        now: the moment to hold the database's clock to, aware; the system's by default.
    """
    absent = home.missing()
    if len(absent) == len(home.PLATFORM):
        return []
    # Not imported here: some of them need the settings first, and the site imports them below.
    found = [dependency(name, None, least) for name, (_, least) in home.PLATFORM.items()]
    if absent:
        return found
    if not home.has_own_database() and not folder.is_dir():
        sentence = f"There is no site in {folder}; `mica serve` makes one."
        return [*found, Finding("site", Level.OK, sentence)]
    return [*found, *_site(folder, now or datetime.now(UTC))]


def _site(folder: Path, now: datetime) -> Iterator[Finding]:
    stands = home.has_own_database() or lock.is_held(folder)
    try:
        with home.database(folder, lambda _sentence: None) as surroundings:
            home.enter(surroundings)
            from django.conf import settings
            from django.db import connections

            yield Finding("settings", Level.OK, "The settings can be used.")
            yield from unknown_settings(surroundings, settings)
            yield from secrets(settings)
            yield from file_permissions(surroundings)
            yield from _database(now, stands=stands)
            yield mail(settings)
            yield origin(settings)
            yield disk(folder if folder.is_dir() else Path.cwd())
            connections.close_all()
    except BadSettings as error:
        for fault in str(error).splitlines()[1:]:
            yield Finding("settings", Level.ERROR, fault.strip(), "Set it so: docs/run.md.")
    except HouseError as error:
        yield Finding("database", Level.ERROR, str(error), "Do as it says, and ask again.")


def unknown_settings(surroundings: Any, settings: Any) -> Iterator[Finding]:
    """Names that look like settings of ours, and are none: a slip that nothing else would tell."""
    known = settings.MICA_SETTINGS | OWN_NAMES
    for name in sorted(surroundings):
        if name.startswith("MICA_") and name.removesuffix("_FILE") not in known:
            sentence = f"{name} is set, and Mica knows no such setting."
            yield Finding("settings", Level.WARNING, sentence, "Look for a slip: docs/run.md.")


def secrets(settings: Any) -> Iterator[Finding]:
    """Whether the secrets can be secret."""
    if settings.MICA_DEVELOPMENT_SECRETS:
        names = " and ".join(settings.MICA_DEVELOPMENT_SECRETS)
        sentence = f"{names} not set: those of development are in use, which anybody can read."
        advice = "To try Mica out is all that they are good for; else set your own."
        yield Finding("secrets", Level.WARNING, sentence, advice)
        return
    weak = [
        name
        for name, variety in (
            ("MICA_SECRET", len(set(settings.SECRET_KEY))),
            ("MICA_MASTER_KEY", len(set(settings.MICA_MASTER_KEY))),
        )
        if variety < _VARIETY
    ]
    for name in weak:
        sentence = f"{name} is too regular to have been made by chance."
        advice = "Make one by chance: openssl rand -base64 32"
        yield Finding("secrets", Level.WARNING, sentence, advice)
    if not weak:
        yield Finding("secrets", Level.OK, "The secrets are your own.")


def file_permissions(surroundings: Any) -> Iterator[Finding]:
    """Who but their owner can read the files of secrets."""
    for name in ("MICA_SECRET", "MICA_MASTER_KEY", "DATABASE_URL", "MICA_MAIL", "MICA_OIDC_SECRET"):
        place = surroundings.get(f"{name}_FILE", "").strip()
        if place and Path(place).stat().st_mode & stat.S_IROTH:
            sentence = f"Everybody on this machine can read {place}, the file of {name}."
            yield Finding("secrets", Level.WARNING, sentence, f"Close it: chmod o-rwx {place}")


def _database(now: datetime, *, stands: bool) -> Iterator[Finding]:
    from mica.core import health, queries

    try:
        seen = health.database()
        yield database_version(seen.version)
        yield clocks(now, seen.now)
        yield migrations(seen.unapplied)
        if not seen.unapplied:
            yield from jobs(queries.jobs_state(seen.now), seen.now, stands=stands)
            yield from outbox(queries.mail_state(seen.now))
    except health.Unreachable as error:
        why = str(error).strip().partition("\n")[0]
        advice = "Look whether it runs, and whether DATABASE_URL is right."
        yield Finding("database", Level.ERROR, f"The database cannot be reached: {why}", advice)


def database_version(version: int) -> Finding:
    """Whether the database is recent enough.

    Args:
        version: as PostgreSQL counts, such as 180004 for 18.4.
    """
    said = f"PostgreSQL {version // 10_000}.{version % 10_000}"
    if version // 10_000 < LEAST_DATABASE:
        sentence = f"The database is {said}; Mica needs {LEAST_DATABASE} or later."
        return Finding("database", Level.ERROR, sentence, "Bring it up to date.")
    return Finding("database", Level.OK, f"The database answers ({said}).")


def clocks(ours: datetime, theirs: datetime) -> Finding:
    """Whether this machine and the database agree on the time. Both aware."""
    apart = abs((ours - theirs).total_seconds())
    if apart <= _CLOCKS:
        return Finding("clocks", Level.OK, "The database's clock agrees with this machine's.")
    sentence = f"The database's clock and this machine's are {apart:.0f} seconds apart."
    return Finding("clocks", Level.WARNING, sentence, "Set both by network time (NTP).")


def migrations(unapplied: int) -> Finding:
    """Whether the tables are those of this Mica."""
    if not unapplied:
        return Finding("migrations", Level.OK, "The tables are those of this Mica.")
    sentence = f"The tables are older than this Mica: {unapplied} migrations are not applied."
    return Finding("migrations", Level.ERROR, sentence, "Apply them: mica manage migrate")


def jobs(found: Any, now: datetime, *, stands: bool) -> Iterator[Finding]:
    """Whether anybody runs jobs, and whether any was given up.

    Args:
        found: what `core.queries.jobs_state` says.
        now: by the database's clock.
        stands: whether the site runs, so that there should be a worker.
    """
    if found.workers:
        yield Finding("worker", Level.OK, f"{found.workers} told lately that they run jobs.")
    elif not stands:
        yield Finding("worker", Level.OK, "The site does not run now, and so no worker does.")
    else:
        last = f" for {(now - found.heard).total_seconds():.0f} seconds" if found.heard else ""
        sentence = f"No worker told that it lives{last}: no mail is sent, and nothing is issued."
        yield Finding("worker", Level.ERROR, sentence, "Start one: mica serve --only worker")
    if found.failed:
        names = ", ".join(f"{name} ({number})" for name, number in sorted(found.failed.items()))
        advice = "What a worker said when it gave them up stands in its log."
        yield Finding("jobs", Level.WARNING, f"Jobs were given up: {names}.", advice)


def outbox(found: Any) -> Iterator[Finding]:
    """Whether mail waits for a server.

    Args:
        found: what `core.queries.mail_state` says.
    """
    if found.waiting and found.fault:
        sentence = f"{found.waiting} mails wait for a server that takes them; the last try failed."
        advice = "They are sent when it does. Check MICA_MAIL, and ask the server's log."
        yield Finding("mail", Level.WARNING, sentence, advice)


def mail(settings: Any) -> Finding:
    """Whether mail leaves. Talks to the mail server as far as signing in, and sends nothing."""
    way = settings.MICA_MAIL
    if not way:
        sentence = "Mail stays in the outbox, and reaches nobody."
        if settings.PRODUCTION:
            return Finding("mail", Level.WARNING, sentence, "Name a mail server: MICA_MAIL.")
        return Finding("mail", Level.OK, sentence)
    from django.core.mail.backends.smtp import EmailBackend

    line = EmailBackend(
        host=way["host"],
        port=way["port"],
        username=way["username"],
        password=way["password"],
        use_tls=way["tls"] == "starttls",
        use_ssl=way["tls"] == "tls",
        timeout=_SMTP_SECONDS,
    )
    try:
        with line:  # opens it, and closes it also where signing in fails
            pass
    except OSError as error:  # what SMTP refuses is one, too
        sentence = f"The mail server {way['host']}:{way['port']} refuses ({type(error).__name__})."
        return Finding("mail", Level.ERROR, sentence, "Check MICA_MAIL, and ask the server's log.")
    return Finding("mail", Level.OK, f"The mail server {way['host']}:{way['port']} lets us in.")


def origin(settings: Any) -> Finding:
    """Whether the site answers where it says that it stands."""
    at = settings.MICA_ORIGIN
    if settings.ON_LOOPBACK:
        return Finding("origin", Level.OK, f"{at} is for this machine alone.")
    if not at.startswith("https://"):
        sentence = f"{at} is an open line: whoever listens can sign in as others."
        return Finding("origin", Level.WARNING, sentence, "Put TLS in front: docs/run.md.")
    try:
        Web(limits=STANDARD, allow=lambda _address: True)(f"{at}/health/live")
    except NetError as error:
        advice = "Look whether the web server in front runs, and leads here: docs/run.md."
        return Finding("origin", Level.WARNING, f"{at} does not answer: {error}", advice)
    return Finding("origin", Level.OK, f"{at} answers.")


def disk(folder: Path) -> Finding:
    """Whether there is room for the database and its log."""
    free = shutil.disk_usage(folder).free
    sentence = f"{free / 1024**3:.1f} GiB are free where {os.fspath(folder.absolute())} lies."
    if free >= _LITTLE:
        return Finding("disk", Level.OK, sentence)
    level = Level.WARNING if free >= _TOO_LITTLE else Level.ERROR
    return Finding("disk", level, sentence, "Make room: a full disk stops the database.")
