import type { CustomPrompts } from '../domain/custom-prompts.ts';
import type { AnalysisConfig } from './config.ts';

/** What may come with a call in place of, or beside, the account's prompts. */
export interface CallPrompts {
  readonly playbook_content?: string | undefined;
  readonly prompt_overrides?: readonly { title: string; content: string }[] | undefined;
  readonly custom_prompts?: CustomPrompts | undefined;
}

/** Sections whose custom prompt goes by another name in the published formats. */
const SECTIONS: Readonly<Record<string, string>> = { action_items: 'actionItems', quality: 'service' };

/**
 * What the account asks of sections, in its own words: the custom prompts of the call, or where it has none for a part
 * those of the account, then the overrides, which are about all sections.
 */
export function wishesOf(
  { prompt_overrides: overrides = [], custom_prompts: ofCall = {} }: CallPrompts,
  ofAccount: CustomPrompts,
): AnalysisConfig['wishes'] {
  const prompts = Object.entries({ ...ofAccount, ...ofCall });
  return [
    ...prompts.flatMap(([part, text]) =>
      text === undefined ? [] : [{ section: SECTIONS[part] ?? part, title: null, text }],
    ),
    ...overrides
      .filter(({ content }) => content.trim() !== '')
      .map(({ title, content }) => ({ section: null, title, text: content })),
  ];
}
