"""Units, persons and postings over time: who commanded whom, never more certain than the sources.

rules           walking command relations, on a day, in a span of days or over all time: pure
chain           who commanded a unit, and the units above and below it
responsibility  what a person commanded, and what is linked to it
superior        superior responsibility for a unit: what is recorded, and the pattern
doubts          what the claims leave open, as questions
sameness        records of one person
pictures        the chain as a chart, posts over time: SVG for pages, print and bundles
actions         the decision that two records are one person, and taking it back
showing         claims as answers show them
queries         the questions, for an actor
views           answers
"""
