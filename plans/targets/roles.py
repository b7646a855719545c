"""Who decides an allotment sheet, and who answers it for a unit."""

from units.models import Role

DECIDERS = (Role.DRAFTER, Role.UNIT_HEAD, Role.LEADER)
ANSWERERS = (Role.GRASSROOTS, Role.DRAFTER, Role.UNIT_HEAD, Role.LEADER, Role.UPPER_UNIT)
