"""Reports on their way up: waivers, what was sent each time, paper reports entered for a unit, the officer's desk."""
