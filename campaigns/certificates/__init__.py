"""Certificates printed on blank forms by coordinates kept as data.

`print_for` is in `campaigns.certificates.services`: awards, contests and events hand it their recipients.
"""
