"""Giám sát, kiểm tra: visits with findings, and recommendations that are followed up until they are done."""
