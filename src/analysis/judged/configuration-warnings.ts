import type { AnalysisConfig } from '../config.ts';
import { PLAYBOOK_CHARACTERS } from '../facts/playbook.ts';
import type { Judgement, Warning } from './judgement.ts';

const NOT_FOLLOWED =
  'A custom prompt is followed by a language model alone, and no language model wrote this section.';
const NOT_FOLLOWED_AT_ALL =
  'Prompt overrides are followed by a language model alone, and no language model wrote this report.';
const SHORTENED = `Only the first ${PLAYBOOK_CHARACTERS} characters of the organisation’s prompts were read.`;

/** What of the account's own words had no effect. `engines`: what wrote each section, by name. */
export function configurationWarnings(
  { wishes, organisationPrompt }: AnalysisConfig,
  engines: Readonly<Record<string, string>>,
  judgement: Judgement | null,
): Warning[] {
  const isJudged = (section: string) => judgement !== null && engines[section] === judgement.model;
  const sections = new Set(wishes.flatMap(({ section }) => section ?? []));
  const unheard = [...sections].filter((section) => !isJudged(section));
  const isUnheardByAll =
    wishes.some(({ section }) => section === null) && !Object.keys(engines).some(isJudged);
  const code = 'custom_prompt_not_followed';
  return [
    ...unheard.map((section): Warning => ({ section, code, message: NOT_FOLLOWED })),
    ...(isUnheardByAll ? [{ section: 'all', code, message: NOT_FOLLOWED_AT_ALL } as const] : []),
    ...((organisationPrompt?.length ?? 0) > PLAYBOOK_CHARACTERS
      ? [{ section: 'organisation', code: 'playbook_shortened', message: SHORTENED } as const]
      : []),
  ];
}
