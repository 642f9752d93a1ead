import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { forEachLine, LastLines } from '../../../scripts/system/lines.ts';
import { prefixedLog } from '../../../scripts/system/log.ts';
import { tidyWorkerLine } from '../../../scripts/system/worker-server.ts';

describe('what the Worker says', () => {
  it.each([
    'GET /v1/analyses/…09004165/report 200 7 ms',
    'error: Error: boom',
    '    at Object.fetch (file:///src/worker.ts:8:40)',
    '{"level":"info","event":"accepted"}',
  ])('is told as it is: %j', (line) => {
    expect(tidyWorkerLine(line)).toBe(line);
  });

  it.each([
    '',
    'error: kj/async-io-unix.c++:186: disconnected: ::write(fd): Broken pipe',
    'stack: /opt/workerd@2a3b4c /opt/workerd@2a3b4d',
  ])('is left out where it tells a person nothing: %j', (line) => {
    expect(tidyWorkerLine(line)).toBeNull();
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
