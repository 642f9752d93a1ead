/** Structured log lines. `event` is `subject.what_happened`. */
export interface Log {
  info(event: string, fields?: Readonly<Record<string, unknown>>): void;
  error(event: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** One JSON object a line. Callers pass ids and codes only: never a transcript, key, token, address or query. */
export const consoleLog: Log = {
  info: (event, fields) => console.log(JSON.stringify({ level: 'info', event, ...fields })),
  error: (event, fields) => console.error(JSON.stringify({ level: 'error', event, ...fields })),
};

/** Deeper causes say nothing new. */
const MOST_CAUSES = 4;

/**
 * What a log line may say of a thrown value: its type, its code, which kind of failure of a database it is, the place that
 * threw, and the same of its causes. Never its message: it may hold SQL with its parameters, a row, an address with its
 * query, or what somebody said.
 */
export function describeError(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const hasCause = error.cause !== undefined && depth < MOST_CAUSES;
  return {
    error: WORD.test(error.name) ? error.name : 'Error',
    code: codeOf(error),
    kind: DATABASE_KIND.exec(error.message)?.[0],
    at: placeOf(error),
    cause: hasCause ? describeError(error.cause, depth + 1) : undefined,
  };
}

const WORD = /^\w{1,40}$/;

/** Codes are words or numbers: of faults, of AI models, of JWT errors, of Node. */
function codeOf(error: Error): string | number | undefined {
  const code: unknown = 'code' in error ? error.code : undefined;
  if (typeof code === 'number') return code;
  return typeof code === 'string' && WORD.test(code) ? code : undefined;
}

/** The result code within a message of D1. Source: SQLite, "Result and Error Codes". */
const DATABASE_KIND =
  /\bSQLITE_(?:ABORT|AUTH|BUSY|CANTOPEN|CONSTRAINT|CORRUPT|ERROR|FULL|INTERNAL|INTERRUPT|IOERR|LOCKED|MISMATCH|MISUSE|NOMEM|NOTADB|NOTFOUND|PERM|PROTOCOL|RANGE|READONLY|SCHEMA|TOOBIG)(?![A-Z])/;

/** The first frame of the stack, which begins with the message. */
function placeOf({ message, stack = '' }: Error): string | undefined {
  const start = stack.indexOf(message);
  if (start < 0) return undefined;
  return /^\s+at (.{1,200})$/m.exec(stack.slice(start + message.length))?.[1];
}
