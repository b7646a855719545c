"""Phong trào thi đua: criteria, registration and pledge, scoring level by level, council, classes, awards."""
