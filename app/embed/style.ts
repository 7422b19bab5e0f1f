/**
 * The look, with the tokens of our own pages where the site sets none: `--untolled-ink`, `-soft`, `-paper`, `-rule`, `-deed`, `-deed-ink`, `-font`, `-heading-font`, `-radius`. Set as a
 * constructed sheet, which a site's policy on inline styles does not touch.
 */
const css = `
:host { display: block; }
* { box-sizing: border-box; }
.box {
  --ink: var(--untolled-ink, #15181e); --soft: var(--untolled-soft, #535b67); --paper: var(--untolled-paper, #fff);
  --rule: var(--untolled-rule, #dcd8ce); --edge: #737a86; --deed: var(--untolled-deed, #b3310f); --deed-ink: var(--untolled-deed-ink, #fff);
  --font: var(--untolled-font, system-ui, sans-serif); --heading: var(--untolled-heading-font, Georgia, serif); --radius: var(--untolled-radius, .25rem);
  color-scheme: light; color: var(--ink); background: var(--paper); border: 1px solid var(--rule); border-radius: var(--radius);
  font: 400 1rem/1.5 var(--font); padding: 1.25rem; max-width: 32rem; text-align: start; overflow-wrap: break-word;
}
.box.dark { --ink: var(--untolled-ink, #eeece6); --soft: var(--untolled-soft, #a7adb8); --paper: var(--untolled-paper, #181b21); --rule: var(--untolled-rule, #2d323b); --edge: #8a919d; --deed: var(--untolled-deed, #ff8a66); --deed-ink: var(--untolled-deed-ink, #1b0d08); color-scheme: dark; }
h2 { font: 600 1.375rem/1.25 var(--heading); margin: 0 0 .5rem; outline: none; }
p { margin: 0 0 .75rem; }
p:last-child { margin-bottom: 0; }
a { color: inherit; text-underline-offset: .15em; }
.small { font-size: .875rem; color: var(--soft); }
.number { font: 600 2.5rem/1.1 var(--heading); font-variant-numeric: tabular-nums; }
label { display: block; font-weight: 600; margin: .75rem 0 .25rem; }
input:not([type=checkbox]), select { width: 100%; min-height: 2.75rem; padding: .5rem .625rem; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--edge); border-radius: var(--radius); }
[aria-invalid=true] { border: 2px solid var(--deed) !important; }
.choice { display: grid; grid-template-columns: 1.5rem 1fr; column-gap: .5rem; margin: .875rem 0 0; }
.choice label { margin: 0; font-weight: 400; }
.choice input { width: 1.25rem; height: 1.25rem; margin: .125rem 0 0; accent-color: var(--ink); }
.choice .small { grid-column: 2; margin: 0; }
.row { display: grid; grid-template-columns: 8rem 1fr; gap: .75rem; }
.fault { color: var(--deed); font-weight: 600; margin: .25rem 0 0; }
.notice { border-inline-start: 4px solid var(--deed); padding: .25rem 0 .25rem .75rem; margin: .75rem 0; }
button, .button { display: block; width: 100%; min-height: 2.75rem; margin: 1rem 0; padding: .625rem 1rem; font: inherit; font-weight: 600; text-align: center; text-decoration: none; color: var(--deed-ink); background: var(--deed); border: 0; border-radius: var(--radius); cursor: pointer; }
button:last-child, .button:last-child { margin-bottom: 0; }
button[aria-disabled=true] { opacity: .7; cursor: default; }
:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
.trap { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 22rem) { .row { grid-template-columns: 1fr; gap: 0; } }
@media (forced-colors: active) { button, .button { border: 2px solid; } }
`;

/** Gives a shadow root its look. */
export function dress(root: ShadowRoot): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
}
