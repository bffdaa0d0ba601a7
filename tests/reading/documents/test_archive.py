import io
import stat
import struct
import time
import tracemalloc
import zipfile
from datetime import date
from pathlib import Path

import pytest

from geo.errors import DocumentError
from geo.model import Document
from geo.reading.documents import archive as reader
from geo.reading.documents import members, read_bytes, read_sources
from tests.reading.documents import archives, files
from tests.reading.documents.archives import Entry, honest, packed, written
from tests.reading.documents.files import TEXT


def read(data: bytes, name: str = "x.zip", **more: object) -> tuple[dict[str, Document], list[str]]:
    found = list(read_bytes(data, name=name, **more))  # type: ignore[arg-type]
    documents = {one.id: one for one in found if isinstance(one, Document)}
    return documents, [str(one) for one in found if isinstance(one, DocumentError)]


def test_every_kind_is_read_from_an_archive_and_the_table_in_it_honoured() -> None:
    page = f"<!DOCTYPE html><html><body><article><p>{TEXT}</p></article></body></html>"
    data = packed(
        {
            "reports/": b"",
            "reports/a.txt": TEXT,
            "reports/b.html": page,
            "c.docx": files.docx(files.body_xml(files.paragraph(TEXT))),
            "d.pdf": files.minimal_pdf(text="The delegation left for Damascus"),
            "e.jsonl": f'{{"id": "line", "text": "{TEXT}"}}\n',
            "f.csv": f'id,text\nrow,"{TEXT}"\n',
            "reports/sources.toml": '[a]\npublished = 2020-03-04\npublisher = "p"\n',
        }
    )
    documents, errors = read(data, published=date(2021, 1, 1))
    assert not errors
    assert set(documents) == {"a", "b", "c", "d", "line", "row"}
    assert (documents["a"].published, documents["a"].publisher) == (date(2020, 3, 4), "p")
    assert documents["b"].published == date(2021, 1, 1)


def test_an_archive_on_the_disk_is_read_as_one_that_is_uploaded(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(packed({"a.txt": TEXT, "b.txt": ""}))
    document, error = read_sources([tmp_path])
    assert isinstance(document, Document)
    assert document.id == "a"
    assert str(error) == f"{tmp_path}/x.zip: b.txt: is empty"
    assert [path.name for path in tmp_path.iterdir()] == ["x.zip"]


def test_a_member_that_fails_is_named_and_the_others_are_read() -> None:
    data = packed({"a.txt": TEXT, "b.txt": b"\x89PNG\r\n", "c.doc": b"x", "d/e.txt": "Делегация", "f.md": "left out"})
    documents, errors = read(data)
    assert list(documents) == ["a"]
    assert [error.split(": ")[:2] for error in errors] == [["x.zip", "c.doc"], ["x.zip", "b.txt"], ["x.zip", "d/e.txt"]]


def test_ids_are_stems_told_apart_by_their_folders_and_then_by_numbers() -> None:
    data = written(
        *(honest(name, TEXT.encode()) for name in ("n.txt", "a/n.txt", "b/n.txt", "b/n.html", "z/b/n.txt", "one.txt"))
    )
    assert set(read(data)[0]) == {"n", "a-n", "b-n", "b-n-2", "b-n-3", "one"}


def test_names_in_arabic_are_read_with_the_mark_of_utf8_or_without() -> None:
    assert set(read(packed({"تقرير.txt": TEXT}))[0]) == {"تقرير"}
    assert set(read(written(honest("تقرير.txt", TEXT.encode())))[0]) == {"تقرير"}
    assert set(read(written(honest("مجلد\\تقرير.txt", TEXT.encode())))[0]) == {"تقرير"}


def test_what_the_packers_system_adds_and_hidden_files_are_passed_over() -> None:
    data = packed({"a.txt": TEXT, "__MACOSX/._a.txt": "x", ".hidden.txt": "x", ".git/b.txt": "x", "b/.c/d.txt": "x"})
    assert (list(read(data)[0]), read(data)[1]) == (["a"], [])


@pytest.mark.parametrize("data", [packed({}), packed({"a.md": "x"}), packed({"folder/": b""})])
def test_an_archive_without_documents_is_said(data: bytes) -> None:
    assert "holds no document; expected .txt" in read(data)[1][0]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (honest("../evil.txt", b"x"), "x.zip: ../evil.txt: has a name that leads out"),
        (honest("a/../../evil.txt", b"x"), "leads out"),
        (honest("..\\evil.txt", b"x"), "leads out"),
        (honest("/etc/evil.txt", b"x"), "leads out"),
        (honest("C:\\evil.txt", b"x"), "leads out"),
        (honest("\\\\server\\evil.txt", b"x"), "leads out"),
        (honest("../sources.toml", b"[a]"), "leads out"),
        (honest("evil\r\n.txt", b"x"), "control characters"),
        (honest("evil\x1b[2J.txt", b"x"), "control characters"),
        (honest("a\u202etxt.txt", b"x", flags=0x800), "direction of writing"),
        (honest("safe.txt\x00/../evil.txt", b"x"), "control characters"),
        (honest("e" * 600 + ".txt", b"x"), "name of 604 characters"),
        (honest("link.txt", b"/etc/passwd", mode=stat.S_IFLNK | 0o777), "is a link: not followed"),
        (honest("pipe.txt", b"", mode=stat.S_IFIFO), "is no file"),
        (honest("locked.txt", b"x", flags=1), "is encrypted"),
        (honest("inner.zip", packed({"a.txt": TEXT})), "archive in an archive"),
        (honest("inner.txt", packed({"a.txt": TEXT})), "ends in .txt but is a zip archive"),
        (honest("evil.docx", packed({"a.txt": TEXT})), "no Word document"),
        (honest("crc.txt", b"x", crc=1), "damaged archive"),
        (honest("short.txt", TEXT.encode(), size=5), "damaged archive"),
        (Entry(name=b"bad.txt", data=b"\xff\xff\xff", size=10), "damaged archive"),
        (Entry(name=b"bz.txt", data=b"BZh9", size=10, method=zipfile.ZIP_BZIP2), "packed by method 12"),
    ],
)
def test_a_hostile_member_is_refused_by_name_and_the_others_are_read(entry: Entry, said: str) -> None:
    documents, errors = read(written(entry, honest("good.txt", TEXT.encode())))
    assert list(documents) == ["good"]
    (error,) = errors
    assert said in error
    assert error.startswith("x.zip: ")
    assert len(error) < 700
    assert error.isprintable()


def test_a_name_that_differs_in_directory_and_header_is_refused() -> None:
    data = bytearray(written(honest("good.txt", TEXT.encode())))
    data[30:34] = b"evil"
    assert "damaged archive" in read(bytes(data))[1][0]


def test_a_bomb_of_ten_gigabytes_is_refused_at_once() -> None:
    n_megabytes = 10 * 1024 - 1
    data = written(
        Entry(name=b"bomb.txt", data=archives.zeros(n_megabytes), size=min(n_megabytes << 20, 0xFFFFFFFE)),
        honest("a.txt", TEXT.encode()),
    )
    start = time.process_time()
    documents, errors = read(data)
    assert time.process_time() - start < 2
    assert not documents
    assert errors[0].startswith("x.zip: bomb.txt: unpacks from")
    assert "refused as a bomb" in errors[0]


def test_a_bomb_that_states_a_small_size_gives_no_more_than_that() -> None:
    data = written(Entry(name=b"bomb.txt", data=archives.zeros(2000), size=1000), honest("a.txt", TEXT.encode()))
    tracemalloc.start()
    documents, errors = read(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert list(documents) == ["a"]
    assert "bomb.txt: is a damaged archive" in errors[0]
    assert peak < 20_000_000


def test_a_member_beyond_its_limit_or_all_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = written(*(honest(f"{n}.txt", TEXT.encode()) for n in range(20)))
    monkeypatch.setattr(reader, "MAX_ZIP_UNPACKED_BYTES", 1000)
    assert "unpacks to" in read(data)[1][0]
    assert "split it" in read(data)[1][0]
    monkeypatch.undo()
    monkeypatch.setattr(reader, "_MAX_MEMBER_BYTES", 10)
    assert "unpacks to more than 10 bytes" in read(data)[1][0]
    monkeypatch.setattr(reader, "MAX_ZIP_BYTES", 100)
    assert "most that is read of one archive" in read(data)[1][0]


def test_a_quine_like_archive_whose_members_lie_in_one_another_is_refused() -> None:
    kernel = honest("0.txt", TEXT.encode() * 100)
    more = [
        Entry(name=b"%d.txt" % n, size=kernel.size, crc=kernel.crc, at=0, packed_size=len(kernel.data))
        for n in range(1, 500)
    ]
    documents, errors = read(written(kernel, *more))
    assert not documents
    assert "files that overlap" in errors[0]


def test_members_that_reach_into_the_directory_or_stand_before_the_beginning_are_refused() -> None:
    entry = honest("a.txt", TEXT.encode())
    reaching = Entry(name=entry.name, data=entry.data, size=entry.size, crc=entry.crc, packed_size=len(entry.data) + 60)
    assert "overlap" in read(written(reaching))[1][0]
    before = Entry(name=b"b.txt", at=0xFFFF0000)
    assert "overlap" in read(written(entry, before))[1][0]


def test_more_members_than_are_read_are_refused_before_they_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    data = written(*(Entry(name=b"%d" % n) for n in range(60_000)))
    tracemalloc.start()
    documents, errors = read(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert not documents
    assert "more than 10,000 files" in errors[0]
    assert peak < 30_000_000
    monkeypatch.setattr(members, "MAX_MEMBERS", 3)
    assert "archive of 4 files" in read(packed({f"{n}.txt": TEXT for n in range(4)}))[1][0]


@pytest.mark.parametrize("cut", [1, 10, 60, 150])
def test_a_truncated_archive_is_refused(cut: int) -> None:
    documents, errors = read(packed({"a.txt": TEXT, "b.txt": TEXT})[:-cut])
    assert not documents
    assert "damaged archive" in errors[0]


def test_a_data_descriptor_that_lies_is_not_believed() -> None:
    class Pipe(io.BytesIO):
        def tell(self) -> int:
            raise io.UnsupportedOperation  # what a pipe cannot do makes the packer write descriptors

    memory = Pipe()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", TEXT)
        archive.writestr("b.txt", TEXT)
    data = bytearray(memory.getvalue())
    place = data.index(b"PK\x07\x08")
    data[place + 8 : place + 16] = struct.pack("<II", 0, 0xFFFFFFFF)
    documents, errors = read(bytes(data))
    assert (set(documents), errors) == ({"a", "b"}, [])


def test_a_word_document_stays_one_whatever_its_name() -> None:
    data = files.docx(files.body_xml(files.paragraph(TEXT)))
    assert list(read(data, "report")[0]) == ["report"]
    assert "ends in .zip but is an office document" in read(data, "report.zip")[1][0]
    assert "ends in .txt but is a zip archive" in read(data, "report.txt")[1][0]
    assert "OpenDocument" in read(packed({"mimetype": "x", "content.xml": "x"}), "report.odt")[1][0]


def test_the_table_of_an_archive_is_bounded_and_its_faults_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    documents, errors = read(packed({"a.txt": TEXT, "sources.toml": '[a]\ntitle = "t"\n[lost]\ntitle = "x"\n'}))
    assert documents["a"].title == "t"
    assert errors == ["x.zip: sources.toml: tells of 'lost', but there is no such document"]
    monkeypatch.setattr(reader, "MAX_SOURCES_BYTES", 5)
    documents, errors = read(packed({"a.txt": TEXT, "sources.toml": '[a]\ntitle = "t"'}))
    assert documents["a"].title == ""
    assert "sources.toml: cannot be used (unpacks to more than 5 bytes" in errors[0]
