"""What people choose for themselves, as they type it: a zone, quiet hours, the hour of the agenda."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from bot.fields import FIELDS, FieldError
from bot.fields.preferences import ZONES
from bot.vocabulary import VOCABULARY


@pytest.mark.parametrize(
    ("typed", "zone"),
    [("Asia/Riyadh", "Asia/Riyadh"), ("asia/riyadh", "Asia/Riyadh"), ("الرياض", "Asia/Riyadh"), ("جده", "Asia/Riyadh"),
     ("Cairo", "Africa/Cairo"), ("دبي", "Asia/Dubai"), ("New York", "America/New_York"), ("madrid", "Europe/Madrid"),
     ("US/Pacific", "US/Pacific"), ("gmt", "UTC"), ("ابو ظبي", "Asia/Dubai")],
)  # fmt: skip
def test_a_zone_is_read_by_its_city(typed: str, zone: str) -> None:
    assert FIELDS["zone"].read(typed, VOCABULARY) == zone


@pytest.mark.parametrize(
    ("typed", "key"), [("Riyad", "field-zone-near"), ("الريض", "field-zone-near"), ("زحل", "field-zone-unknown"),
                       ("", "field-zone-unknown"), ("../etc/passwd", "field-zone-unknown"),
                       ("x" * 999, "field-zone-unknown")],
)  # fmt: skip
def test_a_zone_that_nobody_knows_is_told_with_near_ones(typed: str, key: str) -> None:
    with pytest.raises(FieldError) as raised:
        FIELDS["zone"].read(typed, VOCABULARY)
    assert raised.value.key == key


def test_every_zone_that_is_offered_is_one() -> None:
    assert [ZoneInfo(zone).key for zone in ZONES] == list(ZONES)


@pytest.mark.parametrize(
    ("typed", "hours"),
    [("22:00-07:00", (1320, 420)), ("10pm to 7am", (1320, 420)), ("من ١٠ مساءً إلى ٧ صباحًا", (1320, 420)),
     ("10-7", (1320, 420)), ("٢٢:٣٠ - ٦:٣٠", (1350, 390)), ("11 بالليل لين 6 الصبح", (1380, 360)),
     ("1pm-3pm", (780, 900)), ("between 9 and 6", (1260, 360)), ("off", None), ("إيقاف", None), ("بلا", None)],
)  # fmt: skip
def test_quiet_hours_are_read(typed: str, hours: tuple[int, int] | None) -> None:
    assert FIELDS["quiet"].read(typed, VOCABULARY) == hours
    assert FIELDS["quiet"].read(FIELDS["quiet"].write(hours)) == hours


@pytest.mark.parametrize("typed", ["", "22:00", "tomorrow", "22:00-22:00", "25:00-07:00", "10-11-12", "hello to you"])
def test_other_words_are_no_quiet_hours(typed: str) -> None:
    with pytest.raises(FieldError) as raised:
        FIELDS["quiet"].read(typed, VOCABULARY)
    assert raised.value.key == "field-quiet-unknown"


@pytest.mark.parametrize(
    ("typed", "minute"),
    [("7:30", 450), ("07:30", 450), ("٧:٣٠", 450), ("8", 480), ("8am", 480), ("at 8", 480), ("4 pm", 960),
     ("16:00", 960), ("٧ ونص", 450), ("الساعة ٧ ونص صباحًا", 450), ("half past seven", 450), ("0:00", 0),
     ("12", 720), ("off", None), ("إيقاف", None), ("never", None)],
)  # fmt: skip
def test_a_time_of_day_is_read(typed: str, minute: int | None) -> None:
    assert FIELDS["daytime"].read(typed, VOCABULARY) == minute
    assert FIELDS["daytime"].read(FIELDS["daytime"].write(minute)) == minute


@pytest.mark.parametrize("minute", range(0, 1440, 10))
def test_every_time_of_day_is_written_as_it_is_read(minute: int) -> None:
    assert FIELDS["daytime"].read(FIELDS["daytime"].write(minute)) == minute


@pytest.mark.parametrize("typed", ["", "tomorrow 8", "25:00", "soon", "7:30-8:30", "x" * 999])
def test_other_words_are_no_time_of_day(typed: str) -> None:
    with pytest.raises(FieldError) as raised:
        FIELDS["daytime"].read(typed, VOCABULARY)
    assert raised.value.key == "field-daytime-unknown"
