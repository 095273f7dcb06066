"""Lists given out: CPU for each MB beside the floor and XlsxWriter alone, and memory."""

from __future__ import annotations

import csv
import io
import time
from datetime import date

import xlsxwriter

from tests.bench import processes
from tests.bench.products import Served
from tests.bench.ratios import Readers, World, signed_in, spent
from tests.bench.statements import Inside

ROUNDS = 3
GROWTH_MB = 20.0


def export(world: World) -> None:
    """CSV and XLSX of 5,000 registrations."""
    base = f"/workspace/events/{world.events[5000].slug}/registrations/export"
    ours, sheets, floor, alone = [], [], [], []
    with world.both() as (forum, ground):
        here, there = Readers(forum, like=signed_in(world, forum)), Readers(ground)
        content = here.open(f"{base}/csv").body
        size, floor_size = (len(one) / 1e6 for one in (content, there.open("/export/2.csv").body))
        cells = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
        for _round in range(ROUNDS):
            ours.append(spent(forum, here.opening(f"{base}/csv", 4)) / size)
            floor.append(spent(ground, there.opening("/export/2.csv", 20)) / floor_size)
            sheets.append(spent(forum, here.opening(f"{base}/xlsx", 2)))
            alone.append(_written_alone(cells))
    world.results.compare("CSV of 5,000, for each MB", ours, floor, 3)
    world.results.compare("XLSX of 5,000, beside XlsxWriter alone", sheets, alone, 1.5)
    world.results.tell("CSV of 5,000: MB ours, floor", f"{size:.2f}, {floor_size:.2f}")
    inside = Inside(world.office)
    inside.sign_in(world.office)
    for kind in ("csv", "xlsx"):
        path = f"/workspace/events/{{}}/registrations/export/{kind}"
        counts = [inside.asked_by(path.format(world.events[size].slug)) for size in (80, 5000)]
        same = f"{kind.upper()}: further statements for more rows"
        world.results.limit(same, counts[1] - counts[0], 0)


def _written_alone(rows: list[list[str]]) -> float:
    """Milliseconds of CPU that XlsxWriter needs for the same cells."""
    began = time.process_time()
    book = xlsxwriter.Workbook(io.BytesIO(), {"constant_memory": True})
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    for column, heading in enumerate(rows[0]):
        sheet.write_string(0, column, heading)
    for number, row in enumerate(rows[1:], start=1):
        sheet.write_datetime(
            number, 0, date.fromisoformat("-".join(reversed(row[0].split(".")))), day
        )
        for column, cell in enumerate(row[1:], start=1):
            sheet.write_string(number, column, cell)
    book.close()
    return (time.process_time() - began) * 1000


def memory(world: World) -> None:
    """How much a web worker's peak grows from a list of 5,000 to one of 100,000."""
    for kind in ("csv", "xlsx"):
        with world.office.forum.served(workers=1) as served:
            here = Readers(served, like=signed_in(world, served))
            peaks = []
            for size in (5000, 100_000):
                slug = world.events[size].slug
                began = sum(served.cpu().values())
                here.open(f"/workspace/events/{slug}/registrations/export/{kind}")
                seconds = sum(served.cpu().values()) - began
                peaks.append(_peak(served))
        growth = round(peaks[1] - peaks[0], 1)
        world.results.limit(f"{kind.upper()} of 100,000: growth of memory", growth, GROWTH_MB, "MB")
        world.results.tell(f"{kind.upper()} of 100,000: CPU", f"{seconds:.1f} s")


def _peak(served: Served) -> float:
    return max(processes.peak(pid) for pid in served.workers())
