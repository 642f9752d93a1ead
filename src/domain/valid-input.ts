import type { z } from 'zod';
import { Fault, type FaultCode } from './fault.ts';

type Issue = z.core.$ZodIssue;

/** Parses what a caller sent. Throws the fault of the first field that is not valid. */
export function parseValid<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (!parsed.success) throw toFault(parsed.error);
  return parsed.data;
}

/** Says what is wrong with the first offending field, naming it as the caller wrote it: `options.language`. */
export function toFault(error: z.core.$ZodError): Fault {
  const issue = error.issues[0] && meant(error.issues[0]);
  if (!issue) return new Fault('invalid_request');
  if (issue.code === 'unrecognized_keys') {
    const field = fieldName([...issue.path, issue.keys[0] ?? '']);
    return new Fault('unknown_field', `Unknown field "${field}".`, { field });
  }
  const field = fieldName(issue.path);
  if (isMissing(issue)) return new Fault('missing_field', `Field "${field}" is required.`, { field });
  return new Fault(
    codeFor(field),
    field === '' ? `The request ${issue.message}.` : `Field "${field}": ${issue.message}.`,
    { field },
  );
}

/** Where a value may have several forms and has none, the first of them is the one to speak of. */
function meant(issue: Issue): Issue {
  const inner = issue.code === 'invalid_union' ? issue.errors[0]?.[0] : undefined;
  return inner ? meant({ ...inner, path: [...issue.path, ...inner.path] }) : issue;
}

/** `[ 'transcript', 'utterances', 3, 'end' ]` → `transcript.utterances[3].end` */
function fieldName(path: readonly PropertyKey[]): string {
  return path
    .map((key, at) => (typeof key === 'number' ? `[${key}]` : `${at > 0 ? '.' : ''}${String(key)}`))
    .join('');
}

function isMissing(issue: Issue): boolean {
  return (
    issue.code === 'invalid_type' && issue.input === undefined && issue.message.includes('received undefined')
  );
}

function codeFor(field: string): FaultCode {
  return field.startsWith('transcript.') ? 'invalid_transcript' : 'invalid_request';
}
