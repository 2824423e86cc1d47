#!/usr/bin/env python3
"""Writes a damaged copy of a file to standard output: mutate.py FILE SEED. The same seed gives the same damage."""
import random
import sys

PIECES = [b"\n", b"\r\n", b"\t", b'"', b"'", b":", b"- ", b"[", b"{", b"}", b"&a ", b"*a", b"#", b"|\n", b"---\n", b"\0", b"\xff\xfe",
          b"<<<<<<< ours\n", b"\xe7\x8e", b",", b"9" * 40, b"%", b"!!str ", b"~", b"? ", b"\xe2\x80\xa8"]


def mutate(data, dice):
    data = bytearray(data)
    for _ in range(dice.randint(1, 6)):
        at = dice.randint(0, len(data))
        kind = dice.randint(0, 5)
        if kind == 0:
            data[at:at] = dice.choice(PIECES)
        elif kind == 1:
            del data[at:at + dice.randint(1, 40)]
        elif kind == 2 and at < len(data):
            data[at] = dice.randint(0, 255)
        elif kind == 3:
            data[at:at] = data[at:at + dice.randint(1, 200)]
        elif kind == 4:
            del data[at:]
        else:
            lines = bytes(data).split(b"\n")
            dice.shuffle(lines)
            data = bytearray(b"\n".join(lines[:len(lines)]) if dice.random() < 0.2 else data)
    return bytes(data)


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as file:
        sys.stdout.buffer.write(mutate(file.read(), random.Random(int(sys.argv[2]))))
