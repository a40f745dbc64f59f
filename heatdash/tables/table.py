"""What a table is: its columns, and what other packages must know about each of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from heatdash.messages import ENGLISH, say


@dataclass(frozen=True)
class Column:
    """A column. `words` names its title and meaning among the texts of `columns`, where its name does not.

    In files its numbers have at most `decimals`, on the screen `shown_decimals`; None leaves them as they are. A column
    with `clock_of` holds that column's times by the clock, and exists only where the recording's start is known.
    """

    name: str
    unit: str = ""
    decimals: int | None = None
    shown_decimals: int | None = None
    clock_of: str | None = None
    words: str = ""

    def title(self, language: str = ENGLISH) -> str:
        """The column's heading on the screen."""
        return say(f"columns.{self.words or self.name}", language=language)

    def meaning(self, language: str = ENGLISH) -> str:
        """What the column holds, in one sentence."""
        return say(f"columns.{self.words or self.name}_meaning", language=language)


@dataclass(frozen=True)
class Table:
    """The specification of a table: its name, and its columns in order. Iterating over it gives the columns' names.

    Where given, `ordered_by` is the column that orders the rows, and `always` one that has a value in every row.
    """

    name: str
    columns: tuple[Column, ...]
    ordered_by: str | None = None
    always: str | None = None

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns that are always there."""
        return tuple(column.name for column in self.columns if column.clock_of is None)

    @property
    def clocks(self) -> dict[str, str]:
        """The columns of clock times, each with the column of clip times that it is made from."""
        return {column.name: column.clock_of for column in self.columns if column.clock_of is not None}

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)

    def frame(self, columns: Mapping[str, Any]) -> pd.DataFrame:
        """The table made of these columns, in the specified order. Columns other than the specified ones are a bug."""
        if set(columns) != set(self.names):
            raise ValueError(f"The table of {self.name} has the columns {list(columns)}, not {list(self.names)}.")
        return pd.DataFrame(columns, columns=list(self.names))

    def check(self, table: pd.DataFrame) -> None:
        """Refuse a table that is not as specified: that is a bug in the stage before."""
        if list(table.columns) != list(self.names):
            raise ValueError(f"The table of {self.name} has the columns {list(table.columns)}, not {list(self.names)}.")
        if self.ordered_by is not None and not table[self.ordered_by].is_monotonic_increasing:
            raise ValueError(f"The table of {self.name} is not ordered by {self.ordered_by}.")
        if self.always is not None and table[self.always].isna().any():
            raise ValueError(f"The table of {self.name} has rows without {self.always}.")
