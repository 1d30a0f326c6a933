from __future__ import annotations

from contextlib import contextmanager

import numpy as np
import pytest

from iidsp_analysis.measures.complexity import relatedness_density, threads

PRESENCE = np.array([[1, 1, 0], [1, 0, 1], [1, 0, 0]])


class Controller:
    """What threadpoolctl has, with a memory."""

    def __init__(self) -> None:
        self.log: list[object] = []

    @contextmanager
    def limit(self, **limits: object):
        self.log.append(limits)
        yield
        self.log.append("given back")


@pytest.fixture(autouse=True)
def _forgotten():
    threads._controller.cache_clear()
    yield
    threads._controller.cache_clear()


def test_blas_runs_with_one_thread_and_gets_the_others_back(monkeypatch):
    controller = Controller()
    monkeypatch.setattr(threads, "_controller", lambda: controller)
    relatedness_density(PRESENCE)
    assert controller.log == [{"limits": 1, "user_api": "blas"}, "given back"]


def test_the_function_keeps_its_name_and_its_words():
    assert relatedness_density.__name__ == "relatedness_density"
    assert "Relatedness density" in (relatedness_density.__doc__ or "")
