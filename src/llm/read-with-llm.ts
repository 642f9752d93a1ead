import type { LanguageModel } from '../adapters/ai/language-model.ts';
import { writeOffline } from '../analysis/analyse.ts';
import { composeReport, type LlmUsage, type Report, type ReportNotes, sections } from '../analysis/report.ts';
import type { SectionInput } from '../analysis/section.ts';
import { quotedUtterances } from '../text/evidence.ts';
import { type LlmTask, type OfflineSections, readSection } from './answers.ts';
import { askGroup, CONFIGURATION_TOO_LONG, type GroupAnswer, TOO_LONG, unanswered } from './ask-group.ts';
import { condense, type Condensed, condensing } from './condensing.ts';
import { CUSTOM_INSTRUCTIONS_VERSION, RULES_VERSION } from './prompt.ts';
import { recordBudget } from './questions.ts';

/**
 * Writes a report with a language model: the sections that have a prompt in one call per group, all groups at once, the
 * others as measured. A call that does not fit into the model's context is condensed first. A section the model fails at
 * is written offline, with a warning. Throws only the reason of the signal.
 */
export async function readWithLlm(
  model: LanguageModel,
  input: SectionInput,
  names: ReportNotes['names'],
  signal: AbortSignal,
): Promise<Report> {
  const offline = writeOffline(input);
  const groups = sectionGroups();
  const { condensed, answers } = await askGroups(model, groups, { input, offline }, signal);
  const written = Object.assign({}, ...answers.map((answer) => answer.written));
  const allAnswers = [...(condensed?.parts ?? []), ...answers];
  return composeReport(
    input.transcript,
    input.recordedAt,
    { ...offline, ...written },
    {
      names,
      config: input.config,
      judgement: {
        model: model.id,
        rulesVersion: RULES_VERSION,
        prompts: promptVersions(groups, input, condensed),
        ...totalsOf(allAnswers),
        condensed: condensed && { parts: condensed.parts.length, extracted: condensed.extracted },
      },
      promptInjection: input.promptInjection,
      warnings: [...(condensed?.warnings ?? []), ...answers.flatMap(({ warnings }) => warnings)],
      quotesDropped: allAnswers.reduce((sum, { quotesDropped }) => sum + quotesDropped, 0),
    },
  );
}

/** The sections a model is asked for, those of one question together. */
export function sectionGroups() {
  const tasks = sections.flatMap((section) => {
    const { name, schema, prompt } = section;
    const read: LlmTask['read'] = (answer, context) => readSection(section, answer, context);
    return prompt === null ? [] : [{ name, schema, prompt, read }];
  });
  return [...Map.groupBy(tasks, ({ prompt }) => prompt.group).values()];
}

/** Asks for each group about the whole call where that fits, otherwise about the condensed one. */
async function askGroups(
  model: LanguageModel,
  groups: readonly (readonly LlmTask[])[],
  context: { readonly input: SectionInput; readonly offline: OfflineSections },
  signal: AbortSignal,
): Promise<{ condensed: Condensed | null; answers: GroupAnswer[] }> {
  const { input, offline } = context;
  const { long, unfit, characters } = recordBudget(model, groups, input);
  const places = () => quotedUtterances(groups.flat().map(({ name }) => offline[name]));
  const condensed =
    long.length > 0
      ? await condense(model, input, { recordCharacters: characters, places: places() }, signal)
      : null;
  const answers = await Promise.all(
    groups.map(async (group) => {
      if (unfit.includes(group)) return unanswered(group, CONFIGURATION_TOO_LONG);
      if (!long.includes(group)) return askGroup(model, group, context, signal);
      return condensed === null
        ? unanswered(group, TOO_LONG)
        : askGroup(model, group, { ...context, record: condensed.record }, signal);
    }),
  );
  return { condensed, answers };
}

function promptVersions(
  groups: readonly (readonly LlmTask[])[],
  { config }: SectionInput,
  condensed: Condensed | null,
): LlmUsage['prompts'] {
  return [
    ...groups.flat().map(({ name, prompt }) => ({ section: name, version: prompt.version })),
    ...(condensed ? [{ section: condensing.name, version: condensing.prompt.version }] : []),
    ...(config.customInstructions.length > 0
      ? [{ section: 'wishes', version: CUSTOM_INSTRUCTIONS_VERSION }]
      : []),
  ];
}

function totalsOf(answers: readonly GroupAnswer[]) {
  const completions = answers.flatMap((answer) => answer.completions);
  const firstAnswers = answers.filter((answer) => answer.completions.length > 0).length;
  return {
    calls: completions.length,
    repairs: completions.length - firstAnswers,
    inputTokens: completions.reduce((sum, { inputTokens }) => sum + inputTokens, 0),
    outputTokens: completions.reduce((sum, { outputTokens }) => sum + outputTokens, 0),
  };
}
