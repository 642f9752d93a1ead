import { analyse } from '../../src/analysis/analyse.ts';
import type { Report } from '../../src/analysis/report.ts';
import { AnalysisConfig } from '../../src/domain/analysis-config.ts';
import { isSpoken, type LabelledCall } from './labelled-calls.ts';
import { f1, share, spearman } from './statistics.ts';

/** Agreement of the offline engine with the labels of a folder; null where a label does not occur. */
export interface Measures {
  readonly calls: number;
  readonly task_accuracy_taxonomy: number | null;
  readonly task_accuracy_free: number | null;
  readonly greeting_f1: number | null;
  readonly closing_f1: number | null;
  readonly identity_question_f1: number | null;
  readonly sentiment_spearman: number | null;
  readonly quotes_verified: number | null;
  readonly cpu_ms_per_1000_words: number | null;
}

/** The eight tasks of the labelled calls in plain words: all that the taxonomy tells the engine. */
const TASKS = [
  'get branch hours',
  'check balance',
  'order checks',
  'pay bill',
  'replace card',
  'reset password',
  'schedule appointment',
  'transfer money',
];
/** The noun of each task, which a phrase has to contain where there is no taxonomy. */
const TASK_NOUN = /(?:hour|balance|check|bill|card|password|appointment|money)/u;
const RECORDED_AT = '2026-03-26T11:10:00Z';
/** What identifies a customer, for labelling the agent's questions that the set marks as asking for data. */
const IDENTIFYING =
  /\b(?:name|phone|telephone|date of birth|birthday|social security|account number|address|e-?mail|zip code|pin)\b/u;
const CPU_ROUNDS = 20;

interface Analysed {
  readonly call: LabelledCall;
  readonly report: Report;
}

/** Analyses the calls with and without a taxonomy and measures agreement with their labels. */
export function measureCalls(calls: readonly LabelledCall[]): Measures {
  const withTaxonomy = AnalysisConfig.parse({ taxonomy: TASKS.map((name) => ({ name })) });
  const analysed = analyseAll(calls, withTaxonomy);
  const free = analyseAll(calls, AnalysisConfig.parse({}));
  const checked = free.reduce((sum, { report }) => sum + report.quotes.checked, 0);
  const dropped = free.reduce((sum, { report }) => sum + report.quotes.dropped, 0);
  return {
    calls: calls.length,
    task_accuracy_taxonomy: share(
      analysed.map(({ call, report }) => report.topics.topics[0]?.name === call.task),
    ),
    task_accuracy_free: share(free.map(namesTask)),
    greeting_f1: f1(free.map(greets)),
    closing_f1: f1(free.map(closes)),
    identity_question_f1: f1(free.flatMap(identityQuestions)),
    sentiment_spearman: spearman(free.flatMap(tones)),
    quotes_verified: checked === 0 ? null : (checked - dropped) / checked,
    cpu_ms_per_1000_words: cpuPerThousandWords(calls),
  };
}

function analyseAll(calls: readonly LabelledCall[], config: AnalysisConfig): Analysed[] {
  return calls.map((call) => ({
    call,
    report: analyse(call.transcript, { recordedAt: RECORDED_AT, config }),
  }));
}

function namesTask({ call, report }: Analysed): boolean {
  const noun = TASK_NOUN.exec(call.task.split(' ').slice(1).join(' '))?.[0];
  return noun !== undefined && report.topics.topics.some(({ name }) => name.includes(noun));
}

/** The agent's first spoken turn against the label of its segments. */
function greets({ call, report }: Analysed) {
  return { predicted: report.service.greeting.present, labelled: labels(firstTurn(call), 'greeting') };
}

/** The agent's last spoken turn against the label of its segments. */
function closes({ call, report }: Analysed) {
  const reversed = { ...call, segments: call.segments.toReversed() };
  return { predicted: report.service.closing.present, labelled: labels(firstTurn(reversed), 'closing') };
}

/** The agent's segments from the first spoken one on, until somebody else speaks. */
function firstTurn({ segments }: Pick<LabelledCall, 'segments'>): LabelledCall['segments'] {
  const spoken = segments.filter(isSpoken);
  const from = spoken.findIndex(({ role }) => role === 'agent');
  const rest = spoken.slice(Math.max(0, from));
  const to = rest.findIndex(({ role }) => role !== 'agent');
  return to < 0 ? rest : rest.slice(0, to);
}

function labels(turn: LabelledCall['segments'], act: string): boolean {
  return turn.some(({ dialog_acts: acts }) => acts.includes(`gridspace_${act}`));
}

function identityQuestions({ call, report }: Analysed) {
  const asked = new Set(report.compliance.identityVerification.questions.map(({ utterance }) => utterance));
  return call.segments.flatMap((segment, index) =>
    segment.role === 'agent' && isSpoken(segment)
      ? [
          {
            predicted: asked.has(index),
            labelled: labels([segment], 'data_question') && IDENTIFYING.test(segment.text),
          },
        ]
      : [],
  );
}

function tones({ call, report }: Analysed): [number, number][] {
  return report.sentiment.utterances.flatMap(({ utterance, score }): [number, number][] => {
    const emotion = call.segments[utterance]?.emotion;
    return emotion === undefined ? [] : [[score, emotion.positive - emotion.negative]];
  });
}

function cpuPerThousandWords(calls: readonly LabelledCall[]): number | null {
  const config = AnalysisConfig.parse({});
  let words = 0;
  const before = process.cpuUsage();
  for (let round = 0; round < CPU_ROUNDS; round += 1) {
    for (const { report } of analyseAll(calls, config)) words += report.conversation.wordCount;
  }
  const { user, system } = process.cpuUsage(before);
  return words === 0 ? null : (user + system) / words;
}
