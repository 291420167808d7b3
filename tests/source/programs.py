"""Python code of every kind, and whole programs made of it at random."""

from hypothesis import strategies as st

STATEMENTS = [
    "import os, sys as system\n",
    "from .a.b import (c as d,\n    e)\n",
    "x = 1; y = f(x); z = x.y\n",
    "a = b = c.d['e'][1:n(), ::step[0]]\n",
    'text = "one" f"two {x.y!r:>{width(3)}} {d["k"]}" \'three\'\n',
    'shown = f"{f"{inner("x")}"}"\n',
    'page = t"hello {name.first}"\n',
    "value = (yes if test(a) else no) and not (b or c.d())\n",
    "pair = [*first.items(), *second[0]], {**old, 'k': new()}\n",
    "found = [g(y.z) for x in xs() if x.ok for y in x['ys'] if h(y)]\n",
    "table = {k.n: v[0] for k, v in d.items()}\n",
    "key = lambda a, b=f('d'), *c, e=g, **h: a.b(c)\n",
    "if (n := len(a)) > 1 < m.k: print(n)\n",
    "x = (a) not in (b, (c is not d)) or not (e) == f(g != h for g in i if g > 1)\n",
    "a.b(1)(2)[3].c(*args, key=v.w, **kw)\n",
    "print >>out, 'x'\n",
    "type(self).kind = 'x'\n",
    "type Alias[T: 'Bound'] = list[T]\n",
    "x: dict[str, a.B['c']] | None = None\n",
    "global_name: 'Later'\n",
    "del a.b, c[0], d\n",
    "assert f(x), 'no: %s' % x.y\n",
    "raise Error('x', e.code) from e.cause\n",
    '"""A docstring\n\n# no comment\ndef no_function(): pass\n"""\n',
    "x = 1 \\\n    + f(2)\n",
    "if a:\n    b()\nelif c['d']:\n    e; f.g()\nelse:\n    h('i')\n",
    "if __name__ == '__main__':\n    main()\n",
    "for i, (j.k, l[0]) in f(x), *g:\n    continue\nelse:\n    pass\n",
    "while f(x).y:\n    break\nelse: pass\n",
    "with open('a') as f, b.c(d) as e.f:\n    pass\n",
    "with (open('a') as f, b.c as (g, h),):\n    pass\n",
    (
        "try:\n    a('b')\nexcept (C.D, E) as e:  # why\n    f(e)\n"
        "except Exception: pass\nelse:\n    g()\nfinally:\n    h['i']\n"
    ),
    "try: a()\nexcept* E as group: b()\n",
    (
        "match f(x).y:\n"
        "    case 'A' | 'B' if g('c'): pass\n"
        "    case a.B(c, d='e', f=g) as h: pass\n"
        "    case {'k': [1, *rest], m.n: None, **others}: pass\n"
        "    case -1 | 2.5j | m.n.o: pass\n"
        "    case (x, 'y' 'z') | [Point(x)]: pass\n"
        "    case _: i()\n"
    ),
    "match = case = type = 1\nmatch.case(type)\n",
    (
        "@a.b('c')\n# between\n@d[0].e\n"
        "def f(x: a.B = g('h'), /, y='z', *, k: 'T' = 1) -> r.S[0]:\n"
        "    '''Doc.'''\n    return x  # behind\n"
    ),
    "def g[T: ('int', str), *Ts](*args: *Ts, **kw: a.b) -> T: pass\n",
    (
        "async def h():\n    async with a.b() as c:\n        async for d in e('f'): await g(d)\n"
        "    return [await i async for i in j()]\n"
    ),
    "def nested():\n    def inner():\n        yield from f('x')\n    class K: y = 1\n",
    (
        "class A(B.C, metaclass=M('n')):  # head\n    # below\n\n    x = 1\n    y: int = f(2)\n\n"
        "    @property\n    def p(self): return self.q['r']\n    # tail\n"
        "    class Inner:\n        def deep(self):\n            return 'deep'\n"
    ),
    "@d\nclass E(Exception): pass\n",
    "class F[T]:\n\tdef tabbed(self):\n\t\treturn T\n",
    "class G(\n    H,\n):\n    def 方法(self): return '中文' + f('🎉')\n",
    '# a comment with a "quote"\n',
    "x = 1  # 说明 🎉\n",
    "\n\n",
]
"""Valid statements and comments; each ends its last line."""


@st.composite
def programs(draw: st.DrawFn) -> str:
    """Valid programs, with any line end, form feeds, and classes around some statements."""
    parts = []
    for part in draw(st.lists(st.sampled_from(STATEMENTS), max_size=8)):
        depth = draw(st.integers(0, 2))
        for level in range(depth):
            part = f"class Level{level}:\n    first = 1\n{_indented(part)}"
        parts.append(draw(st.sampled_from(["", "", "", "\f", "\f\n"])) + part)
    text = "".join(parts)
    if draw(st.booleans()):
        text = text.removesuffix("\n")
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r"])))


def _indented(part: str) -> str:
    indent = "\t" if "\t" in part else "    "
    return "".join(indent + line for line in part.splitlines(keepends=True))


lines = st.sampled_from(
    [line + "\n" for part in STATEMENTS for line in part.split("\n")]
    + ["    return x\n", "def f(:\n", "'''\n", '"""', "{% if x %}\n", "(", ")", "\\\n", "\r", "\f"]
    + ["print 'x'\n", "except A, e:\n", "class X:\n", "    @a\n", "\0", "  ", "\x0b\x85\u2028"]
)
any_text = st.text() | st.lists(lines, max_size=30).map("".join)
"""Text that may be code, broken code, or nothing like it."""
