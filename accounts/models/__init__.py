from accounts.models.change import Change
from accounts.models.committee import Committee
from accounts.models.delivery import Delivery
from accounts.models.deputy import Delegation, Deputy
from accounts.models.notification import Notification
from accounts.models.unit import Unit
from accounts.models.user import User

__all__ = ["Change", "Committee", "Delegation", "Delivery", "Deputy", "Notification", "Unit", "User"]
