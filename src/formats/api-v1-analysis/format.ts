import type { z } from 'zod';
import { Fault, type FaultStatus, shown } from '../../domain/errors.ts';
import type { PublishedFormat } from '../published-format.ts';
import { renderAnalysis } from './render.ts';
import { AnalysisWire } from './schema.ts';

/** Compliance, quality and coaching, as an entry of a list. */
export const apiV1AnalysisFormat: PublishedFormat<AnalysisWire> = {
  linkName: 'api_v1_analysis',
  path: '/api/v1/analysis/{id}',
  operationId: 'readAnalysisEntry',
  publicId: (uuid) => uuid,
  isNumbered: false,
  schema: AnalysisWire,
  render: (document, { audioUrl }) => renderAnalysis(document, audioUrl),
  callbackHeaders: null,
};

/** What FastAPI says of one value that is not valid. */
interface Detail {
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly type: string;
}

type Issue = z.core.$ZodIssue;

/** Every value of a request part that is not valid, as one fault. */
export function faultOfIssues(error: z.core.$ZodError, part: 'query' | 'body' | 'path'): Fault {
  const details = error.issues.map((issue): Detail => ({
    loc: [part, ...issue.path.map(pathKey)],
    ...describe(issue),
  }));
  return new Fault('unprocessable', details[0]?.msg, { errors: details });
}

/** FastAPI's envelope: a sentence, or for values that are not valid a list of them with status 422. */
export function renderFault(fault: Fault): { status: FaultStatus; body: { detail: unknown } } {
  const { status } = fault;
  if (status === 401) return { status, body: { detail: 'Invalid authentication credentials' } };
  if (fault.code === 'analysis_not_found') return { status, body: { detail: 'Analysis not found' } };
  const { errors, field } = fault.details;
  if (errors) return { status: 422, body: { detail: errors } };
  if ((status === 400 || status === 422) && typeof field === 'string') {
    const missing = fault.code === 'missing_field';
    const detail = {
      loc: ['body', field],
      msg: missing ? 'field required' : fault.message,
      type: missing ? 'value_error.missing' : 'value_error',
    };
    return { status: 422, body: { detail: [detail] } };
  }
  return { status, body: { detail: fault.message } };
}

function describe(issue: Issue): Pick<Detail, 'msg' | 'type'> {
  switch (issue.code) {
    case 'too_big':
      return {
        msg: `ensure this value is less than or equal to ${issue.maximum}`,
        type: 'value_error.number.not_le',
      };
    case 'too_small':
      return {
        msg: `ensure this value is greater than or equal to ${issue.minimum}`,
        type: 'value_error.number.not_ge',
      };
    case 'invalid_value': {
      const permitted = issue.values.map((value) => `'${String(value)}'`).join(', ');
      return {
        msg: `value is not a valid enumeration member; permitted: ${permitted}`,
        type: 'type_error.enum',
      };
    }
    case 'unrecognized_keys':
      return { msg: 'extra fields not permitted', type: 'value_error.extra' };
    case 'invalid_type':
      if (issue.input === undefined) return { msg: 'field required', type: 'value_error.missing' };
      return { msg: 'value is not a valid integer', type: 'type_error.integer' };
    default:
      return { msg: issue.message, type: 'value_error' };
  }
}

function pathKey(key: PropertyKey): string | number {
  return typeof key === 'number' ? key : shown(String(key));
}
