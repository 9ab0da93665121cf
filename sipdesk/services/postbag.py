"""The e-mail draft that takes an issued note to its readers: who stands where, in which words, with which file."""

from dataclasses import dataclass, field
from datetime import datetime

from sipdesk.domain.days import spoken_day
from sipdesk.domain.issue import Distribution, Issue, is_head
from sipdesk.domain.programme import Programme
from sipdesk.domain.school import School
from sipdesk.domain.visit import Visit
from sipdesk.services.letter import Attachment, Reader, letter

About = tuple[Visit, School, Programme]


@dataclass(frozen=True)
class Draft:
    """One e-mail, unsent."""

    name: str
    """Of its file."""
    to: tuple[Reader, ...]
    cc: tuple[Reader, ...]
    subject: str
    body: str
    attached: Attachment = field(repr=False)
    at: datetime
    """The instant of the issue, so that a draft made again has the same bytes."""

    def written(self) -> bytes:
        """The file."""
        return letter(self.to, self.cc, self.subject, self.body, [self.attached], self.at)


def draft_for(about: About, issue: Issue, lines: list[Distribution], pdf: bytes, number: int) -> Draft:
    """The draft for readers of one version. `number` 0 is the full note's, each other one of the wider version's."""
    visit, school, programme = about
    named = [line for line in lines if line.address]
    first = [line for line in named if is_head(line.role)] or named[:1]
    wider = lines[0].version == "wider"
    stem = f"{file_stem(visit, programme, issue)}{'_wider' if wider else ''}"
    report = programme.report_of(visit.slot or visit.kind)
    subject = (
        f"{report}: {visit.title}" if programme.caseload_confidential else f"{report}: {school.name}, {visit.title}"
    )
    return Draft(
        name=f"{stem}{f'_{number}' if number else ''}.eml",
        to=tuple(Reader(line.address, line.name) for line in first),
        cc=tuple(Reader(line.address, line.name) for line in named if line not in first),
        subject=f"{subject} (revision {issue.revision})" if issue.revision > 1 else subject,
        body=_body(about, issue, lines),
        attached=Attachment(f"{stem}.pdf", pdf),
        at=datetime.fromisoformat(issue.at),
    )


def file_stem(visit: Visit, programme: Programme, issue: Issue) -> str:
    """A file's name without a school's; without its number too where the caseload is confidential."""
    term = visit.term_slot.term.value if visit.term_slot and visit.slot else visit.kind
    whose = issue.note[-8:] if programme.caseload_confidential else visit.urn
    return f"{visit.year}_{term}_{whose}_r{issue.revision}"


def _body(about: About, issue: Issue, lines: list[Distribution]) -> str:
    visit, _, programme = about
    report = programme.vocabulary.report.lower()
    on = f", {spoken_day(visit.header.date)}" if visit.header.date else ""
    wider = lines[0] if lines[0].version == "wider" else None
    name = next((line.name for line in lines if line.name), "")
    parts = [f"Dear {name}," if name else "Good day,"]
    which = "wider version of the " if wider else ""
    again = f" It is revision {issue.revision} and takes the place of the one before." if issue.revision > 1 else ""
    parts.append(f"Attached is the {which}signed {report} for {visit.title}{on}.{again}")
    if wider:
        asked = f" on {spoken_day(wider.asked_on)}" if wider.asked_on else ""
        parts.append(f"{wider.asked_by} asked{asked} that it be shared with you: {wider.asked_why}.".replace("..", "."))
        parts.append("Please do not pass it on further without asking the headteacher.")
    elif programme.invitation.strip():
        parts.append(" ".join(programme.invitation.split()))
    sha256 = issue.wider_sha256 if wider else issue.sha256
    parts.append(
        "The attached file is the record. A print or a scan of it is a copy. Whoever has sipdesk can check that it is "
        f"unchanged; its SHA-256 is\n{sha256}"
    )
    return "\n\n".join(parts) + "\n"
