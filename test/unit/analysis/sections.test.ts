import { describe, expect, it } from 'vitest';
import { dialogue, report } from './call.ts';

describe('action items', () => {
  const items = (text: string, recordedAt?: string | null) =>
    report(dialogue(`agent: ${text}`), {}, recordedAt).actionItems.items.map(
      ({ description, assignee, dueDate, priority }) => [description, assignee, dueDate, priority],
    );

  it.each([
    [
      "I'll send you the contract by Friday.",
      ['Send the customer the contract by Friday', 'agent', '2026-03-27', 'high'],
    ],
    [
      "I'll call you back in three weeks.",
      ['Call the customer back in three weeks', 'agent', '2026-04-15', 'medium'],
    ],
    [
      "i'll email you the tracking number",
      ['Email the customer the tracking number', 'agent', null, 'medium'],
    ],
  ])('%s', (text, item) => {
    expect(items(text)).toEqual([item]);
  });

  it.each([
    'Let me check that for you.',
    "I'm going to place you on hold for a moment.",
    'I have sent you the link.',
    'Can you confirm your phone number?',
    'I will transfer you to billing.',
    'If it happens again, please call us back.',
  ])('nothing is left to do after: %s', (text) => {
    expect(items(text)).toEqual([]);
  });

  it('a weekday is resolved in the time zone of the call', () => {
    const lateOnWednesday = '2026-03-25T23:30:00-07:00';
    expect(items("I'll call you tomorrow.", lateOnWednesday)[0]?.[2]).toBe('2026-03-26');
  });
});

describe('topics', () => {
  const call = dialogue(
    'agent: how can i help you',
    'customer: hi i need to order some new checks for my account',
    'agent: sure i can order checks for you',
  );
  const taxonomy = [
    { name: 'check balance' },
    { name: 'order checks' },
    { name: 'pay bill', phrases: ['settle an invoice'] },
  ];

  it('of the taxonomy come first, the most fitting on top, each with evidence', () => {
    const [first] = report(call, { taxonomy }).topics.topics;
    expect(first).toMatchObject({ name: 'order checks', source: 'taxonomy' });
    expect(first?.evidence.length).toBeGreaterThan(0);
  });

  it('a configured phrase decides for its topic', () => {
    const call = dialogue('customer: hello i want to settle an invoice please');
    expect(report(call, { taxonomy }).topics.topics[0]).toMatchObject({ name: 'pay bill', confidence: 0.95 });
  });

  it('without a taxonomy are phrases of the call', () => {
    expect(report(call).topics.topics.map(({ name }) => name)).toContain('new checks');
  });
});

it('keywords are counted with their times, under one name, also when absent', () => {
  const call = dialogue(
    'agent: Thank you for calling. Thank you!',
    'customer: Thanks. That was a terrible wait.',
  );
  const { keywords } = report(call, {
    keywords: [
      { name: 'thank you', phrases: ['thanks'] },
      { number: 9, name: 'terrible' },
      { name: 'refund' },
    ],
  });
  expect(keywords.keywords.map(({ number, name, count }) => [number, name, count])).toEqual([
    [1, 'thank you', 3],
    [9, 'terrible', 1],
    [3, 'refund', 0],
  ]);
  expect(keywords.keywords.map(({ sentiment }) => sentiment)).toEqual(['positive', 'negative', null]);
  expect(keywords.keywords[0]?.timesMs[0]).toBe(0);
});

describe('compliance', () => {
  it('identity established after the allowed time is flagged', () => {
    const late = dialogue(
      'agent: Hello and thank you for calling our help line, this is a long welcome that goes on and on and on and on and on and on and on.',
      'customer: I want to know my balance.',
      'agent: What is your account number?',
      'customer: It is 4471 9023.',
    );
    const { identityVerification } = report(late).compliance;
    expect(identityVerification).toMatchObject({ verified: true, basis: 'answered', flagged: true });
    expect(report(late, { identityWithinMs: 60_000 }).compliance.identityVerification.flagged).toBe(false);
  });

  it('an identity question that is refused establishes nothing', () => {
    const refused = dialogue('agent: What is your date of birth?', "customer: I'd rather not say.");
    expect(report(refused).compliance.identityVerification).toMatchObject({
      verified: false,
      timestampMs: null,
      flagged: true,
    });
  });

  it('a disclosure counts in substance, in other words not', () => {
    const disclosures = [
      { name: 'recording', phrases: ['this call may be recorded for quality and training purposes'] },
    ];
    const disclosuresIn = (text: string) =>
      report(dialogue(`agent: ${text}`), { disclosures }).compliance.mandatoryDisclosures;
    expect(disclosuresIn('This call will be recorded for training and quality purposes.')).toMatchObject({
      read: true,
      matched: ['recording'],
    });
    expect(disclosuresIn('We care about quality.')).toMatchObject({ read: false, missing: ['recording'] });
  });

  it('the purpose is looked for turn by turn of the agent', () => {
    const call = dialogue(
      'agent: Hello.',
      'customer: Hello?',
      'agent: One moment.',
      'customer: Yes?',
      'agent: How can I help you?',
    );
    expect(report(call).compliance.purposeDeclaration).toMatchObject({
      disclosed: true,
      interactionNumber: 3,
      flagged: false,
    });
    expect(report(call, { purposeWithinAgentTurns: 2 }).compliance.purposeDeclaration.flagged).toBe(true);
  });

  it('prohibited phrases count as whole words and only from the company', () => {
    const call = dialogue('agent: We guarantee it. It is guaranteed.', 'customer: You guarantee that?');
    const { prohibitedPhrases } = report(call, { prohibitedPhrases: ['guarantee'] }).compliance;
    expect(prohibitedPhrases.instances.map(({ text }) => text)).toEqual(['We guarantee it.']);
  });

  it('sensitive data is masked, and only the watched kinds are listed', () => {
    const call = dialogue(
      'agent: What is your card number?',
      'customer: It is 4111 1111 1111 1111, and my password is hunter2.',
    );
    const { sensitiveData } = report(call).compliance;
    expect(sensitiveData.instances.map(({ type, text }) => [type, text])).toEqual([
      ['card', '••••••••••••••11'],
      ['password', '•••••r2'],
    ]);
    expect(report(call, { sensitiveData: ['card'] }).compliance.sensitiveData.instances).toHaveLength(1);
  });
});
