import type { DeletionReceipt } from '../domain/deletion.ts';
import { auditLog } from './schema/index.ts';
import type { Database } from './system.ts';

/** What was done for good in one account and mode. Only ever appended to. */
export interface AuditLog {
  /** The first receipt of a deletion stays as it is. */
  addDeletion(receipt: DeletionReceipt): Promise<void>;
}

export function auditLogOf(directory: Database, accountId: string, livemode: boolean): AuditLog {
  return {
    async addDeletion({ analysisId, requestedBy, ...receipt }) {
      const entry = { accountId, livemode, action: 'analysis.deleted', subjectId: analysisId } as const;
      await directory
        .insert(auditLog)
        .values({ id: `${entry.action}:${analysisId}`, ...entry, ...receipt, keyId: requestedBy })
        .onConflictDoNothing();
    },
  };
}
