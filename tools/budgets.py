"""The budgets of the house, as a lint that no comment can lift.

Ruff keeps line length and complexity. This keeps what ruff lets a `noqa` excuse, or does not know:
how long a function and a file may be, where a broad `except`, an import inside a function or a
`print` may stand, and that nothing but `mica.net` reaches the network.

Usage, from the project's root:  python tools/budgets.py
Prints one line a fault (file:line: rule: what to do) and ends with 1 where there is any.
"""

import ast
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

MAX_FUNCTION: Final = 50
MAX_FILE: Final = 400
FOLDERS: Final = ("src", "tests", "bench", "tools")
WAYS_OUT: Final = (
    "aiohttp",
    "ftplib",
    "http.client",
    "httpcore",
    "httpx",
    "requests",
    "smtplib",
    "socket",
    "ssl",
    "urllib.request",
    "urllib3",
)
"""Modules that open connections. `urllib.parse` and `http.server` are not among them."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """A budget overdrawn at a place."""

    file: str
    line: int
    rule: str
    advice: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule}: {self.advice}"


def faults(file: PurePosixPath, text: str) -> list[Fault]:
    """Everything in one Python file that overdraws a budget, in the order of its lines.

    Args:
        file: its path below the project's root, such as src/mica/vc/keys.py; rules differ by place.
        text: its content.
    """
    tree = ast.parse(text, filename=str(file))
    found = [*_too_long(tree, text)]
    if file.parts[:2] == ("src", "mica"):
        place = file.relative_to("src/mica")
        at_the_edge = place.parts[0] == "cli"
        if not at_the_edge:
            found += [*_broad_excepts(tree), *_prints(tree)]
        if not at_the_edge and place.name != "apps.py":
            found += _inline_imports(tree)
        if place.parts[0] != "net":
            found += _ways_out(tree)
    return sorted(Fault(str(file), *fault) for fault in found)


def _too_long(tree: ast.Module, text: str) -> Iterator[tuple[int, str, str]]:
    lines = len(text.splitlines())
    if lines > MAX_FILE:
        yield (
            MAX_FILE + 1,
            "file-too-long",
            f"{lines} lines; {MAX_FILE} at most: split it by meaning",
        )
    for node in ast.walk(tree):
        if isinstance(node, Function):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > MAX_FUNCTION:
                advice = f"{node.name} has {lines} lines; {MAX_FUNCTION} at most: name its parts"
                yield node.lineno, "function-too-long", advice


def _broad_excepts(tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and _is_broad(node.type):
            yield node.lineno, "broad-except", "name the errors: a bug must not look like a forgery"


def _is_broad(caught: ast.expr | None) -> bool:
    if isinstance(caught, ast.Tuple):
        return any(map(_is_broad, caught.elts))
    return caught is None or (
        isinstance(caught, ast.Name) and caught.id in {"Exception", "BaseException"}
    )


def _prints(tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "print"
        ):
            yield node.lineno, "print", "return a value; only the command line speaks"


def _inline_imports(tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    lines = {
        inner.lineno
        for node in ast.walk(tree)
        if isinstance(node, Function)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    }
    for line in lines:
        yield line, "inline-import", "import at the top: an import inside a function hides a circle"


def _ways_out(tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    for node in ast.walk(tree):
        for name in _imported(node):
            if any(f"{name}.".startswith(f"{way}.") for way in WAYS_OUT):
                yield (
                    node.lineno,
                    "way-out",
                    f"{name}: the network is reached through mica.net alone",
                )
                break


def _imported(node: ast.AST) -> list[str]:
    """Dotted names that an import statement brings in; of `from a import b` both a and a.b."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def all_faults(root: Path) -> Iterable[Fault]:
    """The faults of every Python file below a project's root, file by file."""
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*.py")):
            if path.parent.name == "migrations":
                continue  # written by Django
            place = PurePosixPath(path.relative_to(root).as_posix())
            yield from faults(place, path.read_text(encoding="utf-8"))


def main(root: Path) -> int:
    """Print every fault; 1 where there is any, else 0."""
    found = list(all_faults(root))
    for fault in found:
        print(fault)
    print(f"Budgets: {len(found)} overdrawn." if found else "Budgets: all kept.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parent.parent))
