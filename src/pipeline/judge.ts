import { quotedUtterances } from '../analysis/evidence.ts';
import type { Judgement, Warning } from '../analysis/judged/judgement.ts';
import { condensing } from '../analysis/judged/condense.ts';
import { RULES_VERSION } from '../analysis/judged/rules.ts';
import { WISHES_VERSION } from '../analysis/judged/wishes.ts';
import { sections } from '../analysis/registry.ts';
import { composeReport, type ReportNotes, type Report, writeOffline } from '../analysis/report.ts';
import type { SectionInput } from '../analysis/section.ts';
import type { LanguageModel } from '../platform/ai/language-model.ts';
import { type Condensed, condense } from './condense.ts';
import { type JudgedPart, judgeGroup } from './judge-group.ts';
import { CONFIGURATION_TOO_LONG, TOO_LONG } from './judge-reasons.ts';
import { recordRoom } from './record-room.ts';

type Names = ReportNotes['names'];
type Group = ReturnType<typeof askedGroups>[number];

/**
 * Writes a report with a language model: the sections that have a prompt in one call per group, all at once, everything
 * else as measured. A call that does not fit into the model's context is condensed before. A section the model did not
 * write well enough is written offline, with a warning. Throws only the signal's reason.
 */
export async function judge(
  model: LanguageModel,
  input: SectionInput,
  names: Names,
  signal: AbortSignal,
): Promise<Report> {
  const offline = writeOffline(input);
  const groups = askedGroups();
  const { condensed, judged } = await judgeGroups(model, groups, input, offline, signal);
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
      setAside: input.setAside,
      warnings: [...(condensed?.warnings ?? []), ...judged.flatMap(({ warnings }) => warnings)],
      quotesDropped: parts.reduce((sum, { quotesDropped }) => sum + quotesDropped, 0),
    },
  );
}

/** The sections that a model is asked for, those of one call together. */
export function askedGroups() {
  const asked = sections.flatMap((section) =>
    section.prompt === null ? [] : [{ ...section, prompt: section.prompt }],
  );
  return [...Map.groupBy(asked, ({ prompt }) => prompt.group).values()];
}

interface Judged {
  readonly condensed: Condensed | null;
  readonly judged: readonly JudgedPart[];
}

/** Each group about the whole call where that fits, otherwise about the condensed one. */
async function judgeGroups(
  model: LanguageModel,
  groups: readonly Group[],
  input: SectionInput,
  offline: Record<string, unknown>,
  signal: AbortSignal,
): Promise<Judged> {
  const room = recordRoom(model, groups, input);
  const places = () => quotedUtterances(groups.flat().map(({ name }) => offline[name]));
  const condensed =
    room.long.length > 0
      ? await condense(model, input, { recordCharacters: room.characters, places: places() }, signal)
      : null;
  const judged = await Promise.all(
    groups.map(async (group) => {
      if (room.unfit.includes(group)) return unasked(group, CONFIGURATION_TOO_LONG);
      if (!room.long.includes(group)) return judgeGroup(model, group, { input, offline }, signal);
      return condensed === null
        ? unasked(group, TOO_LONG)
        : judgeGroup(model, group, { input, offline, record: condensed.record }, signal);
    }),
  );
  return { condensed, judged };
}

function unasked(group: Group, reason: Omit<Warning, 'section'>): JudgedPart {
  return {
    written: {},
    quotesDropped: 0,
    warnings: group.map(({ name }) => ({ section: name, ...reason })),
    answers: [],
  };
}

function promptVersions(
  groups: readonly Group[],
  { config }: SectionInput,
  condensed: Condensed | null,
): Judgement['prompts'] {
  return [
    ...groups.flat().map(({ name, prompt }) => ({ section: name, version: prompt.version })),
    ...(condensed ? [{ section: condensing.name, version: condensing.prompt.version }] : []),
    ...(config.wishes.length > 0 ? [{ section: 'wishes', version: WISHES_VERSION }] : []),
  ];
}

function totalsOf(parts: readonly JudgedPart[]) {
  const answers = parts.flatMap((part) => part.answers);
  return {
    calls: answers.length,
    repairs: answers.length - parts.filter((part) => part.answers.length > 0).length,
    inputTokens: answers.reduce((sum, { inputTokens }) => sum + inputTokens, 0),
    outputTokens: answers.reduce((sum, { outputTokens }) => sum + outputTokens, 0),
  };
}
