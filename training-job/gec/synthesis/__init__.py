"""Errors made in correct sentences while a model trains: `Corruptor` is the way in."""

from gec.synthesis.corruptor import Corruptor

__all__ = ["Corruptor"]
