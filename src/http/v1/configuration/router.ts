import {
  GoalContent,
  PromptsContent,
  RulesContent,
  TaxonomyContent,
  VocabularyContent,
} from '../../../domain/configuration.ts';
import { authenticated, authenticatedConfiguration } from '../../authentication.ts';
import { joinRouters } from '../../router.ts';
import { createEntryRouter } from './entries.ts';
import { createSettingRouter } from './settings.ts';

const goals = createEntryRouter({
  kind: 'goal',
  path: '/v1/goals',
  param: 'goal_id',
  singular: 'Goal',
  plural: 'Goals',
  about:
    'Something the account wants to see happen in its calls. The id is a number that formats show as the id of the goal.',
  guard: authenticated,
  content: GoalContent,
});

const rules = createSettingRouter({
  kind: 'rules',
  path: '/v1/rules',
  name: 'Rules',
  about:
    'Disclosures that agents must make, phrases they must not use, keywords to count, and limits of pauses, dead air and identification.',
  guard: authenticatedConfiguration,
  content: RulesContent,
});

const prompts = createSettingRouter({
  kind: 'prompts',
  path: '/v1/prompts',
  name: 'Prompts',
  about:
    'What the organisation asks of its agents, in its own words, and the name and version of the prompt its analyses are based on.',
  guard: authenticatedConfiguration,
  content: PromptsContent,
});

const taxonomies = createEntryRouter({
  kind: 'taxonomy',
  path: '/v1/taxonomies',
  param: 'taxonomy_id',
  singular: 'Taxonomy',
  plural: 'Taxonomies',
  about: 'Subjects that calls are sorted by, with the wordings callers use for them.',
  guard: authenticatedConfiguration,
  content: TaxonomyContent,
});

const vocabulary = createSettingRouter({
  kind: 'vocabulary',
  path: '/v1/vocabulary',
  name: 'Vocabulary',
  about:
    'Words that speech models would not expect: names of products, people and places, terms of the trade. `options.keyterms` of a submission come before them.',
  guard: authenticated,
  content: VocabularyContent,
});

/** What an account has its calls analysed with. */
export const configurationRouter = joinRouters([goals, rules, prompts, taxonomies, vocabulary]);
