import type { SideMetrics } from '../metrics/sides.ts';
import type { SectionInput } from '../section.ts';
import type { Story } from '../facts/story.ts';
import type { Sentence } from '../text/sentences.ts';

/** The call as the pillars see it: the agent's part, the customer's part, and what happened. */
export interface SalesCall {
  readonly input: SectionInput;
  readonly story: Story;
  /** In order; where nobody is known to be the agent, everybody who is not the customer. */
  readonly agent: readonly Sentence[];
  readonly customer: readonly Sentence[];
  /** Measured numbers of the agent. */
  readonly measured: SideMetrics;
  /** Sentences of the agent that follow each other in the middle of the call, the longest first. */
  readonly longest: readonly Sentence[];
}

export function salesCall(input: SectionInput, story: Story): SalesCall {
  const { sentences } = input.reading;
  const { roles } = input.conversation;
  const role = roles.agent.wordCount > 0 ? 'agent' : 'unknown';
  const agent = sentences.filter((sentence) => sentence.role === role);
  return {
    input,
    story,
    agent,
    customer: sentences.filter((sentence) => sentence.role === 'customer'),
    measured: roles[role],
    longest: agent.toSorted((a, b) => b.tokens.length - a.tokens.length).slice(0, 5),
  };
}

/** The agent's sentences that take up at least `fewest` content words of the customer's last `reach` sentences. */
export function takingUp({ input, agent }: SalesCall, reach: number, fewest: number): ReadonlySet<Sentence> {
  const ours = new Set(agent);
  const found = new Set<Sentence>();
  let heard: Sentence[] = [];
  for (const sentence of input.reading.sentences) {
    if (sentence.role === 'customer') heard = [...heard, sentence].slice(-reach);
    if (!ours.has(sentence)) continue;
    const shared = [...sentence.content.stems].filter((stem) =>
      heard.some(({ content }) => content.stems.has(stem)),
    );
    if (shared.length >= fewest) found.add(sentence);
  }
  return found;
}

/** The agent's sentences that match, in order. */
export function agentSays(call: SalesCall, pattern: RegExp): Sentence[] {
  return call.agent.filter(({ norm }) => pattern.test(norm));
}

/** The agent's first sentence after a sentence of the customer. */
export function answerTo(call: SalesCall, sentence: Sentence): Sentence | undefined {
  return call.agent.find(({ startMs }) => startMs >= sentence.startMs);
}

/** "1 question", "3 questions". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
