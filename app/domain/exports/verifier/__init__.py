"""The steps by which a bundle is verified, each in the module of its subject. They need no archive and no network.

reading   the opened bundle: bounded reads, and what the steps have found so far
bag       framing, declaration, manifests, digests                    (steps 1 to 5)
chain     the exporter's signature, the certificates behind it        (steps 6 and 7)
records   statements, contents, schemas, original files               (steps 8, 9 and 12)
custody   checkpoint, lines of the log and their proofs               (steps 10 and 11)
register  index, list of what was withheld, export.json               (step 13)

A step raises Failed with the file at fault. What a step has found in order, later steps rely on.
"""
