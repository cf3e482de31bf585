"""The text of `detail`, composed as the published example has it, byte for byte."""

from __future__ import annotations

from dataclasses import dataclass, field

CHECKS = (
    "API authentication verification",
    "App authentication verification",
    "Access permission authentication",
)


@dataclass(frozen=True)
class Detail:
    failed_check: int | None = None
    """The check that failed, counted from 0; later ones are left out."""
    failure: str = ""
    path: dict[str, str] = field(default_factory=dict)
    header: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    body: str = ""
    sql: str = ""

    def text(self) -> str:
        return (
            "__________Verification information________\n"
            + self._verification()
            + "\n___________Parameter information__________\n"
            + "[path parameter]:\n"
            + _lines(self.path)
            + "\n[header parameter]:\n"
            + _lines(self.header)
            + "\n[query  parameter]:\n"
            + (_lines(self.query) or "\n")
            + "[body  parameter]:\n"
            + (self.body + "\n" if self.body else "")
            + "\n______________SQL information_______________\n"
            + self.sql
            + "\n\n"
        )

    def _verification(self) -> str:
        lines = []
        for index, name in enumerate(CHECKS):
            if index == self.failed_check:
                return "".join([*lines, f"{name}: failed: {self.failure}.\n"])
            lines.append(f"{name}: completed.\n")
        return "".join(lines)


def _lines(pairs: dict[str, str]) -> str:
    return "".join(f"{name} : {value}\n" for name, value in pairs.items())


def sql_of(detail: str) -> str:
    """The statement in the SQL section, literals in line: it can be run as it stands."""
    return detail.split("______________SQL information_______________\n", 1)[1].removesuffix("\n\n")
