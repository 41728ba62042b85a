"""Testimonia: the testimony and case documentation database for accountability work."""

__version__ = "0.1.0"
