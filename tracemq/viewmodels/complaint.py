"""What a form says against one of its fields: a code and the facts to fill into its sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


@dataclass(frozen=True, slots=True)
class Complaint:
    """`serious` means that the form cannot be used as it is; otherwise it is unusual but legal."""

    problem: Enum
    facts: dict[str, str | float] = field(default_factory=dict)
    serious: bool = True
