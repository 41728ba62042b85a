"""Tables that others keep, taken into the register: looked at row by row first, written only then.

tables     CSV and spreadsheets as rows of text
dates      days as such tables write them
plan       what would be created, what is here already, what is refused and why
posts      a plain list of posts
naming     whom and what its rows name
differing  what a table says otherwise than the register
listing    what a table brings, as a CSV file
sfm        Security Force Monitor's importer tables
queries    a look before anything is written
actions    writing it
views      answers
"""
