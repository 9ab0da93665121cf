"""Clipboards of Word, Outlook, Excel and browsers, as they really look: their mess goes, lists and tables stay."""

import pytest

from sipdesk.domain.pasted import from_clipboard, from_html, from_text

WORD = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]-->
<style><!-- p.MsoNormal {margin:0cm; font-family:"Calibri",sans-serif;} @list l0:level1 {mso-level-text:\uf0b7;} --></style>
<!--[if gte mso 10]><style>table.MsoNormalTable {mso-style-name:"Table Normal";}</style><![endif]--></head>
<body lang=EN-GB style='tab-interval:36.0pt'><!--StartFragment-->
<p class=MsoNormal><b>Reading</b> is taught daily<o:p></o:p></p>
<p class=MsoNormal>in <st1:place w:st="on">Year&nbsp;2</st1:place>, with
fluency checked <ins cite="mailto:A" datetime="2025-10-07T09:00">each
week</ins><del cite="mailto:A" datetime="2025-10-07T09:01">sometimes</del>.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol;mso-fareast-font-family:Symbol'><span style='mso-list:Ignore'>\u00b7<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>phonics in small
groups<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l1 level2 lfo2'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>books sent
home<a style='mso-comment-reference:RM_1;mso-comment-date:20251007T0900'></a><span
class=MsoCommentReference><span style='mso-special-character:comment'>&nbsp;<a class=msocomanchor id="_anchor_1"
href="#_msocom_1" name="_msoanchor_1">[RM1]</a></span></span><o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal>Next: the library.<span style='mso-no-proof:yes'><!--[if gte vml 1]><v:shape id="P1"/><![endif]--><![if
!vml]><img width=10 src="file:///C:/Users/p.png"><![endif]></span><o:p></o:p></p>
<div style='mso-element:comment-list'><![if !supportAnnotations]><hr><![endif]><div style='mso-element:comment'><div
id="_com_1" class=msocomtxt><p class=MsoCommentText>Is this so?<o:p></o:p></p></div></div></div>
<!--EndFragment--></body></html>"""

WORD_TABLE = """<!--StartFragment--><table class=MsoTableGrid border=1 style='mso-yfti-tbllook:1184'>
 <tr style='mso-yfti-irow:0'><td width=200 valign=top><p class=MsoNormal><b>Group<o:p></o:p></b></p></td>
  <td><p class=MsoNormal>Pupils<o:p></o:p></p></td><td><p class=MsoNormal>Said<o:p></o:p></p></td></tr>
 <tr><td><p class=MsoNormal>SEND</p></td><td><p class=MsoNormal align=right>42</p></td>
  <td><p class=MsoNormal>daily<br>reading</p><p class=MsoNormal>helps</p></td></tr>
 <tr><td><p class=MsoNormal>EAL</p></td><td><p class=MsoNormal><o:p>&nbsp;</o:p></p></td><td><p
 class=MsoNormal>&nbsp;</p></td></tr></table><p class=MsoNormal>After it.</p><!--EndFragment-->"""

EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta name=ProgId content=Excel.Sheet>
<style><!--table {mso-displayed-decimal-separator:"\\.";} .xl65 {mso-number-format:0%;} --></style></head><body>
<table border=0 cellpadding=0 width=192 style='border-collapse:collapse;width:144pt'><!--StartFragment-->
 <col width=64 span=3 style='width:48pt'>
 <tr height=20 style='height:15.0pt'><td height=20 width=64>Year</td><td>Suspensions</td><td class=xl65>Rate</td></tr>
 <tr height=20><td height=20 align=right>2024</td><td align=right>12</td><td class=xl65 align=right>3%</td></tr>
 <tr height=20><td height=20 align=right>2025</td><td align=right></td><td class=xl65 align=right>4%</td></tr>
<!--EndFragment--></table></body></html>"""

OUTLOOK = """<html><body><div class="WordSection1"><p class="MsoNormal"><span style="color:#1F497D">Dear Robin,</span></p>
<p class="MsoNormal"><span>&nbsp;</span></p><p class="MsoNormal">Paragraph 3 is wrong:<br>the roll is 412.<br></p>
<ul type="disc"><li class="MsoNormal"><span>the roll</span></li><li class="MsoNormal">the date<ol><li>of the visit</li></ol></li></ul>
<div><br></div><div>Regards</div></div></body></html>"""


def test_that_words_lists_stay_and_its_own_markings_go():
    assert from_html(WORD).split("\n") == [
        "Reading is taught daily",
        "in Year 2, with fluency checked each week.",
        "- phonics in small groups",
        "- books sent home",
        "",
        "Next: the library.",
    ]


def test_that_a_table_becomes_a_line_for_each_row():
    assert from_html(WORD_TABLE).split("\n") == [
        "Group | Pupils | Said",
        "SEND | 42 | daily reading helps",
        "EAL",
        "After it.",
    ]


def test_that_cells_of_a_sheet_stay_in_their_columns():
    assert from_html(EXCEL).split("\n") == ["Year | Suspensions | Rate", "2024 | 12 | 3%", "2025 |  | 4%"]


def test_that_a_mail_keeps_its_paragraphs_and_its_nested_list():
    assert from_html(OUTLOOK).split("\n") == [
        "Dear Robin,",
        "",
        "Paragraph 3 is wrong:",
        "the roll is 412.",
        "- the roll",
        "- the date",
        "- of the visit",
        "",
        "Regards",
    ]


def test_that_bullets_typed_as_signs_become_bullets():
    text = "Seen:\r\n•\tphonics\r\no\tbooks\r\n– talk\r\n\uf0b7 display\r\n2 – 3 times a week"
    assert from_text(text).split("\n") == ["Seen:", "- phonics", "- books", "- talk", "- display", "2 – 3 times a week"]


def test_that_tabs_between_cells_are_seen_and_tabs_before_words_are_not():
    assert from_text("Year\t12\t3%\n\tindented words") == "Year | 12 | 3%\nindented words"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v", "\u2028"])
def test_that_every_sort_of_line_end_is_one(end):
    assert from_text(f"one{end}two") == "one\ntwo"


def test_that_our_own_words_come_back_as_they_were():
    html = '<html><head><meta name="qrichtext" content="1" /></head><body><p>- one</p><p>\u00a0</p></body></html>'
    assert from_clipboard(html, "- one\n\n- two") == "- one\n\n- two"


def test_that_markup_without_words_leaves_the_text():
    assert from_clipboard("<html><body><img src='x'></body></html>", "a picture") == "a picture"


def test_that_endless_markup_is_not_read():
    assert from_clipboard("<p>x</p>" * 300_000, "the text") == "the text"


@pytest.mark.parametrize(
    "broken",
    ["<p>one<b>two</p></i>", "<li>one<li>two", "<td>one", "<p style='mso-list:ignore", "<![if x", "&#x0;one&unknown;"],
)
def test_that_broken_markup_never_raises(broken):
    assert isinstance(from_html(broken), str)


def test_that_struck_words_are_gone_and_what_is_hidden_too():
    assert (
        from_html("<p>kept <s>struck</s><span style='display:none'>hidden</span><strike>x</strike> on</p>") == "kept on"
    )


def test_that_words_are_never_read_as_markup_again():
    assert from_html("<p>1 &lt; 2 &amp;amp; <code>&lt;b&gt;</code></p>") == "1 < 2 &amp; <b>"


@pytest.mark.parametrize("item", ["<p style='mso-list:l0 level1 lfo1'>{}</p>", "<ul><li>{}</li></ul>"])
def test_that_a_bullet_written_into_a_list_is_not_doubled(item: str) -> None:
    assert from_html(item.format("<span>·<span>&nbsp;&nbsp;</span></span>New SENCO")) == "- New SENCO"
