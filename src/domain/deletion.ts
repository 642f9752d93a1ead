import type { Deletion } from './job.ts';

/** An analysis that is to go, and the names under which it is found. */
export interface Removal {
  readonly id: string;
  readonly agentId: string | null;
  readonly contactId: string | null;
}

/** Says that an analysis and all that was kept of it are gone. Times: milliseconds since 1970. */
export interface DeletionReceipt extends Deletion {
  readonly analysisId: string;
  readonly doneAt: number;
}
