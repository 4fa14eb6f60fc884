"""The preview: shows a finished output to a browser, and tells it when there is something new.

Start reading at ``exchange``, the values that everything else is about.  ``answers`` turns a
request into an answer and has the order of the rules; ``pages`` is what it shows of a site, with
``markup`` for what that changes in HTML and ``shelf`` for the files.  ``server`` joins this to
uvicorn: ``sockets`` is where it listens, ``connection`` whom it keeps, ``stream`` what it tells
open pages, and ``live.js`` what those do about it.
"""

from generator.serve.exchange import Address, Listing, Shown
from generator.serve.server import Server, serving
from generator.serve.sockets import Bound, bound

__all__ = ["Address", "Bound", "Listing", "Server", "Shown", "bound", "serving"]
