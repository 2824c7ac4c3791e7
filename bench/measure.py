"""``measure.py REPORT COMMAND...`` runs a command and writes {"seconds", "processor", "kilobytes", "code"} to REPORT.

A process of its own, and a small one: a child's peak memory counts from that of the process which begins it.
"""

import os
import resource
import sys
import time

report, *command = sys.argv[1:]
began = time.perf_counter()
child = os.posix_spawnp(command[0], command, os.environ)
_, status = os.waitpid(child, 0)
seconds = time.perf_counter() - began
used = resource.getrusage(resource.RUSAGE_CHILDREN)
told = f'"seconds": {seconds}, "processor": {used.ru_utime + used.ru_stime}, "kilobytes": {used.ru_maxrss}'
with open(report, "w", encoding="utf-8") as file:  # noqa: PTH123 - pathlib would make this process larger
    file.write(f'{{{told}, "code": {os.waitstatus_to_exitcode(status)}}}')
