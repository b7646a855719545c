"""Forms of campaigns, messages and activities."""

from campaigns.forms.activities import ActivityForm
from campaigns.forms.campaigns import CampaignForm, MessageForm
from campaigns.forms.filters import ActivityFilterForm

__all__ = ["ActivityFilterForm", "ActivityForm", "CampaignForm", "MessageForm"]
