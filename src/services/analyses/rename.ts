import type { Analysis } from '../../domain/analysis.ts';
import type { Context } from '../deps.ts';
import { moveAnalysis } from './move.ts';

/** Changes what people call a recording. */
export function renameAnalysis(
  context: Context,
  { id, name }: { id: string; name: string },
): Promise<Analysis> {
  return moveAnalysis(context, id, { type: 'rename', name });
}
