"""What the authority gives out: invitations, questions, answers, the term's caseload."""

import csv
import io
import stat

import pytest

from sipdesk.domain.allocation import share_out
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.errors import BadInput, NotFound, Refused
from sipdesk.domain.parcel import Snapshot
from sipdesk.keys.sealing import public_of
from sipdesk.services import central, receiving
from sipdesk.services.intake import IntakeService
from sipdesk.sync import enrolment, letters
from sipdesk.sync.central import kept_beside, read_key
from tests.unit.sync import post
from tests.unit.sync.looks import run

ROBIN = post.private("Robin Marlow")
SHEET = """School,URN,DfE number,Phase,SIP,Category,Days,Visit 1,Headteacher,Notes
Alder Park Primary School,900101,2049101,Primary,Helen Ashdown,Core,3,14/10/2025,Miriam Okonkwo,
Bramble Lane Academy,900102,2049102,Secondary,Robin Marlow,Core,2,,,New head
Cedar House,900103,2049103,Primary,"Ashdown, Helen",Targeted,5,,,"Says ""hello"", often"
"""


@pytest.fixture
def office(tmp_path) -> post.Office:
    """An authority to which Helen and Robin have said hello, and Helen has sent a note."""
    made = post.Office(tmp_path)
    secret = enrolment.read(made.invite()).enrolment.invitation
    robin = {"id": post.uuid(92), "note": post.uuid(92), "reply_to": public_of(ROBIN).hex(), "partner": "Robin Marlow"}
    made.lay(made.greeting(), made.greeting(post.partner("Robin Marlow"), secret, **robin), made.packed())
    run(made)
    return made


def fetched(office: post.Office, private: bytes = post.private()):
    """The letters a partner finds, besides receipts."""
    run(office)
    found = []
    for file in sorted(office.share.glob("*.sipr")):
        try:
            letter = letters.read(file.read_bytes(), private, office.key.sign_public, file.name)
        except BadInput:
            continue
        if letter.kind != "receipt":
            found.append(letter)
    return found


def test_that_keys_are_made_once_and_belong_to_their_owner(tmp_path):
    office = post.Office(tmp_path)
    before = office.key_file.read_bytes()
    office.invite()
    assert office.key_file.read_bytes() == before
    assert stat.S_IMODE(office.key_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept_beside(office.key_file).stat().st_mode) == 0o700
    key = read_key(office.key_file)
    assert key.seal not in repr(key) + str(key)
    assert key.words == office.invited.words


def test_that_each_enrolment_holds_another_invitation_and_only_its_hash_is_kept(office):
    secrets = {enrolment.read(office.invite()).enrolment.invitation for _ in range(5)}
    assert len(secrets) == 5
    kept = (kept_beside(office.key_file) / "register.json").read_text()
    assert not [secret for secret in secrets if secret in kept]


def test_that_a_key_file_of_another_authority_is_not_used(office):
    with pytest.raises(Refused, match="invented"):
        central.invite(office.key_file, central.Invitation("elsewhere", "Elsewhere", str(office.share)), office.clock)


@pytest.mark.parametrize(
    "said", [{"destination": "http://example.test"}, {"destination": "share"}, {"recovery_key": "xyz"}, {"name": "a\nb"}],
    ids=["http", "relative", "key", "line"],
)  # fmt: skip
def test_that_an_enrolment_that_leads_nowhere_is_not_made(office, said):
    told = {"authority": post.AUTHORITY, "name": "Somewhere", "destination": str(office.share)} | said
    with pytest.raises(BadInput):
        central.invite(office.key_file, central.Invitation(**told), office.clock)


def test_that_a_query_reaches_the_partner_of_the_note_and_nobody_else(office):
    sent = central.query(office.key_file, post.NOTE, "Head of service", "Which year groups?", office.clock)
    assert sent.partners == ["Helen Ashdown"]
    [letter] = fetched(office)
    assert (letter.kind, letter.body.note, letter.body.words) == ("query", post.NOTE, "Which year groups?")
    assert fetched(office, ROBIN) == []


def test_that_a_request_is_answered_as_often_as_there_is_news(office):
    for outcome in ("acknowledged", "placed"):
        central.answer(office.key_file, "a-1", outcome, "From January.", office.clock)
    assert sorted(letter.body.outcome for letter in fetched(office)) == ["acknowledged", "placed"]


def test_that_a_question_about_what_never_came_is_refused(office):
    for call in (
        lambda: central.query(office.key_file, post.uuid(99), "Head of service", "Why?", office.clock),
        lambda: central.answer(office.key_file, "nobody-asked", "placed", "", office.clock),
    ):
        with pytest.raises(NotFound):
            call()
    with pytest.raises(BadInput):
        central.query(office.key_file, post.NOTE, "", " ", office.clock)


def snapshots(office: post.Office, private: bytes = post.private()) -> list[Snapshot]:
    return [letter.body for letter in fetched(office, private) if letter.kind == "snapshot"]


def give(office: post.Office, tmp_path, text: str = SHEET, **said):
    file = tmp_path / "allocation 2025-26 autumn.csv"
    file.write_text(text, encoding="utf-8")
    return central.snapshot(office.key_file, file, TermSlot.parse("2025-26/autumn"), clock=office.clock, **said)


def test_that_each_partner_gets_their_own_schools_and_nobody_elses(office, tmp_path):
    sent = give(office, tmp_path)
    assert (sent.partners, sent.number) == (["Helen Ashdown", "Robin Marlow"], 1)
    [hers], [his] = snapshots(office), snapshots(office, ROBIN)
    assert [row[1] for row in hers.rows] == ["900101", "900103"]
    assert [row[1] for row in his.rows] == ["900102"]
    assert hers.term == "2025-26/autumn"


def test_that_a_snapshot_reads_as_the_allocation_file_did(office, tmp_path):
    give(office, tmp_path)
    [hers] = snapshots(office)
    out = io.StringIO()
    csv.writer(out).writerows([hers.columns, *hers.rows])
    again, first = tmp_path / "again.csv", tmp_path / "allocation 2025-26 autumn.csv"
    again.write_text(out.getvalue(), encoding="utf-8")
    term = TermSlot.parse("2025-26/autumn")
    read = [IntakeService().allocation(file, term, term) for file in (first, again)]
    mine = [share_out(parsed, "Helen Ashdown").mine for parsed in read]
    fields = ("name", "urn", "laestab", "phase", "category", "days", "head", "notes")
    told = [[[getattr(row, field) for field in fields] for row in rows] for rows in mine]
    assert told[0] == told[1]
    assert [[(v.heading, v.day) for v in row.visits] for row in mine[0] if row.visits] == [
        [(v.heading, v.day) for v in row.visits if v.written] for row in mine[1] if any(v.written for v in row.visits)
    ]


def test_that_numbers_count_up_and_never_come_again(office, tmp_path):
    assert [give(office, tmp_path).number for _ in range(3)] == [1, 2, 3]
    assert sorted(one.number for one in snapshots(office)) == [1, 2, 3]


def test_that_a_partner_who_is_not_in_the_file_gets_no_empty_list(office, tmp_path):
    without = "".join(line for line in SHEET.splitlines(keepends=True) if "Robin" not in line)
    sent = give(office, tmp_path, without)
    assert (sent.partners, sent.left_out) == (["Helen Ashdown"], ["Robin Marlow"])
    assert snapshots(office, ROBIN) == []


def test_that_a_file_that_names_nobody_is_not_given_to_everybody(office, tmp_path):
    bare = "\n".join(",".join(line.split(",")[:3]) for line in SHEET.splitlines())
    with pytest.raises(Refused, match="names no advisers"):
        give(office, tmp_path, bare)
    assert give(office, tmp_path, bare, partners=["robin marlow"]).partners == ["Robin Marlow"]


def test_that_a_partner_nobody_knows_gets_nothing(office, tmp_path):
    with pytest.raises(NotFound, match="said hello"):
        give(office, tmp_path, partners=["Kim Nobody"])
    empty = post.Office(tmp_path / "empty")
    with pytest.raises(Refused, match="said hello"):
        give(empty, tmp_path)


def test_that_the_overview_counts_what_came(office):
    known = central.overview(office.key_file)
    assert [(one.name, one.notes, one.requests) for one in known.partners] == [
        ("Helen Ashdown", 1, 1), ("Robin Marlow", 0, 0)
    ]  # fmt: skip
    assert (known.notes, known.refused, known.invitations_open) == (1, 0, 0)
    assert [(one.request, one.partner) for one in known.requests] == [("a-1", "Helen Ashdown")]


def test_that_letters_wait_until_there_is_a_place_to_put_them(office):
    central.query(office.key_file, post.NOTE, "Head of service", "Why?", office.clock)
    assert central.overview(office.key_file).letters_waiting == 1
    receiving.receive(office.share, office.key_file, office.inbox, office.clock)
    assert central.overview(office.key_file).letters_waiting == 0


def test_that_a_partner_who_was_removed_sends_nothing_more_and_needs_a_new_invitation(office):
    assert central.remove(office.key_file, "Helen Ashdown") == "Helen Ashdown"
    with pytest.raises(NotFound, match="no partner any more"):
        central.query(office.key_file, post.NOTE, "Head of service", "Why?", office.clock)
    own = {**post.papers(), **post.actions(note=post.uuid(71))}
    later, hello = office.packed(own, note=post.uuid(71)), office.greeting(id=post.uuid(93), note=post.uuid(93))
    office.lay(later, hello)
    assert {line.name: line.fate for line in run(office).lines} == {later.name: "waiting", hello.name: "strange"}
    secret = enrolment.read(office.invite()).enrolment.invitation
    office.lay(office.greeting(invitation=secret, id=post.uuid(94), note=post.uuid(94)))
    told = {line.name: line.fate for line in run(office).lines}
    assert (told[later.name], told[hello.name]) == ("taken", "refused")


def test_that_nothing_secret_is_made_in_the_shared_folder(tmp_path):
    share = tmp_path / "share"
    share.mkdir()
    wanted = central.Invitation("hackwater", "Hackwater", str(share))
    with pytest.raises(Refused, match="others could read the key file"):
        central.invite(share / "central.key", wanted)
    with pytest.raises(Refused, match="others could read the invitation"):
        central.refuse_shared(share / "deep" / "helen.sipenrol", str(share), "the invitation in it")
    assert not list(share.iterdir())
    central.refuse_shared(tmp_path / "helen.sipenrol", str(share), "the invitation in it")
    central.refuse_shared(tmp_path / "helen.sipenrol", "https://notes.example", "the invitation in it")


def test_that_an_enrolment_that_cannot_be_made_makes_no_keys_and_counts_no_invitation(tmp_path):
    key, share = tmp_path / "central.key", str(tmp_path / "share")
    with pytest.raises(BadInput, match="64 hexadecimal digits"):
        central.invite(key, central.Invitation("hackwater", "Hackwater", share, recovery_key="zz"))
    assert not key.exists()
    central.invite(key, central.Invitation("hackwater", "Hackwater", share))
    with pytest.raises(BadInput, match="one line"):
        central.invite(key, central.Invitation("hackwater", "Two\nlines", share))
    assert central.overview(key).invitations_open == 1


def test_that_a_place_that_cannot_be_reached_is_told_without_a_package(office):
    with pytest.raises(Refused) as told:
        receiving.receive("https://localhost:1", office.key_file, office.inbox, office.clock)
    assert "package here" not in told.value.sentence
    assert told.value.sentence.endswith("look again later.")


def test_that_a_snapshot_says_which_term_it_is_for(office, tmp_path):
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(SHEET)
    assert (
        central.snapshot(office.key_file, sheet, TermSlot.parse("2025-26/spring"), clock=office.clock).term
        == "spring 2025-26"
    )
