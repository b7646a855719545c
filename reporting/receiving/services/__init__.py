"""Changes beside a report on its way up: waivers, paper reports, accepting together."""
