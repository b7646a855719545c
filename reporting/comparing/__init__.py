"""Units beside each other over periods: table, chart, export; on each period's own tree or on the present one."""
