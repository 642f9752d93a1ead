import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusalOf } from './workers-ai-inputs.ts';

/** What the server was asked, in the order of arrival. */
export interface AskedCall {
  /** Id of the model; that of an OpenAI-compatible request where the path names none. */
  readonly model: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly parameters: URLSearchParams;
  readonly contentType: string;
  readonly authorization: string | null;
  readonly bytes: Uint8Array;
  /** The body where it is JSON, otherwise `null`. */
  readonly json: unknown;
}

/** How one call is answered. */
export type Behaviour =
  /** `result` within the envelope of the REST interface; of a chat completion, as it is. */
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'error'; readonly code: number; readonly message?: string }
  /** Nothing, until the caller has had enough. */
  | { readonly kind: 'silence' }
  /** What it says after a while. */
  | { readonly kind: 'slow'; readonly delayMs: number; readonly answer: Behaviour }
  /** Headers and the beginning of a body, then the connection breaks. */
  | { readonly kind: 'cut_off' }
  /** Text that is no envelope: what something before the interface says. */
  | { readonly kind: 'noise'; readonly status: number; readonly text: string }
  | ((asked: AskedCall) => Behaviour | Promise<Behaviour>);

/** Statuses and sentences of the errors. Source: Workers AI documentation, "Errors". */
export const WORKERS_AI_ERRORS: Readonly<Record<number, { status: number; message: string }>> = {
  3006: { status: 413, message: 'AiError: Request is too large' },
  3007: { status: 408, message: 'AiError: Request timeout' },
  3008: { status: 408, message: 'AiError: Request was aborted' },
  3036: {
    status: 429,
    message: 'AiError: you have used up your daily free allocation of 10,000 neurons, please upgrade',
  },
  3040: { status: 429, message: 'AiError: Capacity temporarily exceeded, please try again.' },
  5006: { status: 400, message: 'AiError: Bad input' },
  5004: { status: 400, message: 'AiError: Invalid input: failed to decode base64 string' },
  5007: { status: 400, message: 'AiError: No such model or task' },
};

export interface WorkersAiContract {
  readonly url: string;
  readonly asked: readonly AskedCall[];
  /** Answers the next calls in turn, and all further ones as the last of them; forgets what was asked. */
  plan(...behaviours: readonly Behaviour[]): void;
  close(): Promise<void>;
}

const RUN_PATH = /^\/client\/v4\/accounts\/[^/]+\/ai\/run\/(.+)$/;

/**
 * Stands in for Workers AI (REST) and for OpenAI-compatible servers (`/v1/chat/completions`) on a free port of this machine.
 * What a speech model does not take by the published types is refused (5006), whatever is planned.
 */
export async function startWorkersAiContract(): Promise<WorkersAiContract> {
  const asked: AskedCall[] = [];
  let planned: readonly Behaviour[] = [];
  const server = createServer((request, response) => {
    void readCall(request).then((call) => {
      asked.push(call);
      const behaviour = planned[Math.min(asked.length, planned.length) - 1] ?? { kind: 'error', code: 5007 };
      const refusal = refusalOf(call.model, call.parameters, call.json);
      const refused: Behaviour = { kind: 'error', code: 5006, message: `AiError: Bad input: ${refusal}` };
      behave(refusal === null ? behaviour : refused, call, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: urlOf(server.address()),
    asked,
    plan(...behaviours) {
      planned = behaviours;
      asked.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function urlOf(address: AddressInfo | string | null): string {
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}`;
}

async function readCall(request: IncomingMessage): Promise<AskedCall> {
  const url = new URL(request.url ?? '/', 'http://contract');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const contentType = request.headers['content-type'] ?? '';
  const json: unknown = contentType.startsWith('application/json') ? JSON.parse(bytes.toString()) : null;
  return {
    model: RUN_PATH.exec(url.pathname)?.[1] ?? nameIn(json),
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    parameters: url.searchParams,
    contentType,
    authorization: request.headers.authorization ?? null,
    bytes,
    json,
  };
}

function nameIn(json: unknown): string {
  return typeof json === 'object' && json !== null && 'model' in json ? String(json.model) : '';
}

function behave(behaviour: Behaviour, call: AskedCall, response: ServerResponse): void {
  if (typeof behaviour === 'function') {
    Promise.resolve(behaviour(call)).then(
      (decided) => behave(decided, call, response),
      (error: unknown) => response.destroy(error instanceof Error ? error : undefined),
    );
    return;
  }
  const isRun = RUN_PATH.test(call.path);
  switch (behaviour.kind) {
    case 'silence':
      return;
    case 'slow':
      setTimeout(() => behave(behaviour.answer, call, response), behaviour.delayMs);
      return;
    case 'cut_off':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
      response.write('{"result":{"response":"{\\"summary\\"', () => response.destroy());
      return;
    case 'noise':
      response.writeHead(behaviour.status, { 'content-type': 'text/html' }).end(behaviour.text);
      return;
    case 'error': {
      const { code } = behaviour;
      const { status, message } = WORKERS_AI_ERRORS[code] ?? {
        status: 500,
        message: 'AiError: Internal error',
      };
      const errors = [{ code, message: behaviour.message ?? message }];
      sendJson(response, status, { result: {}, success: false, errors, messages: [] });
      return;
    }
    case 'result': {
      const { result } = behaviour;
      sendJson(response, 200, isRun ? { result, success: true, errors: [], messages: [] } : result);
    }
  }
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
