import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createApp } from '../../../src/app.ts';
import { DEFAULT_PAYLOAD_FORMAT, PayloadFormat } from '../../../src/domain/webhook.ts';
import type { PublishedFormat } from '../../../src/formats/published-format.ts';
import { FORMATS, linksTo, renderJsonText } from '../../../src/formats/registry.ts';
import { canonicalDocuments, fullDocument } from '../../conformance/documents.ts';

const uuid = '019d2a5b-7c00-7000-8000-000000000001';
const context = { audioUrl: 'https://debrief.example/audio', number: 7 };
const src = path.resolve(import.meta.dirname, '../../../src');

const madeUp: PublishedFormat<{ call: string; seconds: number | null }> = {
  linkName: 'made_up',
  path: '/calls/{id}/made-up',
  operationId: 'readMadeUp',
  publicId: (id) => `call_${id.slice(0, 8)}`,
  isNumbered: false,
  schema: z.strictObject({ call: z.string(), seconds: z.number().nullable() }),
  render: ({ analysis }) => ({
    call: analysis.id,
    seconds: analysis.durationMs === null ? null : analysis.durationMs / 1000,
  }),
  callbackHeaders: ({ event }) => ({ 'x-made-up': event }),
};

describe('the published formats', () => {
  it('are those that a callback can be written in', () => {
    expect(Object.keys(FORMATS)).toEqual(PayloadFormat.options);
  });

  it.each(Object.entries(FORMATS))('have a documented route each: %s', (_id, format) => {
    const { paths } = createApp().getOpenAPI31Document({
      openapi: '3.1.0',
      info: { title: '', version: '' },
    });
    expect(paths?.[format.path]?.get?.operationId).toBe(format.operationId);
  });

  it.each(Object.entries(FORMATS))(
    'render every state of an analysis within their schema: %s',
    (_id, format) => {
      for (const [, document] of canonicalDocuments)
        expect(() => renderJsonText(format, document, context)).not.toThrow();
    },
  );

  it('are named nowhere but in the registry and in their own folders', () => {
    const own = new Set(['registry.ts', 'webhook.ts', ...PayloadFormat.options, 'api-v1-public-recordings']);
    const naming = readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.split(path.sep).some((part) => own.has(part)))
      .filter((name) => {
        const text = readFileSync(path.join(src, name), 'utf8');
        return PayloadFormat.options.some((id) => text.includes(`'${id}'`));
      });
    expect(naming).toEqual([]);
  });

  it('have a default among them', () => {
    expect(FORMATS[DEFAULT_PAYLOAD_FORMAT].path).toBe('/v1/analyses/{id}');
  });
});

describe('another format', () => {
  it('is linked to once it is registered', () => {
    expect(linksTo(uuid, { ...FORMATS, 'made-up': madeUp })).toEqual({
      ...linksTo(uuid),
      made_up: '/calls/call_019d2a5b/made-up',
    });
  });

  it('gives the body of its own', () => {
    const body = { call: fullDocument.analysis.id, seconds: (fullDocument.analysis.durationMs ?? 0) / 1000 };
    expect(JSON.parse(renderJsonText(madeUp, fullDocument, context))).toEqual(body);
  });

  it('never sends what does not fit its schema', () => {
    const broken = { ...madeUp, schema: z.never() };
    expect(() => renderJsonText(broken, fullDocument, context)).toThrow(z.ZodError);
  });
});
