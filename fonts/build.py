#!/usr/bin/env python3
"""Make the default fonts from the packages that carry their sources.

    pip install -r fonts/requirements.txt
    python3 fonts/build.py            # writes the faces beside this script
    python3 fonts/build.py --check    # builds elsewhere and compares

Needs apt-get and dpkg-deb (Debian 12), npm and fontTools; README.md beside
this file says which face is made from what and why. The output depends on
nothing but the pinned packages: two runs give the same bytes.
"""

from __future__ import annotations

import argparse
import bz2
import copy
import filecmp
import hashlib
import io
import statistics
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import fontTools
from fontTools import subset
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

HERE = Path(__file__).resolve().parent

# The day of the last change to what this script makes. GPLv3 5(a) wants it
# stated in the modified faces; it is also their `head.modified`.
MODIFIED = "2026-11-22"
VERSION = "1.000"

# Line metrics of the official faces, in thousandths of an em.
ASCENT, DESCENT = 859, -141

# Where the official faces have the middle of their ink, and how far a face may
# be from it, in thousandths of an em: the official faces differ among
# themselves by as much.
INK_CENTRE, INK_TOLERANCE = 360, 10

# How far a TrueType curve may be from the cubic one, before its points are
# rounded, in units: with the rounding the outlines stay within one unit.
CURVE_ERROR = 0.5


@dataclass(frozen=True)
class Package:
    """A file as its registry serves it."""

    file: str
    command: tuple[str, ...]
    sha256: str


def debian(name: str, version: str, sha256: str) -> Package:
    command = ("apt-get", "download", f"{name}={version}")
    return Package(f"{name}_{version}_all.deb", command, sha256)


def npm(name: str, version: str, sha256: str) -> Package:
    file = f"{name.removeprefix('@').replace('/', '-')}-{version}.tgz"
    command = ("npm", "pack", "--silent", f"{name}@{version}")
    return Package(file, command, sha256)


TEXLIVE = debian(
    "texlive-lang-chinese",
    "2022.20230122-1",
    "9cfa07bd44e7b9098e26f0ecac1b5ad210d2249d474c8074d53de92d650b0ec0",
)
WENKAI = debian(
    "fonts-lxgw-wenkai",
    "1.250+repack-1",
    "6d1e4c4aac78ad32062aefa2c836ee4d6e58f9dcf8b3f4407c9eefe304615318",
)
UNICODE = debian(
    "unicode-data",
    "15.0.0-1",
    "5efef23bbb1c6a133ecbdd63a2cfa07159ccacf5466a49e2426101c5ecd691fc",
)
NOTO_SERIF = npm(
    "@expo-google-fonts/noto-serif-sc",
    "0.4.3",
    "ff6bcf5ba68d92dfecc05544bb150f9e724741a932354a0dd97e7289c40a3f5e",
)
NOTO_SANS = npm(
    "@expo-google-fonts/noto-sans-sc",
    "0.4.3",
    "0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59",
)
PACKAGES = (TEXLIVE, WENKAI, UNICODE, NOTO_SERIF, NOTO_SANS)

FANDOL = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"
UNIHAN = "usr/share/unicode/Unihan_OtherMappings.txt.bz2"

FANDOL_LICENCE = (
    "GNU GPL v3 with font exception. As a special exception, if you create a "
    "document which uses this font, and embed this font or unaltered portions "
    "of this font into the document, this font does not by itself cause the "
    "resulting document to be covered by the GNU General Public License. This "
    "exception does not however invalidate any other reasons why the document "
    "might be covered by the GNU General Public License. The exception is "
    "extended to this modified version."
)


@dataclass(frozen=True)
class Face:
    """One of our faces.

    `shift` moves the outlines up, in units. `stands_in_for` names the faces
    whose characters this one leaves out: it serves only what they lack.
    """

    family: str
    package: Package
    source: str
    shift: int
    features: tuple[str, ...] = ()
    licence: str | None = None
    stands_in_for: tuple[str, ...] = ()

    @property
    def stem(self) -> str:
        return self.family.replace(" ", "")

    @property
    def file(self) -> str:
        return f"{self.stem}.ttf"


# The face that the others fall back on in the end: it has every character.
LAST_RESORT = "GW Song"

# A stand-in comes after the faces it stands in for.
FACES = (
    Face("GW Fangsong", TEXLIVE, f"{FANDOL}/FandolFang-Regular.otf", 55, ("halt",), FANDOL_LICENCE),
    Face("GW Kai", TEXLIVE, f"{FANDOL}/FandolKai-Regular.otf", 62, ("halt",), FANDOL_LICENCE),
    Face("GW BiaoSong", TEXLIVE, f"{FANDOL}/FandolSong-Bold.otf", 56, ("halt",), FANDOL_LICENCE),
    Face(
        "GW Hei",
        NOTO_SANS,
        "package/500Medium/NotoSansSC_500Medium.ttf",
        -12,
        ("halt", "chws"),
    ),
    Face(
        "GW Song",
        NOTO_SERIF,
        "package/400Regular/NotoSerifSC_400Regular.ttf",
        -18,
        ("halt", "chws"),
    ),
    Face(
        "GW Fallback Kai",
        WENKAI,
        "usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Light.ttf",
        10,
        stands_in_for=("GW Fangsong", "GW Kai"),
    ),
    Face(
        "GW Fallback Title",
        NOTO_SERIF,
        "package/700Bold/NotoSerifSC_700Bold.ttf",
        -20,
        stands_in_for=("GW BiaoSong",),
    ),
)


def decoded(codec: str, leads: Iterable[int], trails: Iterable[int]) -> set[int]:
    """The characters of a block of a two-byte code."""
    trails = tuple(trails)
    found = set()
    for lead in leads:
        for trail in trails:
            try:
                found.add(ord(bytes((lead, trail)).decode(codec)))
            except UnicodeDecodeError:
                continue
    return found


def gb2312_hanzi(last_row: int = 0xF7) -> set[int]:
    """The 6763 characters of GB/T 2312, or only level 1 up to row 0xD7."""
    return decoded("gb2312", range(0xB0, last_row + 1), range(0xA1, 0xFF))


def big5_level_1() -> set[int]:
    """The 5401 common traditional characters: names and old titles use them."""
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    found = decoded("big5", range(0xA4, 0xC7), trails)
    return {code for code in found if 0x4E00 <= code <= 0x9FFF}


def general_standard(unihan: bytes) -> set[int]:
    """The 8105 characters of the Table of General Standard Chinese Characters."""
    fields = (line.split("\t") for line in bz2.decompress(unihan).decode().splitlines())
    return {int(f[0][2:], 16) for f in fields if len(f) == 3 and f[1] == "kTGH"}


def symbols() -> set[int]:
    """What is not a hanzi: GB/T 2312 rows 1 to 9 and what offices type besides."""
    rows = range(0xA1, 0xAA), range(0xA1, 0xFF)
    found = decoded("gb2312", *rows) | decoded("gbk", *rows)
    for first, last in (
        (0x0020, 0x007E),  # ASCII
        (0x00A0, 0x00FF),  # Latin-1: ² ³ ¥ ° · ×
        (0x2460, 0x249B),  # ① ⑴ ⒈
        (0x3000, 0x3017),  # CJK punctuation, 〇
        (0x3220, 0x3229),  # ㈠
        (0xFF01, 0xFF5E),  # full-width ASCII
        (0xFFE0, 0xFFE5),  # ￠ ￥
    ):
        found.update(range(first, last + 1))
    found.update(map(ord, "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿɡɑêĀÁǍÀĒÉĚÈĪÍǏÌŌÓǑÒŪÚǓÙ"))
    found.update(map(ord, "\u2002\u2003–―‘’“”•…‰′″※€℃№™⋯㎏㎜㎝㎞㎡﹏←↑→↓"))
    found.update(map(ord, "√∶≈≠≤≥■□▲△▼▽◆◇○◎●★☆✓"))
    return found


def fetch(package: Package, folder: Path) -> Path:
    """Ask the registry for the package unless the folder already has it."""
    path = folder / package.file
    if not path.exists():
        subprocess.run(package.command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != package.sha256:
        sys.exit(f"{path.name}: SHA-256 is {found}, not {package.sha256}")
    return path


def member(path: Path, name: str) -> bytes:
    """One file out of a Debian or npm package."""
    if path.suffix == ".deb":
        command = ("dpkg-deb", "--fsys-tarfile", str(path))
        data = subprocess.run(command, check=True, capture_output=True).stdout
        name = f"./{name}"
    else:
        data = path.read_bytes()
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        file = archive.extractfile(name)
        if file is None:
            sys.exit(f"{path.name}: {name} is not a file")
        return file.read()


def chinese_punctuation(font: TTFont) -> None:
    """Give Noto's — and · the full width they have in Chinese text.

    Noto keeps them proportional, for Latin; its ― and ・ are the Chinese ones.
    """
    cmap, glyf, widths = font.getBestCmap(), font["glyf"], font["hmtx"]
    for proportional, full in ((0x2014, 0x2015), (0x00B7, 0x30FB)):
        name = cmap[proportional]
        glyf[name] = copy.deepcopy(glyf[cmap[full]])
        widths[name] = widths[cmap[full]]


def reduce(font: TTFont, wanted: set[int], features: tuple[str, ...]) -> None:
    """Keep the wanted characters, without hinting or what only an editor needs."""
    options = subset.Options()
    options.hinting = False
    options.layout_features = list(features)
    options.notdef_outline = True
    options.glyph_names = False
    options.legacy_cmap = False
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.drop_tables += ["BASE", "FFTM", "STAT", "VORG", "gasp", "meta", "vhea", "vmtx"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)


def raise_outlines(font: TTFont, shift: int) -> None:
    """Move TrueType outlines up. None of the sources has composite glyphs."""
    glyf = font["glyf"]
    for name in font.getGlyphOrder():
        glyph = glyf[name]
        if glyph.isComposite():
            sys.exit(f"{name} is a composite glyph: its parts would move twice")
        if glyph.numberOfContours > 0:
            glyph.coordinates.translate((0, shift))
            glyph.recalcBounds(glyf)


def to_truetype(font: TTFont, shift: int) -> None:
    """Replace CFF outlines by TrueType ones, moved up."""
    order, sources, widths = font.getGlyphOrder(), font.getGlyphSet(), font["hmtx"]
    glyf = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = order, {}
    for name in order:
        pen = TTGlyphPen(None)
        quadratic = Cu2QuPen(pen, CURVE_ERROR, reverse_direction=True)
        sources[name].draw(TransformPen(quadratic, (1, 0, 0, 1, 0, shift)))
        glyph = pen.glyph(dropImpliedOnCurves=True)
        glyf[name] = glyph
        glyph.recalcBounds(glyf)
        widths[name] = (widths[name][0], getattr(glyph, "xMin", 0))
    del font["CFF "]
    font["glyf"], font["loca"] = glyf, newTable("loca")
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    unused = "TwilightPoints Storage FunctionDefs InstructionDefs StackElements"
    for field in f"{unused} SizeOfInstructions ComponentElements".split():
        setattr(maxp, f"max{field}", 0)
    maxp.maxZones = 1
    post = font["post"]
    post.formatType, post.extraNames, post.mapping = 3.0, [], {}
    font.sfntVersion = "\x00\x01\x00\x00"


def join_dashes(font: TTFont) -> None:
    """Stretch the bar of — over the whole em: a gap would cut —— in two."""
    name = font.getBestCmap().get(0x2014)
    if name is None:
        return
    glyf, width = font["glyf"], font["hmtx"][name][0]
    bar = glyf[name]
    if len(bar.coordinates) != 4:
        sys.exit("— is not a plain bar")
    for i, (x, y) in enumerate(bar.coordinates):
        bar.coordinates[i] = (0 if x < width / 2 else width, y)
    bar.recalcBounds(glyf)
    font["hmtx"][name] = (width, 0)


def label(font: TTFont, face: Face) -> None:
    """Our name, the source's copyright, and the line metrics of the official faces."""
    names = font["name"]
    kept = {0, 7, 13, 14}
    names.names = [n for n in names.names if n.nameID in kept and n.platformID == 3]
    postscript = f"{face.stem}-Regular"
    note = (
        f"Modified version of {Path(face.source).stem}, {MODIFIED}: subset, hinting removed, "
        f"outlines moved by {face.shift} units and where need be converted to TrueType, "
        "line metrics set, renamed."
    )
    ours = {
        1: face.family,
        2: "Regular",
        3: f"{VERSION};{postscript}",
        4: face.family,
        5: f"Version {VERSION}",
        6: postscript,
        10: note,
    }
    if face.licence:
        ours[13] = face.licence
    for number, text in ours.items():
        names.setName(text, number, 3, 1, 0x409)

    head, line, os2 = font["head"], font["hhea"], font["OS/2"]
    head.fontRevision, head.macStyle = float(VERSION), 0
    head.modified = (date.fromisoformat(MODIFIED) - date(1904, 1, 1)).days * 86400
    os2.usWeightClass, os2.fsSelection = 400, 0x40
    line.ascent = os2.sTypoAscender = os2.usWinAscent = ASCENT
    line.descent = os2.sTypoDescender = DESCENT
    os2.usWinDescent = -DESCENT
    line.lineGap = os2.sTypoLineGap = 0


def build(face: Face, source: bytes, wanted: set[int]) -> TTFont:
    font = TTFont(io.BytesIO(source), recalcTimestamp=False)
    if font["head"].unitsPerEm != 1000:
        sys.exit(f"{face.source}: line metrics and shifts are for 1000 units to the em")
    if face.package in (NOTO_SANS, NOTO_SERIF):
        chinese_punctuation(font)
    reduce(font, wanted, face.features)
    if "CFF " in font:
        to_truetype(font, face.shift)
    else:
        raise_outlines(font, face.shift)
    join_dashes(font)
    label(font, face)
    return font


def faults(face: Face, font: TTFont, required: set[int]) -> list[str]:
    """What is wrong with a face as written, or nothing."""
    found = []
    cmap, glyphs, line = font.getBestCmap(), font.getGlyphSet(), font["hhea"]
    if font["name"].getBestFamilyName() != face.family:
        found.append(f"is named {font['name'].getBestFamilyName()}")
    if "glyf" not in font or "CFF " in font:
        found.append("has no TrueType outlines")
    if (line.ascent, line.descent, line.lineGap) != (ASCENT, DESCENT, 0):
        found.append(f"line metrics are {line.ascent}/{line.descent}/{line.lineGap}")
    if missing := required - cmap.keys():
        found.append(f"lacks {''.join(map(chr, sorted(missing)))}")
    narrow = [c for c in "—…“”‘’·，。" if ord(c) in cmap and font["hmtx"][cmap[ord(c)]][0] != 1000]
    if narrow:
        found.append(f"not of full width: {''.join(narrow)}")
    centres = []
    for code in sorted(gb2312_hanzi(last_row=0xD7) & cmap.keys()):
        pen = BoundsPen(glyphs)
        glyphs[cmap[code]].draw(pen)
        centres.append((pen.bounds[1] + pen.bounds[3]) / 2)
    if centres and abs(statistics.mean(centres) - INK_CENTRE) > INK_TOLERANCE:
        found.append(f"ink centre is at {statistics.mean(centres):.0f}")
    return found


def build_all(packages: Path, output: Path) -> None:
    """Write every face to the folder; stop at one that is not as it must be."""
    files = {package: fetch(package, packages) for package in PACKAGES}
    standard = general_standard(member(files[UNICODE], UNIHAN))
    hanzi = gb2312_hanzi() | standard | big5_level_1()
    everything = hanzi | symbols()
    covered: dict[str, set[int]] = {}
    for face in FACES:
        served = [covered[family] for family in face.stands_in_for]
        wanted = everything - set.intersection(*served) if served else everything
        font = build(face, member(files[face.package], face.source), wanted)
        path = output / face.file
        font.save(path)
        font = TTFont(path)
        covered[face.family] = set(font.getBestCmap())
        # Fandol has no more than GB/T 2312; its stand-ins must have all the rest.
        required = gb2312_hanzi() if face.package is TEXLIVE else hanzi & wanted
        if face.family == LAST_RESORT:
            required = everything
        if found := faults(face, font, required):
            sys.exit(f"{face.family}: {'; '.join(found)}")
        count, size = len(covered[face.family]), path.stat().st_size
        print(f"{face.file:20} {count:6} characters {size:9} bytes", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("output", type=Path, nargs="?", default=HERE, help="folder for the faces")
    parser.add_argument("--packages", type=Path, help="folder that keeps the packages between runs")
    parser.add_argument(
        "--check",
        action="store_true",
        help="write nothing; fail unless the faces in the folder are what would be built",
    )
    args = parser.parse_args()
    pin = (HERE / "requirements.txt").read_text().strip()
    if pin != f"fonttools=={fontTools.version}":
        sys.exit(f"fontTools is {fontTools.version}, requirements.txt says {pin}")

    with tempfile.TemporaryDirectory() as scratch:
        packages = args.packages or Path(scratch, "packages")
        output = Path(scratch, "faces") if args.check else args.output
        for folder in (packages, output):
            folder.mkdir(parents=True, exist_ok=True)
        build_all(packages, output)
        if args.check:
            files = [face.file for face in FACES]
            _, *stale = filecmp.cmpfiles(args.output, output, files, shallow=False)
            if stale := sum(stale, []):
                sys.exit(f"not what this script builds: {', '.join(stale)}")


if __name__ == "__main__":
    main()
