from supervision.models.job_run import JobRun
from supervision.models.reminder import Reminder

__all__ = ["JobRun", "Reminder"]
