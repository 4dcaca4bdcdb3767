"""C++ sources as the checks see them: which files there are, their include lines, their functions."""
import pathlib
import re
import subprocess
import sys

ROOTS = ("src", "formats", "apps", "bindings", "include", "tests")
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.MULTILINE)
CONTAINER = re.compile(r"\b(namespace|class|struct|union|enum|extern)\b")
PLAIN = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<delimiter>[^()\s]*)\(.*?\)(?P=delimiter)"'
    r"|\"(?:\\.|[^\"\\\n])*\"|(?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])+'",
    re.DOTALL,
)


def sources(roots=ROOTS, suffixes=(".cc", ".h", ".c")):
    """Every source below the roots, in order; build folders lie elsewhere."""
    return [path for root in roots for path in sorted(pathlib.Path(root).rglob("*")) if path.suffix in suffixes]


def includes(path):
    """(line number, '<' or '"', included name) for each include line."""
    text = path.read_text()
    return [(text.count("\n", 0, match.start(1)) + 1, match[1], match[2]) for match in INCLUDE.finditer(text)]


def without_texts(code):
    """The code with comments, strings, characters and directives blanked; every line stays where it was."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match[0])

    code = PLAIN.sub(blank, code)
    return re.sub(r"^[ \t]*#(?:[^\n\\]|\\.|\\\n)*", blank, code, flags=re.MULTILINE)


def opens_body(header):
    """Whether a brace after this text, outside every function, opens the body of one. None: it is still the header."""
    closed = header.rfind(")")
    if closed < 0:
        return False
    depth, after = 0, ""
    for sign in header:
        depth += (sign == "(") - (sign == ")")
        after = after + sign if depth == 0 else ""
        if depth == 0 and after.lstrip(")").strip().startswith(":") and not after.lstrip(")").strip().startswith("::"):
            # A list of member initializers: a brace behind a name initializes a member, the last one is the body.
            return True if re.search(r"[)}]\s*$", header) else None
    outside = re.sub(r"\([^()]*\)", "", re.sub(r"operator\s*[=!<>]+", "operator", header))
    return re.search(r"(?<![=!<>])=\s*$", outside) is None


def functions(code):
    """(first line, last line, signature) of every function outside another; lambdas count with what holds them."""
    code = without_texts(code)
    found, stack, start, line = [], [], 0, 1  # stack: (what the open brace holds, first line, signature)
    for index, sign in enumerate(code):
        if sign == "\n":
            line += 1
        elif sign == ";" and _outside(stack) and not _in_parentheses(code[start:index]):
            start = index + 1
        elif sign == "{":
            header = code[start:index]
            kind = "values"
            if _outside(stack):
                if CONTAINER.search(re.sub(r"<[^<>]*>", "", header)) and not header.rstrip().endswith(")"):
                    kind = "container"
                elif opens_body(header):
                    kind = "body"
            lead = len(header) - len(header.lstrip())
            stack.append((kind, code.count("\n", 0, start + lead) + 1, " ".join(header.split())))
            if kind == "container":
                start = index + 1
        elif sign == "}" and stack:
            kind, first, signature = stack.pop()
            if kind == "body":
                found.append((first, line, signature))
            if kind != "values":
                start = index + 1
    return found


def _in_parentheses(text):
    return text.count("(") > text.count(")")


def _outside(stack):
    return all(kind == "container" for kind, _, _ in stack)


def listed(*suffixes):
    """Files of the repository, tracked or new, that end so; all of them without suffixes."""
    command = ["git", "ls-files", "-co", "--exclude-standard"]
    names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")
    paths = [pathlib.Path(name) for name in names if name]
    return [path for path in paths if path.is_file() and (not suffixes or path.suffix in suffixes)]


def is_test(path):
    """Tests, fuzz targets and benchmarks may see more than the code beside them."""
    return path.parts[0] == "tests" or path.name.endswith(("_test.cc", "fuzz.cc", "_bench.cc"))


def finish(wrong):
    """Prints what is wrong and ends the check."""
    if wrong:
        print("\n".join(wrong))
    sys.exit(1 if wrong else 0)
