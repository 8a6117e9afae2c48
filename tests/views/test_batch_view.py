"""Adviser mode shows every row with its reason and every fault with the number of its line, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from build_tools.compile import compile_views, render

if TYPE_CHECKING:
    from pathlib import Path

    from build_tools.content.project import Project

LANGUAGES = ("en", "es")
ROW = {
    "line": "2",
    "client": "=1+1",
    "id": "",
    "product": "Café <b>",
    "hs": "0901.21",
    "made_in": "PE",
    "importer": "US",
    "agreement": "us-peru",
    "agreement_short": {"key": "economies.US", "values": {}},
    "answer": "claim",
    "reason": {"key": "determination.why.minimal", "values": {}},
    "mfn": "6.5",
    "preferential": "0",
    "saving_low": "650",
    "saving_high": "650",
    "currency": "USD",
    "status": "read-once",
}
ALONE = {**ROW, "line": "3", "importer": "", "agreement": "", "answer": "no_agreement", "status": ""}
FAULT = {"path": "product.hs", "message": {"key": "market.choose", "values": {}}}
ANSWER: dict[str, Any] = {
    "unknown_columns": ["colour"],
    "errors": [{"line": "4", "client": "Sierra", "id": "", "faults": [FAULT, FAULT]}],
    "rows": [ROW, ALONE],
}


@pytest.fixture(scope="module", autouse=True)
def built(root: Path, project: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The compiled package with the real sentences."""
    out = tmp_path_factory.mktemp("views")
    compile_views(root / "site_src/views", out, root / "node_modules/lucide-static/icons", project)


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_reasons_faults_and_columns_left_out(language: str) -> None:
    html = render("origin/batch", ANSWER, language, "../../")
    assert html.count("<td>6.5</td>") == 2
    assert "Café &lt;b&gt;" in html
    assert {"en": "United States", "es": "Estados Unidos"}[language] in html
    assert {"en": "Line 4", "es": "Línea 4"}[language] in html
    assert {"en": "No agreement in our data", "es": "Ningún acuerdo en nuestros datos"}[language] in html
    assert "colour" in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_has_a_cell_for_every_column(language: str) -> None:
    html = render("origin/batch", ANSWER, language, "../../")
    head, *rows = html.split("<tr>")[1:]
    columns = head.count("<th ")
    assert [row.count("<td>") + row.count("<th ") for row in rows] == [columns] * 2
