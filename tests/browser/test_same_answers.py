"""The same requests in CPython and in the browser's Python: the JSON is equal byte for byte."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.build]
