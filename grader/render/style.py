"""The HTML report's style, in light and dark, for phones and for print."""

# A page without a script can only be as good as this: sizes follow the reader's own, long words break
# instead of widening the page, and colours only repeat what a word already says. Each text has a contrast
# of at least 4.5 to 1 with what it stands on.
CSS = """
:root {
  color-scheme: light dark;
  --paper: #fbfaf7; --card: #ffffff; --ink: #22252a; --soft: #5c626b; --line: #e0ddd5; --code: #f4f2ec;
  --yes: #1d6b3c; --no: #a3341f; --none: #6b5a12; --link: #1f5c99;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #17191c; --card: #1f2226; --ink: #e6e4df; --soft: #a4a9b1; --line: #363a40; --code: #17191c;
    --yes: #7fcf9b; --no: #f0937d; --none: #d9c36a; --link: #8dbdf0;
  }
}
* { box-sizing: border-box; }
html { font: 100%/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 2rem 1rem 3rem; max-width: 46rem; background: var(--paper); color: var(--ink);
  overflow-wrap: anywhere;
}
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0; letter-spacing: -0.01em; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 0.75rem; scroll-margin-top: 1rem; }
h3 { font-size: 1rem; font-weight: 600; margin: 0; }
p { margin: 0.5rem 0 0; }
a { color: var(--link); text-underline-offset: 0.15em; }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
code, pre { font: 0.875rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
header { border-bottom: 1px solid var(--line); padding-bottom: 1.5rem; }
.file, .note, footer, caption, .points { color: var(--soft); }
.total { font-size: 1.25rem; margin-top: 1.25rem; }
.total strong { font-size: 2.25rem; line-height: 1; letter-spacing: -0.02em; }
.problem { white-space: pre-wrap; }
progress {
  appearance: none; display: block; width: 100%; height: 0.5rem; margin-top: 0.75rem; border: 0;
  border-radius: 1rem; background: var(--line); overflow: hidden;
}
progress::-webkit-progress-bar { background: var(--line); }
progress::-webkit-progress-value { background: var(--ink); border-radius: 1rem; }
progress::-moz-progress-bar { background: var(--ink); border-radius: 1rem; }
.verdict { font-weight: 600; }
.verdict.yes, .yes .badge { color: var(--yes); }
.verdict.no, .no .badge { color: var(--no); }
.none .badge { color: var(--none); }
table { width: 100%; border-collapse: collapse; margin-top: 1.5rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding-bottom: 0.25rem; font-size: 0.875rem; }
th, td { text-align: left; vertical-align: top; padding: 0.5rem 0.75rem 0.5rem 0; font-weight: 400; }
thead th { font-size: 0.875rem; color: var(--soft); }
tr { border-bottom: 1px solid var(--line); }
td, thead th + th { text-align: right; white-space: nowrap; }
th:last-child, td:last-child { padding-right: 0; }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 0.625rem; }
li {
  min-width: 0; padding: 0.875rem 1rem; background: var(--card); border: 1px solid var(--line);
  border-radius: 0.625rem;
}
.result { display: flex; flex-wrap: wrap; gap: 0 1rem; justify-content: space-between; font-size: 0.9375rem; }
.result, .result + p { margin-top: 0.125rem; }
.badge { font-weight: 600; }
.bonus {
  font-size: 0.8125rem; font-weight: 400; color: var(--soft); border: 1px solid var(--line);
  border-radius: 1rem; padding: 0.0625rem 0.5rem; white-space: nowrap;
}
pre {
  margin: 0.625rem 0 0; padding: 0.625rem 0.75rem; background: var(--code); border: 1px solid var(--line);
  border-radius: 0.375rem; white-space: pre-wrap;
}
.hint { margin-top: 0.75rem; padding-left: 0.75rem; border-left: 3px solid var(--line); }
footer { margin-top: 2.5rem; font-size: 0.875rem; }
@media print {
  :root {
    --paper: #ffffff; --card: #ffffff; --ink: #000000; --soft: #444444; --line: #bbbbbb; --code: #ffffff;
    --yes: #000000; --no: #000000; --none: #000000; --link: #000000;
  }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  a { text-decoration: none; }
  h2, h3, caption, thead { break-after: avoid; } /* not .result: what ends a card so is tied to the next */
  li, tr { break-inside: avoid; }
  li, pre { box-decoration-break: clone; }
  progress { print-color-adjust: exact; border: 1px solid #000000; }
}
@page { margin: 18mm 16mm; }
"""
