import type { ExternalId } from '../../db/caller-ids.ts';
import { requireScope } from '../../domain/principal.ts';
import type { Source, UploadRequest } from '../../domain/submission.ts';
import type { AnalysisRef } from '../../platform/ports.ts';
import type { Context } from '../deps.ts';
import { submitUpload } from './submit.ts';

/** Whose recording an upload turned out to be: its own, or one that has the same external id. */
export interface NamedUpload {
  readonly id: string;
  readonly isNew: boolean;
}

/**
 * Accepts a recording that was stored under `ref` unless its external id is known; then it is removed again. Of several
 * at the same time one is accepted. Where that one was cut off before its object was made, the next makes up for it.
 */
export async function submitNamedUpload(
  context: Context,
  ref: AnalysisRef,
  source: Source,
  fields: UploadRequest,
): Promise<NamedUpload> {
  requireScope(context.principal, 'write');
  const { recordings } = context.deps;
  const name = nameOf(fields);
  const holder = name === null ? { ...ref, isAccepted: false } : await findHolder(context, ref, name);
  if (!holder.isAccepted) await submitUpload(context, holder, source, fields);
  if (holder.id === ref.id) return { id: ref.id, isNew: true };
  await recordings.remove(ref);
  return { id: holder.id, isNew: false };
}

function nameOf({ external_id: externalId, metadata }: UploadRequest): ExternalId | null {
  const projectId = metadata?.['project_id'];
  if (externalId === undefined) return null;
  return { externalId, projectId: typeof projectId === 'string' ? projectId : '' };
}

/** Who has the external id: `ref` where nobody had it, or whoever had it left neither an analysis nor a recording. */
async function findHolder(
  context: Context,
  ref: AnalysisRef,
  name: ExternalId,
): Promise<AnalysisRef & { isAccepted: boolean }> {
  const { accountId, livemode } = context.principal;
  const { callerIds, accountHandle, recordings } = context.deps;
  const names = callerIds(accountId, livemode);
  const id = await names.claim(name, ref.id);
  if (id === ref.id) return { ...ref, isAccepted: false };
  if (await accountHandle(accountId, livemode).findAnalysis(id)) return { accountId, id, isAccepted: true };
  if (await recordings.find({ accountId, id })) return { accountId, id, isAccepted: false };
  await names.release(name, id);
  return findHolder(context, ref, name);
}
