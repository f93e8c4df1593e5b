"""Fine-tuning on a company's own labelled rows: from what ships, from an earlier result, or from a larger model.

A run is written down in `train.json` of its folder before it starts and goes on after a kill; nothing
that is written anywhere quotes a row. What comes out is measured beside its base on the dev rows.
"""
