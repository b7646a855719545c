"""A small example told once, and what its PDF and its export say."""

from __future__ import annotations

import csv
import io
import subprocess
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from django.core.management import call_command

from reporting.demo.story import Story
from reporting.demo.tree import Size

SMALL = Size(uppers=3, direct=3, below=12, activities=0.6, photos=2)


def tell(size: Size = SMALL) -> list[str]:
    """Run the command at this size; gives its lines."""
    output = io.StringIO()
    call_command(
        "demo", "--no-serve", uppers=size.uppers, direct=size.direct, grassroots=size.below, stdout=output
    )
    return output.getvalue().splitlines()


def story() -> Story:
    return Story(SMALL, lambda _text: None)


def path_in(lines: list[str], name: str) -> Path:
    """The path a line NAME=… tells."""
    return Path(next(line for line in lines if line.startswith(f"{name}=")).partition("=")[2])


def text_of(pdf: Path) -> str:
    """The text as it stands on the pages."""
    run = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True, text=True)
    return run.stdout


def exported_sums(folder: Path) -> dict[tuple[str, str], Decimal]:
    """(indicator, breakdown) → sum of the values in the export of the latest compiled period."""
    file = folder / "figures.csv"
    call_command("export_figures", "--csv", str(file), stdout=io.StringIO())
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    with file.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if row["state"] == "value":
                sums[row["indicator"], row["breakdown"]] += Decimal(row["value"])
    return dict(sums)
