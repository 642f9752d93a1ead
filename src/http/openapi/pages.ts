import { Hono } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import { SubmissionMessage } from '../../domain/queue-messages.ts';
import { errorsPage } from './errors-page.ts';

/** No page may load, run or send anything beyond this host. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; " +
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cache-control': 'no-cache',
  'referrer-policy': 'no-referrer',
};

/** The pages that people read. They are the same for everybody and need no key. */
export const docsRouter = new Hono();

docsRouter.get('/docs/submission-message.schema.json', (c) => c.json(messageSchema(), 200, HEADERS));
docsRouter.get('/docs', (c) => c.html(referencePage(), 200, HEADERS));
docsRouter.get('/docs/errors', (c) => c.html(errorsPage(), 200, HEADERS));

/** What would make the browser ask another host is off. */
const CONFIGURATION = {
  theme: 'default',
  withDefaultFonts: false,
  telemetry: false,
  hideClientButton: true,
  showDeveloperTools: 'never',
  agent: { disabled: true },
  mcp: { disabled: true },
  documentDownloadType: 'json',
  persistAuth: false,
};

/** The API reference. The viewer is a static asset, made by `npm run docs:build` out of an installed package. */
function referencePage() {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Debrief API</title>
        <link rel="icon" href="data:," />
      </head>
      <body>
        <noscript
          >This page needs scripts. The API is described in
          <a href="/openapi.json">/openapi.json</a>.</noscript
        >
        <script
          id="api-reference"
          data-url="/openapi.json"
          data-configuration="${JSON.stringify(CONFIGURATION)}"
        ></script>
        <script src="/docs/scalar.js"></script>
      </body>
    </html> `;
}

/** JSON Schema of a message on the queue `debrief-submissions`, for programs that write to it. */
function messageSchema(): Record<string, unknown> {
  return {
    title: 'Submission message',
    ...z.toJSONSchema(SubmissionMessage, { io: 'input', unrepresentable: 'any' }),
  };
}
