import { z } from 'zod';
import type { AnalysisConfig } from '../domain/analysis-config.ts';
import { PLAYBOOK_CHARACTERS } from '../scorecards/playbook.ts';

/** Tells the reader of a report what was not done as it was asked for, and why. */
export const Warning = z.strictObject({
  /** A section of the report; `record` for the condensing of a long call, `all` where no single section is meant. */
  section: z.string(),
  code: z.enum([
    'model_unavailable',
    'model_quota_used',
    'model_rejected',
    'model_answer_invalid',
    'transcript_too_long',
    'configuration_too_long',
    'custom_prompt_not_followed',
    'playbook_shortened',
  ]),
  message: z.string(),
});
export type Warning = z.infer<typeof Warning>;

const NOT_FOLLOWED =
  'A custom prompt is followed by a language model alone, and no language model wrote this section.';
const NOT_FOLLOWED_AT_ALL =
  'Prompt overrides are followed by a language model alone, and no language model wrote this report.';
const SHORTENED = `Only the first ${PLAYBOOK_CHARACTERS} characters of the organisation’s prompts were read.`;

/**
 * Which of the account's own words had no effect. `engines`: what made each section, by its name. `model`: id of the
 * language model, `null` where none took part.
 */
export function configurationWarnings(
  { customInstructions, organisationPrompt }: AnalysisConfig,
  engines: Readonly<Record<string, string>>,
  model: string | null,
): Warning[] {
  const isByModel = (section: string) => model !== null && engines[section] === model;
  const sections = new Set(customInstructions.flatMap(({ section }) => section ?? []));
  const notFollowed = [...sections].filter((section) => !isByModel(section));
  const isNotFollowedAtAll =
    customInstructions.some(({ section }) => section === null) && !Object.keys(engines).some(isByModel);
  const isShortened = (organisationPrompt?.length ?? 0) > PLAYBOOK_CHARACTERS;
  const code = 'custom_prompt_not_followed';
  return [
    ...notFollowed.map((section): Warning => ({ section, code, message: NOT_FOLLOWED })),
    ...(isNotFollowedAtAll ? [{ section: 'all', code, message: NOT_FOLLOWED_AT_ALL } as const] : []),
    ...(isShortened
      ? [{ section: 'organisation', code: 'playbook_shortened', message: SHORTENED } as const]
      : []),
  ];
}
