/** How the Workers AI interface names what went wrong: its error codes and the HTTP status of each. */
const FAILURES = {
  malformed: { code: 5006, status: 400 },
  badBase64: { code: 5004, status: 400 },
  noSuchModel: { code: 5007, status: 400 },
  tooLarge: { code: 3006, status: 413 },
  outOfCapacity: { code: 3040, status: 429 },
  noSuchRoute: { code: 7000, status: 404 },
  foreignHost: { code: 9109, status: 403 },
  internal: { code: 8001, status: 500 },
} as const;

export type FailureKind = keyof typeof FAILURES;

/** A request that gets no result. The message is sent to the caller. */
export class Failure extends Error {
  override name = 'Failure';
  readonly status: number;
  readonly code: number;

  constructor(kind: FailureKind, message: string) {
    super(message);
    ({ code: this.code, status: this.status } = FAILURES[kind]);
  }
}
