import type { Analysis } from '../../domain/analysis.ts';
import type { Context } from '../deps.ts';
import { moveAnalysis } from './move.ts';

/** Takes a failed or cancelled analysis up again, at the step that was not finished. */
export function retryAnalysis(context: Context, id: string): Promise<Analysis> {
  return moveAnalysis(context, id, { type: 'retry' });
}
