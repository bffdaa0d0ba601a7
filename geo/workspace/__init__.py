"""The middle wing: what was read is kept as one account, with its evidence, in one file."""
