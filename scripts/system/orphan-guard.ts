import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Ends the process groups it was told about when this process dies without ending them, even by SIGKILL. */
export interface OrphanGuard {
  watch(groupId: number): void;
  release(groupId: number): void;
  /** Nothing is watched any more; the guard ends. */
  close(): void;
}

export function startOrphanGuard(): OrphanGuard {
  const program = fileURLToPath(new URL('orphan-guard-main.ts', import.meta.url));
  const guard = spawn(process.execPath, [program], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  guard.stdin.on('error', () => {});
  guard.unref();
  return {
    watch: (groupId) => guard.stdin.write(`+${groupId}\n`),
    release: (groupId) => guard.stdin.write(`-${groupId}\n`),
    close: () => guard.stdin.end(),
  };
}
