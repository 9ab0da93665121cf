"""The one place where everything is put together: paths, clock, programmes, the desk on its thread, the services."""

from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

from sipdesk import paths
from sipdesk.domain.clock import Clock
from sipdesk.domain.errors import SipdeskError
from sipdesk.forms.loader import Library, load_programmes
from sipdesk.services import care
from sipdesk.services.accuracy import AccuracyService
from sipdesk.services.agenda import AgendaService
from sipdesk.services.answerfiles import AnswerFiles
from sipdesk.services.brief import BriefService
from sipdesk.services.briefrules import BriefRules
from sipdesk.services.caseload import CaseloadService
from sipdesk.services.diary import DiaryService
from sipdesk.services.dispatch import Dispatch
from sipdesk.services.due import DueService
from sipdesk.services.enrolling import EnrollingService
from sipdesk.services.forms import FormService
from sipdesk.services.hours import HoursService
from sipdesk.services.incoming import IncomingService
from sipdesk.services.inspections import InspectionService
from sipdesk.services.intake import IntakeService
from sipdesk.services.issue import IssueService
from sipdesk.services.jottings import JottingService
from sipdesk.services.known import KnownService
from sipdesk.services.ledger import LedgerService
from sipdesk.services.notes import NoteService
from sipdesk.services.offers import OfferService
from sipdesk.services.outbox import OutboxService
from sipdesk.services.overview import OverviewService
from sipdesk.services.packing import Packing
from sipdesk.services.paper import PaperService
from sipdesk.services.papers import PapersService
from sipdesk.services.people import PeopleService
from sipdesk.services.phrases import PhraseService
from sipdesk.services.pictures import PictureService
from sipdesk.services.placing import PlacingService
from sipdesk.services.programmepage import ProgrammePageService
from sipdesk.services.promises import PromiseService
from sipdesk.services.publicdata import PublicDataService
from sipdesk.services.published import PublishedService
from sipdesk.services.registered import RegisterService
from sipdesk.services.replies import ReplyService
from sipdesk.services.revisions import RevisionService
from sipdesk.services.risk import RiskService
from sipdesk.services.riskheld import RiskHeld
from sipdesk.services.schoolyear import SchoolYearService
from sipdesk.services.search import SearchService
from sipdesk.services.sending import SendingService
from sipdesk.services.settings import SettingsService
from sipdesk.services.sheets import SheetService
from sipdesk.services.signing import SigningService
from sipdesk.services.standing import StandingService
from sipdesk.services.standingbook import StandingReader
from sipdesk.services.timestamps import TimestampService
from sipdesk.services.today import TodayService
from sipdesk.services.trust import TrustService
from sipdesk.services.verification import VerificationService
from sipdesk.services.visits import VisitService
from sipdesk.services.writing import WritingService
from sipdesk.store.desk import Desk
from sipdesk.store.visits import Visits
from sipdesk.store.worker import Worker

P = ParamSpec("P")
T = TypeVar("T")


class Services:
    """What a front end calls, once a desk is open. Every call runs on the desk's thread."""

    def __init__(self, desk: Desk, library: Library) -> None:
        self.desk = desk
        self.forms = FormService(Visits(desk), library, lambda name: care.edition_chosen(desk, name))
        self.caseload = CaseloadService(desk, self.forms, library)
        self.register = RegisterService(desk)
        self.inspections = InspectionService(desk)
        self.standing, self.placing = _by_the_rules(reader := StandingReader(desk, self.forms))
        self.publicdata = PublicDataService(desk, self.caseload, self.inspections)
        self.published = PublishedService(desk)
        self.visits = VisitService(desk, self.forms)
        self.offers = OfferService(self.visits, self.published)
        self.notes = NoteService(desk, self.forms, self.visits)
        self.signing = SigningService(desk, self.visits, self.notes)
        self.trust = TrustService(desk, self.signing)
        self.timestamps = TimestampService(desk, self.visits)
        self.verification = VerificationService(self.signing, self.timestamps)
        self.issue = IssueService(desk, self.forms, self.visits, self.signing)
        self.revisions = RevisionService(desk, self.visits)
        self.writing = WritingService(desk, self.visits, self.notes)
        self.accuracy = AccuracyService(desk, self.forms, self.visits)
        self.sending = SendingService(desk, self.forms, self.visits, self.notes, self.accuracy)
        self.replies = ReplyService(desk, self.visits, self.accuracy)
        self.overview = OverviewService(desk, self.forms, self.visits, self.notes, self.accuracy)
        self.due = DueService(desk, self.forms, self.standing)
        self.files, self.diary = AnswerFiles(self.visits), DiaryService(desk, self.forms)
        self.paper, self.intake, self.sheets = PaperService(), IntakeService(), SheetService(desk.clock)
        self.people, self.papers = PeopleService(desk, self.caseload.rules), PapersService(desk, self.visits)
        self.ledger, self.hours = LedgerService(desk, self.forms), HoursService(desk)
        self.schoolyear = SchoolYearService(desk, self.forms, self.visits, self.people)
        self.pictures = PictureService(self.schoolyear, self.published)
        self.risk = RiskService(reader, self.standing, RiskHeld(desk, self.schoolyear, self.published))
        self.brief = BriefService(desk, self.schoolyear, self.notes, self.pictures, BriefRules(self.standing, self.ledger))  # fmt: skip
        self.search = SearchService(desk, self.forms)
        self.settings = SettingsService(desk, library)
        self.agenda, self.promises = AgendaService(desk, self.forms, self.visits), PromiseService(desk, self.forms)
        self.programmepage = ProgrammePageService(desk, self.forms)
        self.today = TodayService(desk, self.due, self.promises, self.programmepage)
        self.jottings = JottingService(desk, self.visits)
        self.known = KnownService(desk, self.visits, self.people, self.inspections)
        self.phrases = PhraseService(desk, self.forms, self.visits)
        self.dispatch, self.incoming, self.outbox, self.enrolling = _of_the_outbox(self, library)


def _by_the_rules(reader: StandingReader) -> tuple[StandingService, PlacingService]:
    """Where schools stand, and what a person decides of it: two services on one reader."""
    standing = StandingService(reader)
    return standing, PlacingService(reader, standing)


def _of_the_outbox(
    services: Services, library: Library
) -> tuple[Dispatch, IncomingService, OutboxService, EnrollingService]:
    """What leaves and what comes down; from now on a parcel is made beside each signature."""
    desk, visits = services.desk, services.visits
    packing = Packing(desk, visits, services.signing, services.caseload)
    dispatch, incoming = Dispatch(desk, packing), IncomingService(desk, visits, services.caseload)
    outbox = OutboxService(desk, visits, packing, dispatch, incoming)
    return dispatch, incoming, outbox, EnrollingService(desk, library, packing, dispatch)


class App:
    """One desk folder and the thread that owns it. Use `run` for desk work, nothing else touches the desk."""

    def __init__(self, folder: Path | None = None, clock: Clock | None = None, forms: Path | None = None) -> None:
        self.folder = folder or paths.default_desk()
        self.clock = clock or Clock()
        self.worker = Worker()
        self._own_forms = forms or paths.own_forms()
        self._library: Library | None = None
        self._services: Services | None = None

    @property
    def library(self) -> Library:
        """The programmes that ship and those in the folder of one's own, read when first asked for."""
        if self._library is None:
            self._library = load_programmes(paths.forms(), self._own_forms)
        return self._library

    @property
    def is_open(self) -> bool:
        """Whether the desk is open."""
        return self._services is not None

    @property
    def services(self) -> Services:
        """The services of the open desk."""
        if self._services is None:
            raise SipdeskError("No desk is open.")
        return self._services

    def create(self, passphrase: str, facts: dict[str, str]) -> None:
        """Make the desk and leave it open."""
        library = self.library

        def make() -> Services:
            return Services(care.create(self.folder, passphrase, self.clock, library, facts), library)

        self._services = self.worker.run(make)

    def open(self, passphrase: str) -> None:
        """Open the desk with its passphrase."""
        library = self.library

        def unlock() -> Services:
            services = Services(care.open_desk(self.folder, passphrase, self.clock), library)
            services.caseload.rules.at_opening()
            return services

        self._services = self.worker.run(unlock)

    def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Desk work: runs on the desk's thread and waits for it."""
        return self.worker.run(call, *args, **kwargs)

    def lock(self) -> None:
        """Close the desk, if one is open, and forget its key; the thread stays, so that it can be opened again."""
        if self._services is not None:
            # Behind whatever is queued: an edit on its way to the desk still finds it open.
            self.worker.run(self._services.desk.close)
            self._services = None

    def close(self) -> None:
        """Close the desk, if one is open, and end its thread."""
        self.lock()
        self.worker.stop()
