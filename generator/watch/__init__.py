"""Builds again whenever a source changes; events only wake it, what it then sees counts.

Start reading at ``watch``, the loop.  ``ears`` tells it when to look at the sources;
``listening`` is the part of the ears that knows watchdog, and ``telling`` puts a batch into words.
"""
