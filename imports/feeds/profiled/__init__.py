"""A partner's file as an administrator described it: data that says how the file is read."""

from imports.feeds.profiled.format import ProfiledFile
from imports.feeds.profiled.profile import Profile
