import { describe, expect, it } from 'vitest';
import { measureConversation } from '../../../../src/analysis/metrics/conversation.ts';
import { AnalysisConfig, type AnalysisConfigInput } from '../../../../src/domain/analysis-config.ts';
import { type Line, transcript } from '../call.ts';

const measure = (lines: readonly Line[], config: AnalysisConfigInput = {}, language = 'en') =>
  measureConversation(transcript(lines, language), AnalysisConfig.parse(config));
const line = (speaker: string, startMs: number, endMs: number, text: string): Line => ({
  speaker,
  startMs,
  endMs,
  text,
});
const measureText = (text: string) => measure([line('agent', 0, 4000, text)]);

describe('questions', () => {
  it.each([
    ['what day would you like for your appointment', 1],
    ['and what is your phone number', 1],
    ['hello this is harper valley national bank my name is robert how can i help you today', 1],
    ["i've ordered your replacement credit card is there anything else i can help you with today", 1],
    ['i lost my credit card can you send me a new one', 1],
    ['What brings you in? Is it the price?', 2],
    ['So what kind of budget do you have in mind.', 1],
    ['i know what you mean', 0],
    ['that is what i wanted to say', 0],
    ['you can see what is going on when you look at it', 0],
    ['the branch hours are nine thirty to five', 0],
    ['when you are ready we will start', 0],
  ])('%s → %i', (text, count) => {
    expect(measureText(text).questionCount).toBe(count);
  });

  it('in a language other than English only question marks count', () => {
    const german = measure([line('agent', 0, 4000, 'Was is das? What is your name')], {}, 'de');
    expect(german.questionCount).toBe(1);
  });
});

describe('filler words', () => {
  it.each([
    ['Um, I think, uh, it works', { um: 1, uh: 1 }],
    ['It was, like, really expensive and like nobody told us', { like: 2 }],
    ['I would like to know what it looks like', {}],
    ['It is, you know, a good deal. Do you know the price?', { 'you know': 1 }],
    ['mm-hmm uh-huh', {}],
    ['what kind of card and this kind of account', {}],
  ])('%s', (text, counts) => {
    expect(Object.fromEntries(measureText(text).fillerWords.map(({ word, count }) => [word, count]))).toEqual(
      counts,
    );
  });

  it('counts the words of the configuration instead, where it has some', () => {
    const measured = measure([line('agent', 0, 1000, 'um right so right')], { fillerWords: ['right'] });
    expect(measured.fillerWords).toEqual([{ word: 'right', count: 2 }]);
  });
});

describe('interruptions', () => {
  const agent = line('agent', 0, 5000, 'let me explain what the plan includes for you');

  it('count where the other speaker starts 0.3 s or more before the end and goes on', () => {
    const measured = measure([agent, line('customer', 4600, 7000, 'no I do not want that')]);
    expect(measured.interruptions).toEqual([
      { by: 'customer', speaker: 'customer', utterance: 1, interrupted: 0, startMs: 4600, overlapMs: 400 },
    ]);
    expect(measured.roles.customer.interruptionCount).toBe(1);
  });

  it.each([
    ['a shorter overlap', line('customer', 4800, 7000, 'no I do not want that')],
    ['a backchannel', line('customer', 4000, 5200, 'mm-hmm yeah')],
    ['speech that ends first', line('customer', 3000, 4500, 'but what about the price')],
  ])('do not count for %s', (_, other) => {
    expect(measure([agent, other]).interruptionCount).toBe(0);
  });
});

describe('silences', () => {
  it('tells a hold that was announced from dead air, also after a short answer', () => {
    const measured = measure([
      line('agent', 0, 2000, 'okay one second please'),
      line('customer', 2500, 3000, 'certainly'),
      line('agent', 15_000, 17_000, 'the hours are nine to five'),
      line('agent', 24_000, 25_000, 'anything else'),
    ]);
    expect(measured.hold).toEqual({
      count: 1,
      totalMs: 12_000,
      instances: [{ startMs: 3000, endMs: 15_000, durationMs: 12_000, announcedBy: 0 }],
    });
    expect(measured.deadAir).toEqual({
      count: 1,
      totalMs: 7000,
      instances: [{ startMs: 17_000, endMs: 24_000, durationMs: 7000 }],
    });
  });

  it('takes a silence for a hold where the agent thanks for waiting', () => {
    const measured = measure([
      line('customer', 0, 1000, 'it is broken'),
      line('agent', 21_000, 23_000, 'Thank you for holding.'),
    ]);
    expect(measured.hold.totalMs).toBe(20_000);
    expect(measured.deadAir.count).toBe(0);
  });

  it('lists pauses with the rule verdict and the utterance that ended last', () => {
    const measured = measure(
      [
        line('agent', 0, 9000, 'a long story'),
        line('customer', 1000, 2000, 'yes'),
        line('customer', 12_500, 13_000, 'ok'),
        line('agent', 20_000, 21_000, 'so'),
      ],
      { maxPauseMs: 4000 },
    );
    expect(measured.pauses).toEqual([
      { startMs: 9000, endMs: 12_500, durationMs: 3500, compliant: true, afterUtterance: 0 },
      { startMs: 13_000, endMs: 20_000, durationMs: 7000, compliant: false, afterUtterance: 2 },
    ]);
  });

  it('does not count silence before the first and after the last word', () => {
    const call = { ...transcript([line('agent', 10_000, 11_000, 'hello there')]), durationMs: 60_000 };
    const measured = measureConversation(call, AnalysisConfig.parse({}));
    expect(measured.pauses).toEqual([]);
    expect(measured.silenceRatio).toBeCloseTo((100 * 59) / 60, 2);
  });
});

it('response times are the gaps from a customer’s end to the agent’s start', () => {
  const lines = [1000, 2000, 3000].flatMap((gap, at) => [
    line('customer', at * 20_000, at * 20_000 + 4000, 'a question about the bill'),
    line('agent', at * 20_000 + 4000 + gap, at * 20_000 + 9000, 'the answer to it'),
  ]);
  expect(measure(lines).responseTime).toEqual({ count: 3, meanMs: 2000, p95Ms: 3000, maxMs: 3000 });
});

it('a monologue goes on through backchannels and ends at dead air', () => {
  const measured = measure([
    line('agent', 0, 20_000, 'first part of a long explanation'),
    line('customer', 10_000, 10_500, 'mm-hmm'),
    line('agent', 21_000, 40_000, 'second part'),
    line('agent', 50_000, 60_000, 'third part'),
  ]);
  expect(measured.longestMonologue).toEqual({
    speaker: 'agent',
    role: 'agent',
    startMs: 0,
    endMs: 40_000,
    durationMs: 40_000,
  });
});

it('marks of noise are neither words nor talk time', () => {
  const measured = measure([
    line('agent', 0, 1000, 'hello there'),
    line('customer', 2000, 9000, '[noise]'),
    line('customer', 9500, 9900, '<unk>'),
  ]);
  expect(measured.wordCount).toBe(2);
  expect(measured.roles.customer.talkMs).toBe(0);
  expect(measured.roles.agent.talkRatio).toBe(100);
});

it('overlap is the time in which two speak', () => {
  const measured = measure([
    line('agent', 0, 5000, 'one two three'),
    line('customer', 4000, 8000, 'four five six seven'),
  ]);
  expect(measured.overlapMs).toBe(1000);
  expect(measured.overlapRatio).toBe(12.5);
  expect(measured.speechMs).toBe(8000);
});
