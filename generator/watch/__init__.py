"""Builds again whenever a source changes; events only wake it, what it then sees counts.

Start reading at ``watch``, the loop.  ``scan`` tells it what has changed, ``ears`` when to look;
``listening`` is the part of the ears that knows watchdog, and ``telling`` puts a batch into words.
"""
