"""The file of settings of the rules, as text: YAML with a rule on the first level and its parameters below it."""

from __future__ import annotations

from typing import Any

import yaml

from iidsp_analysis.errors import UsageError


class _EachKeyOnce(yaml.SafeLoader):
    """Plain YAML that refuses a key written twice, where the second would silently win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Build a mapping."""
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = next((key for number, key in enumerate(keys) if key in keys[:number]), None)
        if twice is not None:
            raise yaml.constructor.ConstructorError(None, None, f"{twice!r} stands there twice", node.start_mark)
        return super().construct_mapping(node, deep)


def entries_of(text: str, where: str) -> dict[str, dict[str, Any]]:
    """Return the entries of a file of settings: parameters by rule, as they are written.

    Raises
    ------
    UsageError
        If it is no YAML, names something twice, or has another form than rule → parameter → value.
    """
    try:
        told = yaml.load(text, _EachKeyOnce)  # a SafeLoader: plain values only
    # The parser lets errors of its own through: a date that does not exist, `!!bool maybe`, brackets without end.
    except (yaml.YAMLError, ValueError, KeyError, AttributeError, TypeError, RecursionError) as error:
        raise UsageError(f"The settings are no YAML: {' '.join(str(error).split())}.", where=where) from error
    entries = {} if told is None else told
    if not isinstance(entries, dict):
        raise UsageError("The settings must name a rule on every line of the first level.", where=where)
    return {str(rule): _entry(entry, f"{where}, {rule}") for rule, entry in entries.items()}


def _entry(entry: object, where: str) -> dict[str, Any]:
    if entry is None:
        return {}
    if not isinstance(entry, dict):
        raise UsageError("A rule needs its settings below its name.", where=where,
                         what_next="Write enabled: false to switch it off.")  # fmt: skip
    return {str(name): value for name, value in entry.items()}
