"""An activity that tells of something the portal also holds as a record of its own; figures count that one."""
