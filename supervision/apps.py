from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = "督办"

    def ready(self) -> None:
        from accounts.actions import hand_over
        from suggestions.actions import attach
        from supervision import polls, signals  # noqa: F401  (signals: connects the worker's)
        from supervision.models import ReportBuild, SupervisionFile

        attach.HOLDERS += [SupervisionFile, ReportBuild]
        hand_over.PERSONAL.append(polls.stay_with)
