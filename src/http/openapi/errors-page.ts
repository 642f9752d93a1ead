import { html, raw } from 'hono/html';
import { type FaultCode, FAULTS } from '../../domain/errors.ts';
import { REMEDIES } from './remedies.ts';

interface Entry {
  readonly code: FaultCode;
  readonly status: number;
  readonly message: string;
  readonly remedy: string;
}

const entries: readonly Entry[] = Object.entries(REMEDIES)
  .filter((entry): entry is [FaultCode, string] => entry[0] in FAULTS)
  .map(([code, remedy]) => ({ code, remedy, ...FAULTS[code] }))
  .toSorted((a, b) => a.status - b.status || a.code.localeCompare(b.code));

const INTRODUCTION =
  'Every error has a code; each API words the rest in its own envelope. An analysis that failed carries such a code ' +
  'too, in its "error": the status here is then what the fault would have as the answer to a request.';

/** The table of docs/errors.md. */
export function errorsMarkdown(): string {
  const rows = entries.map(
    ({ code, status, message, remedy }) =>
      `| \`${code}\` | ${status} | ${message.replaceAll('<', '&lt;')} | ${remedy} |`,
  );
  return `# Errors\n\n${INTRODUCTION}\n\n| code | status | meaning | what to do |\n|---|---|---|---|\n${rows.join('\n')}\n`;
}

/** The page that the `doc_url` of an error points into: each code is an anchor. */
export function errorsPage() {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Errors · Debrief</title>
        <link rel="icon" href="data:," />
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <main>
          <h1>Errors</h1>
          <p>${INTRODUCTION}</p>
          <p><a href="/docs">API reference</a></p>
          ${entries.map(
            ({ code, status, message, remedy }) =>
              html`<section id="${code}">
                <h2>
                  <a href="#${code}"><code>${code}</code></a> <span>${status}</span>
                </h2>
                <p>${message}</p>
                <p>${inCode(remedy)}</p>
              </section> `,
          )}
        </main>
      </body>
    </html> `;
}

/** Text between backticks becomes code. */
function inCode(text: string) {
  return text.split('`').map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : part));
}

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d9dce1, #3a3f47); --mark: light-dark(#fff4d6, #3b3320); }
body { margin: 0; font: 16px/1.55 system-ui, sans-serif; color: light-dark(#1b1f24, #e6e8eb); background: light-dark(#fff, #16181c); }
main { max-width: 44rem; margin: 0 auto; padding: 2rem 1.25rem 6rem; }
h1 { font-size: 1.75rem; }
h2 { display: flex; justify-content: space-between; gap: 1rem; margin: 0; font-size: 1.05rem; overflow-wrap: anywhere; }
h2 a { color: inherit; text-decoration: none; }
h2 span { color: light-dark(#5b6470, #9aa3ad); font-weight: 400; font-variant-numeric: tabular-nums; }
section { padding: 1rem .75rem; border-top: 1px solid var(--line); scroll-margin-top: 1rem; }
section p { margin: .4rem 0 0; }
section:target { background: var(--mark); border-radius: .4rem; }
a { color: light-dark(#0b57d0, #8ab4f8); }
code { font: .95em ui-monospace, monospace; }
`;
