"""One BLAS thread for products that are too small for two.

On a machine with few processors two threads wait for each other longer than they compute: the low-rank form of
230 regions × 5,000 industries took 6 to 25 times as long with two threads as with one (``benchmarks/complexity.py``).
The number of threads changes no result beyond rounding.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import ParamSpec, TypeVar

from threadpoolctl import ThreadpoolController

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


def on_one_thread(function: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    """Return the function that runs with one BLAS thread and gives the others back when it ends."""

    @wraps(function)
    def limited(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
        with _controller().limit(limits=1, user_api="blas"):
            return function(*args, **kwargs)

    return limited


@cache
def _controller() -> ThreadpoolController:
    """Return what sets the threads of the loaded BLAS; looking for the libraries costs more than a small measure."""
    return ThreadpoolController()
