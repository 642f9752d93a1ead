import { isFinal } from '../../domain/analysis.ts';
import type { ListedAnalysis } from '../../domain/analysis-list.ts';
import { Fault } from '../../domain/fault.ts';
import { requireScope } from '../../domain/principal.ts';
import type { Context } from '../deps.ts';

const NUMBER = /^[1-9]\d{0,14}$/;

/** An analysis of this account by its id or by its number within the account. Throws `analysis_not_found`. */
export async function findRecording(context: Context, idOrNumber: string): Promise<ListedAnalysis> {
  requireScope(context.principal, 'read');
  const { analysis, number } = await findRow(context, idOrNumber);
  if (isFinal(analysis.status)) return { analysis, number };
  const job = await context.deps.objects.read(analysis.id);
  return { analysis: job?.analysis ?? analysis, number };
}

/** Both names of a recording, for a verb that goes on with them. Throws `analysis_not_found`. */
export async function identifyRecording(
  context: Context,
  idOrNumber: string,
): Promise<{ id: string; number: number }> {
  const { analysis, number } = await findRow(context, idOrNumber);
  return { id: analysis.id, number };
}

async function findRow({ deps, principal }: Context, idOrNumber: string): Promise<ListedAnalysis> {
  const account = deps.accountHandle(principal.accountId, principal.livemode);
  const analysis = await (NUMBER.test(idOrNumber)
    ? account.findByNumber(Number(idOrNumber))
    : account.findAnalysis(idOrNumber));
  const number = analysis && (await account.numberOf(analysis.id));
  if (!analysis || number === null) throw new Fault('analysis_not_found', undefined, { id: idOrNumber });
  return { analysis, number };
}
