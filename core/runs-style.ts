/** The whole style of the page of runs, in the editor's colours (`web/styles/theme.css`); served pages allow it by its hash. */
export const RUNS_STYLE = `
:root {
  color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif;
  --paper: light-dark(#ffffff, #1b1f27); --ground: light-dark(#f4f5f9, #12151b); --ink: light-dark(#1b2230, #e7eaf0);
  --quiet: light-dark(#566175, #a3adbd); --line: light-dark(#d9dee8, #353d4b); --accent: light-dark(#2b5fd9, #86a9ff);
  --wrong: light-dark(#b3261e, #ff9a92); --right: light-dark(#14693a, #72d69e); --other: light-dark(#a85300, #f0b355);
}
body { margin: 0 auto; max-width: 78rem; padding: 0 clamp(.75rem, 3vw, 2rem) 2rem; background: var(--ground); color: var(--ink); }
h1 { font-size: 1.25rem; letter-spacing: -.01em; margin: .75rem 0 0; } h2 { font-size: 1rem; margin: 1.25rem 0 .5rem; }
h3 { font-size: 1rem; margin: 0; display: flex; gap: .6rem; flex-wrap: wrap; align-items: baseline; }
h3 b { border: 1px solid; border-radius: 1rem; color: var(--quiet); font-size: .8rem; font-weight: 600; padding: 0 .6rem; }
h3 b.promoted { color: var(--right); } h3 b.failed { color: var(--wrong); }
article, .sheet { background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; margin: .75rem 0; padding: .75rem 1rem 1rem; }
.sheet { overflow-x: auto; } a { color: var(--accent); } p { margin: .3rem 0; } small, .quiet { color: var(--quiet); font-size: .875rem; }
table { border-collapse: collapse; font-size: .9rem; } td, th { border-top: 1px solid var(--line); padding: .2rem 1rem .2rem 0; text-align: left; }
article td, article th { overflow-wrap: anywhere; }
tr:first-child > * { border-top: 0; } th { color: var(--quiet); font-weight: 600; }
td.number { text-align: right; font-variant-numeric: tabular-nums; } code { overflow-wrap: anywhere; }
svg { display: block; margin: .5rem 0; max-width: 100%; } svg text { font-size: 9px; fill: currentColor; }
polyline { fill: none; stroke: var(--accent); stroke-width: 1.5; } polyline.held-out { stroke: var(--other); }
progress { accent-color: var(--accent); width: 100%; } ul { list-style: none; margin: .5rem 0 0; padding: 0; }
`;
