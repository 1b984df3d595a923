"""HTML bodies: tables of data, layout tables, hidden words and quoted history."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.documents.html import read_html
from intake.domain.documents import Canvas, CanvasKind, Document, Quoting, Source
from intake.domain.limits import Limits

ORDER = "<tr><th>Item<th>Qty<th>Unit</tr><tr><td>A-1<td>10<td>pcs</tr><tr><td>A-2<td>5<td>box</tr>"


def read(html: str | bytes, **more: object) -> Document:
    source = Source(filename=None, sha256="0" * 64, media_type="text/html", **more)  # type: ignore[arg-type]
    return read_html(source, html.encode() if isinstance(html, str) else html, Limits())


def texts(document: Document) -> list[str]:
    return [line for canvas in document.canvases if canvas.kind is CanvasKind.TEXT for line in canvas.text.split("\n") if line]


def grids(document: Document) -> list[Canvas]:
    return [canvas for canvas in document.canvases if canvas.kind is CanvasKind.GRID]


def quoting_of(document: Document, text: str) -> Quoting:
    return next(word.quoting for canvas in document.canvases for word in canvas.words if word.text == text)


def hidden(document: Document) -> str:
    return " ".join(word.text for canvas in document.canvases for word in canvas.hidden)


def test_text_and_tables_come_in_reading_order() -> None:
    document = read(f"<p>Please deliver:</p><table>{ORDER}</table><p>Thank you for <b>fast</b> delivery</p>")
    assert [canvas.kind for canvas in document.canvases] == [CanvasKind.TEXT, CanvasKind.GRID, CanvasKind.TEXT]
    assert [(word.text, word.x0, word.top) for word in document.canvases[1].words][3:] == [
        ("A-1", 0, 1),
        ("10", 1, 1),
        ("pcs", 2, 1),
        ("A-2", 0, 2),
        ("5", 1, 2),
        ("box", 2, 2),
    ]
    assert document.canvases[1].words[0].bold


def test_blocks_and_breaks_end_lines_and_blanks_collapse() -> None:
    document = read("<div>one\n   two<br>three</div><div>four&nbsp;&nbsp;five</div><ul><li>six<li>seven</ul><pre>a   b\nc</pre>")
    assert texts(document) == ["one two", "three", "four  five", "- six", "- seven", "a   b", "c"]


def test_merged_cells_span() -> None:
    html = "<table><tr><td rowspan=2>1<td>bolt<td>10</tr><tr><td colspan=2>zinc</tr><tr><td>2<td>nut<td>5</tr></table>"
    (grid,) = grids(read(html))
    assert [(word.text, word.x0, word.top, word.x1, word.bottom) for word in grid.words] == [
        ("1", 0, 0, 1, 2),
        ("bolt", 1, 0, 2, 1),
        ("10", 2, 0, 3, 1),
        ("zinc", 1, 1, 3, 2),
        ("2", 0, 2, 1, 3),
        ("nut", 1, 2, 2, 3),
        ("5", 2, 2, 3, 3),
    ]


def test_a_layout_table_dissolves_and_the_table_inside_it_stays() -> None:
    document = read(
        f"<table><tr><td>Dear team,</td></tr><tr><td><table>{ORDER}</table></td></tr><tr><td>Regards</td></tr></table>"
    )
    assert len(grids(document)) == 1
    assert texts(document) == ["Dear team,", "Regards"]


def test_a_row_of_labels_stays_one_line() -> None:
    document = read("<table><tr><td>PO number</td><td>4711</td></tr></table>")
    assert texts(document) == ["PO number    4711"]


def test_the_lines_of_a_cell_stay_apart() -> None:
    html = "<table><tr><td>Item<td>Qty<td>Price</tr><tr><td><p>A-1</p><p>bolt, zinc</p><td>10<td>1,50</tr></table>"
    assert grids(read(html))[0].words[3].text == "A-1\nbolt, zinc"


def test_heads_stand_above_wherever_the_source_has_them() -> None:
    rows = "<tfoot><tr><td>sum<td>15</tr></tfoot><tbody><tr><td>A-1<td>15</tr></tbody><thead><tr><td>Item<td>Qty</tr></thead>"
    html = f"<table>{rows}</table>"
    assert [word.text for word in grids(read(html))[0].words] == ["Item", "Qty", "A-1", "15", "sum", "15"]


@pytest.mark.parametrize(
    "html",
    [
        "<div style='display:none'>99 pcs secret</div>",
        "<div style='DISPLAY: NONE !important'>99 pcs secret</div>",
        "<span style='visibility:hidden'>99 pcs secret</span>",
        "<span style='font-size:0px'>99 pcs secret</span>",
        "<span style='font-size:0'>99 pcs secret</span>",
        "<span style='opacity:0'>99 pcs secret</span>",
        "<span style='mso-hide:all'>99 pcs secret</span>",
        "<div style='max-height:0;overflow:hidden'>99 pcs secret</div>",
        "<span style='color:#FFFFFF'>99 pcs secret</span>",
        "<font color='white'>99 pcs secret</font>",
        "<p hidden>99 pcs secret</p>",
        "<style>.x{display:none}</style><p class='y x'>99 pcs secret</p>",
    ],
)
def test_what_a_browser_hides_is_kept_apart(html: str) -> None:
    document = read(f"<p>10 pcs M8</p>{html}<p>thanks</p>")
    assert texts(document) == ["10 pcs M8", "thanks"]
    assert hidden(document) == "99 pcs secret"


def test_a_hidden_column_is_no_cell() -> None:
    html = "<table><tr><td>A<td style='display:none'>7<td>10</tr><tr><td>B<td style='display:none'>8<td>5</tr></table>"
    (grid,) = grids(read(html))
    assert [word.text for word in grid.words] == ["A", "10", "B", "5"]
    assert [word.text for word in grid.hidden] == ["7", "8"]


def test_white_letters_on_a_coloured_ground_are_a_heading() -> None:
    html = (
        "<table><tr bgcolor='#003366' style='color:white'><td>Item<td>Qty</tr><tr><td>A-1<td>10</tr><tr><td>A-2<td>5</tr></table>"
    )
    assert [word.text for word in grids(read(html))[0].words][:2] == ["Item", "Qty"]


def test_what_only_small_screens_hide_is_read() -> None:
    html = "<style>@media (max-width:600px){.wide{display:none}}</style><p class=wide>10 pcs</p>"
    assert texts(read(html)) == ["10 pcs"]


@pytest.mark.parametrize(
    "struck",
    [
        "<s>A-2</s>",
        "<strike>A-2</strike>",
        "<del>A-2</del>",
        "<span style='text-decoration: underline line-through'>A-2</span>",
        "<style>.gone { text-decoration: line-through }</style><span class='gone'>A-2</span>",
    ],
)
def test_what_is_crossed_out_is_named_for_a_person_and_not_read(struck: str) -> None:
    document = read(f"<table>{ORDER.replace('A-2', struck)}</table>")
    assert [(problem.code, "'A-2'" in problem.message) for problem in document.problems] == [("note_needs_reading", True)]
    assert "A-2" not in [word.text for word in grids(document)[0].words]
    assert read(f"<table>{ORDER.replace('A-2', '<s> </s><u>A-2</u>')}</table>").problems == ()


def test_scripts_styles_and_comments_are_nothing() -> None:
    html = "<head><title>t</title></head><script>99</script><style>x</style><!-- 99 --><p>10 pcs</p><!--[if mso]>99<![endif]-->"
    assert texts(read(html)) == ["10 pcs"]


@pytest.mark.parametrize(
    "quote",
    [
        '<div class="gmail_quote">On Mon, Mar 2, 2026 at 5:44 PM S &lt;s@x.example&gt; wrote:<br><blockquote class="gmail_quote">{}</blockquote></div>',
        '<div class="moz-cite-prefix">Am 02.03.26 um 17:44 schrieb S:</div><blockquote type="cite">{}</blockquote>',
        "<p>26.02.2026, 14:41, S &lt;s@x.example&gt;:</p><blockquote>{}</blockquote>",
        "<hr><div id=divRplyFwdMsg><b>Von:</b> S &lt;s@x.example&gt;<br><b>Gesendet:</b> Montag, 2. März 2026 17:44<br><b>An:</b> B<br>"
        "<b>Betreff:</b> alt</div><div>{}</div>",
        "<p class=MsoNormal><b>From:</b> S [mailto:s@x.example]<br><b>Sent:</b> Friday, June 27, 2026 12:06 PM<br><b>To:</b> B<br>"
        "<b>Subject:</b> old</p>{}",
    ],
)
def test_a_quoted_table_is_history_in_a_reply(quote: str) -> None:
    document = read("<div>Own words</div>" + quote.format(f"<table>{ORDER}</table>"))
    assert quoting_of(document, "Own") is Quoting.OWN
    assert {word.quoting for word in grids(document)[0].words} == {Quoting.QUOTED}


def test_a_forwarded_table_is_the_matter() -> None:
    html = (
        "<div>Please book</div><div>---------- Forwarded message ---------<br>From: B &lt;b@c.example&gt;<br>Date: Mon, Mar 2, 2026 at 5:44 PM"
        f"<br>Subject: PO<br>To: us<br></div><table>{ORDER}</table>"
    )
    assert {word.quoting for word in grids(read(html))[0].words} == {Quoting.OWN}


def test_an_indented_paragraph_is_no_quotation() -> None:
    document = read('<blockquote style="margin:0 0 0 40px;border:none;padding:0px"><div>10 pcs M8</div></blockquote>')
    assert quoting_of(document, "M8") is Quoting.OWN


def test_an_order_table_below_the_sign_off_stays_the_writers_own() -> None:
    document = read(f"<p>See below.</p><p>Best regards</p><p>A. Sample</p><table>{ORDER}</table>")
    assert {word.quoting for word in grids(document)[0].words} == {Quoting.OWN}
    assert quoting_of(document, "Sample") is Quoting.SIGNATURE


def test_the_pages_own_charset_is_used() -> None:
    html = '<html><head><meta charset="iso-8859-2"></head><body><p>śruba 5 szt</p></body></html>'
    assert texts(read(html.encode("iso8859-2"))) == ["śruba 5 szt"]


def test_a_page_without_words_is_named_empty() -> None:
    assert [problem.code for problem in read("<html><body><img src=x></body></html>").problems] == ["document_empty"]


def test_deep_nesting_costs_no_depth_of_ours() -> None:
    document = read("<div>" * 5_000 + "10 pcs" + "</div>" * 5_000)
    assert "10 pcs" in " ".join(texts(document)) or document.problems
    nested = "<table><tr><td>" * 300 + "10 pcs" + "</table>" * 300
    assert read(nested) is not None


PIECES = st.one_of(
    st.sampled_from(
        ["<table>", "</table>", "<tr>", "<td>", "<td rowspan=0>", "<td colspan=9999>", "<th>", "<p>", "</p>", "<br>"]
    ),
    st.sampled_from(["<blockquote>", "<li>", "<ol>", "<pre>", "<svg>", "<x:y>", "</", "<div style='display:none'>", "</div>"]),
    st.sampled_from(["10 pcs", "\x00", "&nbsp;", "&#xD800;", "<![CDATA["]),
)


@given(st.lists(PIECES, max_size=40).map("".join), st.booleans())
def test_any_markup_gives_a_document(html: str, is_forwarded: bool) -> None:
    assert isinstance(read(html, is_forwarded=is_forwarded), Document)


@given(st.binary(max_size=300))
def test_any_bytes_give_a_document(content: bytes) -> None:
    assert isinstance(read(content), Document)
