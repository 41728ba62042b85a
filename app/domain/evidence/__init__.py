"""Files: sealed before they touch a disk, hashed on the way, read by range.

actions  add_file
queries  open_file; takes_files, to be asked before anybody sends bytes
sealing  from bytes that arrive to a sealed object in the store, and back
views    what is said of a file, and answers
"""
