"""The custody log: one append-only Merkle log of every deed of the archive (RFC 9162, C2SP formats).

merkle        the append        the append under the log's lock
tree          the tree in the database: lines, roots and proofs in O(log n)
queries       checkpoints, entries, proofs
tlog_proof    an inclusion proof as a file that other tools verify
rules         which key may certify which: pure
certificates  certificates read from the table and judged by the log: whose key, with which roles, when
verify        reads the whole archive again and names what does not match the log; no keys needed:
              replay and registry read the log, rows and versions compare the tables
views         answers

Certificates are issued by `app.domain.accounts.certificates`; they are judged here, because the log alone
says when a key began and ended to count.
"""
