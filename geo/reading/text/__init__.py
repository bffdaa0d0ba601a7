"""Text made ready for matching: folding, tokens, sentences."""
