import { createServer, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { parseDemoArguments } from '../../../scripts/demo/arguments.ts';
import { DebriefClient } from '../../../scripts/demo/client.ts';
import { followAnalysis } from '../../../scripts/demo/progress.ts';
import { prepareSubmission } from '../../../scripts/demo/submission.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function clientOf(listener: RequestListener): Promise<DebriefClient> {
  const server = createServer(listener);
  servers.push(server);
  server.listen(0);
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return new DebriefClient(`http://localhost:${port}`, 'sk_test_0123456789abcdef');
}

/** A server whose analysis passes through `states`, then stays in the last one. */
function analysisPassing(states: object[], failure: object = {}): Promise<DebriefClient> {
  let asked = 0;
  return clientOf((request, response) => {
    const isProgress = request.url?.endsWith('/progress');
    response.end(JSON.stringify(isProgress ? states[Math.min(asked++, states.length - 1)] : failure));
  });
}

function screen(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, written, write: (text: string) => written.push(text) };
}

const transcribing = { status: 'processing', stage: 'transcribing', percent: 15 };
const completed = { status: 'completed', stage: null, percent: 100 };

describe('live progress', () => {
  it('redraws one line on a terminal', async () => {
    const terminal = screen(true);
    await followAnalysis(await analysisPassing([transcribing, completed]), 'a', terminal);
    const drawn = terminal.written.join('');
    expect(drawn.match(/\n/g)).toHaveLength(1);
    expect(drawn.startsWith(`\r\u001B[K${'█'.repeat(5)}${'░'.repeat(25)}  15 %  transcribing`)).toBe(true);
    expect(drawn).toMatch(/█{30} 100 % {2}completed .*\n$/);
  });

  it('writes a plain line per stage elsewhere', async () => {
    const file = screen(false);
    await followAnalysis(await analysisPassing([transcribing, transcribing, completed]), 'a', file);
    expect(file.written).toHaveLength(2);
    expect(file.written.join('')).not.toContain('\u001B');
  });

  it('ends with the code and message of a failed analysis', async () => {
    const failed = { status: 'failed', stage: null, percent: 5 };
    const failure = { error: { code: 'audio_empty', message: 'The recording holds no audio samples.' } };
    const client = await analysisPassing([failed], failure);
    await expect(followAnalysis(client, 'a', screen(false))).rejects.toThrow(
      'The analysis did not complete. audio_empty: The recording holds no audio samples.',
    );
  });
});

describe('requests of the demo', () => {
  it('name the key, and give the reason of a refusal in the words of the server', async () => {
    let authorization: string | undefined;
    const client = await clientOf((request, response) => {
      authorization = request.headers.authorization;
      response.writeHead(413).end('{"error":{"code":"recording_too_large","message":"Too large."}}');
    });
    const submission = { label: 'x', body: '{}', contentType: 'application/json' };
    await expect(client.submit(submission)).rejects.toThrow(
      'Debrief answered 413. recording_too_large: Too large.',
    );
    expect(authorization).toBe('Bearer sk_test_0123456789abcdef');
  });

  it('show the bare answer of something that is not Debrief', async () => {
    const client = await clientOf((_, response) => response.writeHead(502).end('<h1>Bad gateway</h1>'));
    await expect(client.progress('a')).rejects.toThrow('Debrief answered 502. <h1>Bad gateway</h1>');
  });
});

describe('what the demo submits', () => {
  it('is the sample call, a file or a URL', () => {
    expect(parseDemoArguments([])).toEqual({ recording: { kind: 'sample' }, json: false });
    expect(parseDemoArguments(['--json', 'call.mp3'])).toEqual({
      recording: { kind: 'file', path: 'call.mp3' },
      json: true,
    });
    expect(parseDemoArguments(['https://example.com/a.wav']).recording).toEqual({
      kind: 'url',
      url: 'https://example.com/a.wav',
    });
  });

  it('is never a guess: a second recording or an unknown option shows the usage', () => {
    expect(() => parseDemoArguments(['a.wav', 'b.wav'])).toThrow(/Usage: npm run demo/);
    expect(() => parseDemoArguments(['--jsno'])).toThrow(/Usage: npm run demo/);
  });

  it('is, for the sample call, the recording with its channels and date', async () => {
    const { body } = await prepareSubmission({ kind: 'sample' });
    if (!(body instanceof FormData)) throw new Error('expected a form');
    expect([...body.keys()]).toEqual(['recorded_at', 'options', 'file']);
    expect(body.get('options')).toBe('{"channels":{"0":"agent","1":"customer"}}');
  });

  it('is refused before anything starts when the file cannot be read', async () => {
    await expect(prepareSubmission({ kind: 'file', path: '/nowhere/call.wav' })).rejects.toThrow(
      /cannot be read/,
    );
    await expect(prepareSubmission({ kind: 'file', path: '/' })).rejects.toThrow('/ is not a file.');
  });
});
