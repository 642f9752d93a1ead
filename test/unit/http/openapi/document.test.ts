import { createConfig, lintFromString } from '@redocly/openapi-core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createApp } from '../../../../src/app.ts';

const JSON_TYPE = 'application/json';

const Operation = z.object({
  operationId: z.string(),
  tags: z.array(z.string()).length(1),
  security: z.unknown(),
  responses: z.record(
    z.string(),
    z.object({ content: z.record(z.string(), z.object({ example: z.unknown().optional() })).optional() }),
  ),
});
const Document = z.object({ paths: z.record(z.string(), z.record(z.string(), Operation)) });

const source = await (await createApp().request('/openapi.json')).text();

const operations = Object.values(Document.parse(JSON.parse(source)).paths).flatMap((path) =>
  Object.values(path),
);

describe('the OpenAPI document', () => {
  it('is valid, and says of every operation what a reader needs', async () => {
    const config = await createConfig({
      extends: ['recommended-strict'],
      rules: {
        'info-license': 'off',
        // One published path ends in a slash.
        'no-path-trailing-slash': 'off',
        'operation-tag-defined': 'error',
        'parameter-description': 'error',
        'tag-description': 'error',
        'no-invalid-media-type-examples': { severity: 'error', allowAdditionalProperties: false },
      },
    });
    const problems = await lintFromString({ source, config });
    expect(
      problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`),
    ).toEqual([]);
  });

  it('shows an example of every JSON answer', () => {
    const without = operations.filter(({ responses }) => {
      const json = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1].content?.[
        JSON_TYPE
      ];
      return json !== undefined && json.example === undefined;
    });
    expect(without.map(({ operationId }) => operationId)).toEqual([]);
  });

  it('asks for a key everywhere, and tells what happens without one', () => {
    for (const { operationId, security, responses } of operations) {
      expect(security, operationId).toEqual([{ bearer: [] }, { apiKey: [] }]);
      expect(Object.keys(responses), operationId).toEqual(expect.arrayContaining(['401', '403', '429']));
    }
  });
});
