import { pageTokens } from '../html/page-tokens.ts';

/** One column on a phone; beside its contents, and with the examples to the right, where there is room. */
export const referenceStyle = `${pageTokens}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; font: 1.02rem/1.55 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  overflow-wrap: anywhere; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; }
code, pre { font: 0.92em/1.5 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
.skip { position: absolute; left: 1rem; top: -4rem; padding: 0.5rem 1rem; background: var(--paper); z-index: 1; }
.skip:focus { top: 0.5rem; }
.top { display: flex; gap: 0.75rem; padding: 0.8rem 1.25rem; border-bottom: 1px solid var(--line); }
.top a { font-weight: 700; color: inherit; text-decoration: none; }
.top span { color: var(--quiet); }
.page { max-width: 88rem; margin: 0 auto; padding: 0 1.25rem 4rem; }
.beside { display: none; }
.above { margin: 1rem 0 0; border: 1px solid var(--line); border-radius: 0.5rem; }
.above > summary { padding: 0.7rem 1rem; font-weight: 600; }
.above nav { padding: 0 1rem 0.75rem; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav li > ul { margin: 0 0 0.6rem; padding-left: 0.9rem; border-left: 2px solid var(--line); font-size: 0.93rem; }
nav a { display: block; padding: 0.3rem 0; text-decoration: none; color: inherit; line-height: 1.3; }
nav a:hover { color: var(--link); text-decoration: underline; }
nav > ul > li > a { font-weight: 600; }
h1, h2, h3, h4 { line-height: 1.2; text-wrap: balance; }
h1 { font-size: clamp(1.9rem, 1.3rem + 2.2vw, 2.8rem); margin: 1.6rem 0 0.5rem; letter-spacing: -0.01em; }
h2 { font-size: 1.6rem; margin: 3.5rem 0 0.75rem; padding-top: 1rem; border-top: 3px solid var(--ink); }
h3 { font-size: 1.25rem; margin: 2rem 0 0.5rem; }
h4 { font-size: 0.95rem; margin: 1.5rem 0 0.4rem; }
h2 a, h3 a { color: inherit; text-decoration: none; }
h2 a:hover, h3 a:hover { text-decoration: underline; }
p { margin: 0.5rem 0; max-width: 42rem; }
.rule { font-size: 1.3rem; line-height: 1.4; font-weight: 600; margin: 1rem 0; padding-left: 1rem;
  border-left: 5px solid var(--accent); }
.loop { list-style: none; counter-reset: step; margin: 1.5rem 0; padding: 0; display: grid; gap: 1rem;
  grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); }
.loop li { counter-increment: step; padding: 1rem 1.1rem; background: var(--soft); border-radius: 0.6rem; }
.loop h3 { margin: 0 0 0.4rem; font-size: 1.15rem; }
.loop h3::before { content: counter(step); display: inline-grid; place-items: center; width: 1.6em; height: 1.6em;
  margin-right: 0.5em; border-radius: 50%; background: var(--accent); color: var(--paper); font-size: 0.85em; }
.loop p { margin: 0; }
dl { margin: 0.25rem 0; }
dd { margin: 0; }
.rules > div { display: grid; grid-template-columns: 1fr; gap: 0 1.5rem; padding: 0.7rem 0;
  border-bottom: 1px solid var(--line); max-width: 56rem; }
.rules dt { font-weight: 650; }
table { border-collapse: collapse; width: 100%; margin: 0.75rem 0 1.5rem; }
th, td { text-align: left; vertical-align: top; padding: 0.55rem 0.9rem 0.55rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--quiet); font-size: 0.88rem; font-weight: 600; white-space: nowrap; overflow-wrap: normal; }
tbody th { font-weight: 600; }
tr:target > *, dt:target { background: var(--soft); }
h3:target a, h2:target a { text-decoration: underline; text-decoration-color: var(--accent);
  text-decoration-thickness: 3px; }
.operation { border-top: 1px solid var(--line); padding: 0.5rem 0 1.5rem; margin-top: 1.75rem; }
.operation h3 { margin-top: 1rem; font-size: 1.35rem; }
.address { margin: 0; }
.address code { font-size: 1rem; }
.method { display: inline-block; padding: 0.08rem 0.5rem; border-radius: 0.3rem; border: 1.5px solid currentColor;
  font-size: 0.8rem; font-weight: 700; letter-spacing: 0.03em; color: var(--link); }
.method.post { color: var(--good); }
.method.delete { color: var(--bad); }
.key { color: var(--quiet); }
.fields > div, .answers > div { padding: 0.5rem 0; border-top: 1px solid var(--line); }
.fields .fields { margin: 0.4rem 0 0; padding-left: 0.9rem; border-left: 2px solid var(--line); }
.fields dt code { font-weight: 700; }
.fields small { color: var(--quiet); }
.type { color: var(--quiet); font-size: 0.93rem; }
.pattern { font-size: 0.82em; }
.answers p { margin: 0.1rem 0; color: var(--quiet); }
.ok { color: var(--good); }
.no, .answers b:not(.ok) { color: var(--bad); }
pre { margin: 0.5rem 0; padding: 0.8rem 0.9rem; background: var(--soft); border: 1px solid var(--line);
  border-radius: 0.5rem; overflow-x: auto; overflow-wrap: normal; font-size: 0.8rem; }
.shell { white-space: pre-wrap; overflow-wrap: anywhere; }
pre code { font-size: 1em; }
pre i { color: var(--quiet); font-style: normal; }
pre var { font-style: normal; color: var(--accent); }
pre q { color: var(--good); quotes: none; }
pre q::before, pre q::after { content: none; }
pre b { font-weight: inherit; color: var(--bad); }
summary { cursor: pointer; padding: 0.3rem 0; line-height: 1.35; }
summary:hover { color: var(--link); }
.lede { font-size: 1.15rem; color: var(--quiet); }
main > section:first-of-type h2 { margin-top: 2rem; }
details pre { margin-top: 0.1rem; }
.shape { max-width: 46rem; }
.shape h3 { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: 1.1rem; }
@media (max-width: 47.99rem) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, th, td { display: block; }
  tr { padding: 0.6rem 0; border-bottom: 1px solid var(--line); }
  th, td { border: 0; padding: 0.1rem 0; }
  td::before { content: attr(data-label) ": "; color: var(--quiet); font-size: 0.9rem; }
  td[data-label='HTTP'], td[data-label='Again'] { display: inline-block; margin-right: 1.25rem; }
}
@media (min-width: 48rem) { .rules > div { grid-template-columns: 9rem 1fr; } tbody th { min-width: 13rem; } }
@media (min-width: 64rem) {
  .page { display: grid; grid-template-columns: 15rem minmax(0, 1fr); gap: 3rem; }
  .above { display: none; }
  .beside { display: block; position: sticky; top: 0; max-height: 100vh; overflow-y: auto; padding: 1.5rem 0.5rem 2rem 0;
    font-size: 0.95rem; }
}
@media (min-width: 76rem) {
  .operation { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 28.5rem); gap: 0 2.5rem; }
  .operation > header { grid-column: 1 / -1; }
  .samples h4:first-child { margin-top: 0.5rem; }
}
@media print { .beside, .above, .skip { display: none; } .page { display: block; } }
`;
