import { z } from 'zod';
import { Fault } from '../../domain/fault.ts';
import type { TranscriptDraft } from './draft.ts';

/** A form that transcripts come in, known by its content alone. */
export interface TranscriptFormat<Value> {
  readonly name: string;
  recognises(value: Value): boolean;
  /** Throws `invalid_transcript`, naming the first part that is not valid. */
  read(value: Value): TranscriptDraft;
}

/** A form whose content is JSON: `mark` tells it from others, `schema` says what it must be. */
export function jsonFormat<Schema extends z.ZodType>(form: {
  readonly name: string;
  readonly mark: z.ZodType;
  readonly schema: Schema;
  readonly read: (value: z.output<Schema>) => TranscriptDraft;
}): TranscriptFormat<unknown> {
  const { name, mark, schema } = form;
  return {
    name,
    recognises: (value) => mark.safeParse(value).success,
    read(value) {
      const parsed = schema.safeParse(value);
      if (!parsed.success) throw toFault(name, parsed.error);
      return form.read(parsed.data);
    },
  };
}

function toFault(format: string, { issues }: z.core.$ZodError): Fault {
  const field = z.core.toDotPath(issues[0]?.path ?? []);
  const where = field === '' ? '' : ` Field "${field}":`;
  const message = `The transcript is not valid ${format}.${where} ${issues[0]?.message ?? ''}.`;
  return new Fault('invalid_transcript', message, { format, field });
}
