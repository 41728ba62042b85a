"""Bundles out, and their verifier.

actions      request_export: what is asked for, and by whom
queries      how far an export is; the bundle, the same bytes each time
preview      what a bundle would hold, before it is asked for
deciding     what leaves and what stays, for both
build        a request carried out: gather, decide, pack, seal (runs in a child process, see app.worker)
gathering    records, register claims and files of the cases, opened and verified
evidencing   the lines of the custody log, proofs and certificates that a bundle needs
views        answers

selection    the gate over the records of the cases
concerns     whom a record concerns: contents to items of the consent gate
reaching     which claims of the register leave with the cases
naming       which texts name somebody who must not be named
redaction    which disclosures of a statement leave
numbering    exhibit numbers and pseudonyms
contents     what stands in a bundle, under which paths
packing      tag files, signature, ZIP
bagit        BagIt 1.0 (RFC 8493)
zip_framing  a ZIP that has one possible form
templates/   the texts for people

verify       the verifier: numbered steps, offline, without an archive; the steps are in verifier/
"""
