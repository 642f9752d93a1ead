import { type Analysis, isFinal } from '../../domain/analysis.ts';
import type { Context } from '../deps.ts';
import { readAnalysis } from './read.ts';

/** The analysis once it is final, or as it is after `waitSeconds`. Throws `analysis_not_found`. */
export async function awaitAnalysis(context: Context, id: string, waitSeconds: number): Promise<Analysis> {
  const analysis = await readAnalysis(context, id);
  if (waitSeconds === 0 || isFinal(analysis.status)) return analysis;
  const job = await context.deps.objects.settled(analysis.id, waitSeconds * 1000);
  return job?.analysis ?? readAnalysis(context, id);
}
