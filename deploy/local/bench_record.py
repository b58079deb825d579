"""bench_record.py FOLDER MONGOD LOAD: the figures of a run with the machine and the versions they belong to, as JSON.

FOLDER holds <name>.json and <name>.command of each measurement, LOAD is /proc/loadavg from before them.
"""

import datetime
import json
import os
import pathlib
import re
import subprocess
import sys


def output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def first_number(text: str) -> str:
    found = re.search(r"\d+(\.\d+)+", text)
    return found.group() if found else "unknown"


def line(path: str, name: str) -> str:
    for one in pathlib.Path(path).read_text().splitlines():
        if one.startswith(name):
            return one.split(":", 1)[1].strip()
    return "unknown"


def machine(load_before: str) -> dict:
    return {
        "cores": os.cpu_count(),
        "cpu": line("/proc/cpuinfo", "model name"),
        "memory_gb": round(int(line("/proc/meminfo", "MemTotal").split()[0]) * 1024 / 1e9, 1),
        "kernel": os.uname().release,
        "load_before": float(load_before.split()[0]),
        "load_after": round(os.getloadavg()[0], 2),
    }


def versions(mongod: str) -> dict:
    return {
        "swift": first_number(output("swift", "--version")),
        "rabbitmq": first_number(output("dpkg-query", "--show", "--showformat", "${Version}", "rabbitmq-server")),
        "librabbitmq": output("pkg-config", "--modversion", "librabbitmq"),
        "mongod": first_number(output(mongod, "--version")),
        "libmongoc": output("pkg-config", "--modversion", "libmongoc-1.0"),
    }


def main(folder: str, mongod: str, load_before: str) -> None:
    record = {
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "commit": output("git", "rev-parse", "--short", "HEAD"),
        "machine": machine(load_before),
        "versions": versions(mongod),
        "figures": {},
    }
    for path in sorted(pathlib.Path(folder).glob("*.json")):
        record["figures"][path.stem] = {
            "command": path.with_suffix(".command").read_text().strip(),
            "result": json.loads(path.read_text()),
        }
    json.dump(record, sys.stdout, indent=2)
    print()


main(*sys.argv[1:])
