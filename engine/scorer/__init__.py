"""The compiled scorer."""

from engine.scorer.scorer import Scorer

__all__ = ["Scorer"]
