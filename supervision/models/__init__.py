from supervision.models.card import Card
from supervision.models.job_run import JobRun
from supervision.models.reminder import Reminder

__all__ = ["Card", "JobRun", "Reminder"]
