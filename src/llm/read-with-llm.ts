import type { LanguageModel } from '../adapters/ai/language-model.ts';
import {
  composeReport,
  type LlmUsage,
  type Report,
  type ReportNotes,
  sections,
  type Warning,
  writeOffline,
} from '../analysis/report.ts';
import type { SectionInput } from '../analysis/section.ts';
import { quotedUtterances } from '../text/evidence.ts';
import { askGroup, CONFIGURATION_TOO_LONG, type GroupAnswer, TOO_LONG } from './ask-group.ts';
import { condense, type Condensed, condensing } from './condensing.ts';
import { CUSTOM_INSTRUCTIONS_VERSION, RULES_VERSION } from './prompt.ts';
import { recordBudget } from './record-budget.ts';

type Names = ReportNotes['names'];
type Group = ReturnType<typeof sectionGroups>[number];

/**
 * Writes a report with a language model: the sections that have a prompt in one call per group, all at once, everything
 * else as measured. A call that does not fit into the model's context is condensed before. A section the model did not
 * write well enough is written offline, with a warning. Throws only the signal's reason.
 */
export async function readWithLlm(
  model: LanguageModel,
  input: SectionInput,
  names: Names,
  signal: AbortSignal,
): Promise<Report> {
  const offline = writeOffline(input);
  const groups = sectionGroups();
  const { condensed, answers: judged } = await askGroups(model, groups, input, offline, signal);
  const parts = [...(condensed?.parts ?? []), ...judged];
  const written = Object.assign({}, ...judged.map((part) => part.written));
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
        ...totalsOf(parts),
        condensed: condensed && { parts: condensed.parts.length, extracted: condensed.extracted },
      },
      promptInjection: input.promptInjection,
      warnings: [...(condensed?.warnings ?? []), ...judged.flatMap(({ warnings }) => warnings)],
      quotesDropped: parts.reduce((sum, { quotesDropped }) => sum + quotesDropped, 0),
    },
  );
}

/** The sections that a model is asked for, those of one call together. */
export function sectionGroups() {
  const asked = sections.flatMap((section) =>
    section.prompt === null ? [] : [{ ...section, prompt: section.prompt }],
  );
  return [...Map.groupBy(asked, ({ prompt }) => prompt.group).values()];
}

interface AskedGroups {
  readonly condensed: Condensed | null;
  readonly answers: readonly GroupAnswer[];
}

/** Each group about the whole call where that fits, otherwise about the condensed one. */
async function askGroups(
  model: LanguageModel,
  groups: readonly Group[],
  input: SectionInput,
  offline: Record<string, unknown>,
  signal: AbortSignal,
): Promise<AskedGroups> {
  const room = recordBudget(model, groups, input);
  const places = () => quotedUtterances(groups.flat().map(({ name }) => offline[name]));
  const condensed =
    room.long.length > 0
      ? await condense(model, input, { recordCharacters: room.characters, places: places() }, signal)
      : null;
  const judged = await Promise.all(
    groups.map(async (group) => {
      if (room.unfit.includes(group)) return unansweredGroup(group, CONFIGURATION_TOO_LONG);
      if (!room.long.includes(group)) return askGroup(model, group, { input, offline }, signal);
      return condensed === null
        ? unansweredGroup(group, TOO_LONG)
        : askGroup(model, group, { input, offline, record: condensed.record }, signal);
    }),
  );
  return { condensed, answers: judged };
}

function unansweredGroup(group: Group, reason: Omit<Warning, 'section'>): GroupAnswer {
  return {
    written: {},
    quotesDropped: 0,
    warnings: group.map(({ name }) => ({ section: name, ...reason })),
    completions: [],
  };
}

function promptVersions(
  groups: readonly Group[],
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

function totalsOf(parts: readonly GroupAnswer[]) {
  const answers = parts.flatMap((part) => part.completions);
  return {
    calls: answers.length,
    repairs: answers.length - parts.filter((part) => part.completions.length > 0).length,
    inputTokens: answers.reduce((sum, { inputTokens }) => sum + inputTokens, 0),
    outputTokens: answers.reduce((sum, { outputTokens }) => sum + outputTokens, 0),
  };
}
