import type { Analysis } from '../../domain/analysis.ts';
import type { Context } from '../deps.ts';
import { moveAnalysis } from './move.ts';

/** Stops an analysis that is not final: no step is begun any more, and one under way stores nothing. */
export function cancelAnalysis(context: Context, id: string): Promise<Analysis> {
  return moveAnalysis(context, id, { type: 'cancel' });
}
