import { type ChildProcess, spawn } from 'node:child_process';
import { forEachLine, LastLines } from './lines.ts';
import { type OrphanGuard, startOrphanGuard } from './orphan-guard.ts';
import { endGroups } from './process-groups.ts';
import { StartError } from './start-error.ts';

const GRACE_MS = 4000;
const KEPT_LINES = 15;
/** How often one program may end by itself and be started again. */
const RESTARTS = { most: 3, withinMs: 60_000 };

/** A Node program to run as a child. */
export interface ChildSpec {
  /** What people call it. */
  readonly title: string;
  /** Program file and its arguments. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Rewrites a line of output for people; `null` drops it. */
  readonly tidy: (line: string) => string | null;
  readonly onLine: (line: string) => void;
}

interface Ending {
  readonly how: string;
  /** Its last lines as a sentence; empty where it said nothing. */
  readonly output: string;
}

/** The child processes of one system. Each leads its own process group, so that its descendants end with it. */
export class Children {
  /** Resolves after `stop`; rejects with `StartError` when a child that should stay up has ended before. */
  readonly exited: Promise<void>;
  readonly #guard: OrphanGuard = startOrphanGuard();
  readonly #groupIds = new Set<number>();
  readonly #now: () => number;
  readonly #fail: (error: unknown) => void;
  readonly #settle: () => void;
  #stopping: Promise<void> | null = null;
  #restarts = 0;

  /** `now` answers milliseconds on a clock that never goes back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.exited = promise;
    this.exited.catch(() => {});
    this.#settle = resolve;
    this.#fail = reject;
  }

  /**
   * Starts a program that stays up until `stop`, and resolves when `whenUp` does. Rejects with `StartError` where it ends before.
   * Afterwards one that ends is started again, three times a minute at most; `exited` rejects when it ends once more.
   */
  async keep(spec: ChildSpec, whenUp: () => Promise<void>): Promise<void> {
    const ended = this.#spawn(spec);
    const endedEarly = ended.then(
      ({ how, output }) => {
        throw new StartError(`${spec.title} ended unexpectedly (${how}).${output}`);
      },
      (error: Error) => {
        throw new StartError(`${spec.title} could not be started: ${error.message}`);
      },
    );
    endedEarly.catch(() => {});
    await Promise.race([whenUp(), endedEarly]);
    this.#startAgain(spec, ended).catch(this.#fail);
  }

  /** How often a program ended by itself and was started again. */
  get restarts(): number {
    return this.#restarts;
  }

  /** Ends every child and its descendants; resolves when they are gone. `graceMs` 0 kills at once. */
  stop(graceMs: number = GRACE_MS): Promise<void> {
    this.#stopping ??= endGroups([...this.#groupIds], graceMs).then(() => {
      this.#guard.close();
      this.#settle();
    });
    return this.#stopping;
  }

  async #startAgain(spec: ChildSpec, first: Promise<Ending>): Promise<void> {
    const restartedAt: number[] = [];
    for (let ended = first; ; ended = this.#spawn(spec)) {
      const { how, output } = await ended;
      if (this.#stopping) return;
      const nowMs = this.#now();
      const before = restartedAt.filter((atMs) => nowMs - atMs < RESTARTS.withinMs).length;
      if (before >= RESTARTS.most)
        throw new StartError(`${spec.title} ended ${before + 1} times within a minute (${how}).${output}`);
      restartedAt.push(nowMs);
      this.#restarts += 1;
      spec.onLine(`${spec.title} ended unexpectedly (${how}); it is started again`);
    }
  }

  async #spawn(spec: ChildSpec): Promise<Ending> {
    if (this.#stopping) throw new StartError('The system is stopping.');
    const child = spawn(process.execPath, spec.args, {
      cwd: spec.cwd,
      env: spec.env,
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    });
    const lines = listen(child, spec);
    const { pid } = child;
    if (pid !== undefined) {
      this.#groupIds.add(pid);
      this.#guard.watch(pid);
    }
    const how = await ending(child);
    if (pid !== undefined && !this.#stopping) await this.#forget(pid);
    return { how, output: lines.isEmpty ? '' : ` Its last lines:\n${lines.text}` };
  }

  async #forget(groupId: number): Promise<void> {
    await endGroups([groupId], GRACE_MS);
    this.#groupIds.delete(groupId);
    this.#guard.release(groupId);
  }
}

function listen(child: ChildProcess, spec: ChildSpec): LastLines {
  const lines = new LastLines(KEPT_LINES);
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    forEachLine(stream, (raw) => {
      const line = spec.tidy(raw);
      if (line === null) return;
      lines.add(line);
      spec.onLine(line);
    });
  }
  return lines;
}

function ending(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(signal === null ? `exit code ${code}` : signal));
  });
}
