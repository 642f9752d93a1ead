import { z } from 'zod';
import { Fault } from '../../domain/fault.ts';
import { requireScope } from '../../domain/principal.ts';
import type { Context } from '../deps.ts';
import { identifyRecording } from './find-recording.ts';

const Id = z.uuid();

/**
 * Deletes an analysis of this account and all that is kept of it, for good; deleting it again changes nothing.
 * Throws `analysis_not_found`, also for one that was deleted more than a month ago.
 */
export async function removeAnalysis({ deps, principal }: Context, id: string): Promise<void> {
  requireScope(principal, 'admin');
  const { accountId, livemode, keyId } = principal;
  const found = Id.safeParse(id).success && (await deps.objects.remove(id, { accountId, livemode }, keyId));
  if (!found) throw new Fault('analysis_not_found', undefined, { id });
  deps.log.info('analysis.deleted', { analysis: id, by: keyId });
}

/** The same for a recording by its number within the account, or by its id. */
export async function removeRecording(context: Context, idOrNumber: string): Promise<void> {
  requireScope(context.principal, 'admin');
  // A deleted analysis has no number any more, but its object still knows its id.
  const id = Id.safeParse(idOrNumber).success
    ? idOrNumber
    : (await identifyRecording(context, idOrNumber)).id;
  await removeAnalysis(context, id);
}
