"""The preview: shows a finished output to a browser, and tells it when there is something new."""

from generator.serve.exchange import Address, Shown
from generator.serve.server import Server, serving

__all__ = ["Address", "Server", "Shown", "serving"]
