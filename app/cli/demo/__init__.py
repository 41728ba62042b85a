"""The demo archive: an invented country, built through the same actions that members use.

world        what the data is made of: records named by a key, and the short words to write them with
telling      the records of a case in few words
narrative    the accounts: text files with marks on words
papers       the files of the cases, drawn, photographed and printed by script
register     sources, units, persons, postings, places, incidents, recipients (register/*.py)
cases        the cases with all that is in them (cases/*.py)
members      the fictional members and their roles
sign_ins     demo.json: the fictional members' sign-ins and the ids to show
building     does it all, deed by deed, with the actions of the domain
build        builds the demo once, and tells how to sign in

Nevaria does not exist. No person, unit or town of it is meant to resemble a real one.
"""
