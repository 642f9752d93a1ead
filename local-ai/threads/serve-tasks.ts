import { parentPort } from 'node:worker_threads';

interface Request<Task> {
  id: number;
  task: Task;
}

/** Does one task; both types must survive the structured clone algorithm. */
export type Work<Task, Result> = (task: Task) => Result | Promise<Result>;

/** The other side of `Thread`: answers every task with what `work` returns or throws, one after the other. */
export function serveTasks<Task, Result>(work: Work<Task, Result>): void {
  const port = parentPort;
  if (port === null) throw new Error('serveTasks runs in a worker thread only.');
  let last: Promise<void> = Promise.resolve();
  const answer = async ({ id, task }: Request<Task>): Promise<void> => {
    try {
      port.postMessage({ id, result: await work(task) });
    } catch (error) {
      port.postMessage({ id, error });
    }
  };
  port.on('message', (request: Request<Task>) => {
    last = last.then(() => answer(request));
  });
}
