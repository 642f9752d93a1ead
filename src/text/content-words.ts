import { stemmer } from 'stemmer';

const words = (list: string): string[] => list.split(/\s+/u).filter((word) => word !== '');

/** Words that carry grammar or courtesy rather than a subject. */
export const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  words(`
    a an the this that these those there here it its it's he she they them their theirs his her hers him i i'm i've i'd
    i'll me my mine myself we we're we've we'd we'll us our ours you you're you've you'd you'll your yours yourself
    and or but so because cause if then than as while until unless though although whether of to in on at by for from
    with without about into over under between through during before after above below up down out off again around
    per via is are was were be been being am do does did done doing have has had having can could will would shall
    should may might must ought isn't aren't wasn't weren't don't doesn't didn't haven't hasn't hadn't can't couldn't
    won't wouldn't shouldn't not no nor yes yeah yep nope yup okay ok alright right sure well oh ah um uh uhm er erm hmm
    mm mm-hmm uh-huh hi hello hey bye goodbye please thanks thank welcome sorry what when where who whom whose which why
    how what's who's where's how's that's there's here's let's let it'll that'll he's she's they're they've they'll
    just also too very really quite much many more most some any all both each every few little lot lots other another
    same such own only even still yet already ever never always often sometimes maybe perhaps probably actually
    basically literally kind sort like mean know think guess believe hope feel see say said tell told ask asked go
    going gonna went gone come came get gets got getting give gave given take took taken make made makes put want wanted
    wanna need needed needs try trying tried use using help helped keep look looking looks call calling called back now
    today one two three four five six seven eight nine ten eleven twelve thing things something anything everything nothing
    someone anyone everyone somebody way bit time times moment second minute day days great good fine nice perfect
    wonderful awesome excellent absolutely certainly definitely exactly course understand understood appreciate able
    happy glad afternoon morning evening else first last next sir ma'am mister mr mrs ms ago since however anyway
    cool gotcha guys people person name names speaking wondering hoping interested long am pm a.m p.m o'clock m p t's dot com
  `),
);

/** Verbs that name what is done to a subject; a phrase may hold one but is not made of them alone. */
export const COMMON_VERBS: ReadonlySet<string> = new Set(
  words(`
    check checked send sent receive received reset replace replaced transfer transferred schedule scheduled pay paid
    order ordered cancel cancelled canceled change changed update updated open opened close closed set find found start
    started stop stopped show showed work works working worked happen happened happens run running ran talk talked speak
    spoke hear heard read write wrote buy bought sell sold spend spent lost lose losing bring brought leave left wait
    waiting hold holding stay meet met confirm confirmed verify verified repeat repeated explain explained add added
    apply applied move moved turn turned cost costs sounds sound seems seem keeps dropping drop drops
    chasing import collects cut aim recap handles invite enjoyed mean means meant expected delayed prefer offer wear ship
    shipped visit return returned fix fixed repair repaired book booked provide provided include included become became
    arrive arrived arrives opens closes reschedule rescheduled moved wanted likes wants gets gives takes makes needs uses asks tells thinks knows loves wanted supposed depends matter matters doing done goes taking making giving telling asking calling saying says
  `),
);

/** Words too general to be the subject of a call on their own; part of a longer phrase they may be. */
export const GENERIC_WORDS: ReadonlySet<string> = new Set(
  words(`
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december dollar dollars pound pounds euro euros cent cents percent month months week weeks year years
    hour minute minutes second seconds weekend tonight tomorrow yesterday spring summer autumn winter quarter reason care
    business new old best better worst big small large real whole different several third middle part line question
    questions problem problems issue issues deal bunch stuff couple half number amount kind type size end start side
    huge free full main extra local own home place case point fact idea information detail details today's expensive
    cheap easy hard fast faster difficult important possible available interested
  `),
);

/** Porter stem of a lower-case word (Porter, An algorithm for suffix stripping, 1980), possessive removed. */
export function stem(word: string): string {
  return stemmer(word.replace(/'s?$/u, ''));
}

/** Stems of the words that carry a subject, in order. */
export function contentStems(words: readonly string[]): string[] {
  return words.filter((word) => !FUNCTION_WORDS.has(word)).map(stem);
}

/** The words of a text prepared for comparison. */
export interface WordSet {
  readonly stems: ReadonlySet<string>;
  readonly groups: ReadonlySet<number>;
}

export const NO_WORDS: WordSet = { stems: new Set(), groups: new Set() };

/** What a related word counts where the word itself is missing. */
const RELATED_VALUE = 0.7;

/** The content of several texts together. */
export function joinWordSets(sets: readonly WordSet[]): WordSet {
  return {
    stems: new Set(sets.flatMap(({ stems }) => [...stems])),
    groups: new Set(sets.flatMap(({ groups }) => [...groups])),
  };
}

export function wordSet(words: readonly string[]): WordSet {
  const stems = new Set(contentStems(words));
  return { stems, groups: groupsOf(stems) };
}

/**
 * Share of the `wanted` stems that are `available`, 0 to 1, each weighted by `weightOf`; a related word counts 0.7. 0 where nothing is wanted.
 */
export function coverage(
  wanted: Iterable<string>,
  available: WordSet,
  weightOf: (stem: string) => number = () => 1,
): number {
  let found = 0;
  let all = 0;
  for (const stem of wanted) {
    const weight = weightOf(stem);
    all += weight;
    const group = groupOf(stem);
    if (available.stems.has(stem)) found += weight;
    else if (group !== undefined && available.groups.has(group)) found += weight * RELATED_VALUE;
  }
  return all === 0 ? 0 : found / all;
}

/** Groups of related words, as service and sales calls use them. */
const GROUPS = [
  'replace replacement new lost stolen another reissue',
  'reset forgot forgotten change unlock locked',
  'transfer move send wire',
  'schedule book arrange set reschedule',
  'appointment meeting visit slot',
  'hours hour open opening close closing',
  'pay payment paid paying',
  'bill invoice statement',
  'order purchase buy',
  'checks checkbook chequebook cheques',
  'cancel cancellation terminate',
  'refund reimburse return',
  'price cost pricing fee quote',
  'expensive costly cheaper',
  'repair fix broken fault',
  'problem issue trouble',
  'email e-mail mail',
  'phone telephone number mobile',
  'address location',
  'shipping delivery ship deliver tracking package',
  'password login pin passcode',
  'verify confirm verification identity identify',
  'decision decide decides decider approve approval',
  'budget money spend',
  'competitor alternative vendor provider',
  'greet greeting welcome hello',
  'introduce introduction name',
  'apologise apologize sorry apology',
  'recap summarise summarize summary',
  'recording recorded record',
  'discount offer deal promotion',
];

const GROUP_OF: ReadonlyMap<string, number> = new Map(
  GROUPS.flatMap((group, index) => group.split(' ').map((word): [string, number] => [stem(word), index])),
);

/** The groups of a set of stems. */
function groupsOf(stems: Iterable<string>): ReadonlySet<number> {
  const groups = new Set<number>();
  for (const one of stems) {
    const group = GROUP_OF.get(one);
    if (group !== undefined) groups.add(group);
  }
  return groups;
}

/** The group of related words a stem belongs to. */
function groupOf(one: string): number | undefined {
  return GROUP_OF.get(one);
}
