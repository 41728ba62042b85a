"""Command and postings drawn as SVG, for pages, print and bundles: black and white, without script or style.

chart      the chain of command: boxes in layers, certain links solid, possible ones dashed
timeline   who held a post when: precise and imprecise days drawn differently
layout     where the boxes of a chart stand, worked out in a process of its own
"""
