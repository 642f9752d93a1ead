import type { IncomingMessage, ServerResponse } from 'node:http';

import { AudioProblem } from './audio/audio-problem.ts';
import { Failure } from './failure.ts';
import { MODELS, type ModelContext } from './models-served.ts';
import { readBody } from './read-body.ts';

export interface Service {
  context: ModelContext;
  /** Requests in progress, and how many there may be. */
  gate: { running: number; most: number };
  maxBodyBytes: number;
  log: (line: string) => void;
}

const OWN_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);
const RUN_PATH = /^\/client\/v4\/accounts\/[^/]+\/ai\/run\/(.+)$/;

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function sendFailure(response: ServerResponse, { status, code, message }: Failure): void {
  send(response, status, { result: null, success: false, errors: [{ code, message }], messages: [] });
}

function asFailure(cause: unknown, log: (line: string) => void): Failure {
  if (cause instanceof Failure) return cause;
  if (cause instanceof AudioProblem) return new Failure('malformed', cause.message);
  log(`internal error: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
  return new Failure('internal', 'Internal server error.');
}

/** Aborts when the caller goes away before the answer is written, so that nobody's work is thrown away late. */
function abortedByCaller(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) controller.abort(new Error('the caller went away'));
  });
  return controller.signal;
}

async function runModel(
  service: Service,
  request: IncomingMessage,
  url: URL,
  signal: AbortSignal,
): Promise<unknown> {
  const path = RUN_PATH.exec(url.pathname)?.[1];
  if (path === undefined || request.method !== 'POST')
    throw new Failure('noSuchRoute', `No route for ${request.method} ${url.pathname}.`);
  const model = decodeURIComponent(path);
  const run = MODELS.get(model);
  if (run === undefined)
    throw new Failure('noSuchModel', `No such model ${model}. Known: ${[...MODELS.keys()].join(', ')}.`);
  const { gate, maxBodyBytes, context } = service;
  if (gate.running >= gate.most)
    throw new Failure('outOfCapacity', 'Out of capacity: too many requests, retry later.');
  gate.running += 1;
  try {
    return await run(
      { query: url.searchParams, readBody: () => readBody(request, maxBodyBytes), signal },
      context,
    );
  } finally {
    gate.running -= 1;
  }
}

/** A page in a browser may reach this machine under a name of its own, and read what is answered, unless the name is refused. */
function requireOwnHost({ headers }: IncomingMessage): void {
  const name = (headers.host ?? '').replace(/:\d*$/, '').toLowerCase();
  if (!OWN_NAMES.has(name))
    throw new Failure(
      'foreignHost',
      'This server answers on 127.0.0.1 and localhost alone, not under another name.',
    );
}

/** Answers one HTTP request in the Workers AI envelope. Never rejects. */
export async function answerRequest(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const signal = abortedByCaller(response);
  try {
    requireOwnHost(request);
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname === '/health')
      return send(response, 200, { status: 'ok', model: service.context.speechModel });
    const result = await runModel(service, request, url, signal);
    send(response, 200, { result, success: true, errors: [], messages: [] });
  } catch (cause) {
    if (!signal.aborted) sendFailure(response, asFailure(cause, service.log));
  } finally {
    // What was not read of the body is drained, or the caller could not read the answer.
    request.resume();
  }
}
