"""Overall and persistent absence: the table of figures with the words of a register."""

from sipdesk.gui.visit.editors.exclusions import ExclusionsTableEditor


class AttendanceTableEditor(ExclusionsTableEditor):
    """Overall absence typed as a percentage, pupils persistently absent counted, their rate worked out."""

    help = (
        "Overall absence is what attendance leaves of 100: for 94.6% attendance type 5.4. Count the pupils who missed a tenth "
        "or more; their rate is worked out. Blank is not known, 0 is none. c suppressed · z not applicable · x not available."
    )
