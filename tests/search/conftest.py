"""The nomenclature in both languages, compiled once for all tests of the product finder."""

from __future__ import annotations

import pytest

from build_tools.bench.search import nomenclatures


@pytest.fixture(scope="session")
def found():
    return nomenclatures()
