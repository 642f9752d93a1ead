import type { Analysis } from '../../domain/analysis.ts';
import type { Context } from '../deps.ts';
import { moveAnalysis } from './move.ts';

/** Has a completed analysis analysed again, from its transcript and with the configuration of now. */
export function rescoreAnalysis(context: Context, id: string): Promise<Analysis> {
  return moveAnalysis(context, id, { type: 'rescore' });
}
