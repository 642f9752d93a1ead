import type { Failure } from '../domain/analysis.ts';
import { Fault, type FaultCode } from '../domain/fault.ts';
import type { Step } from '../domain/lifecycle.ts';
import { describeError } from '../platform/log.ts';
import type { Deps } from '../services/deps.ts';
import { analyse } from './analyse.ts';
import { ingest } from './ingest.ts';
import { holdLease } from './lease.ts';
import type { StepMessage } from './messages.ts';
import type { RunStep } from './step.ts';
import { transcribe } from './transcribe.ts';

const STEPS: Record<Step, RunStep> = { ingest, transcribe, analyse };

/** Faults that may pass by themselves; all others are told at once. */
const PASSING: ReadonlySet<FaultCode> = new Set([
  'transcription_unavailable',
  'transcription_invalid',
  'source_unavailable',
  'internal_error',
]);

/**
 * Takes the step from its object, works, reports back. Answers whether the message is done with: a step that
 * is over, held by another worker, or final for the analysis is. Throws only where the object cannot be reached.
 */
export async function runStep(deps: Deps, { analysisId, step }: StepMessage): Promise<'done' | 'retry'> {
  const taken = await deps.objects.send(analysisId, { type: 'take', step });
  if (!taken.accepted) return 'done';
  const { attempt, analysis } = taken.job;
  const lease = holdLease(deps.objects, analysisId, step, attempt);
  try {
    const findings = await STEPS[step](deps, analysis, lease);
    await deps.objects.send(analysisId, { type: 'complete', step, attempt, findings });
    return 'done';
  } catch (error) {
    if (lease.signal.aborted) {
      deps.log.info('step.taken_away', { analysis: analysisId, step, attempt });
      return 'done';
    }
    const fault = error instanceof Fault ? error : new Fault('internal_error', undefined, {}, error);
    deps.log.error('step.failed', {
      analysis: analysisId,
      step,
      attempt,
      code: fault.code,
      ...describeError(fault.cause ?? fault),
    });
    const type = PASSING.has(fault.code) ? 'release' : 'fail';
    const reply = await deps.objects.send(analysisId, { type, step, attempt, failure: toFailure(fault) });
    return reply.accepted && reply.job.watchAt !== null ? 'retry' : 'done';
  } finally {
    lease.end();
  }
}

function toFailure({ code, message, details }: Fault): Failure {
  return { code, message, details };
}
