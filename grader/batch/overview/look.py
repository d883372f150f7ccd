"""The overview's style: the report's, and what the plots and the long list need in addition."""

from ...render.style import CSS as REPORT

# Colours repeat what a word, a number or a height already says. What is folded stays folded on paper, so that
# a class prints as a list of a line a candidate.
CSS = (
    REPORT
    + """
:root { --bar: #4a6fa5; --all: #2f7d4f; --track: #e9e6de; --against: #b4513c; }
@media (prefers-color-scheme: dark) {
  :root { --bar: #7fa3d8; --all: #74c492; --track: #31353b; --against: #e58a72; }
}
body { max-width: 58rem; }
main > section > h2 + p { margin-top: -0.5rem; }
h1 + .file { margin-top: 0.25rem; }
dl.figures { display: flex; flex-wrap: wrap; gap: 0.75rem 2.5rem; margin: 1.5rem 0 0; }
dl.figures div { display: flex; flex-direction: column-reverse; }
dl.figures dt { color: var(--soft); font-size: 0.875rem; }
dl.figures dd { margin: 0; font-size: 1.75rem; font-weight: 600; line-height: 1.2; letter-spacing: -0.02em; }
.card { padding: 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 0.625rem; }
.trouble { border-left: 4px solid var(--no); padding-left: 1rem; margin-top: 1.75rem; }
.trouble.candidate { border-color: var(--line); }
.trouble h2 { margin-top: 0; }
.trouble h2 + p { margin-top: 0; }
ul.plain { display: block; margin-top: 0.5rem; }
ul.plain li { padding: 0.25rem 0; background: none; border: 0; border-radius: 0; }
svg { display: block; overflow: visible; }
svg text { font: 600 12px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; fill: var(--ink); }
svg .count, svg .tick { text-anchor: middle; }
svg .tick { font-weight: 400; fill: var(--soft); }
svg text.median { font-weight: 400; fill: var(--soft); }
svg line.median { stroke: var(--soft); stroke-dasharray: 3 4; }
svg .axis { stroke: var(--line); }
svg .zero { stroke: var(--soft); }
svg .bar { fill: var(--bar); }
svg .all { fill: var(--all); }
svg .against { fill: var(--against); }
svg .track { fill: var(--track); }
svg rect.yes { fill: var(--all); }
svg rect.part { fill: var(--bar); }
svg rect.no { fill: var(--against); }
svg rect.none { fill: var(--soft); }
figure { margin: 0; }
figcaption { margin-top: 0.25rem; text-align: center; color: var(--soft); font-size: 0.875rem; }
.tests td { white-space: normal; }
.tests th[scope=row] { width: 46%; }
.tests .number { width: 4rem; text-align: right; white-space: nowrap; }
.tests .tells { width: 8.5rem; }
.tests td.plot { width: 17%; padding-top: 0.95rem; }
section > h3 { margin-top: 1rem; }
.tests tbody th[scope=rowgroup] { padding-top: 1.5rem; font-weight: 600; }
.tests .note, .slow .note { display: block; font-size: 0.875rem; color: var(--soft); }
.slow th { width: 40%; }
.class { border-bottom: 1px solid var(--line); content-visibility: auto; contain-intrinsic-size: auto 3rem; }
summary {
  display: grid; grid-template-columns: 1rem minmax(0, 2fr) minmax(0, 3fr) 4rem 7rem; gap: 0 0.75rem;
  align-items: center; padding: 0.5rem 0; cursor: pointer; list-style: none;
}
summary::-webkit-details-marker { display: none; }
summary::before { content: "\\25B8"; color: var(--soft); }
details[open] > summary::before { content: "\\25BE"; }
details[open] > summary .name { font-weight: 600; }
summary:hover .name { text-decoration: underline; text-underline-offset: 0.15em; }
summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
summary .percent, summary .passed { text-align: right; font-variant-numeric: tabular-nums; }
summary .passed, summary .why { color: var(--soft); font-size: 0.875rem; }
summary .why { grid-column: 3 / -1; }
.sheet { padding: 0 0 1.25rem 1.75rem; scroll-margin-top: 3rem; }
.sheet h3 { margin-top: 1rem; font-size: 0.875rem; color: var(--soft); }
.sheet li h3 { margin-top: 0; font-size: 1rem; color: inherit; }
.sheet > ul { margin-top: 0.625rem; }
.sheet .passed { gap: 0; font-size: 0.9375rem; }
.sheet .passed li { padding: 0.125rem 0; background: none; border: 0; border-radius: 0; }
@media (max-width: 40rem) {
  .tests td.plot, .tests thead .plot { display: none; }
  .tests .tells { width: 4.5rem; }
  .tests .tells .note { white-space: normal; }
  .tests th[scope=row] { width: 100%; }
  .slow th { width: auto; }
  summary { grid-template-columns: 1rem minmax(0, 1fr) 3.5rem; }
  summary .strip { display: none; }
  summary .passed { grid-column: 2 / -1; text-align: left; }
  summary .why { grid-column: 2 / -1; }
  .sheet { padding-left: 0; }
}
@media print {
  :root { --bar: #555555; --all: #222222; --track: #e4e4e4; --against: #999999; }
  .tests tr:has(th[scope=rowgroup]) { break-after: avoid; }
  .slow th { width: 65%; }
  .class { content-visibility: visible; break-inside: avoid; }
  details[open].class { break-inside: auto; }
  summary { padding: 0.2rem 0; }
  svg rect { print-color-adjust: exact; }
  .card { border: 0; padding: 0; }
  figure, section.trouble { break-inside: avoid; }
  html { font-size: 9.5pt; }
  body { font-size: 1rem; }
}
"""
)
