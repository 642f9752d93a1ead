import { type Outcome, Sender } from './exchange.ts';
import { type Finding, checkAnswer, routing } from './check-answer.ts';
import { readOperations } from './operations.ts';
import { asCurl, shrink } from './reproduction.ts';
import { type FuzzRequest, makeRequest } from './requests.ts';
import { learn, makeThings } from './things.ts';

export interface FuzzOptions {
  readonly url: string;
  readonly apiKey: string;
  readonly requests: number;
  readonly seed: number;
  /** Addresses that valid requests name: recordings, transcripts, receivers. */
  readonly urls: readonly string[];
  /** Ends the run before its last request. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (sent: number) => void;
}

export interface FuzzResult {
  readonly sent: number;
  readonly aborted: number;
  readonly perSecond: number;
  readonly byStatus: Readonly<Record<string, number>>;
  /** One of each kind, with how often it was seen and how to see it again. */
  readonly findings: readonly (Finding & { readonly count: number; readonly reproduction: string })[];
}

const SIDE_BY_SIDE = 24;
const PROGRESS_EVERY = 1000;

/** Sends requests made from the document of the system and holds every answer against it. */
export async function fuzz(options: FuzzOptions): Promise<FuzzResult> {
  const { url, apiKey, requests, seed, urls, signal, onProgress } = options;
  const operations = await readOperations(url);
  const things = await makeThings(url, apiKey, urls);
  const run = new Run(url);
  const anyOperation = operations.find(({ path }) => path === '/v1/goals/{goal_id}');
  if (!anyOperation) throw new Error('the document has no route with problem details');
  const route = routing(operations);
  const checked = async (request: FuzzRequest) => {
    const outcome = await run.sender.send(request);
    return { outcome, finding: checkAnswer(request, outcome, route, anyOperation) };
  };
  const startedAt = performance.now();
  let turn = 0;
  const isOver = () => turn >= requests || signal?.aborted === true;
  const lane = async () => {
    while (!isOver()) {
      const request = makeRequest(operations, things, seed, turn++);
      const { outcome, finding } = await checked(request);
      run.count(request, outcome);
      if (turn % PROGRESS_EVERY === 0) onProgress?.(turn);
      if (outcome.kind === 'answered') learn(things, request.path, outcome.answer.status, bodyOf(outcome));
      if (finding)
        await run.note(
          request,
          finding,
          async (smaller) => (await checked(smaller)).finding?.sign === finding.sign,
        );
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lane));
  run.sender.close();
  return run.result((performance.now() - startedAt) / 1000);
}

class Run {
  readonly sender: Sender;
  readonly #url: string;
  readonly #statuses = new Map<string, number>();
  readonly #findings = new Map<string, { finding: Finding; count: number; reproduction: string }>();
  #sent = 0;
  #aborted = 0;

  constructor(url: string) {
    this.#url = url;
    this.sender = new Sender(url, SIDE_BY_SIDE);
  }

  count({ abortAt }: FuzzRequest, outcome: Outcome): void {
    this.#sent += 1;
    if (abortAt !== null) this.#aborted += 1;
    const name = outcome.kind === 'answered' ? `${outcome.answer.status}` : outcome.kind;
    this.#statuses.set(name, (this.#statuses.get(name) ?? 0) + 1);
  }

  async note(
    request: FuzzRequest,
    finding: Finding,
    stillFails: (smaller: FuzzRequest) => Promise<boolean>,
  ): Promise<void> {
    const known = this.#findings.get(finding.sign);
    if (known) {
      known.count += 1;
      return;
    }
    const noted = { finding, count: 1, reproduction: asCurl(request, this.#url) };
    this.#findings.set(finding.sign, noted);
    if (!finding.sign.startsWith('silent'))
      noted.reproduction = asCurl(await shrink(request, stillFails), this.#url);
  }

  result(seconds: number): FuzzResult {
    return {
      sent: this.#sent,
      aborted: this.#aborted,
      perSecond: this.#sent / seconds,
      byStatus: Object.fromEntries([...this.#statuses].toSorted(([a], [b]) => a.localeCompare(b))),
      findings: [...this.#findings.values()].map(({ finding, ...noted }) => ({ ...finding, ...noted })),
    };
  }
}

function bodyOf({ answer }: Outcome & { kind: 'answered' }): unknown {
  if (!answer.contentType.includes('json') || answer.status >= 300) return null;
  try {
    return JSON.parse(answer.body.toString());
  } catch {
    return null;
  }
}
