from suggestions.imports import run
from suggestions.management.commands._importing import ImportCommand


class Command(ImportCommand):
    help = "Import the ledger of a session's suggestions (建议台账); a new session is created."
    kind = run.LEDGER
