"""Facts as values, however they are written: «٤٠ ر.س» and "SAR 40", «١٠ أيام» and "ten days", "2.15" and "14:15".

A value has a kind, the readings that its words allow in one spelling for both languages, and the plain
number in it; two values are the same if they share a reading. Texts can so be compared: what one has and
the other lacks was lost or added. `weak` values ("one", «الأولى», "the week") count only as a hint.
"""

from coach.text.values.finding import find_values, states_value
from coach.text.values.value import Value, compare, same

__all__ = ["Value", "compare", "find_values", "same", "states_value"]
