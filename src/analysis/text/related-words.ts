import { stem } from './stems.ts';

/** Words of service and sales calls that stand for the same matter. */
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
export function groupsOf(stems: Iterable<string>): ReadonlySet<number> {
  const groups = new Set<number>();
  for (const one of stems) {
    const group = GROUP_OF.get(one);
    if (group !== undefined) groups.add(group);
  }
  return groups;
}

/** The group a stem belongs to; stems of one group stand for the same matter. */
export function groupOf(one: string): number | undefined {
  return GROUP_OF.get(one);
}
