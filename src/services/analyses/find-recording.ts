import { isFinal } from '../../domain/analysis.ts';
import type { ListedAnalysis } from '../../domain/analysis-list.ts';
import { Fault } from '../../domain/fault.ts';
import { requireScope } from '../../domain/principal.ts';
import type { Context } from '../deps.ts';

const NUMBER = /^[1-9]\d{0,14}$/;

/** An analysis of this account by its id or by its number within the account. Throws `analysis_not_found`. */
export async function findRecording(
  { deps, principal }: Context,
  idOrNumber: string,
): Promise<ListedAnalysis> {
  requireScope(principal, 'read');
  const account = deps.accountHandle(principal.accountId, principal.livemode);
  const row = await (NUMBER.test(idOrNumber)
    ? account.findByNumber(Number(idOrNumber))
    : account.findAnalysis(idOrNumber));
  const number = row && (await account.numberOf(row.id));
  if (!row || number === null) throw new Fault('analysis_not_found', undefined, { id: idOrNumber });
  if (isFinal(row.status)) return { analysis: row, number };
  const job = await deps.objects.read(row.id);
  return { analysis: job?.analysis ?? row, number };
}
