import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { docsRouter } from '../../../../src/http/openapi/pages.ts';

describe('the pages for people', () => {
  it.each(['/docs', '/docs/errors'])('load, run and send nothing beyond this host: %s', async (page) => {
    const response = await docsRouter.request(page);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    const html = await response.text();
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).not.toMatch(/(src|href)="https?:/);
  });

  it('find the viewer among the static assets (npm run docs:build)', async () => {
    const html = await (await docsRouter.request('/docs')).text();
    const source = /<script src="([^"]+)"/.exec(html)?.[1] ?? '';
    const directory = /^directory = "([^"]+)"$/m.exec(await readFile('wrangler.toml', 'utf8'))?.[1] ?? '';
    expect((await stat(path.join(directory, source))).size).toBeGreaterThan(1_000_000);
  });

  it('configure the viewer to ask nobody else', async () => {
    const html = await (await docsRouter.request('/docs')).text();
    const configuration: unknown = JSON.parse(
      /data-configuration="([^"]+)"/.exec(html)?.[1]?.replaceAll('&quot;', '"') ?? '',
    );
    expect(configuration).toMatchObject({
      withDefaultFonts: false,
      telemetry: false,
      agent: { disabled: true },
    });
  });
});
