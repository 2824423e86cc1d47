#!/usr/bin/env python3
"""PyYAML reads what we write as we meant it: yaml_pyyaml.py SAMPLES-PROGRAM [COUNT]. Exits with 77 without PyYAML."""
import json
import subprocess
import sys

try:
    import yaml
except ImportError:
    print("python3-yaml is not installed")
    sys.exit(77)


def main():
    program, count = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "1000"
    samples = json.loads(subprocess.run([program, count], check=True, stdout=subprocess.PIPE).stdout)
    loaders = [yaml.SafeLoader] + ([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])
    for written, expected in samples:
        for loader in loaders:
            try:
                found = yaml.load(written, Loader=loader)
            except yaml.YAMLError as error:
                found = error
            if found != expected:
                print(f"{loader.__name__} reads\n{written}\nas {found!r}\nnot {expected!r}")
                return 1
    print(f"{len(samples)} documents, read alike by {len(loaders)} parsers")
    return 0 if len(samples) == int(count) else 1


sys.exit(main())
