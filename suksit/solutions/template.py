"""The empty spreadsheet that a list may be written in."""

import io
from datetime import date

import xlsxwriter
from django.utils.translation import gettext as _

from suksit.solutions.columns import LABELS

WIDTHS = {"system": 34, "municipality": 18, "supplier": 28, "options": 24, "yearly_cost": 18}


def template_file() -> bytes:
    """The headings in the reader's language, and a second sheet that explains them with an example."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    strong = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    day, amount = book.add_format({"num_format": "dd.mm.yyyy"}), book.add_format({"num_format": "# ##0"})
    lists, words = book.add_worksheet(_("Agreements")), book.add_worksheet(_("How to fill it in"))
    formats = {"ends_on": day, "yearly_cost": amount}
    for column, (name, label) in enumerate(LABELS.items()):
        lists.set_column(column, column, WIDTHS.get(name, 16), formats.get(name))
        lists.write_string(0, column, str(label), strong)
    lists.freeze_panes(1, 0)
    words.set_column(0, 0, 24)
    words.set_column(1, 1, 80)
    explained = {
        "system": _("What you call it, such as Building permits. Must be filled in."),
        "municipality": _("Name or number. May be left out when all rows are your own municipality's."),
        "supplier": _("Whom the agreement is with."),
        "ends_on": _("The last day of the agreement, such as %(day)s. Leave it open when it runs on.")
        % {"day": date(2027, 12, 31).strftime("%d.%m.%Y")},
        "notice_months": _("How many months before the end notice must be given, such as 3."),
        "options": _("What may be extended, such as 1 + 1 year."),
        "yearly_cost": _("Kroner a year without VAT, such as 120 000."),
    }
    for row, (name, text) in enumerate(explained.items()):
        words.write_string(row, 0, str(LABELS[name]), strong)
        words.write_string(row, 1, text)
    words.write_string(len(explained) + 1, 1, _("An open cell changes nothing of what is registered already."))
    book.close()
    return stream.getvalue()
