import { z } from 'zod';
import { Engine, UNSUPPORTED_LANGUAGE } from '../../domain/engine.ts';
import { EntityKind, Span } from '../../pii/entity.ts';
import { Evidence } from '../../text/evidence.ts';
import { defineSection } from '../section.ts';

export const Entities = z.strictObject({
  engine: Engine,
  /** In order of place. A number dictated over several utterances is one entity with several spans. */
  entities: z.array(
    z.strictObject({
      kind: EntityKind,
      /** In a standard form: digits only, `YYYY-MM-DD`, `147.5 USD`, a name with capitals. */
      value: z.string(),
      spans: z.array(Span),
      evidence: z.array(Evidence),
    }),
  ),
});
export type Entities = z.infer<typeof Entities>;

/** Their places in the text are what redaction and masking rest on: never a matter of opinion. Not asked of a model. */
export const entities = defineSection({
  name: 'entities',
  schema: Entities,
  prompt: null,
  offline: ({ facts, entities }): Entities => {
    if (facts === null) return { engine: UNSUPPORTED_LANGUAGE, entities: [] };
    return {
      engine: 'offline',
      entities: entities.map(({ kind, value, spans, evidence }) => ({
        kind,
        value,
        spans: [...spans],
        evidence: [...evidence],
      })),
    };
  },
});
