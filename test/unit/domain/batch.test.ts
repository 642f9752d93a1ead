import { describe, expect, it } from 'vitest';
import { isBatchOver, percentOf, totalOf } from '../../../src/domain/batch.ts';
import { parseInboxKey } from '../../../src/domain/queue-messages.ts';
import { readLines } from '../../../src/http/request-body.ts';

const none = { waiting: 0, running: 0, completed: 0, failed: 0, cancelled: 0, rejected: 0 };

describe('the progress of a batch', () => {
  it('reaches 100 % with the last item, and not by rounding', () => {
    const almost = { ...none, running: 1, completed: 9_999 };
    expect([percentOf(almost), isBatchOver(almost)]).toEqual([99, false]);
    const done = { ...none, completed: 9_000, failed: 500, cancelled: 400, rejected: 100 };
    expect([percentOf(done), isBatchOver(done), totalOf(done)]).toEqual([100, true, 10_000]);
    expect(percentOf(none)).toBe(0);
  });
});

describe('a key of the inbox', () => {
  it.each([
    ['inbox/acc_1/call.wav', { accountId: 'acc_1', livemode: true, fileName: 'call.wav' }],
    ['inbox/acc_1/live/2026/call.wav', { accountId: 'acc_1', livemode: true, fileName: 'call.wav' }],
    ['inbox/acc_1/test/2026/call.wav', { accountId: 'acc_1', livemode: false, fileName: 'call.wav' }],
    ['inbox/acc_1/', null],
    ['audio/acc_1/call.wav', null],
    ['old/inbox/acc_1/call.wav', null],
  ])('%s names account, mode and file', (key, expected) => {
    expect(parseInboxKey(key)).toEqual(expected);
  });
});

describe('lines of a body', () => {
  async function linesOf(chunks: readonly Uint8Array[], maxLineBytes = 100): Promise<string[]> {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(chunk);
        controller.close();
      },
    });
    const lines: string[] = [];
    for await (const line of readLines(body, maxLineBytes)) lines.push(line);
    return lines;
  }

  it('are the same however the body is cut, also within a character', async () => {
    const bytes = new TextEncoder().encode('{"a":"ü"}\r\n\n{"b":2}\n{"c":"last"}');
    const expected = ['{"a":"ü"}', '{"b":2}', '{"c":"last"}'];
    for (let at = 0; at <= bytes.length; at += 1) {
      const lines = await linesOf([bytes.subarray(0, at), bytes.subarray(at)]);
      expect(lines.map((line) => line.trim())).toEqual(expected);
    }
  });

  it('are refused where one is too long, before all of it has arrived', async () => {
    const piece = new TextEncoder().encode('x'.repeat(60));
    await expect(linesOf([piece, piece, piece])).rejects.toMatchObject({
      code: 'payload_too_large',
      details: { max_bytes: 100 },
    });
  });
});
