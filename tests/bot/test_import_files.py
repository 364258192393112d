"""Files that are sent to be imported: whatever letters they are in, and whatever they do to their reader."""

from __future__ import annotations

import asyncio
import copy
import io
import time
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from bot.fields import Here
from bot.imports import columns, leftovers, reading, texts
from bot.imports.columns import Column
from bot.imports.rows import Fault, Faulty, Reader, phone
from bot.imports.table import MOST_COLUMNS, MOST_ROWS, Row, Table, Unreadable
from bot.speech import Speech, catalogue
from bot.vocabulary import VOCABULARY
from crm.doubles import Entry
from storage.models import Role, Staff

NOW = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)
HERE = VOCABULARY.at(Here(NOW, ZoneInfo("Asia/Riyadh"), "SA"))

ARABIC = "الاسم,الجوال,الشركة\r\nسارة العتيبي,0501234567,مؤسسة النور\r\nعثمان الغامدي,0555555555,شركة الأفق\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256", "iso8859_6"])
def test_arabic_is_read_right(encoding: str) -> None:
    assert texts.decoded(ARABIC.encode(encoding)) == ARABIC
    assert texts.read(ARABIC.encode(encoding)).rows[1].cells == ["سارة العتيبي", "0501234567", "مؤسسة النور"]


@pytest.mark.parametrize("name", ["José Müller", "Åsa Sjöström", "Zoë Brontë", "François"])
def test_latin_letters_with_marks_are_read_right(name: str) -> None:
    assert texts.read(f"name;phone\n{name};0501\n".encode("cp1252")).rows[1].cells[0] == name


def test_arabic_and_french_in_one_code_page() -> None:
    assert texts.decoded("name,x\nفرح,café\n".encode("cp1256")) == "name,x\nفرح,café\n"


def test_what_was_encoded_twice_is_mended() -> None:
    twice = ARABIC.encode().decode("latin-1").encode()
    assert "Ø" in twice.decode()
    assert texts.decoded(twice) == ARABIC


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_what_stands_between_columns_is_told(delimiter: str) -> None:
    head = delimiter.join(["name", "labels", "phone"])
    rows = "\n".join(delimiter.join([f"Sara {n}", '"a,b;c"', "05"]) for n in range(5))
    table = texts.read(f"{head}\n{rows}\n".encode())
    assert table.rows[3].cells == ["Sara 2", "a,b;c", "05"]


def test_rows_keep_the_numbers_that_they_have_in_the_file() -> None:
    assert [row.number for row in texts.read(b"sep=;\nname;x\n\n;\nSara;1\n").rows] == [2, 5]
    assert texts.read(b'name,x\nSara,"=""05"""\nAli,="050"\n').rows[2].cells == ["Ali", "050"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [ARABIC, "name,phone\nSara,0501234567\n"])
def test_utf_16_without_its_mark_is_read_right(encoding: str, text: str) -> None:
    assert texts.decoded(text.encode(encoding)) == text


def test_rows_end_however_they_end() -> None:
    mixed = "name,x\r\nSara,1\rAli,2\nOmar,3\r\r\nZaid,4"
    assert [row.cells[0] for row in texts.read(mixed.encode()).rows] == ["name", "Sara", "Ali", "Omar", "Zaid"]


NOT_READ: Mapping[str, tuple[bytes, str]] = {
    "png.csv": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "none"),
    "program.xlsx": (b"\x7fELF" + bytes(100), "none"),
    "noise.csv": (bytes(range(1, 256)) * 20, "letters"),
    "nul.csv": (b"name,phone\nA\0,1\n", "none"),
    "old.xlsx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "old"),
    "locked.xlsx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "locked"),
    "wide.csv": (",".join(["a"] * 1_000_000).encode(), "columns"),
    "wider.csv": (f"name{',x' * MOST_COLUMNS}\n".encode(), "columns"),
    "quote.csv": (b'name,phone\n"Sara,05\nAli,06\n', "quote"),
    "quote and much.csv": (b'name,phone\n"Sara,05\n' + b"Ali,06\n" * 30_000, "quote"),
    "quotes.csv": (b'"' * 1_000_000, "quote"),
    "cell.csv": (b"name\n" + b"x" * 10_000_000, "heavy"),
    "head.csv": (b"name," + b"x" * 200_000 + b"\nSara,1\n", "heavy"),
    "nuls.csv": (bytes(1000), "none"),
    "nul at an odd place.csv": (b"name,phone\nSa\0ra,05\n", "none"),
    "utf-32.csv": ("name\nSara\n".encode("utf-32"), "none"),
    "table.xls": (b"\n<TABLE><tr><td>name</td></tr></TABLE>", "none"),
    "large.csv": (b"x" * (20 * 1024 * 1024 + 1), "size"),
    "page.csv": (b"<html><body>login</body></html>", "none"),
    "ends.xlsx": (b"PK\x03\x04 and no more", "broken"),
}


@pytest.mark.parametrize("name", NOT_READ)
async def test_what_is_no_table_is_refused(name: str, tmp_path: Path) -> None:
    content, reason = NOT_READ[name]
    assert await refusal(content, tmp_path / name) == reason


HUGE = 190 * 1024 * 1024
SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
_ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
_OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
_BEGIN = (
    b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
_END = b"</sheetData></worksheet>"

HOSTILE: Mapping[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "bomb": (SHEET, lambda _: _BEGIN + b" " * (250 * 1024 * 1024) + _END, "heavy"),
    "one huge cell": (
        SHEET,
        lambda _: (
            _BEGIN + b'<row><c t="inlineStr"><is><t>' + b"x" * (190 * 1024 * 1024) + b"</t></is></c></row>" + _END
        ),
        "heavy",
    ),
    "many columns": (SHEET, lambda _: _BEGIN + b"<row>" + b"<c><v>1</v></c>" * 100_000 + b"</row>" + _END, "columns"),
    "many rows": (SHEET, lambda _: _BEGIN + b"<row><c><v>1</v></c></row>" * (MOST_ROWS + 500) + _END, "rows"),
    "many sheets": (
        BOOK,
        lambda old: old.replace(b"</sheets>", b'<sheet name="x"/>' * 300_000 + old),
        "heavy",
    ),
    "entities": (SHEET, lambda old: _ENTITIES + old.split(b"?>", 1)[-1], "broken"),
    "entities in the book": (BOOK, lambda old: _ENTITIES + old.split(b"?>", 1)[-1], "broken"),
    "entities in the styles": ("xl/styles.xml", lambda old: _ENTITIES + old.split(b"?>", 1)[-1], "broken"),
    "a file of ours": ("xl/styles.xml", lambda old: _OUTSIDE + old.split(b"?>", 1)[-1], "broken"),
    "styles": (
        "xl/styles.xml",
        lambda old: old.replace(b"</cellXfs>", b'<xf numFmtId="0"/>' * 3_000_000 + b"</cellXfs>"),
        "heavy",
    ),
    "no end": (SHEET, lambda old: old[: len(old) // 2], "broken"),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_workbooks_are_refused(name: str, tmp_path: Path) -> None:
    part, change, reason = HOSTILE[name]
    began = time.monotonic()
    assert await refusal(changed(workbook([["name"], ["Sara"]]), part, change), tmp_path / "x.xlsx") == reason
    assert time.monotonic() - began < 45


STRINGS = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


@pytest.mark.parametrize(
    ("strings", "cells"),
    [
        (b"<si><t>" + b"x" * HUGE + b"</t></si>", 1), (b"<si><t>" + b"x" * 1_000_000 + b"</t></si>", 40_000),
    ],
    ids=["huge", "repeated"],
)  # fmt: skip
async def test_bombs_of_shared_strings_are_refused(strings: bytes, cells: int, tmp_path: Path) -> None:
    part = (
        b'<Override PartName="/xl/sharedStrings.xml" ContentType='
        b'"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    )
    content = changed(workbook([["name"]]), "[Content_Types].xml", lambda old: old.replace(b"</Types>", part))
    content = changed(content, SHEET, lambda _: _BEGIN + b'<row><c t="s"><v>0</v></c></row>' * cells + _END)
    content = with_parts(content, {"xl/sharedStrings.xml": STRINGS + strings + b"</sst>"})
    assert await refusal(content, tmp_path / "x.xlsx") == "heavy"


async def test_a_zip_that_lies_or_overlaps_is_refused(tmp_path: Path) -> None:
    large = _BEGIN + b'<row><c t="inlineStr"><is><t>' + b"x" * 50_000_000 + b"</t></is></c></row>" + _END
    content = changed(workbook([["name"], ["Sara"]]), SHEET, lambda _: large)
    at = content.find(SHEET.encode(), content.find(b"PK\x01\x02")) - 46
    lying = content[: at + 24] + (500).to_bytes(4, "little") + content[at + 28 :]
    assert await refusal(lying, tmp_path / "lying.xlsx") == "broken"
    kept = io.BytesIO(workbook([["name"], ["Sara"]]))
    with zipfile.ZipFile(kept, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("x", bytes(20_000_000))
        for n in range(50):
            again = copy.copy(packed.getinfo("x"))
            again.filename = f"x{n}"
            packed.filelist.append(again)
    assert await refusal(kept.getvalue(), tmp_path / "overlapping.xlsx") == "heavy"


@pytest.mark.parametrize("target", ["../../../../etc/passwd", "http://127.0.0.1:9/x", "file:///etc/passwd"])
async def test_what_a_workbook_points_to_is_not_followed(target: str, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(
        changed(
            workbook([["name"], ["Sara"]]), "xl/_rels/workbook.xml.rels",
            lambda old: old.replace(b"/xl/worksheets/sheet1.xml", target.encode()),
        )
    )  # fmt: skip
    assert (await reading.read(path)).rows == []


async def test_a_zip_under_a_password_is_refused(tmp_path: Path) -> None:
    content = bytearray(workbook([["name"], ["Sara"]]))
    # The flag of every part, in the directory and before the part itself.
    for sign, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = content.find(sign)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(sign, at + 4)
    assert await refusal(bytes(content), tmp_path / "x.xlsx") == "locked"


async def test_what_a_formula_came_to_is_read_and_nothing_is_computed(tmp_path: Path) -> None:
    cells = (
        b'<row><c t="inlineStr"><is><t>name</t></is></c></row>'
        b'<row><c t="str"><f>CONCATENATE("Sa","ra")</f><v>Sara</v></c></row><row><c><f>1+1</f></c></row>'
        b"<row><c t=\"inlineStr\"><is><t>=cmd|' /C calc'!A0</t></is></c></row>"
    )
    path = tmp_path / "x.xlsx"
    path.write_bytes(changed(workbook([["name"]]), SHEET, lambda _: _BEGIN + cells + _END))
    table = await reading.read(path)
    assert [list(row.cells) for row in table.rows] == [["name"], ["Sara"], ["=cmd|' /C calc'!A0"]]
    assert faults(table) == ["import-fault-formula"]


async def test_the_first_sheet_that_is_seen_and_has_something(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    hidden = book.active
    hidden.sheet_state = "hidden"
    hidden.append(["secret"])
    book.create_sheet("Empty")
    for name in ("People", "More"):
        book.create_sheet(name).append(["name", name])
    path = tmp_path / "x.xlsx"
    book.save(path)
    table = await reading.read(path)
    assert (table.sheet, list(table.rows[0].cells)) == ("People", ["name", "People"])


async def test_numbers_and_days_are_as_they_are_seen(tmp_path: Path) -> None:
    path = tmp_path / "whatever.it.is.called"
    path.write_bytes(workbook([["name", 966501234567, 501234567.0, 1.5, True, datetime(2026, 3, 4)]]))  # noqa: DTZ001
    assert list((await reading.read(path)).rows[0].cells) == [
        "name", "966501234567", "501234567", "1.5", "TRUE", "2026-03-04",
    ]  # fmt: skip


def test_every_reason_has_its_words() -> None:
    code = "".join(path.read_text() for path in Path(reading.__file__).parent.glob("*.py"))
    reasons = {piece.split('"')[1] for piece in code.split("Unreadable(")[1:] if piece.startswith('"')}
    assert len(reasons) > 8
    for reason in reasons | {"old", "locked", "format", "quote"}:
        assert catalogue().has(f"import-unreadable-{reason}"), reason


# Columns


@pytest.mark.parametrize(
    ("head", "column"),
    [
        ("الاسم", Column.NAME), ("إسم العميل", Column.NAME), ("Full  Name", Column.NAME), ("NAME *", Column.NAME),
        ("الأسم", Column.NAME), ("رقم الجوال", Column.PHONE), ("جوّال", Column.PHONE), ("Mobile No.", Column.PHONE),
        ("الهاتف / Phone", Column.PHONE), ("الجوال (Mobile)", Column.PHONE), ("هاتف", Column.PHONE),
        ("E-Mail", Column.EMAIL), ("البريد الالكتروني", Column.EMAIL), ("المؤسسه", Column.COMPANY),
        ("Company_Name", Column.COMPANY), ("المصدر", Column.SOURCE), ("المندوب", Column.OWNER), ("مسئول", Column.OWNER),
        ("الوسم", Column.LABELS), ("Tags", Column.LABELS), ("ملاحظات:", Column.NOTE), ("Phone 1", Column.PHONE),
        ("الاسم الأول", Column.FIRST_NAME), ("Surname", Column.LAST_NAME), ("العمر", None), ("", None),
        ("Name / Phone", None), ("x" * 5000, None), ("Phone 1 - Value", Column.PHONE), ("Phone 1 - Label", None),
        ("E-mail 1 - Value", Column.EMAIL), ("Organization 1 - Name", Column.COMPANY),
        ("Organization 1 - Title", None), ("Customer Mobile", Column.PHONE), ("رقم جوال العميل", Column.PHONE),
        ("Customer Number", None), ("رقم العميل", None), ("Client", Column.NAME), ("Client since", None),
        ("\u200fالاسم\u200f", Column.NAME), ("\u202aالجوال\u202c", Column.PHONE),
    ],
)  # fmt: skip
def test_heads_are_recognised(head: str, column: Column | None) -> None:
    assert columns.named(head) == column


def test_no_head_names_two_columns() -> None:
    for language in ("ar", "en"):
        for column in Column:
            word = VOCABULARY.word(f"import-column-{column.value}", language)
            assert word
            assert columns.named(word) is column


def test_the_head_need_not_be_the_first_row() -> None:
    heads, below = columns.find(table(["عملاء المعرض"], ["2026"], ["الاسم", "العمر", "الجوال", "Mobile"], ["سارة"]))
    assert heads.at == {Column.NAME: [0], Column.PHONE: [2, 3]}
    assert heads.ignored == ["العمر"]
    assert heads.twice == [("Mobile", Column.PHONE)]
    assert [row.number for row in below] == [4]


def test_a_clearer_head_goes_first_and_the_vague_is_not_read() -> None:
    """A column of running numbers is often called so."""
    heads, _ = columns.find(table(["الرقم", "الاسم", "رقم الجوال", "Contact"], ["1", "سارة", "0501234567", "x"]))
    assert heads.at == {Column.NAME: [1], Column.PHONE: [2]}
    assert heads.ignored == ["الرقم", "Contact"]
    heads, _ = columns.find(table(["Contact", "الرقم"], ["سارة", "0501234567"]))
    assert heads.at == {Column.NAME: [0], Column.PHONE: [1]}


def test_of_several_columns_the_first_that_has_something_counts() -> None:
    reader, rows = reader_of(
        table(["name", "phone", "mobile"], ["Sara", "", "0501234567"], ["Ali", "0114651234", "0551234567"])
    )
    assert [reader.read(row).phone for row in rows] == ["+966501234567", "+966114651234"]


GOOGLE = (
    "First Name,Last Name,Organization Name,Organization Title,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,"
    "Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value\n"
    "Sara,Al Otaibi,Noor,CEO,hi,* myContacts ::: VIP,* Work,sara@x.com,Mobile,+966 50 123 4567,Work,0114651234\n"
)
OUTLOOK = (
    f"First Name,Last Name,Company,{','.join(f'x{n}' for n in range(82))},Mobile Phone,Primary Phone,"
    "E-mail Address,E-mail Type,Notes,Sensitivity,Web Page\n"
    f"Sara,Al Otaibi,Noor{',' * 82},+966 50 123 4567,,sara@x.com,SMTP,hi,Normal,\n"
)


@pytest.mark.parametrize("written", [GOOGLE, OUTLOOK], ids=["google", "outlook"])
def test_the_contacts_of_other_programs(written: str) -> None:
    reader, rows = reader_of(texts.read(written.encode()))
    entry = reader.read(rows[0])
    assert (entry.name, entry.phone, entry.email, entry.company, entry.note) == (
        "Sara Al Otaibi", "+966501234567", "sara@x.com", "Noor", "hi",
    )  # fmt: skip
    assert [*entry.labels.values()] == (["VIP"] if written is GOOGLE else [])


@pytest.mark.parametrize(
    ("rows", "reason"), [([], "empty"), ([["name"]], "empty"), ([["phone"], ["05"]], "names"), ([["a"]], "names")]
)
def test_a_table_without_names_is_refused(rows: list[list[str]], reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        columns.find(table(*rows))
    assert refused.value.reason == reason


def test_first_and_last_names_are_one() -> None:
    reader, rows = reader_of(table(["First name", "Last name"], ["Sara", "Omar"], ["Ali", ""]))
    assert [reader.read(row).name for row in rows] == ["Sara Omar", "Ali"]


# Phones


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("0501234567", "+966501234567"), ("٠٥٠١٢٣٤٥٦٧", "+966501234567"), ("+966 50 123 4567", "+966501234567"),
        ("00966501234567", "+966501234567"), ("966501234567", "+966501234567"), ("501234567", "+966501234567"),
        ("501234567.0", "+966501234567"), ("9.66501234567E+11", "+966501234567"), ("971501234567", "+971501234567"),
        ("+971 50 123 4567", "+971501234567"), ("9,66501234567E+11", "+966501234567"),
        ("+966 0 50 123 4567", "+966501234567"), ("966-50-123-4567", "+966501234567"),
        ("\u202a+966\u200f 50 123 4567\u202c", "+966501234567"), ("(050) 123-4567", "+966501234567"),
        ("0114651234", "+966114651234"), ("920012345", "+966920012345"),
    ],
)  # fmt: skip
def test_phones_are_mended(said: str, number: str) -> None:
    assert phone(said, HERE) == number


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("9.665E+11", "phone-short"), ("9.66501E+11", "phone-short"), ("5E+08", "phone-short"), ("123456789", "phone"),
        ("12", "phone"), ("abc", "phone"), ("0501234567 / 0507654321", "phones"), ("050 123 4567-0507654321", "phones"),
        ("0501234567\n0559876543", "phones"), ("٠٥٠١٢٣٤٥٦٧، ٠٥٥٩٨٧٦٥٤٣", "phones"), ("2026-03-04", "phone"),
        ("0501234567 ext 12", "phone"), ("050123456", "phone"), ("05012345678", "phone"), ("01001234567", "phone"),
    ],
)  # fmt: skip
def test_phones_that_are_in_doubt_are_refused(said: str, why: str) -> None:
    with pytest.raises(Faulty) as faulty:
        phone(said, HERE)
    assert faulty.value.text.key == f"import-fault-{why}"


# Rows


@pytest.mark.parametrize(
    ("head", "said", "fault"),
    [
        ("name", "", "no-name"), ("name", "x", "name"), ("name", "=1+1", "formula"), ("name", "@SUM(A1)", "formula"),
        ("name", "???? ????", "letters"), ("name", "\ufffd\ufffd", "letters"), ("name", "n" * 81, "name"),
        ("email", "sara@", "email"), ("owner", "Nobody", "owner"), ("owner", "Khalid", "owners"),
        ("labels", "x" * 33, "label"), ("labels", ",".join(map(str, range(11))), "labels"),
        ("note", "x" * 4001, "note"), ("source", "x" * 33, "source"), ("company", "x" * 81, "company"),
        ("phone", "tomorrow", "phone"),
    ],
)  # fmt: skip
def test_wrong_rows_say_why(head: str, said: str, fault: str) -> None:
    row = [said] if head == "name" else ["Sara", said]
    heads = ["name", "phone"] if head == "name" else ["name", head]
    assert faults(table(heads, row if said else ["", "0501234567"])) == [f"import-fault-{fault}"]


@pytest.mark.parametrize("nothing", ["-", "—", "./.", "N/A", "لا يوجد", "\u200f", "\u200e-\u200f"])
def test_what_stands_for_nothing_is_nothing(nothing: str) -> None:
    heads = ["name", "phone", "email", "company", "source", "owner", "labels", "note"]
    reader, rows = reader_of(table(heads, ["Sara", *[nothing] * 7]))
    assert reader.read(rows[0]) == Entry(2, "Sara")


@pytest.mark.parametrize("said", ["- call (soon)", "-Urgent!", "@sara!", "+ ask (price)", "- first\n- second"])
def test_what_people_write_is_no_formula(said: str) -> None:
    assert faults(table(["name", "note"], ["Sara", said])) == []


@pytest.mark.parametrize(
    "said", ["=1+1", "＝1", "+SUM(A1)", "-cmd|' /C calc'!A0", "@ SUM(A1)", "+Sheet!A1", "\u200f=1"]
)
def test_what_computes_is_a_formula(said: str) -> None:
    assert faults(table(["name", "note"], ["Sara", said])) == ["import-fault-formula"]


@pytest.mark.parametrize("said", ["@", "\u200f@\u200f"])
def test_what_names_nobody_is_not_whoever_is_there(said: str) -> None:
    reader, rows = reader_of(table(["name", "owner"], ["Sara", said]))
    alone = Reader(reader.heads, HERE, [Staff(id=1, name="منى", role=Role.AGENT, active=True)], None)
    with pytest.raises(Faulty):
        alone.read(rows[0])


def test_a_row_as_it_is_understood() -> None:
    heads = ["name", "phone", "email", "company", "source", "owner", "labels", "note"]
    cells = ["  سارة  ", "'+966501234567", "SARA@x.com", "Noor", "معرض", "@منى", "VIP، جملة", "one\n'- two"]
    reader, rows = reader_of(table(heads, cells))
    entry = reader.read(rows[0])
    assert (entry.name, entry.phone, entry.email) == ("سارة", "+966501234567", "sara@x.com")
    assert (entry.source, entry.owner_id, [*entry.labels.values()], entry.note) == (
        "exhibition", 3, ["VIP", "جملة"], "one\n- two",
    )  # fmt: skip


# What we send back


def test_what_was_left_out_comes_back_and_goes_in_again(tmp_path: Path) -> None:
    read = table(["الاسم", "الجوال", "عمود"], ["=HYPERLINK(1)", "+966501234567", "@x"], ["سارة", "05", "-1"])
    heads, below = columns.find(read)
    left = [(row, Fault(row, faulty_of(read, row)).why) for row in below]
    speech = Speech("ar", "auto", ZoneInfo("Asia/Riyadh"), NOW)
    path = tmp_path / "left.xlsx"
    leftovers.write(path, heads, left, speech, "Palm Trading")
    sheet = openpyxl.load_workbook(path).active
    assert sheet.sheet_view.rightToLeft
    assert [cell.value for cell in sheet[1]] == ["الصف", "السبب", "الاسم", "الجوال", "عمود"]
    assert [cell.data_type for cell in sheet[2]][2:] == ["s", "s", "s"]
    again, rows = columns.find(reading.table(path))
    assert set(again.at) == {Column.NAME, Column.PHONE}
    assert again.ignored == ["عمود"]
    assert rows[0].cells[2:] == ["=HYPERLINK(1)", "+966501234567", "@x"]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_sample_is_understood(language: str, tmp_path: Path) -> None:
    path = tmp_path / "sample.xlsx"
    path.write_bytes(leftovers.sample(Speech(language, "auto", ZoneInfo("Asia/Riyadh"), NOW), "Palm Trading"))
    read = reading.table(path)
    assert faults(read) == []
    assert columns.find(read)[0].ignored == []


def table(*rows: list[str]) -> Table:
    return Table([Row(number, cells) for number, cells in enumerate(rows, 1)])


def reader_of(read: Table) -> tuple[Reader, list[Row]]:
    heads, rows = columns.find(read)
    names = ("Khalid A", "Khalid B", "منى")
    everybody = [Staff(id=n, name=name, role=Role.AGENT, active=True) for n, name in enumerate(names, 1)]
    return Reader(heads, HERE, everybody, None), [*rows]


def faults(read: Table) -> list[str]:
    reader, rows = reader_of(read)
    found = []
    for row in rows:
        try:
            reader.read(row)
        except Faulty as faulty:
            found.append(faulty.text.key)
    return found


def faulty_of(read: Table, row: Row) -> object:
    with pytest.raises(Faulty) as faulty:
        reader_of(read)[0].read(row)
    return faulty.value.text


async def refusal(content: bytes, path: Path) -> str:
    await asyncio.to_thread(path.write_bytes, content)
    with pytest.raises(Unreadable) as refused:
        await reading.read(path)
    return refused.value.reason


def workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def with_parts(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The workbook with more in it."""
    kept = io.BytesIO(content)
    with zipfile.ZipFile(kept, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return kept.getvalue()


def changed(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one part of it another."""
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for one in old.infolist():
            read = old.read(one)
            new.writestr(one.filename, change(read) if one.filename == part else read)
    return kept.getvalue()
