"""Texts that complainants, web forms and attackers really send, for every field of every screen.

Typed as escapes where a character could not be seen here. Each stands for a way in which text has
been taken for something else: markup, a terminal command, a template, SQL, a formula or a path.
"""

_ESC, _BEL, _ST = "\x1b", "\x07", "\x1b\\"

MARKUP = (
    "[/b]",
    "[b]bold",
    "tail [/] here",
    '[a="]',
    "[@click=app.quit]Refund my council tax[/]",
    "[link=https://example.org]see here[/link]",
    "[URGENT] no heating",
    "ref [CD-2026-0012] closed",
    "fee [50%] off [see note 1]",
    "[$error] [#12] [a, b] [red on white]x",
    "\\[escaped\\] \\[/] [[double]]",
    "**bold** _under_ `code` # heading <b>html</b> &amp; &lt;",
    "![picture](file:///etc/passwd) [link](javascript:alert(1))",
    "| a | table |\n|---|---|\n- [ ] a task",
)
TERMINAL = (
    f"title {_ESC}]0;PWNED{_BEL} set",
    f"clipboard {_ESC}]52;c;cm0gLXJmIH4={_ST} set",
    f"link {_ESC}]8;;https://example.org{_ST}click{_ESC}]8;;{_ST}",
    f"screen {_ESC}[2J{_ESC}[H{_ESC}[31mred{_ESC}[0m",
    f"report {_ESC}[6n {_ESC}[c {_ESC}P$q{_ST}",
    "C1 \x9b2J \x9d0;PWNED\x9c \x90 \x85 next",
    f"bell {_BEL} backspace \x08\x08\x08 delete \x7f",
    "carriage\rreturn overwrites",
    "NUL \x00 inside",
)
UNSEEN = (
    "bidi \u202egnp.exe\u202c override",
    "isolate \u2067abc\u2069 \u200f\u200e marks \u061c",
    "zero\u200bwidth\u200cjoin\u200der\u2060s\ufeff",
    "soft\u00adhyphen and no\u00a0break",
    "line\u2028separator and paragraph\u2029separator",
    "lone surrogate \ud800 high and \udfff low",
    "private \ue000 \ue010 1 \ue011 \U000f0000 use",
    "unassigned \u0378 \U000e0001 tag",
)
TEMPLATES = (
    "{{ 7*7 }}",
    "{{ case.__class__.__mro__ }}",
    "{% raw %} {% endraw %}",
    "{% part definition %} {# comment #}",
    "{0} {name} {self.app} $street ${x} $$",
    "%s %n %d %(name)s 100%",
    "<script>alert('x')</script>",
)
STORES = (
    "'; DROP TABLE case;--",
    '" OR ""="',
    "%_ LIKE * MATCH NEAR(a b)",
    '=HYPERLINK("https://example.org","see")',
    "+44 1632 960001",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "../../etc/passwd",
    "..\\..\\Windows\\win.ini",
    "CON.txt",
    "a:b*c?d<e>f|g\\h/i",
    "https://example.org/?a=1&b=2#c",
    '{"json": [1, null, "\\u0000"]}',
    "--draft",
)
LANGUAGES = (
    "باورچی خانے کی چھت سے پانی ٹپک رہا ہے۔",
    "שלום, the lift is broken, תודה",
    "👨‍👩‍👧‍👦 family 🏳️‍🌈 flag 👍🏽 tone 🇬🇧 e\u0301\u0301\u0301",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘",
    "Łukasz Ÿ ẞ ǆ ﬁ İi ıI \u0061\u030a",
    "湿气和霉菌 カビ 곰팡이 నీరు",
    "‘single’ “double” ‚low‛ „low‟ «guillemets» 'straight' \"straight\" `back` ´acute´",
    "O’Brien, O'Brien, D`Arcy and M‘Benga",
)
SHAPES = (
    "W" * 10_000,
    "word " * 2_000,
    "\n\n\nthree lines above and two below\n\n",
    "first line\nsecond line\n\tindented\r\nlast line",
    "\t tabs\tand  double  spaces ",
    " \u3000\u00a0 ",
    "[" * 500,
    "\\" * 100,
    "ﷺ" * 40 + "𒐫" * 10,
)
HOSTILE: tuple[str, ...] = (
    *MARKUP, *TERMINAL, *UNSEEN, *TEMPLATES, *STORES, *LANGUAGES, *SHAPES,
)  # fmt: skip
