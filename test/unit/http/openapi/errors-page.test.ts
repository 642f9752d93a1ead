import { describe, expect, it } from 'vitest';
import { Fault, FAULTS } from '../../../../src/domain/errors.ts';
import { renderFault } from '../../../../src/formats/v1-analyses/format.ts';
import { errorsMarkdown } from '../../../../src/http/openapi/errors-page.ts';
import { docsRouter } from '../../../../src/http/openapi/pages.ts';

describe('the errors', () => {
  it('are all in docs/errors.md, which is made from them (vitest -u writes it)', async () => {
    await expect(errorsMarkdown()).toMatchFileSnapshot('../../../../docs/errors.md');
    for (const code of Object.keys(FAULTS)) expect(errorsMarkdown()).toContain(`| \`${code}\` |`);
  });

  it('point to a page that explains them', async () => {
    const { doc_url: url } = renderFault(new Fault('recording_missing'), 'req_1').body.error;
    const response = await docsRouter.request(url);
    expect(response.status).toBe(200);
    const anchor = new URL(url, 'https://debrief.test').hash.slice(1);
    expect(await response.text()).toContain(`<section id="${anchor}">`);
  });
});
