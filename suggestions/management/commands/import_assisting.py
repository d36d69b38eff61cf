from suggestions.imports import run
from suggestions.management.commands._importing import ImportCommand


class Command(ImportCommand):
    help = "Import the assisting units' receipts and opinions of a session (协办情况)."
    kind = run.ASSISTING
