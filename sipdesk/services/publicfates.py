"""A file of public data as rows of the import's preview: what it says of each of my schools, or of each area."""

from sipdesk.domain.days import spoken_day
from sipdesk.services.fates import FateRow, Kind
from sipdesk.services.publicdata import PublicPreview

_KINDS = {"new": Kind.NEW, "changed": Kind.CHANGED, "same": Kind.SAME, "absent": Kind.SAME}

_PLACES = {"school": "", "local": "Authority", "regional": "Region", "national": "Country"}


def of_public(preview: PublicPreview) -> list[FateRow]:
    """Schools and areas first, then each row that was left out and why."""
    told = [
        FateRow(
            key=one.key,
            kind=_KINDS[one.becomes],
            place=_PLACES[one.key.partition(" ")[0]],
            name=one.name,
            urn=one.urn,
            what=one.what,
        )
        for one in preview.told
    ]
    wrong = [
        FateRow(key=f"message {n}", kind=Kind.UNREADABLE, place="", name="", what=message)
        for n, message in enumerate(preview.messages)
    ]
    return [*wrong, *told]


def sums(preview: PublicPreview) -> str:
    """What the file is and how its rows add up."""
    what = {"ofsted": "schools", "links": "links", "exclusions": "rows"}[preview.kind]
    if preview.kind == "exclusions":
        return f"{preview.title}. {preview.read:,} rows read; {preview.kept:,} are of your authorities, their regions or England."
    full = (
        "; every column is kept of your schools and of others in their authorities" if preview.kind == "ofsted" else ""
    )
    return f"{preview.title}. {preview.read:,} {what} read{full}."


def agree(preview: PublicPreview) -> str:
    """What the one button says."""
    if preview.known:
        return "Nothing new to import"
    what = {"ofsted": "schools’ inspections", "links": "links", "exclusions": "rows of figures"}[preview.kind]
    return f"Import {preview.kept:,} {what}"


def outcome(preview: PublicPreview) -> str:
    """What has come of it."""
    day = f"published {spoken_day(preview.published)}" if preview.published else "publication date not known"
    told = {
        "ofsted": "Inspections stand on each school’s page under Year, and beside a visit.",
        "links": "Schools that took over from another show its visits with their own.",
        "exclusions": "The figures can now stand beside those of a school of the same phase.",
    }[preview.kind]
    return f"{preview.title}, {day}. {told}"
