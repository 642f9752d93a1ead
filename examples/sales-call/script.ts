import { z } from 'zod';

const Voice = z.enum(['rms', 'slt', 'awb']);
export type Voice = z.infer<typeof Voice>;

const Speaker = z.enum(['agent', 'customer']);
export type Speaker = z.infer<typeof Speaker>;

const Turn = z.strictObject({
  who: Speaker,
  /** Silence after the end of the turn before; negative where this speaker starts while the other still talks. */
  gapMs: z.int(),
  text: z.string().min(1),
  /** The gap before this turn is a hold that the agent asked for. */
  hold: z.literal(true).optional(),
});

/** The words of a call and when each turn starts: everything the recording is made from. */
export const CallScript = z.strictObject({
  title: z.string(),
  recordedAt: z.iso.datetime({ offset: true }),
  voices: z.strictObject({ agent: Voice, customer: Voice }),
  /** Length of the speech against the voices' own pace: below 1 is faster. */
  durationStretch: z.number().positive(),
  turns: z.array(Turn).min(1),
});
export type CallScript = z.infer<typeof CallScript>;
