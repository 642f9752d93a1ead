import { composeReport, type ReportNotes, type Report, writeOffline } from '../analysis/report.ts';
import type { Warning } from '../analysis/judged/judgement.ts';
import { RULES_VERSION } from '../analysis/judged/rules.ts';
import { sections } from '../analysis/registry.ts';
import type { SectionInput } from '../analysis/section.ts';
import type { LanguageModel } from '../platform/ai/language-model.ts';
import { type JudgedPart, judgeGroup } from './judge-group.ts';

type Names = ReportNotes['names'];

/**
 * Writes a report with a language model: the sections that have a prompt in one call per group, all at once, everything
 * else as measured. A section the model did not write well enough is written offline, with a warning. Throws only the
 * signal's reason.
 */
export async function judge(
  model: LanguageModel,
  input: SectionInput,
  names: Names,
  signal: AbortSignal,
): Promise<Report> {
  const { transcript, recordedAt } = input;
  const parts = await Promise.all(askedGroups().map((group) => judgeGroup(model, group, input, signal)));
  const written = Object.assign({}, ...parts.map((part) => part.written));
  return composeReport(
    transcript,
    recordedAt,
    { ...writeOffline(input), ...written },
    {
      names,
      judgement: {
        model: model.id,
        rulesVersion: RULES_VERSION,
        prompts: promptVersions(),
        ...totalsOf(parts),
      },
      setAside: input.setAside,
      warnings: parts.flatMap(({ warnings }): readonly Warning[] => warnings),
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

function promptVersions() {
  return askedGroups()
    .flat()
    .map(({ name, prompt }) => ({ section: name, version: prompt.version }));
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
