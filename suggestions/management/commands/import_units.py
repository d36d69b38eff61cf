from suggestions.imports import run
from suggestions.management.commands._importing import ImportCommand


class Command(ImportCommand):
    help = "Import the list of handling units (承办单位)."
    kind = run.UNITS
    needs_session = False
