import type { Analysis } from '../domain/analysis.ts';
import type { DeletionReceipt, Removal } from '../domain/deletion.ts';
import { forAccount } from './account-handle.ts';
import { analysisRemoverOf } from './analysis-remover.ts';
import { auditLogOf } from './audit-log.ts';
import { deliveryLogOf } from './delivery-log.ts';
import { searchIndexOf } from './search-index.ts';
import type { Shards } from './shards.ts';
import type { Database } from './system.ts';

/** The databases that say something about an analysis. */
export interface AnalysisDatabases {
  readonly directory: Database;
  readonly shards: Shards;
  readonly search: Database;
}

/** What an analysis object writes about its analysis, in one account and mode. Every write may be repeated. */
export function analysisEntriesOf(
  { directory, shards, search }: AnalysisDatabases,
  accountId: string,
  livemode: boolean,
) {
  const index = searchIndexOf(search, accountId, livemode);
  const handle = forAccount(shards, index, accountId, livemode);
  const remover = analysisRemoverOf(shards, index, accountId, livemode);
  const deliveries = deliveryLogOf(shards, accountId, livemode);
  const audit = auditLogOf(directory, accountId, livemode);
  return {
    project: (analysis: Analysis) => handle.projectAnalysis(analysis),
    index: (analysis: Analysis) => handle.indexAnalysis(analysis),
    async remove(removal: Removal) {
      await remover.remove(removal);
      await deliveries.removeSubject(removal.id);
    },
    addReceipt: (receipt: DeletionReceipt) => audit.addDeletion(receipt),
  };
}
