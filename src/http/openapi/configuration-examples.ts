import {
  GoalContent,
  PromptsContent,
  RulesContent,
  TaxonomyContent,
} from '../../domain/configuration-contents.ts';

const created = { version: 1, created_at: '2026-03-26T12:00:00.000Z' };
const updated = { version: 2, created_at: '2026-03-27T09:30:00.000Z' };

const goal = GoalContent.parse({
  name: 'Collect email address',
  description: 'The agent asks for the email address and reads it back.',
  examples: ['can I get your email address', 'let me read that back to you'],
});
const timedGoal = { ...goal, within_seconds: 120 };

const taxonomy = TaxonomyContent.parse({
  name: 'Reasons for calling',
  topics: [
    { name: 'order status', phrases: ['where is my order', 'has it shipped'] },
    { name: 'cancel subscription', phrases: ['I want to cancel'] },
  ],
});

const rulesRequest = {
  disclosures: [{ name: 'recording_notice', phrases: ['this call may be recorded'] }],
  prohibited_phrases: ['guaranteed returns'],
  keywords: [{ name: 'refund', phrases: ['money back'] }],
  max_pause_ms: 4_000,
};
const rules = RulesContent.parse(rulesRequest);

const prompts = PromptsContent.parse({
  master_prompt: { id: 'sales-review', version: '2026-03' },
  organization_prompt: 'Greet every customer by name. Never promise a delivery date.',
  playbook: 'Ask for the team size. Offer the yearly plan. Agree on a next step with a date.',
  custom_prompts: { summary: 'Name the product and the size of the team in the title.' },
});

const vocabulary = { terms: ['Northwind', 'Zendra Plus', 'Dr. Okonkwo'] };

function versions(...data: unknown[]) {
  return { answer: { object: 'list', data, has_more: false, next_cursor: null } };
}

const goalEntry = { id: 1, object: 'goal' };
const taxonomyEntry = { id: 1, object: 'taxonomy' };

/** Examples by `operationId` of what an account configures. */
export const configurationExamples = {
  createGoal: { request: goal, answer: { ...goalEntry, ...created, ...goal } },
  listGoals: {
    answer: { object: 'list', data: [{ ...goalEntry, ...updated, ...timedGoal }], has_more: false },
  },
  readGoal: { answer: { ...goalEntry, ...updated, ...timedGoal } },
  replaceGoal: { request: timedGoal, answer: { ...goalEntry, ...updated, ...timedGoal } },
  listGoalVersions: versions({ ...updated, content: timedGoal }, { ...created, content: goal }),
  createTaxonomy: { request: taxonomy, answer: { ...taxonomyEntry, ...created, ...taxonomy } },
  listTaxonomies: {
    answer: { object: 'list', data: [{ ...taxonomyEntry, ...created, ...taxonomy }], has_more: false },
  },
  readTaxonomy: { answer: { ...taxonomyEntry, ...created, ...taxonomy } },
  replaceTaxonomy: { request: taxonomy, answer: { ...taxonomyEntry, ...updated, ...taxonomy } },
  listTaxonomyVersions: versions({ ...created, content: taxonomy }),
  readRules: { answer: { object: 'rules', ...created, ...rules } },
  putRules: { request: rulesRequest, answer: { object: 'rules', ...created, ...rules } },
  listRulesVersions: versions({ ...created, content: rules }),
  readPrompts: { answer: { object: 'prompts', ...created, ...prompts } },
  putPrompts: { request: prompts, answer: { object: 'prompts', ...created, ...prompts } },
  listPromptsVersions: versions({ ...created, content: prompts }),
  readVocabulary: { answer: { object: 'vocabulary', ...created, ...vocabulary } },
  putVocabulary: { request: vocabulary, answer: { object: 'vocabulary', ...created, ...vocabulary } },
  listVocabularyVersions: versions({ ...created, content: vocabulary }),
};
