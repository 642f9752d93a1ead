import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { forEachLine, LastLines } from '../../../scripts/system/lines.ts';
import { prefixedLog } from '../../../scripts/system/log.ts';
import { tidyWranglerLine } from '../../../scripts/system/wrangler-lines.ts';

describe('what wrangler says', () => {
  it.each([
    ['[wrangler:info] GET /v1/analyses/1/progress 200 OK (12ms)', 'GET /v1/analyses/1/progress 200 12 ms'],
    [
      '[wrangler:info] GET /v1/analyses/01a2009a-65d2-770d-a470-1e3a09004165/report 200 OK (7ms)',
      'GET /v1/analyses/…09004165/report 200 7 ms',
    ],
    ['[wrangler:info] QUEUE debrief-jobs 2/2 (55ms)', 'queue debrief-jobs 2/2 55 ms'],
    ['[wrangler:info] GET /throw 500 Internal Server Error (46ms)', 'GET /throw 500 46 ms'],
    ['✘ [ERROR] Build failed with 1 error:', 'error: Build failed with 1 error:'],
    ['▲ [WARNING] warned', 'warning: warned'],
    ['[wrangler:error] Error: boom', 'error: Error: boom'],
    ['    at Object.fetch (file:///src/worker.ts:8:40)', '    at Object.fetch (file:///src/worker.ts:8:40)'],
    ['{"level":"info","event":"accepted"}', '{"level":"info","event":"accepted"}'],
    ['│ 0001_lists.sql │ ❌     │', '│ 0001_lists.sql │ ❌     │'],
  ])('keeps %j short', (line, tidy) => {
    expect(tidyWranglerLine(line)).toBe(tidy);
  });

  it.each([
    '',
    '⎔ Starting local server...',
    'Your Worker has access to the following bindings:',
    'env.DB (debrief)                                   D1 Database               local',
    '[wrangler:info] Ready on http://localhost:8911',
    '[wrangler:info] GET /health 200 OK (1140ms)',
    '🌀 Executing on local database DB (0000) from ./state/v3/d1:',
    '🚣 3 commands executed successfully.',
    '│ 0000_init.sql │',
    '│ 0000_init.sql │ ✅     │',
    '│ 0001_lists.sql         │ 🕒️    │',
    '✅ No migrations to apply!',
  ])('leaves out %j', (line) => {
    expect(tidyWranglerLine(line)).toBeNull();
  });
});

describe('the log', () => {
  it('gives each part of the system its own aligned lines', () => {
    const written: string[] = [];
    const log = prefixedLog((text) => written.push(text));
    log('ai', 'ready');
    log('start', 'stopping');
    expect(written).toEqual(['ai    │ ready\n', 'start │ stopping\n']);
  });

  it('reads lines without colours, whether they end in a line feed or are redrawn', async () => {
    const lines: string[] = [];
    forEachLine(Readable.from(['\u001B[31mred\u001B[0m \n 10 %\r 20', ' %\r\nend']), (line) =>
      lines.push(line),
    );
    await expect.poll(() => lines).toEqual(['red', ' 10 %', ' 20 %', 'end']);
  });

  it('remembers only the last lines', () => {
    const last = new LastLines(2);
    expect(last.isEmpty).toBe(true);
    for (const line of ['one', '', 'two', 'three']) last.add(line);
    expect(last.text).toBe('  two\n  three');
  });
});
