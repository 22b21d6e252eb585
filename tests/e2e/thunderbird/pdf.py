# SPDX-License-Identifier: MPL-2.0
"""The words of a PDF as Thunderbird prints one."""
import re
import zlib

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)
MAPPED = re.compile(rb"^<([0-9a-fA-F]+)>\s*(?:<([0-9a-fA-F]+)>\s*)?<([0-9a-fA-F]+)>\s*$", re.M)
SHOWN = re.compile(rb"\[([^\]]*)\]\s*TJ|(\((?:\\.|[^\\)])*\)|<[0-9a-fA-F]*>)\s*Tj")
STRING = re.compile(rb"\(((?:\\.|[^\\)])*)\)|<([0-9a-fA-F]*)>")


def text_of(octets):
    """What it says in each of its fonts, one after the other: a word is readable in its own font only."""
    streams = [inflated(stream) for stream in STREAM.findall(octets)]
    fonts = [(2, {}), *(font_in(stream) for stream in streams if b"begincmap" in stream)]
    return "\n".join(said(stream, *font) for stream in streams if SHOWN.search(stream) for font in fonts)


def inflated(stream):
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def font_in(cmap):
    """How many digits a code of it has, and the letter of each code."""
    digits, letters = 2, {}
    for first, last, letter in MAPPED.findall(cmap.partition(b"endcodespacerange")[2]):
        digits = len(first)
        for code in range(int(first, 16), int(last or first, 16) + 1):
            letters[code] = chr(int(letter[:4], 16) + code - int(first, 16))
    return digits, letters


def said(stream, digits, letters):
    codes = []
    for several, one in SHOWN.findall(stream):
        for plain, coded in STRING.findall(several or one):
            codes += [int(coded[at:at + digits], 16) for at in range(0, len(coded), digits)] or list(plain)
    return "".join(letters.get(code, chr(code)) for code in codes)
