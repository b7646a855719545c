#!/usr/bin/env python3
"""Django's command line for the portal."""

import sys

from config.env import choose_settings


def main() -> None:
    choose_settings("config.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
