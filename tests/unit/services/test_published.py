"""Public data in the desk: what a school may be set beside, what was imported, and every step of it taken back."""

from decimal import Decimal

import pytest

from sipdesk.domain.calendar import AcademicYear, Term, TermSlot
from sipdesk.domain.errors import Refused
from sipdesk.domain.published import Area, Group, Level, Published, Source, computed, shown
from sipdesk.domain.school import Phase
from sipdesk.imports.public import Asked
from tests.unit.imports import public
from tests.unit.imports.public import ENGLAND, FIGURES, MODERN, csv_bytes
from tests.unit.imports.test_ofsted import HEAD, row

PRIMARY, SECONDARY = "900101", "900102"
YEAR = AcademicYear(start=2025)


@pytest.fixture
def bring(app, tmp_path):
    """Imports a file, or rows as one, through a child; returns what was previewed."""

    def take(what, name="file.csv", published=None):
        file = what
        if isinstance(what, bytes):
            file = tmp_path / name
            file.write_bytes(what)
        services = app.services
        read = services.intake.public(services.intake.recognise(file), file, app.run(services.publicdata.asked))
        seen = app.run(services.publicdata.preview, read, published)
        app.run(services.publicdata.apply, seen, read)
        return seen

    return take


@pytest.fixture
def beside(app):
    """What a school's figure may stand beside."""

    def ask(urn, measure="suspension", group="all", phase=None, year=YEAR, **more):
        phase = phase or {PRIMARY: "primary", SECONDARY: "secondary"}[urn]
        return app.run(
            lambda: app.services.published.comparators(
                urn, measure=measure, group=group, phase=phase, year=year, **more
            )
        )

    return ask


def figures(phase, *, year="202223", area=ENGLAND, pupils="Total", cells=FIGURES):
    return [area[0], year, *area[2:], phase, "Total" if pupils == "Total" else "Ethnicity Minor", pupils, *cells]


def test_that_the_series_gives_the_published_rates_of_every_year(app, bring):
    bring(public.SERIES)
    told = {}
    for measure in ("suspension", "pex"):
        trend = app.run(
            lambda m=measure: app.services.published.trend(SECONDARY, measure=m, group="all", phase="secondary")
        )
        for one in trend:
            told.setdefault((measure, one.area.name), {})[str(one.year)] = shown(one.figure)
    years = ("2018-19", "2019-20", "2020-21", "2021-22", "2022-23", "2023-24")
    picked = {key: [rates[year] for year in years] for key, rates in told.items()}
    assert picked["suspension", "Hackney"] == ["16.22", "11.28", "10.46", "14.98", "17.62", "20.91"]
    assert picked["pex", "Hackney"] == ["0.31", "0.17", "0.04", "0.20", "0.22", "0.36"]
    assert picked["suspension", "England"] == ["10.75", "7.43", "8.48", "13.96", "18.90", "22.61"]
    assert picked["pex", "England"] == ["0.20", "0.13", "0.10", "0.16", "0.22", "0.25"]


def test_that_authority_region_and_england_come_in_this_order_with_their_gap(bring, beside):
    bring(public.SERIES)
    found = beside(SECONDARY)
    assert [one.area.level for one in found] == [Level.LOCAL, Level.REGIONAL, Level.REGIONAL, Level.NATIONAL]
    assert [one.area.name for one in found] == ["Hackney", "London (Inner)", "London", "England"]
    assert {one.phase for one in found} == {Phase.SECONDARY}
    assert found[0].gap == 2
    assert found[0].cautions == ["2 school years earlier than the year asked for."]
    assert "state-funded secondary schools" in found[0].population


def test_that_no_figure_later_than_the_year_asked_for_is_given(bring, beside):
    bring(public.SERIES)
    found = beside(SECONDARY, year=AcademicYear(start=2019))
    assert {one.year.start for one in found} <= {2018, 2019}
    assert any("closed to most pupils" in caution for one in found for caution in one.cautions)


@pytest.mark.parametrize("path", [public.SERIES, public.OLDER, public.TERMLY, public.MAJOR], ids=lambda path: path.name)
def test_that_a_primary_school_is_given_no_figure_of_another_phase(app, bring, beside, path):
    bring(path)
    groups = app.run(lambda: [group.id for group in app.services.published.groups()])
    for group in groups:
        for measure in ("pex", "suspension", "one_plus"):
            given = beside(PRIMARY, measure, group)
            given += beside(PRIMARY, measure, group, year=AcademicYear(start=2024), term=Term.AUTUMN)
            given += app.run(
                lambda m=measure, g=group: app.services.published.trend(PRIMARY, measure=m, group=g, phase="primary")
            )
            assert {one.phase for one in given} <= {Phase.PRIMARY}
    for phase in ("secondary", "special", "alternative provision", "16 plus"):
        with pytest.raises(Refused, match="its phase is primary"):
            beside(PRIMARY, phase=phase)


def test_that_all_phases_together_are_never_offered(bring, beside):
    bring(public.MAJOR)
    assert beside(PRIMARY) == beside(SECONDARY, group="black") == []


def test_that_a_term_is_given_only_where_a_term_is_asked_for(bring, beside):
    bring(public.TERMLY)
    assert beside(SECONDARY, group="black_caribbean") == []
    (autumn,) = beside(SECONDARY, group="black_caribbean", term=Term.AUTUMN)
    assert (str(autumn.year), autumn.to_date, autumn.period) == ("2024-25", True, "2024/25, autumn term only")
    assert any("not to be set against a whole year" in caution for caution in autumn.cautions)
    assert autumn.source.published.isoformat() == "2025-11-20"


def test_that_marks_and_blanks_and_noughts_reach_the_reader_as_they_are(bring, beside):
    cells = {"Indian": "c", "Chinese": "z", "Irish": "", "Pakistani": "0", "Bangladeshi": "low", "Roma": "u"}
    rows = [
        figures("State-funded primary", pupils=label, cells=["100", "1", "1", token, token, "", ""])
        for label, token in cells.items()
    ]
    bring(csv_bytes(MODERN, *rows))
    told = {}
    for group in ("indian", "chinese", "irish", "pakistani", "bangladeshi"):
        found = beside(PRIMARY, group=group)
        told[group] = [(shown(one.count), shown(one.figure), one.tokens.get("count")) for one in found]
    assert told == {
        "indian": [("c", "c", "c")],
        "chinese": [("z", "z", "z")],
        "irish": [],
        "pakistani": [("0", "0.00", None)],
        "bangladeshi": [("k", "k", "low")],
    }


def test_that_counts_are_preferred_to_a_bare_rate_of_the_same_year(bring, beside):
    bring(public.SERIES)
    bring(
        csv_bytes(
            MODERN,
            figures(
                "State-funded secondary", year="202324", cells=["3422000", "8600", "0.25", "773800", "22.61", "", ""]
            ),
        )
    )
    england = beside(SECONDARY)[-1]
    assert (england.count, england.roll) == (773800, 3422000)
    assert not england.contradicts


def test_that_the_newest_file_speaks_where_two_tell_the_same(bring, beside):
    for suspended, rate in (("110", "11"), ("120", "12")):
        bring(csv_bytes(MODERN, figures("State-funded primary", cells=["1000", "2", "0.2", suspended, rate, "", ""])))
    assert [shown(one.figure) for one in beside(PRIMARY)] == ["12.00"]


def test_that_a_mark_of_nothing_available_gives_way_to_an_older_figure(bring, beside):
    bring(
        csv_bytes(
            MODERN,
            figures("State-funded primary", year="202223"),
            figures("State-funded primary", year="202324", cells=["x"] * 7),
        )
    )
    (one,) = beside(PRIMARY)
    assert (one.gap, shown(one.figure)) == (3, "11.00")


def _one(count, roll, rate):
    source = Source(id="1", kind="exclusions", title="t", file="f", sha256="0", imported="2025-01-01T00:00:00Z")
    area = Area(level=Level.LOCAL, code="204", name="Hackney")
    return Published(
        area=area, phase=Phase.SECONDARY, year=YEAR, group=Group(id="all", label="Total"), measure="pex",
        count=Decimal(count), roll=Decimal(roll), rate=Decimal(rate), source=source,
    )  # fmt: skip


def test_that_a_rate_its_own_counts_deny_is_noticed_and_rounding_is_not():
    assert _one("24", "14336", "0.19").contradicts
    assert not _one("24", "14336", "0.17").contradicts
    assert not _one("1617", "14336", "11.28").contradicts
    assert not _one("6590", "42765", "15.42").contradicts  # both rounded to five
    assert _one("6590", "42765", "15.62").contradicts


def test_that_the_rates_of_the_older_releases_agree_with_their_counts(app, bring):
    bring(public.OLDER)
    bring(public.TERMLY)
    checked = 0
    for urn, phase in ((PRIMARY, "primary"), (SECONDARY, "secondary")):
        for group in app.run(lambda: [g.id for g in app.services.published.groups()]):
            trend = app.run(
                lambda u=urn, g=group, p=phase: app.services.published.trend(u, measure="suspension", group=g, phase=p)
            )
            checked += sum(one.has_counts for one in trend)
            assert not [one for one in trend if one.contradicts]
    assert checked > 80


def test_that_a_rate_is_worked_out_half_up_and_marks_pass_through():
    assert computed(Decimal(1), Decimal(800)) == Decimal("0.13")
    assert computed("c", Decimal(800)) == "c"
    assert computed(None, Decimal(800)) is None
    assert computed(Decimal(0), Decimal(0)) == "x"


def test_that_a_file_is_listed_with_its_hash_and_taken_back_alone(app, bring, beside):
    seen = bring(public.SERIES)
    bring(csv_bytes(MODERN, figures("State-funded primary", year="202324")))
    lines = app.run(app.services.publicdata.sources)
    assert [line.source.kind for line in lines] == ["exclusions", "exclusions"]
    series = lines[1].source
    assert (series.sha256, series.rows, series.kept) == (seen.sha256, 2808, 144)
    assert lines[1].can_undo
    app.run(app.services.publicdata.undo, series.id)
    assert [one.area.name for one in beside(PRIMARY)] == ["England"]
    assert beside(SECONDARY) == []
    with pytest.raises(Refused, match="not in this desk any more"):
        app.run(app.services.publicdata.undo, series.id)


def test_that_the_caseloads_undo_takes_public_data_back_too(app, bring, beside):
    bring(public.SERIES)
    assert app.run(app.services.caseload.undo_last).kind == "exclusions"
    assert beside(PRIMARY) == []
    assert not bring(public.SERIES).known


def test_that_the_same_file_twice_leaves_no_trace(app, bring):
    for path in (public.SERIES, public.OFSTED, public.LINKS):
        assert not bring(path).known
        before = app.run(app.services.desk.state)
        assert bring(path).known
        assert app.run(app.services.desk.state) == before


def test_that_nothing_is_kept_where_writing_fails(app, bring, tmp_path):
    before = app.run(app.services.desk.state)
    services = app.services
    read = services.intake.public("exclusions", public.SERIES, Asked(codes=frozenset({"204"})))
    seen = app.run(services.publicdata.preview, read)
    read.lines.append(read.lines[0])
    with pytest.raises(Refused, match="Nothing was changed"):
        app.run(services.publicdata.apply, seen, read)
    assert app.run(services.desk.state) == before
    assert app.run(services.publicdata.sources) == []


def test_that_inspections_stand_on_the_year_and_beside_the_visit(app, bring):
    bring(csv_bytes(["Inspections as at 31 May 2026"], HEAD, list(row().values())))
    lines = app.run(app.services.schoolyear.year, PRIMARY).public
    assert lines[0].startswith("Graded inspection, 14 March 2023: Good. Quality of education: Good · ")
    assert "as at 31 May 2026" in lines[-1]
    assert "Open Government Licence" in lines[-1]
    visit, _ = app.run(
        app.services.visits.open_in_term,
        PRIMARY,
        TermSlot.parse("2025-26/autumn"),
    )
    known = app.run(app.services.known.of, visit.id)
    items = [item for items in known.sections.values() for item in items]
    assert [item.words for item in items if item.source == "Ofsted and the register"] == ["\n".join(lines)]


def test_that_a_preview_says_of_each_school_what_changes(app, bring):
    other = {"URN": SECONDARY, "School name": "Bramble Lane Academy"}
    first = [list(row().values()), list(row(**other).values())]
    seen = bring(csv_bytes(HEAD, *first))
    assert {one.urn: one.becomes for one in seen.told} == {PRIMARY: "new", SECONDARY: "new", "900103": "absent"}
    later = list(row(**{"Latest OEIF overall effectiveness": "1"}).values())
    seen = bring(csv_bytes(HEAD, later, first[1]))
    assert {one.urn: one.becomes for one in seen.told} == {PRIMARY: "changed", SECONDARY: "same", "900103": "absent"}
    lines = app.run(app.services.publicdata.sources)
    assert [line.can_undo for line in lines] == [True, False]
    with pytest.raises(Refused, match="undo that one first"):
        app.run(app.services.publicdata.undo, lines[1].source.id)
    app.run(app.services.publicdata.undo, lines[0].source.id)
    assert "Good" in app.run(app.services.inspections.lines, PRIMARY)[0]


def test_that_figures_of_a_school_are_found_under_the_urn_it_had_before(app, bring):
    bring(
        csv_bytes(
            ["URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate"],
            [SECONDARY, "123456", "Bramble Lane School", "Predecessor", "01-09-2022"],
        )
    )
    head = ["time_period", "geographic_level", "school_name", "school_urn", "headcount", "perm_excl", "suspension"]
    bring(
        csv_bytes(
            head,
            ["202122", "School", "Bramble Lane School", "123456", "800", "1", "40"],
            ["202324", "School", "Bramble Lane Academy", SECONDARY, "810", "0", "30"],
        )
    )
    own = app.run(lambda: app.services.published.own(SECONDARY, measure="suspension"))
    assert [(one.area.code, str(one.year), shown(one.figure)) for one in own] == [
        (SECONDARY, "2023-24", "3.70"),
        ("123456", "2021-22", "5.00"),
    ]
