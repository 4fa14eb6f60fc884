"""A preview in a process that may have few descriptors: its limit and its output are given.

It prints its port, and for each line that it then reads how many files it could open beside.
"""

import resource
import sys
from contextlib import ExitStack
from pathlib import Path

from generator.serve import Address, Shown, serving

BESIDE = 16


def main() -> None:
    limit, output = int(sys.argv[1]), Path(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    with serving(Address(port=0), Shown(output)) as server:
        sys.stdout.write(f"{server._port}\n")
        sys.stdout.flush()
        for _ in sys.stdin:
            with ExitStack() as stack:
                files = [stack.enter_context(open(__file__, "rb")) for _ in range(BESIDE)]  # noqa: PTH123  # as it is
                sys.stdout.write(f"{len(files)} {server.is_alive()}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
