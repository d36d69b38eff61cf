from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = "督办"

    def ready(self) -> None:
        from suggestions.actions import attach
        from supervision import signals  # noqa: F401  (connects the worker's signals)
        from supervision.models import ReportBuild, SupervisionFile

        attach.HOLDERS += [SupervisionFile, ReportBuild]
