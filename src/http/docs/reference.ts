import { html } from 'hono/html';

/** Everything that would make the browser ask another host is off. */
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
export function referencePage() {
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
