"""Prints the sheets of a workbook as openpyxl reads them, as JSON."""
import datetime
import json
import re
import sys

import openpyxl


def text_of(cell):
    value = cell.value
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat(" ", "milliseconds")
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, str):
        # openpyxl leaves the escapes of ECMA-376 Part 1, 22.9.2.19 as they are.
        return re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found.group(1), 16)), value)
    return value


book = openpyxl.load_workbook(sys.argv[1])
print(json.dumps([
    {
        "name": sheet.title,
        "frozen": sheet.freeze_panes,
        "filter": sheet.auto_filter.ref,
        "rows": [[{"type": cell.data_type, "value": text_of(cell)} for cell in row] for row in sheet.iter_rows()],
    }
    for sheet in book.worksheets
]))
