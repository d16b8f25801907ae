"""What was handed over all at once: files, archives, tables of links; and archives that attack."""

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Sequence

import pytest

from mica.verification.errors import Unfit
from mica.verification.rules.many import MB, MEMBERS, STRANGERS, Item, Limits, Upload, items, links

SMALL = Limits(documents=3, item_bytes=1000, total_bytes=2000)


def upload(name: str, data: bytes) -> Upload:
    return Upload(name, io.BytesIO(data))


def packed(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return made.getvalue()


def found(*uploads: Upload, limits: Limits = SMALL) -> list[tuple[str, bytes, str]]:
    return [told(one) for one in items(uploads, limits)]


def told(item: Item) -> tuple[str, bytes, str]:
    return item.name, item.data, item.fault.code if item.fault else ""


def refused(*uploads: Upload, limits: Limits = SMALL) -> str:
    with pytest.raises(Unfit) as caught:
        list(items(uploads, limits))
    return caught.value.code


def test_files_come_in_their_order() -> None:
    assert found(upload("b.json", b"{}"), upload("a.json", b'{"a":1}')) == [
        ("b.json", b"{}", ""),
        ("a.json", b'{"a":1}', ""),
    ]


def test_nothing_is_refused() -> None:
    assert refused() == "nothing-given"
    assert refused(upload("empty.zip", packed())) == "nothing-given"


def test_an_archive_counts_as_what_is_in_it() -> None:
    made = packed(("one/a.json", b"{}"), ("one/", b""), ("__MACOSX/x", b"x"), ("b/.DS_Store", b"x"))

    assert found(upload("all.zip", made)) == [("one/a.json", b"{}", "")]


def test_path_tricks_in_an_archive_lead_nowhere() -> None:
    made = packed(("../../etc/passwd", b"{}"), ("/etc/shadow", b"{}"), ("C:\\x", b"{}"))

    assert [name for name, _, _ in found(upload("a.zip", made))] == [
        "../../etc/passwd",
        "/etc/shadow",
        "C:\\x",
    ]


def test_a_table_of_links_counts_as_its_links() -> None:
    table = b"\xef\xbb\xbfname;where\nLena;https://a.example/1\n;\nOmar;no link\nMei;https://a.example/2"

    assert found(upload("links.csv", table)) == [
        ("https://a.example/1", b"https://a.example/1", ""),
        ("3", b"", "no-link"),
        ("https://a.example/2", b"https://a.example/2", ""),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example/1",
        '{"a": "https://a.example/1",\n"b": "https://a.example/2"}',
        "a.b.c",
        "just words\nand more",
        "",
        "<svg>\nhttps://a.example</svg>",
    ],
)
def test_what_is_no_table_of_links_is_one_document(text: str) -> None:
    assert links(text) == []


def test_too_many_documents() -> None:
    one = upload("a.zip", packed(*((f"{n}.json", b"{}") for n in range(4))))

    assert refused(one) == "too-many-at-once"
    assert refused(upload("a.csv", b"\n".join([b"https://a.example/"] * 4))) == "too-many-at-once"


def test_too_much_together() -> None:
    parts: Sequence[Upload] = [upload("a", b"x" * 900) for _ in range(3)]

    assert refused(*parts) == "too-large-at-once"


def test_a_file_that_is_too_large_is_told_and_stops_no_other() -> None:
    assert found(upload("big", b"x" * 1001), upload("a.json", b"{}")) == [
        ("big", b"", "file-too-large"),
        ("a.json", b"{}", ""),
    ]


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = packed(("bomb.json", b"0" * 300 * MB))
    upload_of_it = upload("bomb.zip", bomb)
    tracemalloc.start()
    result = found(upload_of_it, limits=MEMBERS)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert (len(bomb) < MB, result) == (True, [("bomb.json", b"", "file-too-large")])
    assert peak < 20 * MB


def test_many_small_bombs_stop_at_what_they_may_be_together() -> None:
    bombs = packed(*((f"{n}.json", b"0" * 4 * MB) for n in range(60)))

    assert refused(upload("bombs.zip", bombs), limits=MEMBERS) == "too-large-at-once"


def test_an_archive_that_lies_about_the_size_of_a_file() -> None:
    made = bytearray(packed(("a.json", b"0" * 5000)))
    at = made.rfind(b"PK\x01\x02")
    made[at + 24 : at + 28] = struct.pack("<L", 10)  # the directory says 10 bytes
    made[22:26] = struct.pack("<L", 10)

    assert [(data[:1], code) for _, data, code in found(upload("a.zip", bytes(made)))] == [
        (b"", "zip-entry-unreadable")
    ]


def test_an_archive_whose_directory_would_fill_the_memory_is_refused_before_it_is_read() -> None:
    made = bytearray(packed(("a.json", b"{}")))
    end = made.rfind(b"PK\x05\x06")
    made[end + 12 : end + 16] = struct.pack("<L", 2**31)

    assert refused(upload("a.zip", bytes(made)), limits=MEMBERS) == "too-many-at-once"


def test_an_archive_of_the_large_kind_is_refused() -> None:
    made = packed(("a.json", b"{}"))
    end = made.rfind(b"PK\x05\x06")
    locator = b"PK\x06\x07" + bytes(16)

    assert refused(upload("a.zip", made[:end] + locator + made[end:])) == "too-many-at-once"


def test_an_archive_with_a_password_and_one_packed_unusually() -> None:
    locked = bytearray(packed(("a.json", b"{}")))
    locked[locked.rfind(b"PK\x01\x02") + 8] |= 1
    odd = packed(("a.json", b"{}"), method=zipfile.ZIP_LZMA)

    assert [code for _, _, code in found(upload("a.zip", bytes(locked)), upload("b.zip", odd))] == [
        "zip-entry-unreadable",
        "zip-entry-unreadable",
    ]


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04", b"PK\x05\x06", packed(("a", b"b"))[:-5]],
    ids=["a beginning", "an end", "cut short"],
)
def test_a_broken_archive_is_told(data: bytes) -> None:
    assert refused(upload("a.zip", data)) == "not-a-zip"


def test_an_archive_damaged_inside_is_told_and_stops_no_other() -> None:
    made = bytearray(packed(("a.json", b"{}" * 40), ("b.json", b"{}"), method=zipfile.ZIP_STORED))
    made[40] ^= 0xFF

    assert [(name, code) for name, _, code in found(upload("a.zip", bytes(made)))] == [
        ("a.json", "zip-entry-unreadable"),
        ("b.json", ""),
    ]


def test_strangers_hand_in_fewer_than_members() -> None:
    assert (STRANGERS.documents, MEMBERS.documents) == (50, 10_000)
