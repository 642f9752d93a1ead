import { z } from 'zod';

/** The six parts of a sales conversation that are scored. */
export const PillarName = z.enum(['clarity', 'influence', 'objection', 'discovery', 'delivery', 'close']);
export type PillarName = z.infer<typeof PillarName>;
