import { vi } from 'vitest';
import { z } from 'zod';
import { AnalysisWire } from '../../src/formats/v1-analyses/schema.ts';
import type { TestAccount } from './account.ts';
import { PATIENT } from './patience.ts';

const Progress = z.object({ status: z.string(), stage: z.string().nullable(), percent: z.number() });
const Accepted = z.object({ id: z.uuid(), status: z.string(), created_at: z.string() });

export async function acceptedId(response: Response): Promise<string> {
  if (response.status !== 202) throw new Error(`not accepted: ${response.status} ${await response.text()}`);
  return Accepted.parse(await response.json()).id;
}

/** Waits until the analysis is final, then answers what `GET /v1/analyses/{id}` says of it. */
export async function settled(account: TestAccount, id: string): Promise<AnalysisWire> {
  await vi.waitUntil(async () => {
    const response = await account.fetch(`/v1/analyses/${id}/progress`);
    return ['completed', 'failed', 'cancelled'].includes(Progress.parse(await response.json()).status);
  }, PATIENT);
  return AnalysisWire.parse(await (await account.fetch(`/v1/analyses/${id}`)).json());
}
