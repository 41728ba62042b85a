"""Questions: words, names, units, incidents, places, persons, types, methods and dates -> records.

views       the question and the answer
statements  the SQL of a question
asking      one question put to one catalogue
why         in what way a unit or person comes into a result: presence must not read as guilt
queries     search, search_register: several catalogues merged without doubles
"""
